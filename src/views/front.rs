use edition::{List, ListHead, Route, Section, Summary};

use super::{
    Paper,
    element::{El, Part, Parts, all, el},
    summary::{self, Shows},
};
use crate::intl::Day;

/// Teasers in the band after the lead.
const ALSO: usize = 3;
/// Articles in the band of a section.
const BAND: usize = 4;

/// The front page.
pub fn front(paper: &Paper, head: &ListHead) -> Part {
    let plan = plan(&head.summaries, &paper.site.sections);
    let mut page = vec![el("h1").class("hidden").attr("tabindex", "-1").child(paper.name()).part()];
    page.extend(plan.lead.map(|summary| lead(paper, summary).part()));
    if !plan.also.is_empty() {
        let shows = Shows { section: true, day: true, picture: false };
        page.push(band(paper.words.also, teasers(paper, &plan.also, shows)).part());
    }
    page.extend(plan.bands.iter().map(|(section, summaries)| section_band(paper, section, summaries).part()));
    page.extend(latest(paper, &plan.latest, head).map(El::part));
    all(page)
}

fn lead(paper: &Paper, summary: &Summary) -> El {
    let text = el("div")
        .child(summary::kicker(paper, summary.section.as_deref()))
        .child(el("h2").child(summary::headline(paper, &summary.id, &summary.title, &summary.language)))
        .child(summary::standfirst(paper, summary, Some("standfirst")))
        .child(summary::facts(paper, summary, true));
    let picture = summary.picture.as_ref().map(|picture| summary::image(picture, &picture.alt, "eager"));
    summary::card("article", "lead", paper, &summary.id).child(text).child(picture)
}

/// A section's newest: one with a picture first, the others in a column beside it.
fn section_band(paper: &Paper, section: &Section, summaries: &[&Summary]) -> El {
    let shows = Shows { section: false, day: true, picture: true };
    let heading = el("a").attr("href", paper.section_href(&section.id)).child(paper.text(&section.title));
    let columns = match summaries.iter().position(|summary| summary.picture.is_some()) {
        Some(first) if summaries.len() > 2 => {
            let others: Vec<&Summary> =
                summaries.iter().enumerate().filter(|(n, _)| *n != first).map(|(_, other)| *other).collect();
            let first = summary::teaser(paper, summaries[first], shows);
            el("div").class("columns").child(first).child(teasers(paper, &others, Shows { picture: false, ..shows }))
        }
        _ => teasers(paper, summaries, shows),
    };
    band(heading, columns)
}

fn teasers(paper: &Paper, summaries: &[&Summary], shows: Shows) -> El {
    el("div").class("columns").child(summaries.iter().map(|summary| summary::teaser(paper, summary, shows)).collect::<Vec<_>>())
}

fn latest(paper: &Paper, summaries: &[&Summary], head: &ListHead) -> Option<El> {
    let line = |summary: &&Summary| {
        summary::card("li", "", paper, &summary.id)
            .child(el("time").attr("datetime", summary.date.day()).child(paper.day(&summary.date, Day::Full)))
            .child(summary::headline(paper, &summary.id, &summary.title, &summary.language))
    };
    let items: Vec<_> = summaries.iter().map(line).collect();
    let older = head.older.as_ref().map(|older| {
        let route = Route::List(List::all(paper.language.clone()), Some(older.page));
        let days = [paper.words.older, ": ", &paper.span(&older.from, &older.to)].concat();
        el("p").class("more").child(el("a").class("on").attr("rel", "next").attr("href", paper.href(&route)).child(days))
    });
    if items.is_empty() && older.is_none() {
        return None;
    }
    let list = (!items.is_empty()).then(|| el("ol").class("latest").child(items));
    Some(band(paper.words.latest, el("div").child(list).child(older)))
}

fn band(heading: impl Parts, content: El) -> El {
    el("section").class("band").child(el("h2").child(heading)).child(content)
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
