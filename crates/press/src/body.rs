//! The body of an article, in passes that each do one thing.
//!
//! In the order of the work: `markdown` makes HTML of the text, `repair` ends what has no end, `depth` limits its nesting, `tables` marks
//! columns of numbers, `sanitize` leaves what an article may have, `line_breaks`, `figures` and `headings` put it in order, `leftovers`
//! finds markup that was not understood: `prepared` runs these passes. Then `check::links` resolves addresses and collects the files that
//! they lead to, `data_table` makes tables of data, and `decorate` adds what a page needs. `addresses` and `code` look at a text as it was written, for an import or an export.

pub(crate) mod addresses;
pub(crate) mod code;
pub(crate) mod data_table;
pub(crate) mod decorate;
pub(crate) mod depth;
pub(crate) mod figures;
pub(crate) mod headings;
pub(crate) mod html;
pub(crate) mod leftovers;
pub(crate) mod line_breaks;
pub(crate) mod markdown;
pub(crate) mod prepared;
pub(crate) mod repair;
pub(crate) mod running_text;
pub(crate) mod sanitize;
pub(crate) mod tables;
