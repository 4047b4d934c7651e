//! An article with everything that belongs to it.

use std::sync::Arc;

use edition::{Article, Credit, Language, LocalizedText, Neighbours, PageNumbers, Picture, Role, TAGS, Term};
use leptos::prelude::*;

use super::{
    colophon::OptionalLink,
    neighbours::ArticleNeighbours,
    picture::{Image, PicturePosition},
    recommended::{Recommended, RecommendedState},
    summary::{Day, Kicker, Minutes},
};
use crate::view_context::ViewContext;

/// A headline is long from this width on. A Chinese or Japanese character is two units wide.
const LONG_HEADLINE: usize = 90;

/// An article and the state of its page.
#[derive(Clone, Debug)]
pub struct ArticlePage {
    /// The article.
    pub article: Arc<Article>,
    /// The neighbours in the list that the reader came from, once they are known.
    pub neighbours: RwSignal<Neighbours>,
    /// The recommended reading.
    pub recommended: RecommendedState,
}

impl ArticlePage {
    /// Creates the page of an article whose neighbours are not known yet. `list` is the address of its list.
    pub fn new(article: Arc<Article>, list: String) -> ArticlePage {
        let neighbours = RwSignal::new(Neighbours { list, ..Neighbours::default() });
        ArticlePage { recommended: RecommendedState::new(article.clone()), article, neighbours }
    }

    /// Returns the id of the same article in another language.
    pub fn translation(&self, language: &Language) -> Option<String> {
        let translations = &self.article.offprint.translations;
        let is_close = |(known, _): &(&Language, &str)| known.primary() == language.primary();
        let close = || translations.iter().find(is_close).map(|(_, id)| id);
        let is_other = self.article.language.primary() != language.primary();
        translations.get(language).or_else(|| close().filter(|_| is_other)).map(str::to_owned)
    }
}

/// The main part of an article page.
#[component]
pub fn ArticleMain(
    /// The page.
    page: ArticlePage,
) -> impl IntoView {
    let article = page.article;
    let (lang, dir) = (article.language.to_string(), article.language.dir());
    view! {
        <article class="article" lang=lang dir=dir>
            <ArticleHeadline article=article.clone()/>
            <Byline article=article.clone() neighbours=page.neighbours/>
            <LanguageNotice article=article.clone()/>
            <LeadPicture article=article.clone()/>
            <ArticleBody article=article.clone()/>
            <Ending article/>
        </article>
        <ArticleNeighbours neighbours=page.neighbours/>
        <Recommended state=page.recommended/>
    }
}

/// The main part of a page outside of the lists.
#[component]
pub fn StandaloneMain(
    /// The page.
    page: Arc<Article>,
) -> impl IntoView {
    let (lang, dir) = (page.language.to_string(), page.language.dir());
    view! {
        <article class="article" lang=lang dir=dir>
            <ArticleHeadline article=page.clone()/>
            <LeadPicture article=page.clone()/>
            <MarkupText html=page.content_html.clone().unwrap_or_default() class="prose"/>
        </article>
    }
}

#[component]
fn ArticleHeadline(article: Arc<Article>) -> impl IntoView {
    let standfirst = article.summary.clone().filter(|text| !text.trim().is_empty());
    let title = article.title.clone();
    // An empty class would be printed too.
    let headline = match is_long(&title) {
        true => view! { <h1 class="long" tabindex="-1">{title}</h1> }.into_any(),
        false => view! { <h1 tabindex="-1">{title}</h1> }.into_any(),
    };
    view! {
        <header class="headline">
            <Kicker section=article.offprint.section.clone() is_card=false/>
            {headline}
            {standfirst.map(|text| view! { <p class="standfirst">{text}</p> })}
            <Parts article/>
        </header>
    }
}

/// Which part of what the article is, for each ordered taxonomy.
#[component]
fn Parts(article: Arc<Article>) -> impl IntoView {
    let context = ViewContext::expect();
    let part = |term: &Term| {
        let (number, count) = term.part?;
        let [number, count] = [number, count].map(|number| context.number(number as usize));
        let text = context.messages.part.replace("{number}", &number).replace("{count}", &count);
        let (lang, dir) = (context.language.to_string(), context.language.dir());
        let link = view! { <TermLink article=article.clone() term=term.clone()/> };
        Some(view! { <p class="part"><span class="label" lang=lang dir=dir>{text}</span>{link}</p> })
    };
    article.offprint.terms.iter().filter_map(part).collect_view()
}

fn is_long(title: &str) -> bool {
    title.chars().map(|c| if c >= '\u{2E80}' { 2 } else { 1 }).sum::<usize>() > LONG_HEADLINE
}

/// Says that the article is not available in the language of the interface.
#[component]
fn LanguageNotice(article: Arc<Article>) -> impl IntoView {
    let context = ViewContext::expect();
    let is_available = |pages: &PageNumbers| pages.language == context.language && !pages.is_nearest;
    let is_available = article.offprint.pages.as_ref().is_none_or(is_available);
    (!is_available).then(|| {
        let text = context.messages.not_available.replace("{language}", &context.language_name(&context.language));
        view! { <p class="language-notice label" lang=context.language.to_string() dir=context.language.dir()>{text}</p> }
    })
}

/// Back to the list, day, source, minutes: in the language of the interface.
#[component]
fn Byline(article: Arc<Article>, neighbours: RwSignal<Neighbours>) -> impl IntoView {
    let context = ViewContext::expect();
    let messages = &context.messages;
    let source = article.offprint.source.clone().map(|source| {
        let name = match source.url {
            Some(url) => view! { <a href=url.to_string()>{source.name}</a> }.into_any(),
            None => view! { <span>{source.name}</span> }.into_any(),
        };
        view! { <span class="source">{messages.labelled(&messages.source)}" "{name}</span> }
    });
    let list = move || neighbours.with(|neighbours| neighbours.list.clone());
    view! {
        <div class="byline" lang=context.language.to_string() dir=context.language.dir()>
            <a class="return back" href=list>{messages.return_to_list.clone()}</a>
            <Day date=article.date_published.clone()/>
            {source}
            <Minutes minutes=article.offprint.minutes/>
        </div>
    }
}

/// The main picture, where the body does not contain it.
#[component]
fn LeadPicture(article: Arc<Article>) -> impl IntoView {
    article.offprint.picture.clone().map(|picture| {
        let Picture { caption, credit, .. } = picture.clone();
        let has_caption = !caption.is_empty() || !credit.is_empty();
        let credit = (!credit.is_empty()).then(|| view! { <cite>{credit}</cite> });
        let caption = has_caption.then(|| view! { <figcaption>{caption}{credit}</figcaption> });
        view! { <div class="prose"><figure><Image picture position=PicturePosition::Article/>{caption}</figure></div> }
    })
}

/// The body: nodes that the sanitizer builds from the text, or those of the printed page.
#[cfg(target_arch = "wasm32")]
#[component]
fn ArticleBody(article: Arc<Article>) -> impl IntoView {
    let element = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |_| {
        if let Some(element) = element.get() {
            crate::article_body::show(&element, &article);
        }
    });
    view! { <div class="prose" node_ref=element></div> }
}

/// The body as the press has sanitized it.
#[cfg(not(target_arch = "wasm32"))]
#[component]
fn ArticleBody(article: Arc<Article>) -> impl IntoView {
    view! { <MarkupText html=article.content_html.clone().unwrap_or_default() class="prose"/> }
}

/// Text with markup that is not the body of an article, as the press has sanitized it or the viewer builds it.
#[component]
pub fn MarkupText(
    /// The text as HTML.
    html: String,
    /// The class of the element that contains it.
    class: &'static str,
) -> impl IntoView {
    #[cfg(target_arch = "wasm32")]
    let text = {
        let element = NodeRef::<leptos::html::Div>::new();
        let mut html = Some(html);
        Effect::new(move |_| {
            if let (Some(element), Some(html)) = (element.get(), html.take()) {
                crate::article_body::build(&html, &element);
            }
        });
        view! { <div class=class node_ref=element></div> }
    };
    #[cfg(not(target_arch = "wasm32"))]
    let text = view! { <div class=class inner_html=html></div> };
    text
}

/// Corrections, credits, tags, translations, statement: in the language of the interface.
#[component]
fn Ending(article: Arc<Article>) -> impl IntoView {
    let context = ViewContext::expect();
    let statement = article.offprint.statement.as_ref().or(context.site.statement.as_ref()).cloned();
    view! {
        <footer class="ending" lang=context.language.to_string() dir=context.language.dir()>
            <Corrections article=article.clone()/>
            <Credits article=article.clone()/>
            <Tags article=article.clone()/>
            <Translations article/>
            {statement.map(|text| view! { <Statement text/> })}
        </footer>
    }
}

#[component]
fn Corrections(article: Arc<Article>) -> impl IntoView {
    let context = ViewContext::expect();
    let (lang, dir) = (article.language.to_string(), article.language.dir());
    let items: Vec<_> = article
        .offprint
        .corrections
        .iter()
        .map(|correction| {
            let text = view! { <span lang=lang.clone() dir=dir>{correction.text.clone()}</span> };
            view! { <li><Day date=correction.date.clone()/>" "{text}</li> }
        })
        .collect();
    (!items.is_empty()).then(|| {
        view! { <section class="corrections"><h2>{context.messages.corrections.clone()}</h2><ul>{items}</ul></section> }
    })
}

/// Who made the article, and its terms of the taxonomies that the site adds.
#[component]
fn Credits(article: Arc<Article>) -> impl IntoView {
    let context = ViewContext::expect();
    let credits = article.offprint.credits.iter().map(|credit| view! { <CreditLine credit=credit.clone()/> });
    let taxonomies = context.site.taxonomies.iter().filter(|taxonomy| !taxonomy.title.is_empty() && !taxonomy.ordered);
    let terms = taxonomies.filter_map(|taxonomy| {
        let terms: Vec<Term> = article.offprint.terms_of(&taxonomy.id).cloned().collect();
        let label = context.messages.labelled(&context.text(&taxonomy.title));
        let link = |term| view! { <dd><TermLink article=article.clone() term/></dd> };
        let links = terms.into_iter().map(link).collect_view();
        (!links.is_empty()).then(|| view! { <div><dt>{label}</dt>{links}</div> })
    });
    let (credits, terms) = (credits.collect_view(), terms.collect_view());
    (!credits.is_empty() || !terms.is_empty()).then(|| view! { <dl class="credits">{credits}{terms}</dl> })
}

#[component]
fn CreditLine(credit: Credit) -> impl IntoView {
    let messages = ViewContext::expect().messages;
    let rel = (credit.role == Role::Author).then_some("author");
    view! {
        <div>
            <dt>{messages.labelled(messages.role(&credit.role))}</dt>
            <dd><OptionalLink text=credit.name url=credit.url.map(|url| url.to_string()) rel/></dd>
        </div>
    }
}

/// A term, in the language of the article, as a link to its list.
#[component]
fn TermLink(article: Arc<Article>, term: Term) -> impl IntoView {
    let context = ViewContext::expect();
    let rel = (term.taxonomy == TAGS).then_some("tag");
    let url = context.term_href(article.list_language(), &term.taxonomy, &term.id);
    let (lang, dir) = context.lang_attrs(&article.language);
    view! { <span lang=lang dir=dir><OptionalLink text=term.title url rel/></span> }
}

#[component]
fn Tags(article: Arc<Article>) -> impl IntoView {
    let context = ViewContext::expect();
    let tags = article.offprint.terms_of(TAGS).cloned();
    let links: Vec<_> = tags.map(|term| view! { <TermLink article=article.clone() term/> }).collect();
    (!links.is_empty()).then(|| view! { <nav class="tags" aria-label=context.messages.tags.clone()>{links}</nav> })
}

#[component]
fn Translations(article: Arc<Article>) -> impl IntoView {
    let context = ViewContext::expect();
    let links: Vec<_> = article
        .offprint
        .translations
        .iter()
        .map(|(language, id)| {
            let tag = language.to_string();
            let href = context.article_href(id);
            view! { <a href=href lang=tag.clone() hreflang=tag>{context.language_name(language)}</a> }
        })
        .collect();
    let label = context.messages.labelled(&context.messages.translations);
    (!links.is_empty()).then(|| view! { <p class="translations"><span>{label}</span>{links}</p> })
}

#[component]
fn Statement(text: LocalizedText) -> impl IntoView {
    let context = ViewContext::expect();
    let label = context.messages.labelled(&context.messages.statement);
    let pieces: Vec<_> = split_mail_addresses(&context.text(&text))
        .into_iter()
        .map(|(piece, is_address)| match is_address {
            true => view! { <a href=format!("mailto:{piece}")><bdi>{piece.to_owned()}</bdi></a> }.into_any(),
            false => view! { <span>{piece.to_owned()}</span> }.into_any(),
        })
        .collect();
    view! { <p class="statement"><strong>{label}</strong>" "{pieces}</p> }
}

/// Splits a text into pieces and tells of each whether it is a mail address.
fn split_mail_addresses(text: &str) -> Vec<(&str, bool)> {
    let is_delimiter = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+'));
    let mut pieces = Vec::new();
    let mut done = 0;
    for (at, _) in text.match_indices('@') {
        let name = text.get(done..at).unwrap_or_default().rsplit(is_delimiter).next().unwrap_or_default();
        let host = text[at + 1..].split(is_delimiter).next().unwrap_or_default();
        // A full stop at the end belongs to the sentence.
        let host = host.trim_end_matches(['.', '-']);
        if !name.is_empty() && !host.is_empty() {
            let (start, end) = (at - name.len(), at + 1 + host.len());
            pieces.push((&text[done..start], false));
            pieces.push((&text[start..end], true));
            done = end;
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
            |text| split_mail_addresses(text).into_iter().filter(|(_, is)| *is).map(|(piece, _)| piece).collect::<Vec<_>>();
        assert_eq!(addresses("email:lwxsd@liaowanghn.com"), ["lwxsd@liaowanghn.com"]);
        assert_eq!(addresses("请写信至lwxsd@liaowanghn.com。或a.b@c.de。"), ["lwxsd@liaowanghn.com", "a.b@c.de"]);
        assert_eq!(addresses("Write to a@b.c."), ["a@b.c"]);
        assert_eq!(addresses("@ a@ @b 5@"), [""; 0]);
        let whole: String = split_mail_addresses("x a@b.c y").into_iter().map(|(piece, _)| piece).collect();
        assert_eq!(whole, "x a@b.c y");
    }

    #[test]
    fn a_headline_is_long_by_its_width() {
        assert!(!is_long(&"a".repeat(90)) && is_long(&"a".repeat(91)) && is_long(&"字".repeat(46)));
    }
}
