//! Linked data: a page as schema.org describes it, for search engines.

use edition::{Address, Article, Credit, Role, Term};
use offprint_viewer::components::{list::ListView, page::is_front};
use serde_json::{Map, Value, json};

use super::{
    head::{PageHead, Subject},
    markup::data_block,
};

/// Returns the element with the linked data of a page; empty for a page that describes nothing.
pub(super) fn element(head: &PageHead<'_>) -> String {
    match head.subject {
        Subject::Nothing | Subject::Shell => String::new(),
        _ => data_block("application/ld+json", "", &linked_data(head).to_string()),
    }
}

/// Returns the page as schema.org describes it.
fn linked_data(head: &PageHead<'_>) -> Value {
    let mut data = Map::new();
    let mut set = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            data.insert(name.to_owned(), value);
        }
    };
    let publisher = with(json!({ "@type": "NewsMediaOrganization", "name": head.context.site_name() }), "url", head.whole(""));
    set("@context", Some("https://schema.org".into()));
    set("url", head.own().map(Value::from));
    set("description", Some(head.described()).filter(|text| !text.is_empty()).map(Value::from));
    match head.subject {
        Subject::Article { article, .. } => {
            let offprint = &article.offprint;
            let people = |roles: &[Role]| {
                let people: Vec<Value> = offprint
                    .credits
                    .iter()
                    .filter(|credit| roles.contains(&credit.role))
                    .map(|credit| person(head, credit))
                    .collect();
                (!people.is_empty()).then(|| Value::from(people))
            };
            let authors: Vec<Value> = article
                .authors
                .iter()
                .filter(|author| !author.name.is_empty())
                .map(|author| with(json!({ "@type": "Person", "name": author.name }), "url", absolute(head, author.url.as_ref())))
                .collect();
            let picture = head.picture().map(|(address, picture)| {
                let mut object = json!({ "@type": "ImageObject", "url": address });
                for (name, text) in [("caption", &picture.caption), ("creditText", &picture.credit)] {
                    object = with(object, name, Some(text.clone()).filter(|text| !text.is_empty()));
                }
                if let Some((width, height)) = picture.size {
                    (object["width"], object["height"]) = (width.into(), height.into());
                }
                object
            });
            let source = offprint.source.as_ref().map(|source| {
                with(json!({ "@type": "CreativeWork", "name": source.name }), "url", source.url.as_ref().map(Address::to_string))
            });
            let modified = article.date_modified.as_ref().unwrap_or(&article.date_published);
            set("@type", Some("NewsArticle".into()));
            set("headline", Some(article.title.as_str().into()));
            set("inLanguage", Some(article.language.as_str().into()));
            set("datePublished", Some(article.date_published.as_str().into()));
            set("dateModified", Some(modified.as_str().into()));
            set("mainEntityOfPage", head.own().map(Value::from));
            set("author", if authors.is_empty() { people(&[Role::Author]) } else { Some(authors.into()) });
            set("editor", people(&[Role::Editor, Role::ResponsibleEditor]));
            set("translator", people(&[Role::Translator]));
            set("image", picture);
            set("isBasedOn", source);
            set("articleSection", offprint.section.as_deref().and_then(|id| head.context.section_name(id)).map(Value::from));
            set("keywords", (!article.tags.is_empty()).then(|| article.tags.clone().into()));
            let series: Vec<Value> = offprint.terms.iter().filter_map(|term| series(head, article, term)).collect();
            set("isPartOf", (!series.is_empty()).then(|| series.into()));
            set("timeRequired", (offprint.minutes > 0).then(|| format!("PT{}M", offprint.minutes).into()));
            set("publisher", Some(publisher));
        }
        Subject::Page { article, .. } => {
            set("@type", Some("WebPage".into()));
            set("name", Some(article.title.as_str().into()));
            set("inLanguage", Some(article.language.as_str().into()));
            set("publisher", Some(publisher));
        }
        Subject::List { page: page @ ListView { profile: Some(profile), .. }, description } => {
            let mut person = json!({ "@type": "Person", "name": page.name(head.context) });
            person = with(person, "url", head.own());
            person = with(person, "description", description.map(str::to_owned).filter(|text| !text.is_empty()));
            person = with(person, "image", absolute(head, profile.picture.as_ref().map(|picture| &picture.url)));
            person = with(person, "sameAs", profile.url.as_ref().map(Address::to_string));
            set("@type", Some("ProfilePage".into()));
            set("mainEntity", Some(person));
            set("inLanguage", Some(head.context.language.as_str().into()));
            set("publisher", Some(publisher));
        }
        _ => {
            set("@type", Some("CollectionPage".into()));
            set("name", Some(if is_front(head.route) { head.context.site_name() } else { head.title.to_owned() }.into()));
            set("inLanguage", Some(head.context.language.as_str().into()));
            set("publisher", Some(publisher));
        }
    }
    Value::Object(data)
}

fn person(head: &PageHead<'_>, credit: &Credit) -> Value {
    with(json!({ "@type": "Person", "name": credit.name }), "url", absolute(head, credit.url.as_ref()))
}

/// Returns the series that an article is a part of, if the term is one.
fn series(head: &PageHead<'_>, article: &Article, term: &Term) -> Option<Value> {
    let (position, _) = term.part?;
    let url = head.context.term_href(article.list_language(), &term.taxonomy, &term.id).and_then(|path| head.whole(&path));
    let series = with(json!({ "@type": "CreativeWorkSeries", "name": term.title }), "url", url);
    Some(with(series, "position", Some(position.to_string())))
}

/// Returns an absolute address; none where it is not known.
fn absolute(head: &PageHead<'_>, address: Option<&Address>) -> Option<String> {
    let address = address?;
    if address.is_relative() { head.whole(address.as_str()) } else { Some(address.to_string()) }
}

fn with(mut object: Value, name: &str, value: Option<String>) -> Value {
    if let Some(value) = value {
        object[name] = value.into();
    }
    object
}
