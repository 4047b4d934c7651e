use serde::{Deserialize, Serialize};

use crate::{Address, Date, Language};

/// Summaries in a full chunk.
pub const CHUNK: usize = 24;

/// What a list shows of an article.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// The article's id.
    pub id: String,
    /// The headline.
    pub title: String,
    /// The article's language.
    pub language: Language,
    /// When it was published.
    pub date: Date,
    /// One or two sentences. Plain text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub standfirst: String,
    /// The id of its section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// The name of its source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Minutes to read.
    #[serde(default)]
    pub minutes: u32,
    /// Its picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
}

/// A picture and the room it needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Picture {
    /// Where it is, from the edition's root or elsewhere.
    pub url: Address,
    /// What it shows, for those who cannot see it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub alt: String,
    /// Width and height in pixels, where the press could read them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<(u32, u32)>,
}

/// A part of a list: its number and the days it covers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Span {
    /// The number of the chunk, 1 for the oldest.
    pub chunk: u32,
    /// The date of its oldest article.
    pub from: Date,
    /// The date of its newest article.
    pub to: Date,
}

/// A file of a list: 24 summaries, newest first; fewer only in the last one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chunk {
    /// Its number and days.
    pub span: Span,
    /// The chunk before it: the older one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub older: Option<Span>,
    /// The summaries, newest first.
    pub summaries: Vec<Summary>,
}

/// The file that opens a list: the unfinished chunk with the full one before it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// The name of a tag. A section's is in `site.json`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// How many chunks the list has.
    pub chunks: u32,
    /// The newest chunk that is not in here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub older: Option<Span>,
    /// The newest 24 to 47 summaries, newest first; fewer only if there are no more.
    pub summaries: Vec<Summary>,
}

/// The articles before and after one in a list, as its printed page carries them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Neighbours {
    /// The one above it: the newer one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<Neighbour>,
    /// The one below it: the older one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Neighbour>,
    /// The address of the list, from the edition's root.
    pub list: String,
}

/// An article beside another.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Neighbour {
    /// Its id.
    pub id: String,
    /// Its headline.
    pub title: String,
    /// Its language.
    pub language: Language,
    /// The address of the part of the list that it stands in.
    pub list: String,
}

/// What the printed page of a chunk knows beyond it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Newer {
    /// The name of the list, if it is a tag's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The way to later days, unless this chunk has the latest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub way: Option<Way>,
}

/// The way from a part of a list to another.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Way {
    /// The chunk that it leads to; none for the head.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chunk: Option<u32>,
    /// The first and the last date there, where they are at hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<(Date, Date)>,
}

impl Head {
    /// The number of the oldest chunk whose summaries are in here.
    pub fn first_chunk(&self) -> u32 {
        self.older.as_ref().map_or(1, |older| older.chunk + 1)
    }

    /// What is beyond one of the list's chunks, as far as it is at hand.
    pub fn newer(&self, chunk: u32) -> Newer {
        let way = if chunk >= self.chunks {
            None
        } else if chunk + 1 < self.first_chunk() {
            let known = self.older.as_ref().filter(|older| older.chunk == chunk + 1);
            Some(Way { chunk: Some(chunk + 1), days: known.map(|span| (span.from.clone(), span.to.clone())) })
        } else {
            let date = |summary: Option<&Summary>| summary.map(|summary| summary.date.clone());
            Some(Way { chunk: None, days: date(self.summaries.last()).zip(date(self.summaries.first())) })
        };
        Newer { title: self.title.clone(), way }
    }
}
