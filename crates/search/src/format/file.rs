//! The names of the files.

/// The file with an [`Index`](super::Index).
pub const INDEX: &str = "index.bin";

/// Returns the name of a shard.
pub fn shard(segment: &str, index: usize) -> String {
    [segment, "/t", &index.to_string(), ".bin"].concat()
}

/// Returns the name of a pack of cards.
pub fn pack(segment: &str, index: u32) -> String {
    [segment, "/c", &index.to_string(), ".bin"].concat()
}

/// Returns the name of the file with the chronological ranks of a segment's articles.
pub fn order(segment: &str) -> String {
    [segment, "/order.bin"].concat()
}

/// Returns the folder of a language's index, relative to the edition's root.
pub fn folder(language: &str) -> String {
    ["search/", language, "/"].concat()
}
