use libdeflater::{CompressionLvl, Compressor};

/// Compresses a file with gzip.
pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut compressor = Compressor::new(CompressionLvl::default());
    let mut compressed = vec![0; compressor.gzip_compress_bound(bytes.len())];
    let length = compressor.gzip_compress(bytes, &mut compressed).expect("the bound is large enough");
    compressed.truncate(length);
    compressed
}
