//! What a list of results shows of an article.

use super::{
    DecodeError,
    bytes::{ByteReader, write_str, write_varint},
};

/// The number of cards in a pack.
pub const PACK: u32 = 450;

/// What a result shows of an article apart from its passage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// The article's id.
    pub id: String,
    /// The title.
    pub title: String,
    /// The day of publication, such as `2023-07-20`.
    pub day: String,
    /// The id of the article's section; empty if it has none.
    pub section: String,
}

impl Card {
    /// Returns the fields in the order of the file.
    fn fields(&self) -> [&String; 4] {
        [&self.id, &self.title, &self.day, &self.section]
    }

    fn fields_mut(&mut self) -> [&mut String; 4] {
        [&mut self.id, &mut self.title, &mut self.day, &mut self.section]
    }
}

/// Encodes the cards of a pack, column by column, which compresses better. An id that follows from the title is left out.
pub fn write_cards(cards: &[Card]) -> Vec<u8> {
    let mut out = Vec::new();
    write_varint(&mut out, cards.len() as u64);
    for field in 0..4 {
        for card in cards {
            let is_derived = field == 0 && card.id == ascii_slug(&card.title);
            write_str(&mut out, if is_derived { "" } else { card.fields()[field] });
        }
    }
    out
}

/// Decodes the cards of a pack.
pub fn read_cards(bytes: &[u8]) -> Result<Vec<Card>, DecodeError> {
    let mut reader = ByteReader(bytes);
    let mut cards = reader.list(|_| Ok(Card::default()))?;
    for field in 0..4 {
        for card in &mut cards {
            *card.fields_mut()[field] = reader.str()?.to_owned();
        }
    }
    cards.iter_mut().filter(|card| card.id.is_empty()).for_each(|card| card.id = ascii_slug(&card.title));
    Ok(cards)
}

/// Returns the id that an article with an ASCII title usually has. `edition::slug` covers all scripts, but its Unicode tables are
/// too large for the worker.
fn ascii_slug(title: &str) -> String {
    let mut slug = String::new();
    for c in title.chars().filter(|c| !matches!(c, '\'' | '’')) {
        match c.to_ascii_lowercase() {
            c @ ('a'..='z' | '0'..='9') => slug.push(c),
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}
