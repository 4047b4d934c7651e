use edition::{Route, Summary};
use leptos::prelude::*;

use super::{Paper, list::ListPage};

/// The articles before and after one in a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Neighbours {
    /// The one above it.
    pub previous: Option<Neighbour>,
    /// The one below it.
    pub next: Option<Neighbour>,
    /// The address of the list.
    pub list: String,
}

/// An article beside another, and the address of the part of the list that it stands in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Neighbour {
    /// The article.
    pub summary: Summary,
    /// The address of the part of the list.
    pub list: String,
}

/// Previous, return to list, next.
pub fn of_article(paper: &Paper, neighbours: &Neighbours) -> AnyView {
    let words = paper.words;
    let link = |neighbour: &Option<Neighbour>, rel: &'static str, label: &'static str, class: &'static str| {
        let inside = neighbour.as_ref().map(|Neighbour { summary, list }| {
            let (lang, dir) = paper.foreign(&summary.language);
            view! {
                <span class=class>{label}</span>
                <a rel=rel href=paper.article(&summary.id) data-list=list.clone() lang=lang dir=dir>{summary.title.clone()}</a>
            }
        });
        view! { <div>{inside}</div> }
    };
    view! {
        <nav class="neighbours" aria-label=words.neighbours>
            {link(&neighbours.previous, "prev", words.previous, "label back")}
            <a class="return" href=neighbours.list.clone()>{words.return_to_list}</a>
            {link(&neighbours.next, "next", words.next, "label on")}
        </nav>
    }
    .into_any()
}

/// Newer, the days of this part, older.
pub fn of_list(paper: &Paper, page: &ListPage) -> Option<AnyView> {
    let words = paper.words;
    if page.newer.is_none() && page.older.is_none() {
        return None;
    }
    let newer = page.newer.as_ref().map(|(route, span)| {
        let days = span.as_ref().map_or_else(|| words.newer.to_owned(), |span| paper.span(&span.from, &span.to));
        view! { <span class="label back">{words.newer}</span><a rel="prev" href=paper.href(route)>{days}</a> }
    });
    let older = page.older.as_ref().map(|span| {
        let route = Route::List(page.list.clone(), Some(span.chunk));
        view! { <span class="label on">{words.older}</span><a rel="next" href=paper.href(&route)>{paper.span(&span.from, &span.to)}</a> }
    });
    Some(
        view! {
            <nav class="neighbours" aria-label=words.days>
                <div>{newer}</div>
                <span class="label">{page.days(paper)}</span>
                <div>{older}</div>
            </nav>
        }
        .into_any(),
    )
}
