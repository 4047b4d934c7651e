use edition::{Picture, Summary};
use leptos::prelude::*;

use super::Paper;
use crate::intl::Day;

/// How much a list shows of an article beside its headline and standfirst.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shows {
    /// The section.
    pub section: bool,
    /// The day.
    pub day: bool,
    /// The picture.
    pub picture: bool,
}

/// The headline as a link to the article.
pub fn headline(paper: &Paper, summary: &Summary) -> AnyView {
    let (lang, dir) = paper.foreign(&summary.language);
    view! { <a href=paper.article(&summary.id) lang=lang dir=dir>{summary.title.clone()}</a> }.into_any()
}

/// The standfirst as a paragraph of this class.
pub fn standfirst(paper: &Paper, summary: &Summary, class: Option<&'static str>) -> Option<AnyView> {
    let (lang, dir) = paper.foreign(&summary.language);
    (!summary.standfirst.is_empty())
        .then(|| view! { <p class=class lang=lang dir=dir>{summary.standfirst.clone()}</p> }.into_any())
}

/// The section as a link, above a headline.
pub fn kicker(paper: &Paper, section: Option<&str>) -> Option<AnyView> {
    let id = section?;
    let title = paper.section(id)?;
    Some(view! { <a class="kicker" href=paper.section_href(id)>{title}</a> }.into_any())
}

/// Day, source, minutes, and whether it was read.
pub fn facts(paper: &Paper, summary: &Summary, day: bool) -> AnyView {
    let day = day.then(|| {
        let datetime = summary.date.day().to_owned();
        view! { <time datetime=datetime>{paper.day(&summary.date, Day::Short)}</time> }
    });
    let source = summary.source.clone().map(|source| view! { <span class="source">{source}</span> });
    let minutes = view! { <span class="minutes">{paper.words.minutes(summary.minutes)}</span> };
    let read = is_read(paper, summary).then(|| view! { <span class="state">{paper.words.read}</span> });
    view! { <p class="facts">{day}{source}{minutes}{read}</p> }.into_any()
}

/// Whether the reader has read the article.
pub fn is_read(paper: &Paper, summary: &Summary) -> bool {
    paper.read.contains(&summary.id)
}

/// A picture in a list, which says nothing that the headline beside it does not.
pub fn thumbnail(picture: &Picture) -> AnyView {
    image(picture, String::new(), "lazy")
}

/// A picture with its room reserved.
pub fn image(picture: &Picture, alt: String, loading: &'static str) -> AnyView {
    let (width, height) = (picture.size.map(|size| size.0.to_string()), picture.size.map(|size| size.1.to_string()));
    view! { <img src=picture.url.to_string() alt=alt width=width height=height loading=loading decoding="async"/> }.into_any()
}

/// A teaser of the front page.
pub fn teaser(paper: &Paper, summary: &Summary, shows: Shows) -> AnyView {
    let picture = summary.picture.as_ref().filter(|_| shows.picture).map(thumbnail);
    let kicker = shows.section.then(|| kicker(paper, summary.section.as_deref()));
    view! {
        <article class="teaser" class:read=is_read(paper, summary) data-article=summary.id.clone()>
            {picture}
            {kicker}
            <h3>{headline(paper, summary)}</h3>
            {standfirst(paper, summary, None)}
            {facts(paper, summary, shows.day)}
        </article>
    }
    .into_any()
}

/// A line of a list.
pub fn line(paper: &Paper, summary: &Summary, section: bool) -> AnyView {
    let picture = summary.picture.as_ref().map(thumbnail);
    let kicker = section.then(|| kicker(paper, summary.section.as_deref()));
    view! {
        <li class="summary" class:read=is_read(paper, summary) data-article=summary.id.clone()>
            <div>
                {kicker}
                <h3>{headline(paper, summary)}</h3>
                {standfirst(paper, summary, None)}
                {facts(paper, summary, false)}
            </div>
            {picture}
        </li>
    }
    .into_any()
}
