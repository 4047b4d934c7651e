//! Pages, links, contact, licences, copyright.

use edition::Contact;
use leptos::prelude::*;

use crate::view_context::ViewContext;

/// The colophon at the foot of every page.
#[component]
pub fn Colophon() -> impl IntoView {
    let context = ViewContext::expect();
    let (site, messages) = (&context.site, &context.messages.colophon);
    let pages = context.page_links(&site.footer).into_iter().map(|page| {
        let (lang, dir) = context.lang_attrs(&page.language);
        view! { <li><a href=page.href lang=lang dir=dir>{page.title}</a></li> }
    });
    let pages = pages.collect_view();
    let links = site.links.iter().map(|link| {
        view! { <li><OptionalLink text=context.text(&link.title) url=link.url.to_string()/></li> }
    });
    let contact = site.contact.iter().map(|contact| view! { <ContactLine contact=contact.clone()/> });
    let copyright = site.copyright.iter().map(|text| (context.text(text), None));
    let licences = site.licences.iter().map(|licence| (context.text(&licence.text), licence.url.clone()));
    let rights = copyright
        .chain(licences)
        .map(|(text, url)| (text, url.map(|url| url.to_string())))
        .map(|(text, url)| view! { <li><OptionalLink text url/></li> });
    let (links, contact, rights) = (links.collect_view(), contact.collect_view(), rights.collect_view());
    view! {
        <footer class="colophon">
            {(!pages.is_empty()).then(|| view! {
                <section class="band pages"><h2>{context.site_name()}</h2><ul>{pages}</ul></section>
            })}
            {(!links.is_empty()).then(|| view! {
                <section class="band links"><h2>{messages.links.clone()}</h2><ul>{links}</ul></section>
            })}
            {(!contact.is_empty()).then(|| view! {
                <section class="band contact"><h2>{messages.contact.clone()}</h2><dl>{contact}</dl></section>
            })}
            {(!rights.is_empty()).then(|| view! {
                <section class="band licences"><h2>{messages.rights.clone()}</h2><ul>{rights}</ul></section>
            })}
        </footer>
    }
}

#[component]
fn ContactLine(contact: Contact) -> impl IntoView {
    let context = ViewContext::expect();
    view! {
        <div>
            <dt>{context.messages.labelled(&context.text(&contact.label))}</dt>
            <dd><OptionalLink text=context.text(&contact.value) url=contact.url.map(|url| url.to_string())/></dd>
        </div>
    }
}

/// A text that may have another direction than the page, and a link where there is an address.
#[component]
pub fn OptionalLink(
    /// The text.
    text: String,
    /// The address.
    #[prop(into)]
    url: Option<String>,
    /// How the link relates to the page.
    #[prop(optional_no_strip)]
    rel: Option<&'static str>,
) -> impl IntoView {
    let text = view! { <bdi>{text}</bdi> };
    match url {
        Some(url) => view! { <a rel=rel href=url>{text}</a> }.into_any(),
        None => text.into_any(),
    }
}
