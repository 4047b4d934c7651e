//! Which articles are published at a moment.

use jiff::Timestamp;

use crate::load::{kind::ManuscriptKind, manuscript::Manuscript};

/// Leaves out drafts, articles of a later date, and articles that have expired, each with a note. Nothing without a moment.
pub(super) fn exclude_unpublished(manuscripts: &mut Vec<Manuscript>, now: Option<Timestamp>, notes: &mut Vec<String>) {
    let Some(now) = now else { return };
    manuscripts.retain(|manuscript| {
        let article = &manuscript.article;
        let why = if article.offprint.draft {
            "it is a draft".to_owned()
        } else if manuscript.moment > now && manuscript.kind == ManuscriptKind::Article {
            format!("it is dated {}", article.date_published.as_str())
        } else if manuscript.expires.is_some_and(|expires| expires <= now) {
            let expired = article.offprint.expires.as_ref().map_or("", |date| date.as_str());
            format!("it expired on {expired}")
        } else {
            return true;
        };
        notes.push(format!("not published: {} ({why})", manuscript.source.file));
        false
    });
}
