//! Parts of an edition, which several machines print, each its own.
//!
//! A part has the files that belong to it by their names alone, so that parts never share a file and together have all of them.

use std::{fmt, str::FromStr};

use edition::article_file;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

/// A part of an edition: which one, from 1, and of how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Shard {
    pub(crate) number: u64,
    pub(crate) count: u64,
}

impl Shard {
    /// The whole edition.
    pub(crate) const WHOLE: Shard = Shard { number: 1, count: 1 };

    /// Returns whether the files of an article belong to this part.
    pub(crate) fn has_article(self, id: &str) -> bool {
        self == Shard::WHOLE || self.has_file(&article_file(id))
    }

    /// Returns whether this is the first part, which has what is not divided: the search index and the viewer.
    pub(crate) fn is_first(self) -> bool {
        self.number == 1
    }

    /// Returns whether a file belongs to this part, by its name.
    pub(crate) fn has_file(self, name: &str) -> bool {
        if name.starts_with("search/") && name.ends_with(".bin") {
            return self.is_first();
        }
        // The data of an article and its page, which need the same recommended reading.
        let of_article = name.strip_suffix(".json").or_else(|| name.strip_suffix("/index.html"));
        let unit = of_article.filter(|_| name.starts_with("articles/")).unwrap_or(name);
        xxh3_64(unit.as_bytes()) % self.count == self.number - 1
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Shard, String> {
        let numbers = text.split_once('/').and_then(|(number, count)| Some((number.parse().ok()?, count.parse().ok()?)));
        match numbers {
            Some((number, count)) if (1..=count).contains(&number) => Ok(Shard { number, count }),
            _ => Err("write which part and of how many: 1/4, 2/4, 3/4 and 4/4 make a whole".to_owned()),
        }
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_belongs_to_one_part_and_an_article_with_its_page() {
        let parts: Vec<Shard> = (1..=4).map(|number| Shard { number, count: 4 }).collect();
        for id in ["a", "b", "工业", "c-3", "2024"] {
            let own = |name: &str| parts.iter().filter(|part| part.has_file(name)).copied().collect::<Vec<_>>();
            let [data, page] = [format!("articles/{id}.json"), format!("articles/{id}/index.html")].map(|name| own(&name));
            assert_eq!((data.len(), &data), (1, &page));
            assert!(data[0].has_article(id) && Shard::WHOLE.has_article(id));
            assert_eq!(own(&format!("lists/en/{id}/1.json")).len(), 1);
        }
        assert!(parts[0].has_file("search/en/t1.bin") && !parts[1].has_file("search/en/t1.bin"));
    }

    #[test]
    fn a_part_is_written_as_two_numbers() {
        assert_eq!("2/4".parse(), Ok(Shard { number: 2, count: 4 }));
        for wrong in ["", "1", "0/4", "5/4", "0/0", "a/b", "1/4/4", "-1/4"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }
}
