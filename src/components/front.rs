//! The front page.

use edition::{List, ListHead, PageSpan, Route, Section, Summary};
use leptos::prelude::*;

use super::{
    picture::{Image, PicturePosition},
    summary::{Day, Facts, Headline, Kicker, Standfirst, SummaryParts, Teaser},
};
use crate::view_context::ViewContext;

/// Teasers in the band below the lead.
const ALSO_NEW: usize = 3;
/// Articles in the band of a section.
const BAND: usize = 4;
/// The newest articles among which the lead is looked for.
const LEAD_CANDIDATES: usize = 6;

/// The front page.
#[component]
pub fn FrontMain(
    /// The head of the list of all articles.
    head: ListHead,
) -> impl IntoView {
    let context = ViewContext::expect();
    let layout = FrontLayout::new(&head.summaries, &context.site.sections);
    let bands = layout.bands.into_iter().map(|(section, summaries)| view! { <SectionBand section summaries/> }).collect_view();
    let latest = layout.latest;
    view! {
        <h1 class="hidden" tabindex="-1">{context.site_name()}</h1>
        {layout.lead.map(|summary| view! { <Lead summary/> })}
        {(!layout.also_new.is_empty()).then(|| view! {
            <section class="band">
                <h2>{context.messages.also_new.clone()}</h2>
                <Teasers summaries=layout.also_new parts=SummaryParts { section: true, day: true, picture: false }/>
            </section>
        })}
        {bands}
        {(!latest.is_empty() || head.older.is_some()).then(|| view! {
            <section class="band">
                <h2>{context.messages.latest.clone()}</h2>
                <div>
                    <Latest summaries=latest/>
                    {head.older.map(|older| view! { <OlderLink older/> })}
                </div>
            </section>
        })}
    }
}

/// The article that the page opens with.
#[component]
fn Lead(summary: Summary) -> impl IntoView {
    let id = summary.id.clone();
    let is_read = ViewContext::expect().is_read(&id);
    let picture = summary.picture.clone().map(|picture| view! { <Image picture position=PicturePosition::Front/> });
    view! {
        <article class="lead" class:read=is_read data-article=id>
            <div>
                <Kicker section=summary.section.clone()/>
                <h2><Headline id=summary.id.clone() title=summary.title.clone() language=summary.language.clone()/></h2>
                <Standfirst summary=summary.clone() is_large=true/>
                <Facts summary day=true/>
            </div>
            {picture}
        </article>
    }
}

/// The newest of a section: one with a picture first, the others in a column of their own.
#[component]
fn SectionBand(section: Section, mut summaries: Vec<Summary>) -> impl IntoView {
    let context = ViewContext::expect();
    let parts = SummaryParts { section: false, day: true, picture: true };
    let columns = match summaries.iter().position(|summary| summary.picture.is_some()) {
        Some(first) if summaries.len() > 2 => {
            let summary = summaries.remove(first);
            let others = SummaryParts { picture: false, ..parts };
            view! { <div class="columns"><Teaser summary parts/><Teasers summaries parts=others/></div> }.into_any()
        }
        _ => view! { <Teasers summaries parts/> }.into_any(),
    };
    view! {
        <section class="band">
            <h2><a href=context.section_href(&section.id)>{context.text(&section.title)}</a></h2>
            {columns}
        </section>
    }
}

#[component]
fn Teasers(summaries: Vec<Summary>, parts: SummaryParts) -> impl IntoView {
    let teasers = summaries.into_iter().map(|summary| view! { <Teaser summary parts/> }).collect_view();
    view! { <div class="columns">{teasers}</div> }
}

/// The rest, a line for each.
#[component]
fn Latest(summaries: Vec<Summary>) -> impl IntoView {
    let context = ViewContext::expect();
    let lines: Vec<_> = summaries
        .into_iter()
        .map(|summary| {
            let id = summary.id.clone();
            let is_read = context.is_read(&id);
            view! {
                <li class="line" class:read=is_read data-article=id>
                    <Day date=summary.date/>
                    <Headline id=summary.id title=summary.title language=summary.language/>
                </li>
            }
        })
        .collect();
    (!lines.is_empty()).then(|| view! { <ol class="latest">{lines}</ol> })
}

#[component]
fn OlderLink(older: PageSpan) -> impl IntoView {
    let context = ViewContext::expect();
    let href = context.href(&Route::List(List::all(context.language.clone()), Some(older.page)));
    let days = context.day_range(&older.from, &older.to);
    view! {
        <p class="more"><a class="on" rel="next" href=href>{format!("{}: {days}", context.messages.older)}</a></p>
    }
}

/// Where each article of the front page is shown. Every article is shown once.
#[derive(Debug, Default, PartialEq)]
struct FrontLayout {
    lead: Option<Summary>,
    also_new: Vec<Summary>,
    bands: Vec<(Section, Vec<Summary>)>,
    latest: Vec<Summary>,
}

impl FrontLayout {
    /// The newest that has a picture, of the newest few, leads; the next follow it; each section shows its own; the rest
    /// is a list.
    fn new(summaries: &[Summary], sections: &[Section]) -> FrontLayout {
        let mut rest = summaries.to_vec();
        if rest.is_empty() {
            return FrontLayout::default();
        }
        let leading = rest.iter().take(LEAD_CANDIDATES).position(|summary| summary.picture.is_some()).unwrap_or_default();
        let lead = Some(rest.remove(leading));
        let also_new = rest.drain(..ALSO_NEW.min(rest.len())).collect();
        let mut bands = Vec::new();
        for section in sections {
            let is_own = |summary: &Summary| summary.section.as_ref() == Some(&section.id);
            // A single article makes no band.
            if rest.iter().filter(|summary| is_own(summary)).count() > 1 {
                let mut room = BAND;
                let own = rest.extract_if(.., |summary| {
                    let takes = room > 0 && is_own(summary);
                    room -= usize::from(takes);
                    takes
                });
                bands.push((section.clone(), own.collect()));
            }
        }
        FrontLayout { lead, also_new, bands, latest: rest }
    }
}

#[cfg(test)]
mod tests {
    use edition::{Address, Picture};

    use super::*;

    fn summaries(count: usize) -> Vec<Summary> {
        let picture = Picture::new(Address::parse("a.svg").expect("an address"), String::new());
        (0..count)
            .map(|n| Summary {
                id: n.to_string(),
                section: Some(["industry", "science", "letters"][n % 3].to_owned()),
                picture: (n == 2).then(|| picture.clone()),
                ..Summary::default()
            })
            .collect()
    }

    fn sections() -> Vec<Section> {
        ["industry", "science"].map(|id| Section { id: id.into(), ..Section::default() }).to_vec()
    }

    #[test]
    fn every_article_of_the_head_is_on_the_front_page_once() {
        for count in [0, 1, 2, 5, 24, 47] {
            let layout = FrontLayout::new(&summaries(count), &sections());
            let bands = layout.bands.iter().flat_map(|(_, band)| band);
            let all = layout.lead.iter().chain(&layout.also_new).chain(bands).chain(&layout.latest);
            let mut ids: Vec<usize> = all.map(|summary| summary.id.parse().expect("a number")).collect();
            ids.sort_unstable();
            assert_eq!(ids, (0..count).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_band_has_at_most_four_articles_of_its_section() {
        let layout = FrontLayout::new(&summaries(47), &sections());
        for (section, band) in &layout.bands {
            assert_eq!(band.len(), BAND);
            assert!(band.iter().all(|summary| summary.section.as_ref() == Some(&section.id)));
        }
        assert_eq!(layout.bands.len(), 2);
    }

    #[test]
    fn the_newest_with_a_picture_leads() {
        let layout = FrontLayout::new(&summaries(9), &sections());
        assert_eq!(layout.lead.map(|lead| lead.id), Some("2".to_owned()));
    }
}
