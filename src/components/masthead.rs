//! The name of the publication, languages, theme, sections.

use edition::{Address, Alert, Date, Language, Route};
use leptos::prelude::*;

use super::{reading_panel::READING_PANEL, summary::Day};
use crate::{intl, theme::Theme, view_context::ViewContext};

/// What the masthead shows that depends on the page.
#[derive(Clone, Debug, PartialEq)]
pub struct MastheadContent {
    /// Whether this is a front page, where the name is large.
    pub is_front: bool,
    /// The line above it, on a front page.
    pub alert: Option<Alert>,
    /// The day of the newest article, on a front page.
    pub day: Option<Date>,
    /// The section that the page belongs to.
    pub section: Option<String>,
    /// The id of the page, if it is outside of the lists.
    pub page: Option<String>,
    /// The address of the page, or the closest to it, in each other language.
    pub translations: Vec<(Language, String)>,
}

/// The masthead of a page.
///
/// The theme switch and the language links are plain elements: the viewer listens for clicks on them, on printed pages
/// as on its own (`src/app/controls.rs`).
#[component]
pub fn Masthead(
    /// What it shows.
    content: MastheadContent,
) -> impl IntoView {
    let context = ViewContext::expect();
    let nameplate = view! { <a class="nameplate" href=context.front_href()><Name/></a> };
    let is_front = content.is_front;
    let utilities = view! { <Utilities day=content.day translations=content.translations/> };
    view! {
        {content.alert.map(|alert| view! { <AlertLine alert/> })}
        <header class="masthead">
            // On the front page the facts are above the large name, elsewhere next to the small one.
            {if is_front { (utilities, nameplate).into_any() } else { (nameplate, utilities).into_any() }}
            <Sections section=content.section page=content.page/>
        </header>
    }
}

/// The name of the publication, or its logo. The style shows the logo of the theme.
#[component]
fn Name() -> impl IntoView {
    let context = ViewContext::expect();
    let look = &context.site.look;
    let (width, height) = look.logo_size.unzip();
    let image = |logo: &Address, class: &'static str| {
        view! { <img class=class src=logo.to_string() alt=context.site_name() width=width height=height/> }
    };
    match (&look.logo, &look.logo_dark) {
        (None, _) => context.site_name().into_any(),
        (Some(logo), None) => image(logo, "logo").into_any(),
        (Some(logo), Some(dark)) => (image(logo, "logo on-light"), image(dark, "logo on-dark")).into_any(),
    }
}

/// A line that readers must see first, as long as it is not over.
#[component]
fn AlertLine(alert: Alert) -> impl IntoView {
    let Alert { text, url, until } = alert;
    let text = match url {
        Some(url) => view! { <a href=url.to_string()>{text}</a> }.into_any(),
        None => text.into_any(),
    };
    // `loader.js` hides it on a page that was printed before its end.
    (!until.as_deref().is_some_and(intl::is_past)).then(|| view! { <p class="alert" data-until=until>{text}</p> })
}

#[component]
fn Utilities(day: Option<Date>, translations: Vec<(Language, String)>) -> impl IntoView {
    let context = ViewContext::expect();
    let messages = &context.messages;
    let links: Vec<_> = translations
        .into_iter()
        .map(|(language, href)| {
            let tag = language.to_string();
            view! { <a href=href lang=tag.clone() hreflang=tag>{context.language_name(&language)}</a> }
        })
        .collect();
    view! {
        <div class="utilities">
            {day.map(|date| view! { <Day date is_full=true/> })}
            <a class="to-search" href=context.href(&Route::Search(context.language.clone())) aria-keyshortcuts="/">
                {messages.search.title.clone()}
            </a>
            {(!links.is_empty()).then(|| view! {
                <nav class="languages" aria-label=messages.languages.clone()>{links}</nav>
            })}
            <ThemeSwitch/>
            <button class="reading-button" type="button" popovertarget=READING_PANEL aria-keyshortcuts="a">
                <span aria-hidden="true">{messages.reading.button.clone()}</span>
                <span class="hidden">{messages.reading.title.clone()}</span>
            </button>
        </div>
    }
}

/// The button between light and dark. It contains the name of both; the style shows the other one.
#[component]
fn ThemeSwitch() -> impl IntoView {
    let context = ViewContext::expect();
    let themes = &context.messages.themes;
    let names = [(Theme::Light, &themes.light), (Theme::Dark, &themes.dark)].map(|(theme, name)| {
        view! { <span class=format!("to-{}", theme.as_str())>{name.clone()}</span> }
    });
    view! { <button class="theme-switch" type="button">{names.collect_view()}</button> }
}

#[component]
fn Sections(section: Option<String>, page: Option<String>) -> impl IntoView {
    let context = ViewContext::expect();
    let is_current = |current: &Option<String>, id: &String| (current.as_ref() == Some(id)).then_some("true");
    let sections = context.site.sections.iter().map(|own| {
        let (href, is_current) = (context.section_href(&own.id), is_current(&section, &own.id));
        view! { <a href=href aria-current=is_current>{context.text(&own.title)}</a> }
    });
    let pages = context.page_links(&context.site.nav).into_iter().map(|own| {
        let ((lang, dir), is_current) = (context.lang_attrs(&own.language), is_current(&page, &own.id));
        view! { <a href=own.href lang=lang dir=dir aria-current=is_current>{own.title}</a> }
    });
    let (sections, pages) = (sections.collect_view(), pages.collect_view());
    (!sections.is_empty() || !pages.is_empty()).then(|| {
        view! { <nav class="sections" aria-label=context.messages.sections.clone()>{sections}{pages}</nav> }
    })
}

/// Keeps the space of the masthead until the name of the publication is known.
#[component]
pub fn BlankMasthead(
    /// Whether the page is a front page.
    is_front: bool,
) -> impl IntoView {
    let nameplate = view! { <span class="nameplate">"\u{a0}"</span> };
    let utilities = view! { <div class="utilities"><button disabled="">"\u{a0}"</button></div> };
    view! {
        <div class="masthead" aria-hidden="true">
            {if is_front { (utilities, nameplate).into_any() } else { (nameplate, utilities).into_any() }}
            <div class="sections"><a>"\u{a0}"</a></div>
        </div>
    }
}
