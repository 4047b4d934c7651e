//! The application: which page is shown, and what it is made of.

mod article;
mod list;

use std::{cell::RefCell, sync::Arc};

use edition::{Article, Head, Language, List, Route, Selection, Site};
use leptos::{ev::MouseEvent, mount::mount_to_body, prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, prelude::Closure};

use crate::{
    fetch::{self, FetchError, Store},
    navigation::{self, Visit},
    reader,
    views::{
        Paper,
        article::ArticlePage,
        colophon, front,
        list::ListPage,
        masthead::{self, Controls, Masthead},
        states::{self, Notice},
    },
    words::Words,
};

/// A page that is not there by then gets a placeholder, in milliseconds.
const PLACEHOLDER_AFTER: i32 = 400;

/// Starts the viewer in the browser.
pub fn start() {
    mount_to_body(App);
}

/// What stands in the main part.
#[derive(Clone)]
enum Page {
    Waiting,
    Front(Arc<Head>),
    List(Arc<ListPage>),
    Article(ArticlePage),
    Failed(FetchError),
}

/// The state of the application.
#[derive(Clone, Copy)]
struct App {
    site: RwSignal<Option<Arc<Site>>>,
    /// The language of the interface.
    language: RwSignal<Language>,
    /// The page that is shown, with its route.
    shown: RwSignal<(Route, Page)>,
    dark: RwSignal<bool>,
    /// Whether a fetch takes longer than it should.
    slow: RwSignal<bool>,
    /// What those who hear the page are told.
    announced: RwSignal<String>,
}

thread_local! {
    /// The visit under way, or the last one, with what fetches for it.
    static VISIT: RefCell<Option<(Visit, Store)>> = const { RefCell::new(None) };
}

/// The whole page.
#[allow(non_snake_case, reason = "a component of leptos is named like a type")]
fn App() -> impl IntoView {
    let guess = window().navigator().language().unwrap_or_default();
    let app = App {
        site: RwSignal::new(None),
        language: RwSignal::new(Words::of(&guess.as_str().into()).language.into()),
        shown: RwSignal::new((Route::NotFound, Page::Waiting)),
        dark: RwSignal::new(is_dark()),
        slow: RwSignal::new(false),
        announced: RwSignal::new(String::new()),
    };
    app.follow_system();
    app.dress_document();
    navigation::start(move |visit| app.visit(visit));
    view! {
        <a class="skip" href=move || app.skip_to()>{move || app.words().skip}</a>
        {move || app.masthead()}
        <main id="text" tabindex="-1">{move || app.main()}</main>
        {move || app.paper().map(|paper| colophon::colophon(&paper))}
        <p class="hidden" role="status" aria-live="polite">{app.announced}</p>
    }
}

impl App {
    /// Shows the page of a visit. A later visit overtakes it.
    fn visit(self, visit: Visit) {
        let store = Store::new(self.slow.write_only());
        if let Some((_, overtaken)) = VISIT.replace(Some((visit.clone(), store.clone()))) {
            overtaken.abort();
        }
        spawn_local(async move {
            let site = match self.site.get_untracked() {
                Some(site) => Ok(site),
                None => store.get::<Site>("site.json").await,
            };
            match site {
                _ if store.is_aborted() => {}
                // Without the paper's own facts there is no page at all.
                Err(error) => self.show(Route::NotFound, Page::Failed(missing_is_server(error)), &visit),
                Ok(site) => self.visit_in(site, visit, store).await,
            }
        });
    }

    async fn visit_in(self, site: Arc<Site>, visit: Visit, store: Store) {
        let languages = site.languages();
        let chosen = reader::settings::language(&languages).unwrap_or_else(|| languages.first().clone());
        let mut route = Route::parse(&visit.path, &languages);
        // Who opens the paper itself opens it in the language chosen before.
        if visit.first && visit.path.is_empty() && chosen != *languages.first() {
            route = Route::front(chosen.clone());
            navigation::replace(&route.path(&languages));
        }
        match &route {
            Route::List(list, _) => self.language.set(list.language.clone()),
            _ if self.site.with_untracked(Option::is_none) => self.language.set(chosen),
            _ => {}
        }
        self.site.set(Some(site.clone()));
        if visit.first {
            self.shown.set((route.clone(), Page::Waiting));
        } else {
            self.placeholder_later(route.clone(), store.clone());
        }
        let page = match &route {
            Route::List(list, None) => list::head(&store, list).await,
            Route::List(list, Some(chunk)) => list::chunk(&store, list, *chunk).await,
            Route::Article(id) => article::load(&store, &site, &visit, id).await,
            Route::NotFound => Err(FetchError::Missing),
        };
        if store.is_aborted() {
            return;
        }
        let page = page.unwrap_or_else(|error| {
            if let FetchError::Malformed(why) = &error {
                leptos::logging::error!("{}: {why}", visit.path);
            }
            Page::Failed(error)
        });
        self.show(route, page, &visit);
    }

    fn placeholder_later(self, route: Route, store: Store) {
        spawn_local(async move {
            fetch::sleep(PLACEHOLDER_AFTER).await;
            if !store.is_aborted() && !store.is_done() {
                self.shown.set((route, Page::Waiting));
                let _ = window().scroll_to_with_x_and_y(0.0, 0.0);
            }
        });
    }

    /// Puts a page on the screen, and the reader where the visit meant them to be.
    fn show(self, route: Route, page: Page, visit: &Visit) {
        VISIT.with_borrow(|visit| {
            if let Some((_, store)) = visit {
                store.done();
            }
        });
        let article = if let Page::Article(page) = &page { Some(page.article.id.clone()) } else { None };
        self.shown.set((route, page));
        let title = self.title();
        document().set_title(&title);
        if !visit.first {
            self.announced.set(title);
        }
        // After the shown marks were drawn: an article is not marked in the list it is opened from.
        if let Some(id) = article {
            reader::history::mark_read(&id);
        }
        let visit = visit.clone();
        request_animation_frame(move || navigation::land(&visit));
    }

    /// Tries the last visit again.
    fn retry(self) {
        if let Some(visit) = VISIT.with_borrow(|visit| visit.as_ref().map(|(visit, _)| visit.clone())) {
            self.visit(visit);
        }
    }

    fn words(self) -> &'static Words {
        self.language.with(Words::of)
    }

    fn paper(self) -> Option<Paper> {
        let site = self.site.get()?;
        Some(Paper { read: Arc::new(reader::history::read()), ..Paper::new(site, self.language.get()) })
    }

    fn main(self) -> AnyView {
        let paper = self.paper();
        let words = self.words();
        let (route, page) = self.shown.get();
        let list = matches!(route, Route::List(..));
        let Some(paper) = paper else {
            return match page {
                Page::Failed(error) => states::notice(words, None, self.failure(&error, None)),
                _ => states::placeholder(words, list, self.slow.into()),
            };
        };
        let empty = Notice { text: words.empty, kept: Vec::new(), retry: None };
        match page {
            Page::Waiting => states::placeholder(words, list, self.slow.into()),
            Page::Front(head) if head.summaries.is_empty() => states::notice(words, Some(&paper), empty),
            Page::Front(head) => front::front(&paper, &head),
            Page::List(page) if page.summaries.is_empty() => states::notice(words, Some(&paper), empty),
            Page::List(page) => crate::views::list::list(&paper, &page),
            Page::Article(page) => crate::views::article::article(&paper, &page),
            Page::Failed(error) => states::notice(words, Some(&paper), self.failure(&error, Some(&paper))),
        }
    }

    fn failure(self, error: &FetchError, paper: Option<&Paper>) -> Notice {
        let kept = paper.map(|paper| {
            let articles = fetch::all_kept::<Article>();
            articles.iter().map(|article| (paper.article(&article.id), article.title.clone())).collect()
        });
        Notice::failure(self.words(), error, kept.unwrap_or_default(), Callback::new(move |()| self.retry()))
    }

    fn masthead(self) -> Option<AnyView> {
        let paper = self.paper()?;
        let (route, page) = self.shown.get();
        let section = match (&route, &page) {
            (Route::List(list, _), _) => section_of(list),
            (_, Page::Article(page)) => page.article.offprint.section.clone(),
            _ => None,
        };
        let day = match &page {
            Page::Front(head) => head.summaries.first().map(|summary| summary.date.clone()),
            _ => None,
        };
        let others = paper.languages.iter().filter(|language| **language != paper.language);
        let elsewhere = others.map(|language| (language.clone(), self.elsewhere(&paper, language, &route, &page))).collect();
        let masthead = Masthead { front: is_front(&route), day, section, elsewhere };
        let controls = Controls {
            language: Callback::new(move |(language, event): (Language, MouseEvent)| self.choose_language(&language, &event)),
            theme: Callback::new(move |()| self.switch_theme()),
            dark: self.dark.into(),
        };
        Some(masthead::masthead(&paper, &masthead, controls))
    }

    /// Where this page, or what comes nearest, is in another language.
    fn elsewhere(self, paper: &Paper, language: &Language, route: &Route, page: &Page) -> String {
        let front = || Route::front(language.clone());
        let route = match (route, page) {
            (Route::List(list, _), _) => match &list.selection {
                Selection::Section(id) => Route::List(List::section(language.clone(), id), None),
                _ => front(),
            },
            (_, Page::Article(page)) => translation(&page.article, language).map_or_else(front, Route::Article),
            _ => front(),
        };
        paper.href(&route)
    }

    /// An article that is not translated stays, and the interface around it changes its language.
    fn choose_language(self, language: &Language, event: &MouseEvent) {
        let modified = event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key();
        if modified || event.button() != 0 {
            return;
        }
        reader::settings::choose_language(language);
        let translated = self.shown.with_untracked(|(_, page)| match page {
            Page::Article(page) => Some(translation(&page.article, language).is_some()),
            _ => None,
        });
        match translated {
            Some(true) => self.language.set(language.clone()),
            Some(false) => {
                event.prevent_default();
                self.language.set(language.clone());
                document().set_title(&self.title());
            }
            None => {}
        }
    }

    fn title(self) -> String {
        let name =
            self.site.with_untracked(|site| site.as_ref().map(|site| Paper::new(site.clone(), self.language.get_untracked())));
        let Some(paper) = name else { return "Offprint".to_owned() };
        let own = self.shown.with_untracked(|(_, page)| match page {
            Page::Article(page) => Some(page.article.title.clone()),
            Page::List(page) => {
                Some([Some(page.name(&paper)), page.days(&paper)].into_iter().flatten().collect::<Vec<_>>().join(", "))
            }
            Page::Failed(error) => Some(paper.words.failure(error).0.to_owned()),
            Page::Front(_) | Page::Waiting => None,
        });
        match own {
            Some(own) => format!("{own} – {}", paper.name()),
            None => paper.name(),
        }
    }

    fn skip_to(self) -> String {
        let languages = self.site.get().map(|site| site.languages());
        let path = languages.map(|languages| self.shown.with(|(route, _)| route.path(&languages))).unwrap_or_default();
        format!("{path}#text")
    }

    fn switch_theme(self) {
        let dark = !self.dark.get_untracked();
        reader::settings::choose_dark(dark);
        self.dark.set(dark);
    }

    /// What depends on the page but stands outside of it.
    fn dress_document(self) {
        Effect::new(move || {
            let Some(root) = document().document_element() else { return };
            let language = self.language.get();
            let _ = root.set_attribute("lang", language.as_str());
            let _ = root.set_attribute("dir", language.dir());
            if reader::settings::dark().is_some() {
                let _ = root.set_attribute("data-theme", if self.dark.get() { "dark" } else { "light" });
            }
            self.dark.track();
        });
        Effect::new(move || {
            let class = self.shown.with(|(route, _)| match route {
                Route::List(..) if is_front(route) => "front-page",
                Route::List(..) => "section-page",
                Route::Article(_) => "article-page",
                Route::NotFound => "states-page",
            });
            if let Some(body) = document().body() {
                body.set_class_name(class);
            }
        });
    }

    /// Follows the system: its theme, while the reader has chosen none; its connection, when it is back.
    fn follow_system(self) {
        let theme = Closure::<dyn Fn()>::new(move || self.dark.set(is_dark()));
        if let Ok(Some(query)) = window().match_media(DARK) {
            let _ = query.add_event_listener_with_callback("change", theme.as_ref().unchecked_ref());
        }
        theme.forget();
        let online = Closure::<dyn Fn()>::new(move || {
            if self.shown.with_untracked(|(_, page)| matches!(page, Page::Failed(FetchError::Offline))) {
                self.retry();
            }
        });
        let _ = window().add_event_listener_with_callback("online", online.as_ref().unchecked_ref());
        online.forget();
    }
}

const DARK: &str = "(prefers-color-scheme: dark)";

fn is_dark() -> bool {
    let system = || window().match_media(DARK).ok().flatten().is_some_and(|query| query.matches());
    reader::settings::dark().unwrap_or_else(system)
}

fn is_front(route: &Route) -> bool {
    matches!(route, Route::List(List { selection: Selection::All, .. }, None))
}

fn section_of(list: &List) -> Option<String> {
    match &list.selection {
        Selection::Section(id) => Some(id.clone()),
        _ => None,
    }
}

fn translation(article: &Article, language: &Language) -> Option<String> {
    article.offprint.translations.get(language).cloned()
}

/// An edition without `site.json` is not one page that is missing.
fn missing_is_server(error: FetchError) -> FetchError {
    if error == FetchError::Missing { FetchError::Server(404) } else { error }
}
