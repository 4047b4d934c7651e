//! The head of a page: for browsers, crawlers, and those who share it.

use edition::{AUTHORS, Article, Language, List, Picture, Route, SECTIONS, SHARED_PICTURE, encode};
use offprint_viewer::{components::list::ListView, intl::matching, view_context::ViewContext};

use super::{feed, host, markup::attribute, podcast, renderer::PageRenderer, viewer};
use crate::{body::html::escape, pictures::headline};

/// Returns the name of the picture of an article's headline.
pub(super) fn headline_file(id: &str) -> String {
    format!("shared/{id}.png")
}

/// What a page is about.
pub(super) enum Subject<'a> {
    Article {
        article: &'a Article,
        description: &'a str,
        /// The main picture, which may be in the text.
        picture: Option<&'a Picture>,
        /// Whether there is a picture of the headline, in place of one.
        draws_headline: bool,
    },
    /// A page outside of the lists.
    Page {
        article: &'a Article,
        description: &'a str,
        /// The main picture, which may be in the text.
        picture: Option<&'a Picture>,
    },
    List {
        page: &'a ListView,
        /// What an author's biography begins with.
        description: Option<&'a str>,
    },
    /// An address that leads nowhere.
    Nothing,
    /// What the viewer finds out.
    Shell,
}

/// A page whose head is to be written.
pub(super) struct PageHead<'a> {
    pub(super) renderer: &'a PageRenderer,
    pub(super) context: &'a ViewContext,
    pub(super) route: &'a Route,
    pub(super) title: &'a str,
    pub(super) subject: &'a Subject<'a>,
}

impl PageHead<'_> {
    /// Returns the elements of the head. A page that may be shown at any address needs an absolute base.
    pub(super) fn elements(&self, anywhere: bool) -> String {
        let mut head = Elements::default();
        head.0.push_str("<meta charset=\"utf-8\">\n");
        head.add("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
        head.add("base", &[("href", &self.base(anywhere))]);
        self.viewer(&mut head);
        head.add("meta", &[("http-equiv", "Content-Security-Policy"), ("content", &self.renderer.policy)]);
        head.0.push_str(&format!("<title>{}</title>\n", escape(self.title)));
        head.add("meta", &[("name", "color-scheme"), ("content", "light dark")]);
        self.icons(&mut head);
        if !matches!(self.subject, Subject::Nothing | Subject::Shell) {
            self.description(&mut head);
            self.address(&mut head);
            self.feeds(&mut head);
            self.podcast(&mut head);
            self.preview(&mut head);
        } else if !self.is_shell() {
            head.add("meta", &[("name", "robots"), ("content", "noindex")]);
        }
        head.0
    }

    /// Returns the way to the edition's root.
    fn base(&self, anywhere: bool) -> String {
        let path = self.route.path(&self.context.languages);
        match path.matches('/').count() {
            _ if anywhere => self.renderer.base.clone(),
            0 => "./".to_owned(),
            depth => "../".repeat(depth),
        }
    }

    /// Adds style sheet and scripts. A policy in the page turns off the preload scanner of browsers, so the style sheet comes first.
    /// The loader blocks rendering, because it sets the theme, but not parsing.
    fn viewer(&self, head: &mut Elements) {
        let style = self.renderer.viewer.as_ref().map_or(viewer::STYLE, |viewer| &viewer.style);
        head.add("link", &[("rel", "stylesheet"), ("href", style)]);
        if let Some(look) = &self.renderer.look.sheet {
            head.add("link", &[("rel", "stylesheet"), ("href", look)]);
        }
        let Some(viewer) = &self.renderer.viewer else { return };
        let fronts: Vec<String> = self
            .others()
            .into_iter()
            .map(|(language, route)| format!("{language}={}", route.path(&self.context.languages)))
            .collect();
        let fronts = fronts.join(" ");
        let mut loader = vec![
            ("src", viewer.loader.as_str()),
            ("async", ""),
            ("blocking", "render"),
            ("data-viewer", &viewer.glue),
            ("data-wasm", &viewer.wasm),
        ];
        loader.extend(viewer.search.first().map(|script| ("data-search", script.as_str())));
        let messages = edition::locale_file(&self.context.language);
        loader.push(("data-messages", &messages));
        // The root of the edition leads to the front page in the reader's language.
        if self.route.path(&self.context.languages).is_empty() && !fronts.is_empty() {
            loader.push(("data-fronts", &fronts));
        }
        if self.is_shell() {
            // Nothing is visible before the viewer has started.
            loader.push(("data-shell", ""));
            head.add("link", &[("rel", "modulepreload"), ("href", &viewer.glue)]);
            for file in [viewer.wasm.as_str(), "site.json"] {
                head.add("link", &[("rel", "preload"), ("as", "fetch"), ("crossorigin", ""), ("href", file)]);
            }
        }
        head.add("script", &loader);
        head.0.truncate(head.0.len() - 1);
        head.0.push_str("</script>\n");
    }

    fn is_shell(&self) -> bool {
        matches!(self.subject, Subject::Shell)
    }

    fn icons(&self, head: &mut Elements) {
        for icon in host::icons(&self.renderer.site, self.renderer.viewer.as_ref()) {
            match icon.size.as_deref() {
                Some("180x180") => head.add("link", &[("rel", "apple-touch-icon"), ("href", &icon.address)]),
                None | Some("any") => head.add("link", &[("rel", "icon"), ("href", &icon.address)]),
                _ => {}
            }
        }
        head.add("link", &[("rel", "manifest"), ("href", host::MANIFEST)]);
    }

    /// Returns the same page in the other languages of the site, if it is one that every language has.
    fn others(&self) -> Vec<(&edition::Language, Route)> {
        let other = |language: &edition::Language| match (self.route, self.subject) {
            (Route::List(list, None), _) if list.selection.is_in_every_language() => {
                Some(Route::List(List { language: language.clone(), ..list.clone() }, None))
            }
            (Route::Page(_, id), Subject::Page { article, .. }) => {
                article.offprint.translations.get(language).map(|_| Route::Page(language.clone(), id.clone()))
            }
            _ => None,
        };
        let languages = self.context.languages.iter().filter(|language| **language != self.context.language);
        languages.filter_map(|language| Some((language, other(language)?))).collect()
    }

    pub(super) fn whole(&self, path: &str) -> Option<String> {
        self.renderer.site.url.as_ref().map(|url| format!("{url}{path}"))
    }

    pub(super) fn own(&self) -> Option<String> {
        self.whole(&self.route.path(&self.context.languages))
    }

    /// Returns the picture of the page with its absolute address.
    pub(super) fn picture(&self) -> Option<(String, &Picture)> {
        let picture = match self.subject {
            Subject::Article { picture, .. } | Subject::Page { picture, .. } => (*picture)?,
            Subject::List { page, .. } => {
                let portrait = page.profile.as_ref().and_then(|profile| profile.picture.as_ref());
                portrait.or_else(|| page.summaries.iter().find_map(|summary| summary.picture.as_ref()))?
            }
            Subject::Nothing | Subject::Shell => return None,
        };
        let address = if picture.url.is_relative() { self.whole(picture.url.as_str())? } else { picture.url.to_string() };
        Some((address, picture))
    }

    pub(super) fn described(&self) -> String {
        match self.subject {
            Subject::Article { description, .. } | Subject::Page { description, .. } => (*description).to_owned(),
            Subject::List { page, description } => {
                let own = description.filter(|text| !text.is_empty()).map(str::to_owned);
                let site = || self.context.site.description.as_ref().map(|text| self.context.text(text));
                own.or_else(|| page.description(self.context)).or_else(site).unwrap_or_default()
            }
            Subject::Nothing | Subject::Shell => String::new(),
        }
    }

    fn description(&self, head: &mut Elements) {
        let described = self.described();
        if !described.is_empty() {
            head.add("meta", &[("name", "description"), ("content", &described)]);
        }
    }

    /// Adds its own address, those of its translations, and those of the pages before and after it.
    fn address(&self, head: &mut Elements) {
        if let Subject::List { page, .. } = self.subject {
            if let Some(newer) = &page.newer {
                let route = Route::List(page.list.clone(), newer.page);
                head.add("link", &[("rel", "prev"), ("href", &self.context.href(&route))]);
            }
            if let Some(older) = &page.older {
                let route = Route::List(page.list.clone(), Some(older.page));
                head.add("link", &[("rel", "next"), ("href", &self.context.href(&route))]);
            }
        }
        let Some(own) = self.own() else { return };
        head.add("link", &[("rel", "canonical"), ("href", &own)]);
        let mut alternates: Vec<(String, String)> = Vec::new();
        if let Subject::Article { article, .. } = self.subject {
            for (language, id) in article.offprint.translations.iter() {
                alternates
                    .extend(self.whole(&format!("articles/{}/", encode(id))).map(|address| (language.to_string(), address)));
            }
        }
        for (language, route) in self.others() {
            alternates.extend(self.whole(&route.path(&self.context.languages)).map(|address| (language.to_string(), address)));
        }
        if !alternates.is_empty() {
            let language = match self.subject {
                Subject::Article { article, .. } => article.language.to_string(),
                _ => self.context.language.to_string(),
            };
            alternates.push((language, own));
            alternates.sort();
            for (language, address) in alternates {
                head.add("link", &[("rel", "alternate"), ("hreflang", &language), ("href", &address)]);
            }
        }
    }

    fn feeds(&self, head: &mut Elements) {
        let list = match self.subject {
            Subject::List { page, .. } => Some(*page),
            _ => None,
        };
        for (title, folder) in feed::offered(self.context, list) {
            let json = format!("{folder}feed.json");
            let link = |kind: &'static str, href: &str, head: &mut Elements| {
                head.add("link", &[("rel", "alternate"), ("type", kind), ("title", &title), ("href", href)]);
            };
            link("application/feed+json", &json, head);
            if self.renderer.site.url.is_some() {
                link("application/atom+xml", &format!("{folder}feed.xml"), head);
            }
        }
    }

    /// Adds the podcast of a section that is one.
    fn podcast(&self, head: &mut Elements) {
        let Route::List(list, _) = self.route else { return };
        let Some(id) = list.selection.term_of(SECTIONS) else { return };
        let site = &self.renderer.site;
        if let Some(section) = site.section(id).filter(|section| section.podcast && site.url.is_some()) {
            let (title, href) =
                (self.context.text(&section.title), format!("{}{}", self.context.section_href(id), podcast::NAME));
            head.add("link", &[("rel", "alternate"), ("type", "application/rss+xml"), ("title", &title), ("href", &href)]);
        }
    }

    /// Returns the locale of the page, and those of its translations.
    fn locales(&self) -> Vec<(&'static str, String)> {
        let (own, others): (_, Vec<&Language>) = match self.subject {
            Subject::Article { article, .. } => {
                (&article.language, article.offprint.translations.iter().map(|(language, _)| language).collect())
            }
            _ => (&self.context.language, self.others().into_iter().map(|(language, _)| language).collect()),
        };
        let locale = |language: &Language| matching::with_region(language.as_str());
        let others = others.into_iter().filter_map(|other| Some(("og:locale:alternate", locale(other)?)));
        locale(own).map(|own| ("og:locale", own)).into_iter().chain(others).collect()
    }

    /// Adds what a shared link shows: Open Graph, and a Twitter card.
    fn preview(&self, head: &mut Elements) {
        let title = match self.subject {
            Subject::Article { article, .. } | Subject::Page { article, .. } => article.title.as_str(),
            _ => self.title,
        };
        let kind = match self.subject {
            Subject::Article { .. } => "article",
            Subject::List { page, .. } if page.list.selection.term_of(AUTHORS).is_some() => "profile",
            _ => "website",
        };
        let mut facts =
            vec![("og:type", kind.to_owned()), ("og:title", title.to_owned()), ("og:site_name", self.context.site_name())];
        facts.extend(Some(self.described()).filter(|text| !text.is_empty()).map(|text| ("og:description", text)));
        facts.extend(self.own().map(|address| ("og:url", address)));
        let picture = self.picture();
        if let Some((address, picture)) = &picture {
            // Networks show neither drawings nor large files.
            let ending = picture.shared.map_or("", |_| SHARED_PICTURE);
            facts.push(("og:image", format!("{address}{ending}")));
            if let Some((width, height)) = picture.shared.or(picture.size) {
                facts.extend([("og:image:width", width.to_string()), ("og:image:height", height.to_string())]);
            }
            facts.extend(Some(&picture.alt).filter(|alt| !alt.is_empty()).map(|alt| ("og:image:alt", alt.clone())));
        }
        let drawn = match self.subject {
            Subject::Article { article, draws_headline: true, .. } => self.whole(&encode(&headline_file(&article.id))),
            _ => None,
        };
        if let Some(address) = &drawn {
            let (width, height) = headline::SIZE;
            facts.push(("og:image", address.clone()));
            facts.extend([("og:image:width", width.to_string()), ("og:image:height", height.to_string())]);
            facts.push(("og:image:alt", title.to_owned()));
        }
        facts.extend(self.locales());
        if let Subject::Article { article, .. } = self.subject {
            facts.push(("article:published_time", article.date_published.as_str().to_owned()));
            facts.extend(article.date_modified.as_ref().map(|date| ("article:modified_time", date.as_str().to_owned())));
            facts.extend(
                article
                    .offprint
                    .section
                    .as_deref()
                    .and_then(|id| self.context.section_name(id))
                    .map(|name| ("article:section", name)),
            );
            facts.extend(article.tags.iter().map(|tag| ("article:tag", tag.clone())));
        }
        for (property, content) in facts {
            head.add("meta", &[("property", property), ("content", &content)]);
        }
        let card = if picture.is_some() || drawn.is_some() { "summary_large_image" } else { "summary" };
        head.add("meta", &[("name", "twitter:card"), ("content", card)]);
    }
}

/// Elements without contents, one to a line.
#[derive(Default)]
struct Elements(String);

impl Elements {
    fn add(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let attributes: String = attributes.iter().map(|(name, value)| attribute(name, value)).collect();
        self.0.push_str(&format!("<{name}{attributes}>\n"));
    }
}
