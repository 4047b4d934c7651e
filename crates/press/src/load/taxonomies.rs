//! The taxonomies of a site, and what an article says of them.

use edition::{LocalizedText, Site, TAGS, Taxonomy, Term, is_free, is_slug};
use serde_json::{Map, Value};

use super::{
    fields::{FieldSource, MAX_PROBLEMS, keys},
    known_fields::{ARTICLE, OFFPRINT, advice, closest_of, is_namespaced},
    locate::Step,
};
use crate::problem::{Kind, Problem, Severity};

/// Adds the taxonomies that every site has to those that the site names. Of those the site may say whether they have feeds, and of tags
/// whether they have pages.
pub(super) fn complete(site: &mut Site) {
    site.taxonomies.retain(|taxonomy| taxonomy.is_built_in() || !is_field(taxonomy.field()));
    let own = std::mem::take(&mut site.taxonomies);
    site.taxonomies = Taxonomy::built_in().into();
    for taxonomy in own {
        match site.taxonomies.iter_mut().find(|known| known.id == taxonomy.id) {
            Some(known) => {
                *known = Taxonomy { field: known.field.take(), title: LocalizedText::default(), ordered: false, ..taxonomy }
            }
            None => site.taxonomies.push(taxonomy),
        }
    }
}

/// Reports what is wrong in the taxonomies that the site names.
pub(super) fn check(site: &Site, source: &FieldSource, problems: &mut Vec<Problem>) {
    for (index, taxonomy) in site.taxonomies.iter().enumerate() {
        let mut report = |field: &str, kind: Kind, message: String| {
            let steps = [Step::Key("taxonomies".into()), Step::Index(index), Step::Key(field.into())];
            problems.push(source.problem(Severity::Error, kind, &steps, message));
        };
        let id = &taxonomy.id;
        if !is_slug(id) {
            report(
                "id",
                Kind::WrongValue,
                format!("“{id}” cannot be an address. Write lower case letters, digits and hyphens, such as “series”."),
            );
        } else if !is_free(id, &site.languages()) {
            report("id", Kind::WrongValue, format!("“{id}” is taken: addresses that begin so lead elsewhere. Choose another."));
        }
        if site.taxonomies[..index].iter().any(|other| other.id == *id) {
            report("id", Kind::DuplicateId, format!("“{id}” is the id of an earlier taxonomy, too. Give one of them another."));
        }
        if taxonomy.feeds && !taxonomy.pages {
            report("feeds", Kind::WrongValue, "a taxonomy without pages has no feeds. Take out one of the two.".to_owned());
        }
        if taxonomy.is_built_in() {
            if taxonomy.field.is_some() || taxonomy.ordered || !taxonomy.title.is_empty() || !(taxonomy.pages || id == TAGS) {
                let what = if id == TAGS { "`pages` and `feeds`" } else { "`feeds`" };
                report("id", Kind::WrongValue, format!("every site has the taxonomy “{id}”, of which only {what} can be set."));
            }
            continue;
        }
        if taxonomy.title.is_empty() {
            report("title", Kind::MissingField, "is missing. Add what readers call it, such as “Series”.".to_owned());
        }
        let is_used = |field: &str| site.taxonomies[..index].iter().any(|other| !other.is_built_in() && other.field() == field);
        if is_field(taxonomy.field()) || is_used(taxonomy.field()) {
            let field = if taxonomy.field.is_some() { "field" } else { "id" };
            let message = format!("articles use the field “{}” for something else. Name another in `field`.", taxonomy.field());
            report(field, Kind::WrongValue, message);
        }
    }
}

/// Returns whether articles have a field of this name.
fn is_field(name: &str) -> bool {
    ARTICLE.iter().chain(OFFPRINT).chain(&["date"]).any(|field| *field == name)
}

/// Takes out fields whose names are almost those of a taxonomy that the site adds, with a warning.
fn take_out_misspelled(fields: &mut Map<String, Value>, site: Option<&Site>, source: &FieldSource, problems: &mut Vec<Problem>) {
    let taxonomies = site.iter().flat_map(|site| &site.taxonomies).filter(|taxonomy| !taxonomy.is_built_in());
    let known: Vec<&str> = taxonomies.map(Taxonomy::field).collect();
    let group = if source.flat { Some(fields) } else { fields.get_mut("_offprint").and_then(Value::as_object_mut) };
    let Some(group) = group else { return };
    group.retain(|name, _| {
        if is_field(name) || is_namespaced(name) || known.contains(&name.as_str()) {
            return true;
        }
        let closest @ Some(_) = closest_of(name, &known) else { return true };
        let message = format!("nobody reads this field. {}", advice(closest));
        problems.push(source.warning(Kind::UnknownField, &["_offprint", name], message));
        false
    });
}

/// Takes the fields of the taxonomies that the site adds out of the fields of an article, and returns the terms that they name. Their
/// addresses are not yet known.
pub(super) fn take_terms(
    fields: &mut Map<String, Value>,
    site: Option<&Site>,
    source: &FieldSource,
    problems: &mut Vec<Problem>,
) -> Vec<Term> {
    let (mut terms, known_problems) = (Vec::new(), problems.len());
    take_out_misspelled(fields, site, source, problems);
    for taxonomy in site.iter().flat_map(|site| &site.taxonomies).filter(|taxonomy| !taxonomy.is_built_in()) {
        // In front matter the field is at the top, in JSON with the others that JSON Feed does not define.
        let from_top = if source.flat { fields.remove(taxonomy.field()) } else { None };
        let offprint = fields.get_mut("_offprint").and_then(Value::as_object_mut);
        let Some(value) = from_top.or_else(|| offprint?.remove(taxonomy.field())) else { continue };
        let path = keys(&["_offprint", taxonomy.field()]);
        let entries = match value {
            Value::Array(entries) => entries.into_iter().enumerate().map(|(index, entry)| (Some(index), entry)).collect(),
            entry => vec![(None, entry)],
        };
        for (index, entry) in entries {
            if problems.len() - known_problems >= MAX_PROBLEMS {
                break;
            }
            let mut steps = path.clone();
            steps.extend(index.map(Step::Index));
            let written = match entry {
                Value::String(title) => Some(title),
                Value::Number(_) | Value::Bool(_) if index.is_none_or(|index| index < MAX_PROBLEMS) => source.literal(&steps),
                Value::Number(_) | Value::Bool(_) => Some(entry.to_string()),
                Value::Null => continue,
                _ => None,
            };
            match written {
                Some(title) if title.trim().is_empty() => {}
                Some(title) => terms.push(Term { taxonomy: taxonomy.id.clone(), id: String::new(), title, part: None }),
                None => {
                    let message = "expected a text, or a list of texts.";
                    problems.push(source.problem(Severity::Error, Kind::WrongValue, &steps, message));
                }
            }
        }
    }
    terms
}
