//! Compressed copies of files, for hosts that serve them in place of the files.

use std::io::Write;

use anyhow::{Context, Result};
use flate2::{Compression, write::GzEncoder};

/// A way to compress.
pub(super) type Compress = fn(&[u8]) -> Result<Vec<u8>>;

/// The ways to compress, each with the extension of the copy.
pub(super) const KINDS: [(&str, Compress); 2] = [("br", brotli), ("gz", gzip)];

/// Returns whether a file gets smaller. Pictures and sound are compressed already.
pub(super) fn is_worth_it(name: &str) -> bool {
    let extension = name.rsplit('.').next().unwrap_or_default();
    matches!(extension, "html" | "json" | "xml" | "js" | "css" | "wasm" | "svg" | "txt" | "webmanifest")
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut compressed = Vec::new();
    // 11 takes three times as long for the last few percent, which every reader saves.
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: bytes.len(), ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut compressed, &parameters).context("cannot compress with brotli")?;
    Ok(compressed)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).context("cannot compress with gzip")
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn a_compressed_file_is_read_again() {
        let text = "工业 ".repeat(1000).into_bytes();
        let (mut br, mut gz) = (Vec::new(), Vec::new());
        let compressed = brotli(&text).expect("brotli");
        brotli::BrotliDecompress(&mut &compressed[..], &mut br).expect("brotli");
        flate2::read::GzDecoder::new(&gzip(&text).expect("gzip")[..]).read_to_end(&mut gz).expect("gzip");
        assert!(br == text && gz == text && compressed.len() < text.len() / 10);
    }
}
