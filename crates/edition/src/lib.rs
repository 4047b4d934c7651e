//! The format that the press writes and the viewer reads.
//!
//! An *edition* is a folder of static files. This crate holds the types of those files, the addresses
//! of its pages and the allowlist of markup in an article. It does no I/O and has no DOM, so that the press and
//! the viewer share it.
//!
//! ```
//! use edition::{Languages, List, Route};
//!
//! let languages = Languages::new(["en", "zh-Hans"]);
//! let route = Route::parse("zh-Hans/sections/industry/12/", &languages);
//! assert_eq!(route, Route::List(List::section("zh-Hans".into(), "industry"), Some(12)));
//! assert_eq!(route.path(&languages), "zh-Hans/sections/industry/12/");
//! ```
//!
//! # The files of an edition
//!
//! | file | shape | read by | grows |
//! | --- | --- | --- | --- |
//! | `site.json` | [`Site`] | the viewer, once | with the sections, never with the articles |
//! | `locales/<language>.json` | the texts of the interface | the viewer, for each language that the reader uses | never |
//! | `articles/<id>.json` | [`Article`] | the viewer, one for an article page | with its own text; at most [`POOL_SIZE`] recommended cards |
//! | `lists/<language>/all/head.json` | [`ListHead`] | the viewer, for a front page | at most 47 summaries |
//! | `lists/<language>/all/<n>.json` | [`ListPage`] | the viewer, for an archive page and for neighbours | at most [`PAGE_SIZE`] summaries; a full one stays as it is |
//! | `lists/<language>/sections/<id>/…` | the same two | the viewer, for a section | the same |
//! | `lists/<language>/<taxonomy>/<id>/…` | the same two | the viewer, for a tag, an author, … | the same |
//! | `pages/<language>/<id>.json` | [`Article`] | the viewer, one for a page outside of the lists | with its own text |
//! | `search/<language>/…` | the index of a language, see the crate `search` | the worker, when a reader searches | with the articles, 2 to 4 KB each |
//! | `index.html` behind every [`Route`] | the page, with [`EMBEDDED_DATA`] in it | browsers and crawlers | as its data |
//! | `feed.json` | JSON Feed 1.1 of [`Article`]s | feed readers | at most [`PAGE_SIZE`] items |
//! | `media/<path>` | pictures, sound, film | the browser | one for each file that an article uses |
//! | `fonts/<name>.<hash>.woff2` | typefaces of the publication | the browser | one for each file, more for Chinese |
//! | `media/<path>.<width>.webp` | copies of a picture for screens, see [`Picture`] | the browser | at most 6 for each picture |
//! | `.offprint.json` | names of the files that the press wrote | the press alone | with the edition |
//! | `.offprint-related` | what was found alike, for the next build | the press alone | with the articles, about 1 KB each |
//!
//! Every text is UTF-8, every file name too; in a link it is percent-encoded ([`encode`]).

mod address;
mod article;
mod date;
mod front;
mod language;
mod list;
mod localized_text;
mod look;
/// The markup that the text of an article may contain.
pub mod markup;
mod picture;
mod route;
mod site;
mod slug;
mod summary;
mod taxonomy;
/// Words of a text, for similarity and reading time.
pub mod tokens;

pub use address::Address;
#[cfg(feature = "manuscripts")]
pub use article::Attachment;
pub use article::{Article, Author, Card, Correction, Credit, Offprint, PageNumbers, Reason, Recommended, Role, Source, Term};
pub use date::Date;
pub use front::{Alert, BandStyle, FrontBand, FrontPage};
pub use language::{ByLanguage, Language, Languages, Texts, languages_of_script};
pub use list::{ListHead, ListPage, Neighbour, Neighbours, NewerLink, PAGE_SIZE, PageLink, PageSpan, Profile};
pub use localized_text::LocalizedText;
pub use look::{CardFact, DateStyle, Look, PictureSize};
#[cfg(feature = "manuscripts")]
pub use look::{Density, FontDisplay, Fonts};
pub use picture::{Picture, SHARED_PICTURE, copy_ending, srcset};
pub use route::{List, Route, Selection, article_file, encode, encode_query, is_free, locale_file, page_file};
pub use site::{Contact, Licence, Link, PageTitles, Section, Site};
pub use slug::{is_slug, slug};
pub use summary::Summary;
pub use taxonomy::{AUTHORS, SECTIONS, TAGS, Taxonomy};

/// The id of the element that contains the files of which a printed page is made: a JSON object with their names as keys.
/// [`PAGE_CONTEXT`] names the [`Neighbours`] of an article, or the [`NewerLink`] of a list page.
pub const EMBEDDED_DATA: &str = "embedded-data";

/// The key in [`EMBEDDED_DATA`] of what a page knows besides its files.
pub const PAGE_CONTEXT: &str = "context";

/// The maximum number of cards in the recommended pool of an article.
pub const POOL_SIZE: usize = 24;
