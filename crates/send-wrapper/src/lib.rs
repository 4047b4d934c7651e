//! Stands in for the crate `send_wrapper`, with which leptos keeps what belongs to one thread.
//!
//! The real crate asks the standard library which thread it is on, at every use. In the WebAssembly there is one
//! thread, and the answer brings with it what threads are made of, and a second allocator for them: 2 KB (brotli).
//! Natively, where the press prints on many threads, it is asked as in the real crate.
//! `[patch.crates-io]` in the root's `Cargo.toml` puts this in its place.

#[cfg(all(target_family = "wasm", target_feature = "atomics"))]
compile_error!("this stands in where there is one thread; with threads take the real send_wrapper");

use std::{
    fmt,
    mem::{ManuallyDrop, needs_drop},
    ops::{Deref, DerefMut},
};

/// A value that is used on the thread that made it, wherever the type is sent.
pub struct SendWrapper<T> {
    value: ManuallyDrop<T>,
    made: Thread,
}

/// The only one.
#[cfg(target_family = "wasm")]
#[derive(PartialEq)]
struct Thread;
#[cfg(not(target_family = "wasm"))]
type Thread = std::thread::ThreadId;

#[cfg(target_family = "wasm")]
fn here() -> Thread {
    Thread
}
#[cfg(not(target_family = "wasm"))]
fn here() -> Thread {
    std::thread::current().id()
}

// SAFETY: the value is reached, moved out and dropped on the thread that made it alone; every way to it checks.
unsafe impl<T> Send for SendWrapper<T> {}
// SAFETY: as above.
unsafe impl<T> Sync for SendWrapper<T> {}

impl<T> SendWrapper<T> {
    /// Keeps a value of this thread.
    pub fn new(value: T) -> SendWrapper<T> {
        SendWrapper { value: ManuallyDrop::new(value), made: here() }
    }

    /// Whether this is the thread that made it.
    pub fn valid(&self) -> bool {
        self.made == here()
    }

    /// The value itself.
    ///
    /// # Panics
    /// On another thread than the one that made it.
    #[track_caller]
    pub fn take(self) -> T {
        self.check();
        let mut this = ManuallyDrop::new(self);
        // SAFETY: `this` is not dropped, so nobody takes the value again.
        unsafe { ManuallyDrop::take(&mut this.value) }
    }

    #[track_caller]
    fn check(&self) {
        assert!(self.valid(), "a value is used on another thread than the one that made it");
    }
}

impl<T> Deref for SendWrapper<T> {
    type Target = T;

    #[track_caller]
    fn deref(&self) -> &T {
        self.check();
        &self.value
    }
}

impl<T> DerefMut for SendWrapper<T> {
    #[track_caller]
    fn deref_mut(&mut self) -> &mut T {
        self.check();
        &mut self.value
    }
}

impl<T> Drop for SendWrapper<T> {
    #[track_caller]
    fn drop(&mut self) {
        if !needs_drop::<T>() || self.valid() {
            // SAFETY: dropped once, here.
            unsafe { ManuallyDrop::drop(&mut self.value) }
        } else if !std::thread::panicking() {
            panic!("a value is dropped on another thread than the one that made it");
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for SendWrapper<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SendWrapper").field(self.deref()).finish()
    }
}

impl<T: Clone> Clone for SendWrapper<T> {
    fn clone(&self) -> Self {
        SendWrapper::new(self.deref().clone())
    }
}

#[cfg(feature = "futures")]
mod futures {
    use std::{
        future::Future,
        pin::Pin,
        task::{Context, Poll},
    };

    use futures_core::Stream;

    use super::SendWrapper;

    impl<T> SendWrapper<T> {
        fn pinned(self: Pin<&mut Self>) -> Pin<&mut T> {
            self.check();
            // SAFETY: the value is pinned where its wrapper is; nothing moves it out of a pinned one.
            unsafe { self.map_unchecked_mut(|this| &mut *this.value) }
        }
    }

    impl<F: Future> Future for SendWrapper<F> {
        type Output = F::Output;

        fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
            self.pinned().poll(context)
        }
    }

    impl<S: Stream> Stream for SendWrapper<S> {
        type Item = S::Item;

        fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<S::Item>> {
            self.pinned().poll_next(context)
        }

        fn size_hint(&self) -> (usize, Option<usize>) {
            self.check();
            self.value.size_hint()
        }
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn a_value_is_used_by_the_thread_that_made_it_alone() {
        let mut value = SendWrapper::new(String::from("a"));
        value.push('b');
        assert_eq!((value.valid(), value.clone().take()), (true, "ab".to_owned()));
        let other = thread::spawn(move || {
            assert!(!value.valid());
            drop(value);
        });
        assert!(other.join().is_err(), "dropped elsewhere it says so");
    }
}
