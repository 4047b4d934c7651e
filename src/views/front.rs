use edition::{Head, List, Route, Section, Summary};
use leptos::prelude::*;

use super::{
    Paper,
    summary::{self, Shows},
};
use crate::intl::Day;

/// Teasers in the band after the lead.
const ALSO: usize = 3;
/// Articles in the band of a section.
const BAND: usize = 4;

/// The front page.
pub fn front(paper: &Paper, head: &Head) -> AnyView {
    let plan = plan(&head.summaries, &paper.site.sections);
    let also = (!plan.also.is_empty()).then(|| {
        let shows = Shows { section: true, day: true, picture: false };
        let teasers: Vec<_> = plan.also.iter().map(|summary| summary::teaser(paper, summary, shows)).collect();
        band(paper.words.also.into_any(), view! { <div class="columns">{teasers}</div> }.into_any())
    });
    let sections: Vec<_> = plan.bands.iter().map(|(section, summaries)| section_band(paper, section, summaries)).collect();
    view! {
        <h1 class="hidden" tabindex="-1">{paper.name()}</h1>
        {plan.lead.map(|summary| lead(paper, summary))}
        {also}
        {sections}
        {latest(paper, &plan.latest, head)}
    }
    .into_any()
}

fn lead(paper: &Paper, summary: &Summary) -> AnyView {
    let picture = summary.picture.as_ref().map(|picture| summary::image(picture, picture.alt.clone(), "eager"));
    view! {
        <article class="lead" class:read=summary::is_read(paper, summary) data-article=summary.id.clone()>
            <div>
                {summary::kicker(paper, summary.section.as_deref())}
                <h2>{summary::headline(paper, summary)}</h2>
                {summary::standfirst(paper, summary, Some("standfirst"))}
                {summary::facts(paper, summary, true)}
            </div>
            {picture}
        </article>
    }
    .into_any()
}

/// A section's newest: with a picture first, the others in a column beside it.
fn section_band(paper: &Paper, section: &Section, summaries: &[&Summary]) -> AnyView {
    let shows = Shows { section: false, day: true, picture: true };
    let heading = view! { <a href=paper.section_href(&section.id)>{paper.text(&section.title)}</a> };
    let with_picture = summaries.iter().position(|summary| summary.picture.is_some());
    let columns = match with_picture {
        Some(first) if summaries.len() > 2 => {
            let plain = Shows { picture: false, ..shows };
            let others: Vec<_> =
                (0..summaries.len()).filter(|n| *n != first).map(|n| summary::teaser(paper, summaries[n], plain)).collect();
            let first = summary::teaser(paper, summaries[first], shows);
            view! { <div class="columns">{first}<div class="columns">{others}</div></div> }.into_any()
        }
        _ => {
            let teasers: Vec<_> = summaries.iter().map(|summary| summary::teaser(paper, summary, shows)).collect();
            view! { <div class="columns">{teasers}</div> }.into_any()
        }
    };
    band(heading.into_any(), columns)
}

fn latest(paper: &Paper, summaries: &[&Summary], head: &Head) -> Option<AnyView> {
    let items: Vec<_> = summaries
        .iter()
        .map(|summary| {
            view! {
                <li class:read=summary::is_read(paper, summary) data-article=summary.id.clone()>
                    <time datetime=summary.date.day().to_owned()>{paper.day(&summary.date, Day::Short)}</time>
                    {summary::headline(paper, summary)}
                </li>
            }
        })
        .collect();
    let older = head.older.as_ref().map(|older| {
        let route = Route::List(List::all(paper.language.clone()), Some(older.chunk));
        view! { <p class="more"><a class="on" rel="next" href=paper.href(&route)>{format!("{}: {}", paper.words.older, paper.span(&older.from, &older.to))}</a></p> }
    });
    (!items.is_empty() || older.is_some()).then(|| {
        let list = view! { <div><ol class="latest">{items}</ol>{older}</div> };
        band(paper.words.latest.into_any(), list.into_any())
    })
}

fn band(heading: AnyView, content: AnyView) -> AnyView {
    view! { <section class="band"><h2>{heading}</h2>{content}</section> }.into_any()
}

/// Where each article of the front page stands.
#[derive(Debug, Default, PartialEq)]
struct Plan<'a> {
    lead: Option<&'a Summary>,
    also: Vec<&'a Summary>,
    bands: Vec<(&'a Section, Vec<&'a Summary>)>,
    latest: Vec<&'a Summary>,
}

/// Places every article once: the newest that has a picture, of the newest few, leads; the next follow it;
/// each section shows its own; the rest is a list.
fn plan<'a>(summaries: &'a [Summary], sections: &'a [Section]) -> Plan<'a> {
    const FEW: usize = 6;
    let mut rest: Vec<&Summary> = summaries.iter().collect();
    if rest.is_empty() {
        return Plan::default();
    }
    let leading = rest.iter().take(FEW).position(|summary| summary.picture.is_some()).unwrap_or(0);
    let lead = Some(rest.remove(leading));
    let also = rest.drain(..ALSO.min(rest.len())).collect();
    let mut bands = Vec::new();
    for section in sections {
        let mut own: Vec<usize> = (0..rest.len()).filter(|n| rest[*n].section.as_ref() == Some(&section.id)).collect();
        own.truncate(BAND);
        // One article alone makes no band.
        if own.len() > 1 {
            bands.push((section, own.iter().map(|n| rest[*n]).collect()));
            own.iter().rev().for_each(|n| {
                rest.remove(*n);
            });
        }
    }
    Plan { lead, also, bands, latest: rest }
}

#[cfg(test)]
mod tests {
    use edition::{Address, Picture};

    use super::*;

    fn summaries(count: usize) -> Vec<Summary> {
        let picture = Picture { url: Address::parse("a.svg").expect("an address"), alt: String::new(), size: None };
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
    fn every_article_of_the_head_stands_on_the_front_page_once() {
        for count in [0, 1, 2, 5, 24, 47] {
            let (summaries, sections) = (summaries(count), sections());
            let plan = plan(&summaries, &sections);
            let mut ids: Vec<usize> = plan
                .lead
                .iter()
                .chain(&plan.also)
                .chain(plan.bands.iter().flat_map(|(_, band)| band))
                .chain(&plan.latest)
                .map(|summary| summary.id.parse().expect("a number"))
                .collect();
            ids.sort_unstable();
            assert_eq!(ids, (0..count).collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_newest_with_a_picture_leads() {
        let (summaries, sections) = (summaries(9), sections());
        assert_eq!(plan(&summaries, &sections).lead.map(|lead| lead.id.as_str()), Some("2"));
    }
}
