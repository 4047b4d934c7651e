use edition::{Language, Picture, Summary};

use super::{
    Paper,
    element::{El, el},
};
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

/// An element of a list that stands for an article: it is found again by the article's id.
pub fn card(tag: &'static str, class: &str, paper: &Paper, id: &str) -> El {
    let class = if paper.read.contains(id) { [class, " read"].concat() } else { class.to_owned() };
    el(tag).class(class).attr("data-article", id)
}

/// The headline as a link to the article.
pub fn headline(paper: &Paper, id: &str, title: &str, language: &Language) -> El {
    let (lang, dir) = paper.foreign(language);
    el("a").attr("href", paper.article(id)).attr("lang", lang).attr("dir", dir).child(title)
}

/// The standfirst as a paragraph of this class.
pub fn standfirst(paper: &Paper, summary: &Summary, class: Option<&str>) -> Option<El> {
    let (lang, dir) = paper.foreign(&summary.language);
    let text = &summary.standfirst;
    (!text.is_empty()).then(|| el("p").class(class).attr("lang", lang).attr("dir", dir).child(text.as_str()))
}

/// The section as a link, above a headline.
pub fn kicker(paper: &Paper, section: Option<&str>) -> Option<El> {
    let id = section?;
    let title = paper.section(id)?;
    Some(el("a").class("kicker").attr("href", paper.section_href(id)).child(title))
}

/// Day, source, minutes, and whether it was read.
pub fn facts(paper: &Paper, summary: &Summary, day: bool) -> El {
    let day = day.then(|| el("time").attr("datetime", summary.date.day()).child(paper.day(&summary.date, Day::Full)));
    let source = summary.source.as_deref().map(|source| el("span").class("source").child(source));
    el("p").class("facts").child(day).child(source).child(minutes(paper, summary.minutes)).child(read(paper))
}

/// Minutes to read, where they are known.
pub fn minutes(paper: &Paper, minutes: u32) -> Option<El> {
    (minutes > 0).then(|| el("span").class("minutes").child(paper.words.minutes(minutes)))
}

/// The word that marks what was read. It always has its room; the style shows it on a card that was read.
pub fn read(paper: &Paper) -> El {
    el("span").class("state").child(paper.words.read)
}

/// A picture in a list, which says nothing that the headline beside it does not.
pub fn thumbnail(picture: &Picture) -> El {
    image(picture, "", "lazy")
}

/// A picture with its room reserved.
pub fn image(picture: &Picture, alt: &str, loading: &str) -> El {
    let (width, height) = picture.size.map(|(width, height)| (width.to_string(), height.to_string())).unzip();
    el("img")
        .attr("src", picture.url.as_str())
        .attr("alt", alt)
        .attr("width", width)
        .attr("height", height)
        .attr("loading", loading)
        .attr("decoding", "async")
}

/// A teaser of the front page.
pub fn teaser(paper: &Paper, summary: &Summary, shows: Shows) -> El {
    let kicker = shows.section.then(|| kicker(paper, summary.section.as_deref())).flatten();
    card("article", "teaser", paper, &summary.id)
        .child(summary.picture.as_ref().filter(|_| shows.picture).map(thumbnail))
        .child(kicker)
        .child(el("h3").child(headline(paper, &summary.id, &summary.title, &summary.language)))
        .child(standfirst(paper, summary, None))
        .child(facts(paper, summary, shows.day))
}

/// A line of a list.
pub fn line(paper: &Paper, summary: &Summary, section: bool) -> El {
    let text = el("div")
        .child(section.then(|| kicker(paper, summary.section.as_deref())).flatten())
        .child(el("h3").child(headline(paper, &summary.id, &summary.title, &summary.language)))
        .child(standfirst(paper, summary, None))
        .child(facts(paper, summary, false));
    card("li", "summary", paper, &summary.id).child(text).child(summary.picture.as_ref().map(thumbnail))
}
