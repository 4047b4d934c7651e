use std::sync::Arc;

use edition::{Article, Credit, Language, List, Route, Text};
use leptos::prelude::*;

use super::{
    Paper,
    neighbours::{self, Neighbours},
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

/// The article page.
pub fn article(paper: &Paper, page: &ArticlePage) -> AnyView {
    let article = &page.article;
    let neighbours = page.neighbours;
    let paper_below = paper.clone();
    view! {
        <article class="article" lang=article.language.to_string() dir=article.language.dir()>
            {headline(paper, article)}
            {byline(paper, article, neighbours)}
            {prose(article)}
            {ending(paper, article)}
        </article>
        {move || neighbours.with(|neighbours| neighbours::of_article(&paper_below, neighbours))}
        {recommended::recommended(paper, page.pool)}
    }
    .into_any()
}

fn headline(paper: &Paper, article: &Article) -> AnyView {
    let kicker = summary::kicker(paper, article.offprint.section.as_deref());
    let long = is_long(&article.title).then_some("long");
    let standfirst = article.summary.clone().filter(|text| !text.trim().is_empty());
    view! {
        <header class="headline">
            {kicker}
            <h1 class=long tabindex="-1">{article.title.clone()}</h1>
            {standfirst.map(|text| view! { <p class="standfirst">{text}</p> })}
        </header>
    }
    .into_any()
}

/// Over 90 letters, or 45 characters that are as wide as two.
fn is_long(title: &str) -> bool {
    title.chars().map(|c| if c >= '\u{2E80}' { 2 } else { 1 }).sum::<usize>() > 90
}

/// Return to list, day, source, minutes: in the language of the interface, beside an article in any.
fn byline(paper: &Paper, article: &Article, neighbours: RwSignal<Neighbours>) -> AnyView {
    let words = paper.words;
    let source = article.offprint.source.clone().map(|source| {
        let name = match source.url {
            Some(url) => view! { <a href=url.to_string()>{source.name}</a> }.into_any(),
            None => source.name.into_any(),
        };
        view! { <span class="source">{words.source}" "{name}</span> }
    });
    view! {
        <div class="byline" lang=paper.language.to_string() dir=paper.language.dir()>
            <a class="return back" href=move || neighbours.with(|neighbours| neighbours.list.clone())>{words.return_to_list}</a>
            <time datetime=article.date_published.day().to_owned()>{paper.day(&article.date_published, Day::Full)}</time>
            {source}
            <span class="minutes">{words.minutes(article.offprint.minutes)}</span>
        </div>
    }
    .into_any()
}

/// The body. Natively the text that the press has cleaned; in the browser nodes built from it.
fn prose(article: &Article) -> AnyView {
    let html = article.content_html.clone().unwrap_or_default();
    let picture = article.offprint.picture.as_ref().map(|picture| {
        view! { <div class="prose"><figure>{summary::image(picture, picture.alt.clone(), "eager")}</figure></div> }
    });
    #[cfg(feature = "browser")]
    let body = crate::prose::view(html, article.id.clone(), &article.language);
    #[cfg(not(feature = "browser"))]
    let body = view! { <div class="prose" inner_html=html></div> };
    view! { {picture}{body} }.into_any()
}

fn ending(paper: &Paper, article: &Article) -> AnyView {
    let words = paper.words;
    let offprint = &article.offprint;
    let corrections: Vec<_> = offprint
        .corrections
        .iter()
        .map(|correction| {
            let day = paper.day(&correction.date, Day::Full);
            view! { <li><time datetime=correction.date.day().to_owned()>{day}</time>" "<span lang=article.language.to_string() dir=article.language.dir()>{correction.text.clone()}</span></li> }
        })
        .collect();
    let corrections = (!corrections.is_empty())
        .then(|| view! { <section class="corrections"><h2>{words.corrections}</h2><ul>{corrections}</ul></section> });
    let credits: Vec<_> = offprint.credits.iter().map(|credit| one_credit(words, credit)).collect();
    let credits = (!credits.is_empty()).then(|| view! { <dl class="credits">{credits}</dl> });
    view! {
        <footer class="ending" lang=paper.language.to_string() dir=paper.language.dir()>
            {corrections}
            {credits}
            {tags(paper, article)}
            {translations(paper, article)}
            {statement(paper, offprint.statement.as_ref().or(paper.site.statement.as_ref()))}
        </footer>
    }
    .into_any()
}

fn one_credit(words: &Words, credit: &Credit) -> AnyView {
    let name = view! { <bdi>{credit.name.clone()}</bdi> };
    let name = match &credit.url {
        Some(url) => view! { <a href=url.to_string()>{name}</a> }.into_any(),
        None => name.into_any(),
    };
    view! { <div><dt>{words.role(&credit.role)}</dt><dd>{name}</dd></div> }.into_any()
}

fn tags(paper: &Paper, article: &Article) -> Option<AnyView> {
    let language = article.offprint.chunks.as_ref().map_or(&article.language, |chunks| &chunks.language);
    let (lang, dir) = paper.foreign(&article.language);
    let links: Vec<_> = article
        .offprint
        .tags
        .iter()
        .map(|tag| {
            let route = Route::List(List::tag(language.clone(), &tag.id), None);
            view! { <a rel="tag" href=paper.href(&route) lang=lang.clone() dir=dir>{tag.title.clone()}</a>" " }
        })
        .collect();
    (!links.is_empty()).then(|| view! { <nav class="tags" aria-label=paper.words.tags>{links}</nav> }.into_any())
}

fn translations(paper: &Paper, article: &Article) -> Option<AnyView> {
    let links: Vec<_> = article
        .offprint
        .translations
        .iter()
        .map(|(language, id)| {
            let tag = language.to_string();
            view! { <a href=paper.article(id) lang=tag.clone() hreflang=tag dir=language.dir()>{name_of(language)}</a>" " }
        })
        .collect();
    (!links.is_empty())
        .then(|| view! { <p class="translations">{paper.words.label(paper.words.translations)}" "{links}</p> }.into_any())
}

/// The language's name for itself, where we know it.
fn name_of(language: &Language) -> String {
    let words = Words::of(language);
    let known = Language::from(words.language).primary() == language.primary();
    if known { words.name.to_owned() } else { language.to_string() }
}

fn statement(paper: &Paper, text: Option<&Text>) -> Option<AnyView> {
    let text = paper.text(text?);
    let pieces: Vec<_> = with_mail_addresses(&text)
        .into_iter()
        .map(|(piece, is_address)| match is_address {
            true => view! { <a href=format!("mailto:{piece}")><bdi>{piece.to_owned()}</bdi></a> }.into_any(),
            false => piece.to_owned().into_any(),
        })
        .collect();
    Some(view! { <p class="statement"><strong>{paper.words.statement}</strong>" "{pieces}</p> }.into_any())
}

/// Cuts a text into pieces, each with whether it is a mail address.
fn with_mail_addresses(text: &str) -> Vec<(&str, bool)> {
    let of_address = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
    let mut pieces = Vec::new();
    let mut done = 0;
    for (at, _) in text.match_indices('@') {
        let before = text[..at].rfind(|c| !of_address(c)).map_or(0, |i| i + text[i..].chars().next().map_or(1, char::len_utf8));
        let after = text[at + 1..].find(|c| !of_address(c)).map_or(text.len(), |i| at + 1 + i);
        // A full stop at its end is the sentence's.
        let after = before + text[before..after].trim_end_matches(['.', '-']).len();
        if before >= done && before < at && after > at + 1 {
            pieces.push((&text[done..before], false));
            pieces.push((&text[before..after], true));
            done = after;
        }
    }
    pieces.push((&text[done..], false));
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
