//! The viewer's binary, which Trunk compiles to WebAssembly.

#[cfg(target_arch = "wasm32")]
fn main() {
    offprint_viewer::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("The viewer runs in a browser. `cargo xtask serve` builds it and serves the sample edition.");
    std::process::exit(2);
}
