//! Fingerprints: 32-bit hashes that identify features.

use edition::tokens;

/// Returns the fingerprint of a stem or of neighbouring characters.
pub(crate) fn term(term: &str) -> u32 {
    fnv1a(b"", term.as_bytes())
}

/// Returns the fingerprint of a tag, which differs from that of a word.
pub(crate) fn tag(tag: &str) -> u32 {
    fnv1a(b"tag", tag.to_lowercase().as_bytes())
}

/// Returns the fingerprint of two neighbouring words.
pub(crate) fn bigram(first: u32, second: u32) -> u32 {
    fnv1a(&first.to_le_bytes(), &second.to_le_bytes())
}

/// Returns the fingerprints of all sequences of `n` neighbouring characters.
pub(crate) fn character_ngrams(run: &str, n: usize) -> impl Iterator<Item = u32> {
    let characters: Vec<&str> = tokens::characters(run).collect();
    let ngrams: Vec<u32> = characters.windows(n).map(|ngram| term(&ngram.concat())).collect();
    ngrams.into_iter()
}

/// 64-bit FNV-1a of both parts and a zero byte between them, folded to 32 bits.
fn fnv1a(prefix: &[u8], text: &[u8]) -> u32 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    let hash = prefix.iter().chain(&[0]).chain(text).fold(0xcbf2_9ce4_8422_2325, step);
    (hash >> 32) as u32 ^ hash as u32
}
