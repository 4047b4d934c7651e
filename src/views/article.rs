use std::sync::Arc;

use edition::{Article, Credit, Language, List, LocalizedText, Neighbours, Route};
use leptos::prelude::*;

use super::{
    Paper,
    element::{El, Part, all, el},
    neighbours,
    recommended::{self, Pool},
    summary,
};
use crate::{intl::Day, words::Words};

/// An article with all that belongs to it.
#[derive(Clone, Debug)]
pub struct ArticlePage {
    /// The article.
    pub article: Arc<Article>,
    /// What stands before and after it, once known.
    pub neighbours: RwSignal<Neighbours>,
    /// What is recommended with it.
    pub pool: Pool,
}

impl ArticlePage {
    /// For an article whose neighbours are not known yet, in a list at this address.
    pub fn new(article: Arc<Article>, list: String) -> ArticlePage {
        let neighbours = RwSignal::new(Neighbours { list, ..Neighbours::default() });
        ArticlePage { pool: Pool::new(article.clone()), article, neighbours }
    }

    /// The id of the same article in another language.
    pub fn translation(&self, language: &Language) -> Option<String> {
        let translations = &self.article.offprint.translations;
        let near = || translations.iter().find(|(known, _)| known.primary() == language.primary()).map(|(_, id)| id);
        let other = self.article.language.primary() != language.primary();
        translations.get(language).or_else(near).filter(|_| other).map(str::to_owned)
    }
}

/// The article page.
pub fn article(paper: &Paper, page: &ArticlePage) -> Part {
    let article = &page.article;
    let neighbours = page.neighbours;
    let paper_below = paper.clone();
    let text = el("article")
        .class("article")
        .attr("lang", article.language.as_str())
        .attr("dir", article.language.dir())
        .child(headline(paper, article))
        .child(byline(paper, article, neighbours))
        .child(prose(article))
        .child(ending(paper, article));
    let beside = move || neighbours.with(|neighbours| neighbours::of_article(&paper_below, neighbours));
    let beside = el("nav").class("neighbours").attr("aria-label", paper.words.neighbours).live(beside);
    let mut parts = vec![text.part(), beside.part()];
    parts.extend(recommended::recommended(paper, page.pool).map(El::part));
    all(parts)
}

fn headline(paper: &Paper, article: &Article) -> El {
    let standfirst = article.summary.as_deref().filter(|text| !text.trim().is_empty());
    el("header")
        .class("headline")
        .child(summary::kicker(paper, article.offprint.section.as_deref()))
        .child(el("h1").class(is_long(&article.title).then_some("long")).attr("tabindex", "-1").child(article.title.as_str()))
        .child(standfirst.map(|text| el("p").class("standfirst").child(text)))
}

/// Over 90 letters, or 45 characters that are as wide as two.
fn is_long(title: &str) -> bool {
    title.chars().map(|c| if c >= '\u{2E80}' { 2 } else { 1 }).sum::<usize>() > 90
}

/// An element beside the article that speaks the language of the interface.
fn in_interface(tag: &'static str, class: &str, paper: &Paper) -> El {
    el(tag).class(class).attr("lang", paper.language.as_str()).attr("dir", paper.language.dir())
}

/// Return to list, day, source, minutes.
fn byline(paper: &Paper, article: &Article, neighbours: RwSignal<Neighbours>) -> El {
    let words = paper.words;
    let date = &article.date_published;
    let source = article.offprint.source.as_ref().map(|source| {
        let name = match &source.url {
            Some(url) => el("a").attr("href", url.as_str()).child(source.name.as_str()),
            None => el("span").child(source.name.as_str()),
        };
        el("span").class("source").child(words.source).child(" ").child(name)
    });
    let list = move || neighbours.with(|neighbours| neighbours.list.clone());
    in_interface("div", "byline", paper)
        .child(el("a").class("return back").attr_of("href", list).child(words.return_to_list))
        .child(el("time").attr("datetime", date.day()).child(paper.day(date, Day::Full)))
        .child(source)
        .child(summary::minutes(paper, article.offprint.minutes))
}

/// The body, with the main picture before it where the body does not show it.
fn prose(article: &Article) -> Vec<El> {
    let picture = article
        .offprint
        .picture
        .as_ref()
        .map(|picture| el("div").class("prose").child(el("figure").child(summary::image(picture, &picture.alt, "eager"))));
    picture.into_iter().chain([body(article)]).collect()
}

/// In the browser nodes built from the text of the body, or those that were printed.
#[cfg(feature = "browser")]
fn body(article: &Article) -> El {
    let html = article.content_html.clone();
    el("div").class("prose").finish(move |prose, printed| crate::prose::fill(prose, html.as_deref(), printed))
}

/// Natively the text as the press has cleaned it.
#[cfg(not(feature = "browser"))]
fn body(article: &Article) -> El {
    el("div").class("prose").inner_html(article.content_html.clone().unwrap_or_default())
}

/// Corrections, credits, tags, translations, statement.
fn ending(paper: &Paper, article: &Article) -> El {
    let offprint = &article.offprint;
    let credits: Vec<_> = offprint.credits.iter().map(|credit| one_credit(paper.words, credit)).collect();
    in_interface("footer", "ending", paper)
        .child(corrections(paper, article))
        .child((!credits.is_empty()).then(|| el("dl").class("credits").child(credits)))
        .child(tags(paper, article))
        .child(translations(paper, article))
        .child(offprint.statement.as_ref().or(paper.site.statement.as_ref()).map(|text| statement(paper, text)))
}

fn corrections(paper: &Paper, article: &Article) -> Option<El> {
    let items: Vec<_> = article
        .offprint
        .corrections
        .iter()
        .map(|correction| {
            let text = el("span").attr("lang", article.language.as_str()).attr("dir", article.language.dir());
            el("li")
                .child(el("time").attr("datetime", correction.date.day()).child(paper.day(&correction.date, Day::Full)))
                .child(" ")
                .child(text.child(correction.text.as_str()))
        })
        .collect();
    let heading = el("h2").child(paper.words.corrections);
    (!items.is_empty()).then(|| el("section").class("corrections").child(heading).child(el("ul").child(items)))
}

fn one_credit(words: &Words, credit: &Credit) -> El {
    let name = el("bdi").child(credit.name.as_str());
    let name = match &credit.url {
        Some(url) => el("a").attr("href", url.as_str()).child(name),
        None => name,
    };
    el("div").child(el("dt").child(words.role(&credit.role))).child(el("dd").child(name))
}

fn tags(paper: &Paper, article: &Article) -> Option<El> {
    let language = article.offprint.pages.as_ref().map_or(&article.language, |pages| &pages.language);
    let link = |tag: &edition::Tag| {
        let (lang, dir) = paper.foreign(&article.language);
        let route = Route::List(List::tag(language.clone(), &tag.id), None);
        el("a").attr("rel", "tag").attr("href", paper.href(&route)).attr("lang", lang).attr("dir", dir).child(tag.title.as_str())
    };
    let links: Vec<_> = article.offprint.tags.iter().map(link).collect();
    (!links.is_empty()).then(|| el("nav").class("tags").attr("aria-label", paper.words.tags).child(links))
}

fn translations(paper: &Paper, article: &Article) -> Option<El> {
    let link = |(language, id): (&Language, &str)| {
        el("a")
            .attr("href", paper.article(id))
            .attr("lang", language.as_str())
            .attr("hreflang", language.as_str())
            .child(name_of(language))
    };
    let links: Vec<_> = article.offprint.translations.iter().map(link).collect();
    let label = el("span").child(paper.words.label(paper.words.translations));
    (!links.is_empty()).then(|| el("p").class("translations").child(label).child(links))
}

/// The language's name for itself, where we know it.
fn name_of(language: &Language) -> String {
    let words = Words::of(language);
    let known = Language::from(words.language).primary() == language.primary();
    if known { words.name.to_owned() } else { language.to_string() }
}

fn statement(paper: &Paper, text: &LocalizedText) -> El {
    let text = paper.text(text);
    let piece = |(piece, is_address): (&str, bool)| match is_address {
        true => el("a").attr("href", ["mailto:", piece].concat()).child(el("bdi").child(piece)),
        false => el("span").child(piece),
    };
    let pieces: Vec<_> = with_mail_addresses(&text).into_iter().map(piece).collect();
    el("p").class("statement").child(el("strong").child(paper.words.statement)).child(" ").child(pieces)
}

/// Cuts a text into pieces, each with whether it is a mail address.
fn with_mail_addresses(text: &str) -> Vec<(&str, bool)> {
    // Slicing would bring the words for an index that is wrong, which weigh more than all the rest of this.
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    let not_of_address = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+'));
    let mut pieces = Vec::new();
    let mut done = 0;
    for (at, _) in text.match_indices('@') {
        let name = part(done, at).rsplit(not_of_address).next().unwrap_or_default();
        // A full stop at its end is the sentence's.
        let host = part(at + 1, text.len()).split(not_of_address).next().unwrap_or_default().trim_end_matches(['.', '-']);
        let (before, after) = (at - name.len(), at + 1 + host.len());
        if !name.is_empty() && !host.is_empty() {
            pieces.push((part(done, before), false));
            pieces.push((part(before, after), true));
            done = after;
        }
    }
    pieces.push((part(done, text.len()), false));
    pieces.retain(|(piece, _)| !piece.is_empty());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_addresses_in_a_statement_are_found_in_any_script() {
        let addresses =
            |text| with_mail_addresses(text).into_iter().filter(|(_, is)| *is).map(|(piece, _)| piece).collect::<Vec<_>>();
        assert_eq!(addresses("email:lwxsd@liaowanghn.com"), ["lwxsd@liaowanghn.com"]);
        assert_eq!(addresses("请写信至lwxsd@liaowanghn.com。或a.b@c.de。"), ["lwxsd@liaowanghn.com", "a.b@c.de"]);
        assert_eq!(addresses("Write to a@b.c."), ["a@b.c"]);
        assert_eq!(addresses("@ a@ @b 5@"), [""; 0]);
        let whole: String = with_mail_addresses("x a@b.c y").into_iter().map(|(piece, _)| piece).collect();
        assert_eq!(whole, "x a@b.c y");
    }

    #[test]
    fn a_headline_is_long_by_its_width() {
        assert!(!is_long(&"a".repeat(90)) && is_long(&"a".repeat(91)) && is_long(&"字".repeat(46)));
    }
}
