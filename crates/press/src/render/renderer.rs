//! What all pages of an edition have in common.

use std::sync::Arc;

use edition::{Language, Languages, Look, Site, Taxonomy};
use offprint_viewer::view_context::ViewContext;

use super::{host, viewer::Viewer};
use crate::{compose::Composition, load::locales::Locales, look::LookFiles};

/// Renders pages.
pub(super) struct PageRenderer {
    pub(super) site: Arc<Site>,
    pub(super) languages: Languages,
    locales: Locales,
    pub(super) look: LookFiles,
    pub(super) viewer: Option<Viewer>,
    /// The security policy, as a page contains it.
    pub(super) policy: String,
    /// The path of the edition on its host, for the one page that has no address of its own.
    pub(super) base: String,
}

impl PageRenderer {
    pub(super) fn new(composition: &Composition, look: LookFiles, viewer: Option<Viewer>, base: String) -> PageRenderer {
        PageRenderer {
            site: Arc::new(composition.site.clone()),
            languages: composition.languages.clone(),
            locales: composition.locales.clone(),
            look,
            viewer,
            policy: host::policy(&composition.site),
            base,
        }
    }

    /// Returns what the components know when they render in a language.
    pub(super) fn context(&self, language: &Language) -> ViewContext {
        ViewContext::new(self.site.clone(), language.clone(), self.locales.messages(language))
    }

    /// Returns what the viewer needs of the site.
    pub(super) fn public_site(&self) -> Site {
        let site = (*self.site).clone();
        // The interface has its own words for the taxonomies that every site has.
        let taxonomies = site.taxonomies.into_iter().filter(|taxonomy| !taxonomy.is_built_in() || !taxonomy.pages);
        let Look { logo, logo_dark, logo_size, card, date, pictures, .. } = site.look;
        let look = Look { logo, logo_dark, logo_size, card, date, pictures, ..Look::default() };
        let taxonomies = taxonomies.map(|taxonomy| Taxonomy { field: None, feeds: false, ..taxonomy }).collect();
        Site {
            url: None,
            icon: None,
            media: Vec::new(),
            timezone: None,
            ignore: Vec::new(),
            math: false,
            smart_punctuation: false,
            embeds: Vec::new(),
            look,
            taxonomies,
            ..site
        }
    }
}
