//! What the shards of a segment say about a query.

/// The weight of a part of a run, relative to the whole run.
pub(super) const PARTIAL_RUN: f32 = 0.3;

/// The matches of a query in a segment.
pub(super) struct SegmentMatches {
    /// The number of articles in the segment.
    pub(super) size: u32,
    /// For each clause of the query.
    pub(super) clauses: Vec<ClauseMatches>,
    /// For each facet of the query the articles that have it, in ascending order.
    pub(super) facets: Vec<Vec<u32>>,
}

/// The matches of a clause in a segment.
#[derive(Debug, Default)]
pub(super) struct ClauseMatches {
    /// In ascending order of articles.
    pub(super) articles: Vec<ArticleMatch>,
    /// Where the clause starts, for each article in turn.
    pub(super) positions: Vec<MatchPosition>,
    /// Whether a shard with a part of the clause is missing or corrupt. Articles then need not match the clause.
    pub(super) is_incomplete: bool,
}

/// A position at which a clause starts.
#[derive(Clone, Copy, Debug)]
pub(super) struct MatchPosition {
    pub(super) position: u32,
    /// Whether the adjacent common words are those of the query.
    pub(super) has_context: bool,
}

/// The matches of a clause in one article.
#[derive(Clone, Copy, Debug)]
pub(super) struct ArticleMatch {
    pub(super) article: u32,
    /// The number of occurrences, each multiplied by the weight of its word form.
    pub(super) count: f32,
    /// The weight of the best word form.
    pub(super) form_weight: f32,
    /// The class of the body's length.
    pub(super) length_class: u8,
    /// The number of tokens in the title if the title matches, else 0.
    pub(super) title_length: u32,
    /// Whether the index does not store all positions.
    pub(super) lacks_positions: bool,
    /// The end of its positions in [`ClauseMatches::positions`].
    pub(super) positions_end: usize,
}

impl ClauseMatches {
    /// Returns the positions of an article match.
    pub(super) fn positions(&self, index: usize) -> &[MatchPosition] {
        let start = index.checked_sub(1).map_or(0, |previous| self.articles[previous].positions_end);
        &self.positions[start..self.articles[index].positions_end]
    }

    /// Whether an article matches the whole clause.
    pub(super) fn matches_completely(&self, article: u32) -> bool {
        self.find(article).is_some_and(|index| self.articles[index].is_complete())
    }

    /// Returns the index of an article's match.
    pub(super) fn find(&self, article: u32) -> Option<usize> {
        self.articles.binary_search_by_key(&article, |found| found.article).ok()
    }
}

impl ArticleMatch {
    /// Whether the article matches the whole clause, not only a part of a run of characters.
    pub(super) fn is_complete(&self) -> bool {
        self.form_weight > PARTIAL_RUN
    }
}

/// Whether a clause starts at a position; with `with_context` only if the adjacent common words are those of the query.
pub(super) fn has_position(positions: &[MatchPosition], position: u32, with_context: bool) -> bool {
    let index = positions.binary_search_by_key(&position, |found| found.position);
    index.is_ok_and(|index| positions[index].has_context || !with_context)
}
