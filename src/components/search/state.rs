use edition::Language;
use leptos::prelude::*;
use search::messages::{FailureReason, TagOption, TextPiece};

use super::PAGE_SIZE;

/// What the reader searches for, as the form and the address say it. An empty value means no choice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchQuery {
    /// The words.
    pub text: String,
    /// The id of a section.
    pub section: String,
    /// The id of a tag.
    pub tag: String,
    /// A year.
    pub year: String,
    /// The tag of a language, or `all`.
    pub language: String,
    /// `day` for the newest first.
    pub order: String,
    /// How many results to show, if more than [`PAGE_SIZE`].
    pub limit: Option<usize>,
}

impl SearchQuery {
    /// The names of the fields in the form and in the address. The number of results, `n`, is in the address alone.
    pub const FIELDS: [&str; 6] = ["q", "section", "tag", "year", "in", "by"];

    /// Creates a query from the fields of an address.
    pub fn from_fields(get: impl Fn(&str) -> String) -> SearchQuery {
        let mut query = SearchQuery { limit: get("n").parse().ok(), ..SearchQuery::default() };
        for name in SearchQuery::FIELDS {
            query.set(name, get(name));
        }
        query
    }

    /// Returns the value of a field.
    pub fn get(&self, name: &str) -> &str {
        match name {
            "q" => &self.text,
            "section" => &self.section,
            "tag" => &self.tag,
            "year" => &self.year,
            "in" => &self.language,
            "by" => &self.order,
            _ => "",
        }
    }

    /// Sets a field.
    pub fn set(&mut self, name: &str, value: String) {
        match name {
            "q" => self.text = value,
            "section" => self.section = value,
            "tag" => self.tag = value,
            "year" => self.year = value,
            "in" => self.language = value,
            "by" => self.order = value,
            _ => {}
        }
    }

    /// Returns whether nothing is searched for.
    pub fn is_empty(&self) -> bool {
        [&self.text, &self.section, &self.tag, &self.year].into_iter().all(String::is_empty)
    }

    /// Returns how many results to show.
    pub fn limit(&self) -> usize {
        self.limit.unwrap_or(PAGE_SIZE)
    }
}

/// The filter values that the index offers.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchOptions {
    /// The most frequent tags.
    pub tags: Vec<TagOption>,
    /// The years of the oldest and the newest article.
    pub years: Option<(u32, u32)>,
}

/// An article that was found.
#[derive(Clone, Debug)]
pub struct ShownResult {
    /// The id of the article.
    pub id: String,
    /// Its language.
    pub language: Language,
    /// Its headline, with the matches marked.
    pub title: Vec<TextPiece>,
    /// Its day, `2023-07-20`.
    pub day: String,
    /// The id of its section, or empty.
    pub section: String,
    /// The passage around the matches, empty until it is loaded.
    pub passage: ArcRwSignal<Vec<TextPiece>>,
}

/// Why a search has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchFailure {
    /// The index could not be read.
    Index(FailureReason),
    /// The worker could not be started.
    Worker,
}

/// The answer to a query.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// There is no answer yet.
    Pending,
    /// Nothing is searched for.
    Hint,
    /// The best matches.
    Found {
        /// The number of articles that match.
        count: usize,
        /// Whether a part of the index could not be read.
        incomplete: bool,
        /// The query with its spelling corrected, if the results are for this one.
        corrected: Option<String>,
        /// The best of them.
        results: Vec<ShownResult>,
    },
    /// There is no answer.
    Failed(SearchFailure),
}

/// When a changed query is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchTrigger {
    /// After a pause, since the reader is still typing.
    Typing,
    /// At once.
    Now,
    /// At once, and the first result that is added gets the focus.
    More,
}

/// The state of the search page.
#[derive(Clone, Copy, Debug)]
pub struct SearchState {
    /// What the reader searches for.
    pub query: RwSignal<SearchQuery>,
    /// The filter values, once they are known.
    pub options: RwSignal<Option<SearchOptions>>,
    /// The answer.
    pub outcome: RwSignal<Outcome>,
    /// Answers the query. Natively, and until the page is shown, there is none.
    pub on_search: StoredValue<Option<Callback<SearchTrigger>>>,
}

impl Default for SearchState {
    fn default() -> SearchState {
        SearchState {
            query: RwSignal::default(),
            options: RwSignal::new(None),
            outcome: RwSignal::new(Outcome::Pending),
            on_search: StoredValue::new(None),
        }
    }
}

impl SearchState {
    /// Changes the query and has it answered.
    pub(super) fn search(self, trigger: SearchTrigger, change: impl FnOnce(&mut SearchQuery)) {
        self.query.update(change);
        if let Some(handler) = self.on_search.get_value() {
            handler.run(trigger);
        }
    }
}
