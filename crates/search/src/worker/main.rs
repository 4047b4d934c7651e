//! The web worker that answers search requests. The page starts it on the first search. [`search::messages`] describes the protocol.

#[cfg(target_arch = "wasm32")]
mod fetch;
#[cfg(target_arch = "wasm32")]
mod files;
#[cfg(target_arch = "wasm32")]
mod find;
#[cfg(target_arch = "wasm32")]
mod language;
#[cfg(target_arch = "wasm32")]
mod listen;
#[cfg(target_arch = "wasm32")]
mod mark;
#[cfg(target_arch = "wasm32")]
mod respond;

#[cfg(target_arch = "wasm32")]
fn main() {
    listen::listen();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("this program is a web worker: build it for wasm32-unknown-unknown");
}
