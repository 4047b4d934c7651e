//! The viewer's binary, compiled to WebAssembly by Trunk.

fn main() {
    offprint::start();
}
