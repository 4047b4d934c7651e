//! Pictures: from files of the newsroom to what the screens of readers need.
//!
//! In the order of the work: `inspect` finds out what a file is, by its first bytes; `rights` reads who owns it; `clean` removes what the
//! camera has written about the photographer; `decode` makes upright pixels in the colours of screens; `encode` writes formats; `convert`
//! makes every file of one picture; `store` keeps them from one build to the next.
//! `headline` draws what has no picture.

mod clean;
mod convert;
mod decode;
mod drawing;
mod encode;
pub(crate) mod headline;
pub(crate) mod inspect;
mod rights;
mod store;

pub(crate) use clean::clean;
pub(crate) use convert::Copies;
pub(crate) use store::{ConvertedPictures, PictureStore};

#[cfg(test)]
mod tests;
