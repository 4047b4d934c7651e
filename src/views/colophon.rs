use edition::Address;

use super::{
    Paper,
    element::{El, Part, el},
};

/// Links, contact, licences, copyright.
pub fn colophon(paper: &Paper) -> Part {
    let (site, words) = (&paper.site, paper.words);
    let links: Vec<_> = site.links.iter().map(|link| el("li").child(linked(paper.text(&link.title), Some(&link.url)))).collect();
    let contact = |contact: &edition::Contact| {
        let label = el("dt").child(words.label(&paper.text(&contact.label)));
        el("div").child(label).child(el("dd").child(linked(paper.text(&contact.value), contact.url.as_ref())))
    };
    let contact: Vec<_> = site.contact.iter().map(contact).collect();
    let licence = |licence: &edition::Licence| el("li").child(linked(paper.text(&licence.text), licence.url.as_ref()));
    let mut rights: Vec<_> = site.copyright.iter().map(|text| el("li").child(paper.text(text))).collect();
    rights.extend(site.licences.iter().map(licence));
    el("footer")
        .class("colophon")
        .child(band("band links", words.links, "ul", links))
        .child(band("band contact", words.contact, "dl", contact))
        .child(band("band licences", words.rights, "ul", rights))
        .part()
}

fn band(class: &str, heading: &str, list: &'static str, items: Vec<El>) -> Option<El> {
    (!items.is_empty()).then(|| el("section").class(class).child(el("h2").child(heading)).child(el(list).child(items)))
}

fn linked(text: String, url: Option<&Address>) -> El {
    let text = el("bdi").child(text);
    match url {
        Some(url) => el("a").attr("href", url.as_str()).child(text),
        None => text,
    }
}
