use edition::{Date, Language};
use leptos::{ev::MouseEvent, prelude::*};

use super::Paper;
use crate::{intl::Day, words::Words};

/// What the masthead shows beside the paper's own name and sections.
#[derive(Clone, Debug)]
pub struct Masthead {
    /// Whether it stands on the front page, where the name is large.
    pub front: bool,
    /// The day of the newest article, on the front page.
    pub day: Option<Date>,
    /// The section that the page belongs to.
    pub section: Option<String>,
    /// Where the page, or what comes nearest, is in each other language.
    pub elsewhere: Vec<(Language, String)>,
}

/// What the reader can set in the masthead.
#[derive(Clone, Copy, Debug)]
pub struct Controls {
    /// The reader chose a language.
    pub language: Callback<(Language, MouseEvent)>,
    /// The reader asked for the other theme.
    pub theme: Callback<()>,
    /// Whether the page is dark now.
    pub dark: Signal<bool>,
}

/// The name of the paper, languages, theme, sections.
pub fn masthead(paper: &Paper, masthead: &Masthead, controls: Controls) -> AnyView {
    let words = paper.words;
    let name = view! { <a class="nameplate" href=paper.front()>{paper.name()}</a> };
    let day = masthead.day.as_ref().map(|day| view! { <time datetime=day.day().to_owned()>{paper.day(day, Day::Week)}</time> });
    let languages = (!masthead.elsewhere.is_empty()).then(|| {
        let links: Vec<_> = masthead.elsewhere.iter().map(|(language, href)| language_link(language, href, controls)).collect();
        view! { <nav class="languages" aria-label=words.languages>{links}</nav> }
    });
    let switch = view! {
        <button class="theme-switch" type="button" on:click=move |_| controls.theme.run(())>
            {move || if controls.dark.get() { words.light } else { words.dark }}
        </button>
    };
    let utilities = view! { <div class="utilities">{day}{languages}{switch}</div> };
    // On the front page facts stand above the large name, elsewhere beside the small one.
    let top = if masthead.front { (utilities.into_any(), name.into_any()) } else { (name.into_any(), utilities.into_any()) };
    view! { <header class="masthead">{top}{sections(paper, masthead.section.as_deref())}</header> }.into_any()
}

fn language_link(language: &Language, href: &str, controls: Controls) -> AnyView {
    let tag = language.to_string();
    let chosen = language.clone();
    view! {
        <a href=href.to_owned() lang=tag.clone() hreflang=tag on:click=move |event| controls.language.run((chosen.clone(), event))>
            {Words::of(language).name}
        </a>
    }
    .into_any()
}

fn sections(paper: &Paper, current: Option<&str>) -> Option<AnyView> {
    let links: Vec<_> = paper
        .site
        .sections
        .iter()
        .map(|section| {
            let here = (current == Some(section.id.as_str())).then_some("true");
            view! { <a href=paper.section_href(&section.id) aria-current=here>{paper.text(&section.title)}</a> }
        })
        .collect();
    (!links.is_empty()).then(|| view! { <nav class="sections" aria-label=paper.words.sections>{links}</nav> }.into_any())
}
