use edition::Address;
use leptos::prelude::*;

use super::Paper;

/// Links, contact, licences, copyright.
pub fn colophon(paper: &Paper) -> AnyView {
    let (site, words) = (&paper.site, paper.words);
    let links: Vec<_> =
        site.links.iter().map(|link| view! { <li>{linked(paper.text(&link.title), Some(&link.url))}</li> }).collect();
    let contact: Vec<_> = site
        .contact
        .iter()
        .map(|contact| {
            let value = linked(paper.text(&contact.value), contact.url.as_ref());
            view! { <div><dt>{words.label(&paper.text(&contact.label))}</dt><dd>{value}</dd></div> }
        })
        .collect();
    let copyright = site.copyright.as_ref().map(|text| view! { <li>{paper.text(text)}</li> });
    let licences: Vec<_> = site
        .licences
        .iter()
        .map(|licence| view! { <li>{linked(paper.text(&licence.text), licence.url.as_ref())}</li> })
        .collect();
    let rights = (copyright.is_some() || !licences.is_empty()).then(|| view! { <ul>{copyright}{licences}</ul> }.into_any());
    view! {
        <footer class="colophon">
            {band("links", words.links, (!links.is_empty()).then(|| view! { <ul>{links}</ul> }.into_any()))}
            {band("contact", words.contact, (!contact.is_empty()).then(|| view! { <dl>{contact}</dl> }.into_any()))}
            {band("licences", words.rights, rights)}
        </footer>
    }
    .into_any()
}

fn band(name: &'static str, heading: &'static str, content: Option<AnyView>) -> Option<AnyView> {
    content.map(|content| view! { <section class=format!("band {name}")><h2>{heading}</h2>{content}</section> }.into_any())
}

fn linked(text: String, url: Option<&Address>) -> AnyView {
    let text = view! { <bdi>{text}</bdi> };
    match url {
        Some(url) => view! { <a href=url.to_string()>{text}</a> }.into_any(),
        None => text.into_any(),
    }
}
