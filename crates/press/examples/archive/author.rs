//! Writes made-up articles, whose lengths, tags, authors, dates, sections and languages are distributed as those of the corpora.

use std::fmt::Write as _;

use crate::{
    archive::Dice,
    corpus::{Corpus, Source},
};

/// Most tags of an archive are rare, and the larger the archive, the more there are: one for this many articles.
const ARTICLES_PER_TAG: usize = 50;
/// Articles that are this close in time are close in topic, too.
const NEAR: usize = 6;
/// The sections. The first are the most frequent.
const SECTIONS: [&str; 6] = ["news", "guides", "people", "business", "science", "opinion"];

/// Writes the articles of an archive.
pub(crate) struct Author<'a> {
    corpora: &'a [Corpus],
    /// The number of articles of the archive.
    count: usize,
    /// The number of articles of all corpora.
    sources: usize,
}

/// A manuscript with its path in the folder.
pub(crate) struct Manuscript {
    pub(crate) path: String,
    pub(crate) text: String,
}

/// Returns the site of the archive.
pub(crate) fn site(corpora: &[Corpus]) -> String {
    let languages: Vec<String> = corpora.iter().map(|corpus| format!("{:?}", corpus.language)).collect();
    let mut site = format!(
        "title = \"The Archive\"\nlanguage = {}\nlanguages = [{}]\ntimezone = \"UTC\"\nurl = \"https://archive.example/\"\n",
        languages[0],
        languages.join(", ")
    );
    for section in SECTIONS {
        let _ = write!(site, "\n[[sections]]\nid = \"{section}\"\ntitle = \"{section}\"\n");
    }
    site
}

impl<'a> Author<'a> {
    /// Creates the author of an archive of `count` articles.
    pub(crate) fn new(corpora: &'a [Corpus], count: usize) -> Self {
        Author { corpora, count, sources: corpora.iter().map(|corpus| corpus.articles.len()).sum() }
    }

    /// Writes the article with this number; 0 is the oldest. It depends on nothing but its number and the length of the archive.
    pub(crate) fn write(&self, number: usize) -> Manuscript {
        let (corpus, mut dice) = self.begin(number);
        let sources = &corpus.articles;
        // The archive goes through the topics as the corpus does, with some way to both sides.
        let center = (number * sources.len() / self.count + dice.below(sources.len() / 8 + 1)) % sources.len();
        let near = |dice: &mut Dice| &sources[(center + dice.below(NEAR)) % sources.len()];
        let base = near(&mut dice);
        let length = sources[dice.below(sources.len())].sentences.len();
        let id = format!("a{number}");
        let date = self.date(sources, number);
        let title = title(base, near(&mut dice));
        let section = SECTIONS[(dice.below(SECTIONS.len()) * dice.below(SECTIONS.len() + 1)) / SECTIONS.len()];
        let author = base.authors.first().map_or("Ann Example", String::as_str);
        let mut text = format!(
            "---\nid: {id}\ntitle: \"{title}\"\ndate: {date}\nlanguage: {}\nsection: {section}\ntags: [{}]\ncredits:\n  - {{ role: author, name: \"{author}\" }}\n---\n\n",
            corpus.language,
            self.tags(base, &mut dice),
        );
        let joint = if corpus.language.starts_with("zh") { "" } else { " " };
        let mut written = 0;
        for block in 0.. {
            if written >= length {
                break;
            }
            let mut sentence = || {
                written += 1;
                // One sentence in seven comes from anywhere.
                let source = if dice.below(7) == 0 { &sources[dice.below(sources.len())] } else { near(&mut dice) };
                source.sentences[dice.below(source.sentences.len())].as_str()
            };
            let _ = match block % 7 {
                3 => writeln!(text, "## {}\n", sentence().chars().take(40).collect::<String>().trim_end()),
                5 => writeln!(text, "- {}\n- {}\n- **{}**\n", sentence(), sentence(), sentence()),
                _ => writeln!(text, "{}\n", [sentence(), sentence(), sentence()].join(joint)),
            };
        }
        if number > 0 && dice.below(5) == 0 {
            let _ = writeln!(text, "[{title}](../../../{})", self.path(dice.below(number)));
        }
        Manuscript { path: self.path(number), text }
    }

    /// The corpus that an article is made from, and its dice. Each corpus is taken as often as it has articles.
    fn begin(&self, number: usize) -> (&'a Corpus, Dice) {
        let mut dice = Dice((self.count as u64) << 32 | number as u64);
        let mut at = dice.below(self.sources);
        for corpus in self.corpora {
            if at < corpus.articles.len() {
                return (corpus, dice);
            }
            at -= corpus.articles.len();
        }
        (&self.corpora[0], dice)
    }

    /// The path of a manuscript: a folder for each month.
    fn path(&self, number: usize) -> String {
        let date = self.date(&self.begin(number).0.articles, number);
        format!("articles/{}/{}/a{number}.md", &date[..4], &date[5..7])
    }

    /// The moment at the same part of the corpus' history.
    fn date(&self, sources: &[Source], number: usize) -> String {
        let at = number * (sources.len() - 1);
        let (before, rest) = (at / self.count, at % self.count);
        let (from, to) = (sources[before].moment, sources[(before + 1).min(sources.len() - 1)].moment);
        let moment = from + ((to - from) as f64 * rest as f64 / self.count as f64) as i64;
        jiff::Timestamp::from_second(moment).unwrap_or_default().to_string()
    }

    /// The tags of a real article, and often a rare one of two words of its title.
    fn tags(&self, base: &Source, dice: &mut Dice) -> String {
        let mut tags: Vec<String> = base.tags.iter().map(|tag| format!("\"{tag}\"")).collect();
        let rare = self.count / ARTICLES_PER_TAG;
        if rare > 0 && dice.below(3) == 0 {
            // The product makes some of them frequent.
            let number = dice.below(rare) * dice.below(rare) / rare;
            tags.push(format!("\"topic {number}\""));
        }
        tags.join(", ")
    }
}

/// The first half of a title and the second of another.
fn title(first: &Source, second: &Source) -> String {
    let half = |title: &str, second: bool| {
        let words: Vec<&str> = title.split_inclusive([' ', '，', '、']).collect();
        if words.len() > 2 {
            let middle = words.len() / 2;
            return if second { words[middle..].concat() } else { words[..middle].concat() };
        }
        let letters: Vec<char> = title.chars().collect();
        let middle = letters.len() / 2;
        if second { letters[middle..].iter().collect() } else { letters[..middle].iter().collect() }
    };
    format!("{}{}", half(&first.title, false), half(&second.title, true)).trim().to_owned()
}
