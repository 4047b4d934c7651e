//! Answers to [`MarkRequest`]s.

use search::{
    messages::{MarkRequest, Response},
    passage::{Finder, utf16_ranges},
    query::{Filters, Query},
};

use crate::{files, respond::send};

/// Answers a request with the ranges of the matches.
pub(crate) async fn answer(request: MarkRequest) {
    let MarkRequest { id, root, language, query, text } = request;
    // The index has the common words. Without it they are matches like any other word.
    let index = files::index(&root, &language, false).await.ok();
    let common_words = index.as_ref().map_or(&[][..], |index| &index.common_words);
    let query = Query::parse(&query, Filters::default());
    let matches = Finder::new(&query, &language, common_words).find(&text);
    send(&Response::Marks { id, ranges: utf16_ranges(&text, &matches) });
}
