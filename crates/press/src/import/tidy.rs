//! Completes what a source has, and leaves out what the press could not read, so that the result of every import can be printed.

use std::collections::HashMap;

use edition::{Address, Languages, is_free, is_slug, slug};
use jiff::tz::TimeZone;
use offprint_viewer::intl::matching;
use rayon::prelude::*;
use serde_json::Value;

use super::{
    Item, Publication,
    report::{Category, Report},
    unique::UniqueNames,
    writer,
};
use crate::{
    load::{dates::Calendar, kind::ManuscriptKind},
    origins,
};

/// Completes items, and leaves out what the press could not read.
pub(super) fn tidy(publication: &mut Publication, report: &mut Report) {
    leave_out_wrong_facts(publication, report);
    publication.items.iter_mut().for_each(|item| complete(item, report));
    let languages = publication.language.iter().chain(&publication.languages).map(String::as_str);
    give_ids(&mut publication.items, &Languages::new(languages.collect::<Vec<_>>()));
    publication.items.iter_mut().for_each(leave_out_new_addresses);
    for (category, what, example) in publication.items.par_iter_mut().flat_map(leave_out_wrong).collect::<Vec<_>>() {
        report.add(category, &what, example);
    }
}

/// Leaves out what a source says of the publication and the press could not read.
fn leave_out_wrong_facts(publication: &mut Publication, report: &mut Report) {
    let mut check = |fact: &mut Option<String>, is_right: fn(&str) -> bool, what: &str| {
        *fact = fact.take().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        if let Some(wrong) = fact.take_if(|text| !is_right(text)) {
            report.add(Category::LeftOut, what, wrong);
        }
    };
    check(&mut publication.language, matching::is_known, "languages that are not known");
    check(&mut publication.timezone, |name| TimeZone::get(name).is_ok(), "time zones that are not known");
    let is_address = |url: &str| Address::parse(url).is_some_and(|url| origins::is_public(&url));
    check(&mut publication.url, is_address, "addresses that are not public");
    publication.sections.retain(|(id, _)| is_slug(id));
    for (id, title) in publication.sections.iter_mut().filter(|(_, title)| title.trim().is_empty()) {
        title.clone_from(id);
    }
    publication.languages.retain(|language| matching::is_known(language));
}

/// Makes a draft of an article that lacks what it needs to be published, so that the rest can be printed.
fn complete(item: &mut Item, report: &mut Report) {
    let text = |name: &str| item.fields.get(name).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
    let is_readable = |name: &str| text(name).is_some_and(|date| Calendar::default().read(date).is_ok());
    let title = text("title").unwrap_or(&item.slug).to_owned();
    let markdown = item.markdown.as_deref().filter(|text| !text.trim().is_empty());
    let has_text = markdown.or_else(|| text("content_html")).or_else(|| text("content_text")).is_some();
    let [is_dated, has_change] = ["date_published", "date_modified"].map(is_readable);
    let is_dated = is_dated || is_readable("date");
    for (name, is_readable) in [("date_published", is_dated), ("date_modified", has_change)] {
        if !is_readable && item.fields.remove(name).is_some() {
            report.add(Category::LeftOut, &format!("fields “{name}” that are no date"), &title);
        }
    }
    let own = item.fields.get("_offprint").and_then(|own| own.get("draft"));
    let is_draft = own.or_else(|| item.fields.get("draft")) == Some(&Value::Bool(true));
    let lacks = match item.kind {
        _ if is_draft => None,
        ManuscriptKind::Author => None,
        _ if !has_text => Some("items without a text, now drafts"),
        ManuscriptKind::Article if !is_dated => Some("articles without a date that can be read, now drafts"),
        _ => None,
    };
    if let Some(what) = lacks {
        item.set_own("draft", true.into());
        report.add(Category::Changed, what, title);
    }
}

/// Gives every article, and every page in a language, an id that no other has.
fn give_ids(items: &mut [Item], languages: &Languages) {
    let (mut articles, mut pages) = (UniqueNames::default(), HashMap::<Option<String>, UniqueNames>::new());
    for item in items.iter_mut() {
        let base = item.fields.get("id").and_then(Value::as_str).map(slug).filter(|id| !id.is_empty());
        let base = base.unwrap_or_else(|| slug(&item.slug));
        let id = match item.kind {
            ManuscriptKind::Author => continue,
            ManuscriptKind::Article => articles.unique(&base),
            // Translations of a page have its id.
            ManuscriptKind::Page => pages.entry(item.language.clone()).or_default().unique_if(&base, |id| is_free(id, languages)),
        };
        item.fields.insert("id".to_owned(), id.into());
    }
}

/// Leaves out the old address of an item that is its new one.
fn leave_out_new_addresses(item: &mut Item) {
    let id = item.fields.get("id").and_then(Value::as_str).unwrap_or_default();
    let own = match (item.kind, &item.language) {
        (ManuscriptKind::Page, Some(language)) => format!("{language}/{id}"),
        (ManuscriptKind::Page, None) => id.to_owned(),
        _ => format!("articles/{id}"),
    };
    let is_in_markdown = item.fields.contains_key("aliases");
    let group =
        if is_in_markdown { Some(&mut item.fields) } else { item.fields.get_mut("_offprint").and_then(Value::as_object_mut) };
    if let Some(group) = group
        && let Some(Value::Array(aliases)) = group.get_mut("aliases")
    {
        aliases.retain(|alias| alias.as_str().is_none_or(|alias| alias.trim_matches('/') != own));
        if aliases.is_empty() {
            group.remove("aliases");
        }
    }
}

/// Leaves out the fields of an item that the press could not read, so that the rest can be printed. Returns what was done, with an example.
/// An item with something else that is wrong becomes a draft.
fn leave_out_wrong(item: &mut Item) -> Vec<(Category, String, String)> {
    let mut done = Vec::new();
    let example = item.fields.get("title").and_then(Value::as_str).unwrap_or(&item.slug).to_owned();
    // Each round finds what is wrong in the fields that are left.
    for _ in 0..10 {
        let wrong = writer::errors(item);
        if wrong.is_empty() {
            return done;
        }
        let mut is_better = false;
        for field in wrong.into_iter().flatten() {
            let (group, key) = match field.strip_prefix("_offprint.") {
                Some(key) => (Some("_offprint"), key),
                None => (None, field.as_str()),
            };
            let key = key.split(['.', '[', ':']).next().unwrap_or_default();
            let fields = match group {
                Some(group) => item.fields.get_mut(group).and_then(Value::as_object_mut),
                None => Some(&mut item.fields),
            };
            let is_needed = matches!(key, "id" | "title");
            if key == "draft" {
                // In doubt it is one.
                item.set_own("draft", true.into());
                item.fields.remove("draft");
                is_better = true;
                continue;
            }
            if !is_needed && fields.is_some_and(|fields| fields.remove(key).is_some()) {
                is_better = true;
                done.push((Category::LeftOut, format!("fields “{key}” that cannot be read"), example.clone()));
            }
        }
        if !is_better {
            break;
        }
    }
    item.set_own("draft", true.into());
    done.push((Category::Changed, "items with something wrong in them, now drafts".to_owned(), example));
    done
}
