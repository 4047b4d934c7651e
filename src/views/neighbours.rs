use edition::{Neighbour, Neighbours, Route};

use super::{
    Paper,
    element::{El, Part, all, el},
    list::ListView,
    summary,
};

/// Previous, return to list, next: what stands in their navigation.
pub fn of_article(paper: &Paper, neighbours: &Neighbours) -> Part {
    let words = paper.words;
    let way = |neighbour: &Option<Neighbour>, rel: &str, label: &str, class: &str| {
        let (label, link) = neighbour
            .as_ref()
            .map(|Neighbour { id, title, language, list }| {
                let link = summary::headline(paper, id, title, language);
                (el("span").class(class).child(label), link.attr("rel", rel).attr("data-list", list.as_str()))
            })
            .unzip();
        el("div").child(label).child(link).part()
    };
    all(vec![
        way(&neighbours.previous, "prev", words.previous, "label back"),
        el("a").class("return").attr("href", neighbours.list.as_str()).child(words.return_to_list).part(),
        way(&neighbours.next, "next", words.next, "label on"),
    ])
}

/// NewerLink, the days of this part, older.
pub fn of_list(paper: &Paper, page: &ListView) -> Option<El> {
    let words = paper.words;
    if page.newer.is_none() && page.older.is_none() {
        return None;
    }
    let way = |route: &Route, rel: &str, label: &str, class: &str, days: String| {
        let link = el("a").attr("rel", rel).attr("href", paper.href(route)).child(days);
        vec![el("span").class(class).child(label), link]
    };
    let newer = page.newer.as_ref().map(|newer| {
        let days = newer.days.as_ref().map_or_else(|| words.newer.to_owned(), |(from, to)| paper.span(from, to));
        way(&Route::List(page.list.clone(), newer.page), "prev", words.newer, "label back", days)
    });
    let older = page.older.as_ref().map(|span| {
        let route = Route::List(page.list.clone(), Some(span.page));
        way(&route, "next", words.older, "label on", paper.span(&span.from, &span.to))
    });
    Some(
        el("nav")
            .class("neighbours")
            .attr("aria-label", words.days)
            .child(el("div").child(newer))
            .child(el("span").class("label").child(page.days(paper)))
            .child(el("div").child(older)),
    )
}
