//! The head of a page: for browsers, crawlers, and those who share it.

use edition::{Address, Article, Credit, Picture, Role, Route, Selection, encode};
use offprint::{
    components::{list::ListView, page::is_front},
    view_context::ViewContext,
};
use serde_json::{Map, Value, json};

use crate::{
    body, feed, host,
    page::{Printer, attribute, data_block},
};

/// What a page is about.
pub(crate) enum About<'a> {
    Article {
        article: &'a Article,
        description: &'a str,
    },
    List(&'a ListView),
    /// An address that leads nowhere.
    Nothing,
    /// Whatever the viewer finds out.
    Shell,
}

/// A page whose head is to be written.
pub(crate) struct Meta<'a> {
    pub(crate) printer: &'a Printer,
    pub(crate) context: &'a ViewContext,
    pub(crate) route: &'a Route,
    pub(crate) title: &'a str,
    pub(crate) about: &'a About<'a>,
}

impl Meta<'_> {
    /// The elements of the head. A page that may be shown at any address needs a base that is whole.
    pub(crate) fn head(&self, anywhere: bool) -> String {
        let mut head = Elements::default();
        head.0.push_str("<meta charset=\"utf-8\">\n");
        head.add("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
        head.add("base", &[("href", &self.base(anywhere))]);
        self.viewer(&mut head);
        head.add("meta", &[("http-equiv", "Content-Security-Policy"), ("content", &self.printer.policy)]);
        head.0.push_str(&format!("<title>{}</title>\n", body::escape(self.title)));
        head.add("meta", &[("name", "color-scheme"), ("content", "light dark")]);
        self.icons(&mut head);
        if !matches!(self.about, About::Nothing | About::Shell) {
            self.description(&mut head);
            self.address(&mut head);
            self.feeds(&mut head);
            self.preview(&mut head);
            let linked_data = serde_json::to_string(&self.linked_data()).unwrap_or_default();
            head.0.push_str(&data_block("application/ld+json", "", &linked_data));
        } else if !self.is_shell() {
            head.add("meta", &[("name", "robots"), ("content", "noindex")]);
        }
        head.0
    }

    /// Back to the edition's root, wherever that is.
    fn base(&self, anywhere: bool) -> String {
        let path = self.route.path(&self.context.languages);
        match path.matches('/').count() {
            _ if anywhere => self.printer.base.clone(),
            0 => "./".to_owned(),
            depth => "../".repeat(depth),
        }
    }

    /// With a policy in a page browsers look ahead for nothing, so the style comes first, and the loader holds up
    /// the painting (for the theme) but not the reading of the page.
    fn viewer(&self, head: &mut Elements) {
        let style = self.printer.viewer.as_ref().map_or(crate::viewer::STYLE, |viewer| &viewer.style);
        head.add("link", &[("rel", "stylesheet"), ("href", style)]);
        let Some(viewer) = &self.printer.viewer else { return };
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
        // Who opens the paper itself is led to its front page in the language chosen before.
        if self.route.path(&self.context.languages).is_empty() && !fronts.is_empty() {
            loader.push(("data-fronts", &fronts));
        }
        if self.is_shell() {
            // Nothing can be seen before the viewer is there.
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
        matches!(self.about, About::Shell)
    }

    fn icons(&self, head: &mut Elements) {
        for icon in host::icons(&self.printer.site, self.printer.viewer.as_ref()) {
            match icon.size.as_deref() {
                Some("180x180") => head.add("link", &[("rel", "apple-touch-icon"), ("href", &icon.address)]),
                None | Some("any") => head.add("link", &[("rel", "icon"), ("href", &icon.address)]),
                _ => {}
            }
        }
        head.add("link", &[("rel", "manifest"), ("href", host::MANIFEST)]);
    }

    /// The same page in the other languages of the paper, where it is one of those that every language has.
    fn others(&self) -> Vec<(&edition::Language, Route)> {
        let Route::List(list, None) = self.route else { return Vec::new() };
        if matches!(list.selection, Selection::Tag(_)) {
            return Vec::new();
        }
        let languages = self.context.languages.iter().filter(|language| **language != self.context.language);
        let other =
            |language: &edition::Language| Route::List(edition::List { language: language.clone(), ..list.clone() }, None);
        languages.map(|language| (language, other(language))).collect()
    }

    fn whole(&self, path: &str) -> Option<String> {
        self.printer.site.url.as_ref().map(|url| format!("{url}{path}"))
    }

    fn own(&self) -> Option<String> {
        self.whole(&self.route.path(&self.context.languages))
    }

    /// The address of a picture, whole.
    fn picture(&self) -> Option<(String, Picture)> {
        let picture = match self.about {
            // One that the body shows stands there with its size.
            About::Article { article, .. } => article.offprint.picture.clone().or_else(|| {
                let alt = article.offprint.image_alt.clone().unwrap_or_default();
                article.image.clone().map(|url| Picture { url, alt, size: None })
            })?,
            About::List(page) => page.summaries.iter().find_map(|summary| summary.picture.clone())?,
            About::Nothing | About::Shell => return None,
        };
        let address = if picture.url.is_relative() { self.whole(picture.url.as_str())? } else { picture.url.to_string() };
        Some((address, picture))
    }

    fn described(&self) -> String {
        match self.about {
            About::Article { description, .. } => (*description).to_owned(),
            About::List(page) => {
                let section = match &page.list.selection {
                    Selection::Section(id) => self.context.site.section(id).and_then(|section| section.description.as_ref()),
                    _ => None,
                };
                section.or(self.context.site.description.as_ref()).map(|text| self.context.text(text)).unwrap_or_default()
            }
            About::Nothing | About::Shell => String::new(),
        }
    }

    fn description(&self, head: &mut Elements) {
        let described = self.described();
        if !described.is_empty() {
            head.add("meta", &[("name", "description"), ("content", &described)]);
        }
    }

    /// Its own address, those of its translations, those of the parts before and after.
    fn address(&self, head: &mut Elements) {
        if let About::List(page) = self.about {
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
        if let About::Article { article, .. } = self.about {
            for (language, id) in article.offprint.translations.iter() {
                alternates
                    .extend(self.whole(&format!("articles/{}/", encode(id))).map(|address| (language.to_string(), address)));
            }
        }
        for (language, route) in self.others() {
            alternates.extend(self.whole(&route.path(&self.context.languages)).map(|address| (language.to_string(), address)));
        }
        if !alternates.is_empty() {
            let language = match self.about {
                About::Article { article, .. } => article.language.to_string(),
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
        let selection = match self.route {
            Route::List(list, _) => Some(list),
            _ => None,
        };
        for (title, folder) in feed::offered(&self.printer.site, self.context, selection) {
            let json = format!("{folder}feed.json");
            let link = |kind: &'static str, href: &str, head: &mut Elements| {
                head.add("link", &[("rel", "alternate"), ("type", kind), ("title", &title), ("href", href)]);
            };
            link("application/feed+json", &json, head);
            if self.printer.site.url.is_some() {
                link("application/atom+xml", &format!("{folder}feed.xml"), head);
            }
        }
    }

    /// What a shared link shows: Open Graph, and the card of those who have names of their own for it.
    fn preview(&self, head: &mut Elements) {
        let title = match self.about {
            About::Article { article, .. } => article.title.as_str(),
            _ => self.title,
        };
        let kind = if matches!(self.about, About::Article { .. }) { "article" } else { "website" };
        let mut facts =
            vec![("og:type", kind.to_owned()), ("og:title", title.to_owned()), ("og:site_name", self.context.site_name())];
        facts.extend(Some(self.described()).filter(|text| !text.is_empty()).map(|text| ("og:description", text)));
        facts.extend(self.own().map(|address| ("og:url", address)));
        let picture = self.picture();
        if let Some((address, picture)) = &picture {
            facts.push(("og:image", address.clone()));
            if let Some((width, height)) = picture.size {
                facts.extend([("og:image:width", width.to_string()), ("og:image:height", height.to_string())]);
            }
            facts.extend(Some(&picture.alt).filter(|alt| !alt.is_empty()).map(|alt| ("og:image:alt", alt.clone())));
        }
        if let About::Article { article, .. } = self.about {
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
            facts.extend(article.offprint.tags.iter().map(|tag| ("article:tag", tag.title.clone())));
        }
        for (property, content) in facts {
            head.add("meta", &[("property", property), ("content", &content)]);
        }
        let card = if picture.is_some() { "summary_large_image" } else { "summary" };
        head.add("meta", &[("name", "twitter:card"), ("content", card)]);
    }

    /// The page as schema.org describes it.
    fn linked_data(&self) -> Value {
        let mut data = Map::new();
        let mut set = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                data.insert(name.to_owned(), value);
            }
        };
        let publisher =
            with(json!({ "@type": "NewsMediaOrganization", "name": self.context.site_name() }), "url", self.whole(""));
        set("@context", Some("https://schema.org".into()));
        set("url", self.own().map(Value::from));
        set("description", Some(self.described()).filter(|text| !text.is_empty()).map(Value::from));
        match self.about {
            About::Article { article, .. } => {
                let offprint = &article.offprint;
                let people = |roles: &[Role]| {
                    let people: Vec<Value> =
                        offprint.credits.iter().filter(|credit| roles.contains(&credit.role)).map(person).collect();
                    (!people.is_empty()).then(|| Value::from(people))
                };
                let authors: Vec<Value> = article
                    .authors
                    .iter()
                    .filter(|author| !author.name.is_empty())
                    .map(|author| {
                        with(
                            json!({ "@type": "Person", "name": author.name }),
                            "url",
                            author.url.as_ref().map(Address::to_string),
                        )
                    })
                    .collect();
                let picture = self.picture().map(|(address, picture)| {
                    let mut object = json!({ "@type": "ImageObject", "url": address });
                    if let Some((width, height)) = picture.size {
                        (object["width"], object["height"]) = (width.into(), height.into());
                    }
                    object
                });
                let source = offprint.source.as_ref().map(|source| {
                    with(
                        json!({ "@type": "CreativeWork", "name": source.name }),
                        "url",
                        source.url.as_ref().map(Address::to_string),
                    )
                });
                let tags: Vec<&str> = offprint.tags.iter().map(|tag| tag.title.as_str()).collect();
                let modified = article.date_modified.as_ref().unwrap_or(&article.date_published);
                set("@type", Some("NewsArticle".into()));
                set("headline", Some(article.title.as_str().into()));
                set("inLanguage", Some(article.language.as_str().into()));
                set("datePublished", Some(article.date_published.as_str().into()));
                set("dateModified", Some(modified.as_str().into()));
                set("mainEntityOfPage", self.own().map(Value::from));
                set("author", if authors.is_empty() { people(&[Role::Author]) } else { Some(authors.into()) });
                set("editor", people(&[Role::Editor, Role::ResponsibleEditor]));
                set("translator", people(&[Role::Translator]));
                set("image", picture);
                set("isBasedOn", source);
                set("articleSection", offprint.section.as_deref().and_then(|id| self.context.section_name(id)).map(Value::from));
                set("keywords", (!tags.is_empty()).then(|| tags.into()));
                set("timeRequired", (offprint.minutes > 0).then(|| format!("PT{}M", offprint.minutes).into()));
                set("publisher", Some(publisher));
            }
            _ => {
                set("@type", Some("CollectionPage".into()));
                set("name", Some(if is_front(self.route) { self.context.site_name() } else { self.title.to_owned() }.into()));
                set("inLanguage", Some(self.context.language.as_str().into()));
                set("publisher", Some(publisher));
            }
        }
        Value::Object(data)
    }
}

fn person(credit: &Credit) -> Value {
    with(json!({ "@type": "Person", "name": credit.name }), "url", credit.url.as_ref().map(Address::to_string))
}

fn with(mut object: Value, name: &str, value: Option<String>) -> Value {
    if let Some(value) = value {
        object[name] = value.into();
    }
    object
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
