use edition::{Date, Language, Route};
use leptos::{callback::Callback, ev::MouseEvent, prelude::Callable};

use super::{
    Paper,
    element::{El, Part, el},
};
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
}

impl Controls {
    /// Nothing happens: for printing.
    pub fn none() -> Controls {
        Controls { language: Callback::new(|_| ()), theme: Callback::new(|()| ()) }
    }
}

/// The name of the paper, languages, theme, sections.
pub fn masthead(paper: &Paper, masthead: &Masthead, controls: Controls) -> Part {
    let words = paper.words;
    let name = el("a").class("nameplate").attr("href", paper.front()).child(paper.name());
    let day = masthead.day.as_ref().map(|day| el("time").attr("datetime", day.day()).child(paper.day(day, Day::Week)));
    let links = masthead.elsewhere.iter().map(|(language, href)| language_link(language, href, controls)).collect::<Vec<_>>();
    let languages = (!links.is_empty()).then(|| el("nav").class("languages").attr("aria-label", words.languages).child(links));
    let search = el("a")
        .class("to-search")
        .attr("href", paper.href(&Route::Search(paper.language.clone())))
        .attr("aria-keyshortcuts", "/")
        .child(words.search);
    let switch = el("button")
        .class("theme-switch")
        .attr("type", "button")
        .on_click(move |_| controls.theme.run(()))
        // The style shows the one that leads to the other theme.
        .child(el("span").class("to-dark").child(words.dark))
        .child(el("span").class("to-light").child(words.light));
    let utilities = el("div").class("utilities").child(day).child(search).child(languages).child(switch);
    // On the front page facts stand above the large name, elsewhere beside the small one.
    let top = if masthead.front { vec![utilities, name] } else { vec![name, utilities] };
    el("header").class("masthead").child(top).child(sections(paper, masthead.section.as_deref())).part()
}

/// Keeps the room of the masthead until the paper's name is known.
pub fn blank(front: bool) -> Part {
    let name = el("span").class("nameplate").child("\u{a0}");
    let utilities = el("div").class("utilities").child(el("button").attr("disabled", "").child("\u{a0}"));
    let top = if front { vec![utilities, name] } else { vec![name, utilities] };
    let sections = el("div").class("sections").child(el("a").child("\u{a0}"));
    el("div").class("masthead").attr("aria-hidden", "true").child(top).child(sections).part()
}

fn language_link(language: &Language, href: &str, controls: Controls) -> El {
    let chosen = language.clone();
    el("a")
        .attr("href", href)
        .attr("lang", language.as_str())
        .attr("hreflang", language.as_str())
        .on_click(move |event| controls.language.run((chosen.clone(), event)))
        .child(Words::of(language).name)
}

fn sections(paper: &Paper, current: Option<&str>) -> Option<El> {
    let link = |section: &edition::Section| {
        let here = (current == Some(section.id.as_str())).then_some("true");
        el("a").attr("href", paper.section_href(&section.id)).attr("aria-current", here).child(paper.text(&section.title))
    };
    let links: Vec<_> = paper.site.sections.iter().map(link).collect();
    (!links.is_empty()).then(|| el("nav").class("sections").attr("aria-label", paper.words.sections).child(links))
}
