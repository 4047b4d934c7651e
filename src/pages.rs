//! The application: which page is shown, and what it is made of.

mod article;
mod list;

use std::{cell::RefCell, sync::Arc};

use edition::{Article, Head, Language, List, Route, Selection, Site};
use leptos::{ev::MouseEvent, mount::mount_to_body, prelude::*};
use wasm_bindgen::{JsCast, prelude::Closure};

use crate::{
    fetch::{self, FetchError, Store},
    navigation::{self, Visit},
    reader,
    views::{
        Paper,
        article::ArticlePage,
        colophon,
        element::{Part, all, dynamic, el},
        front,
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

/// All that decides what is on the screen.
#[derive(Clone)]
struct Screen {
    site: Option<Arc<Site>>,
    /// The language of the interface.
    language: Language,
    route: Route,
    page: Page,
    /// What those who hear the page are told.
    announced: String,
}

/// The state of the application.
#[derive(Clone, Copy)]
struct App {
    screen: RwSignal<Screen>,
    dark: RwSignal<bool>,
    /// Whether a fetch takes longer than it should.
    slow: RwSignal<bool>,
}

thread_local! {
    /// The visit under way, or the last one, with what fetches for it.
    static VISIT: RefCell<Option<(Visit, Store)>> = const { RefCell::new(None) };
}

/// The whole page.
#[allow(non_snake_case, reason = "a component of leptos is named like a type")]
fn App() -> impl IntoView {
    let guess = window().navigator().language().unwrap_or_default();
    let mut screen = Screen {
        site: None,
        language: Words::of(&guess.as_str().into()).language.into(),
        route: Route::NotFound,
        page: Page::Waiting,
        announced: String::new(),
    };
    // Which languages there are is not known yet; one part is enough for a front page.
    if navigation::path().trim_end_matches('/').split('/').count() == 1 && !navigation::path().contains('.') {
        screen.route = Route::front(screen.language.clone());
    }
    let app = App { screen: RwSignal::new(screen), dark: RwSignal::new(is_dark()), slow: RwSignal::new(false) };
    app.follow_system();
    app.dress_document();
    navigation::start(move |visit| app.visit(visit));
    let skip = el("a").class("skip").attr_of("href", move || app.skip_to());
    let announced = move || el("span").child(app.screen.with(|screen| screen.announced.clone())).part();
    // One element around all, for a closure needs one to stand in.
    el("div")
        .class("paper")
        .child(
            el("nav")
                .attr_of("aria-label", move || app.words().skip.to_owned())
                .child(skip.child(dynamic(move || el("span").child(app.words().skip).part()))),
        )
        .child(el("div").child(dynamic(move || app.masthead())))
        .child(el("main").attr("id", "text").attr("tabindex", "-1").child(dynamic(move || app.main())))
        .child(el("div").child(dynamic(move || app.colophon())))
        .child(el("p").class("hidden").attr("role", "status").attr("aria-live", "polite").child(dynamic(announced)))
        .part()
}

impl App {
    /// Shows the page of a visit. A later visit overtakes it.
    fn visit(self, visit: Visit) {
        let store = Store::new(self.slow.write_only());
        if let Some((_, overtaken)) = VISIT.replace(Some((visit.clone(), store.clone()))) {
            overtaken.abort();
        }
        fetch::spawn(async move {
            let site = match self.screen.with_untracked(|screen| screen.site.clone()) {
                Some(site) => Ok(site),
                None => store.get::<Site>("site.json").await,
            };
            match site {
                _ if store.is_aborted() => {}
                // Without the paper's own facts there is no page at all.
                Err(error) => self.show(Route::NotFound, Page::Failed(missing_is_server(error)), &visit, &store),
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
        let opening = self.screen.with_untracked(|screen| screen.site.is_none());
        if opening {
            self.screen.update(|screen| {
                screen.site = Some(site.clone());
                screen.language = language_of(&route).unwrap_or(chosen);
                screen.route = route.clone();
            });
            self.dress_document();
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
        self.show(route, page, &visit, &store);
    }

    fn placeholder_later(self, route: Route, store: Store) {
        fetch::spawn(async move {
            fetch::sleep(PLACEHOLDER_AFTER).await;
            if !store.is_aborted() && !store.is_done() {
                self.turn(route, Page::Waiting, String::new());
                window().scroll_to_with_x_and_y(0.0, 0.0);
            }
        });
    }

    /// Puts a page on the screen, and the reader where the visit meant them to be.
    fn show(self, route: Route, page: Page, visit: &Visit, store: &Store) {
        store.done();
        let article = if let Page::Article(page) = &page { Some(page.article.id.clone()) } else { None };
        let title = self.title(&page, language_of(&route));
        self.turn(route, page, if visit.first { String::new() } else { title.clone() });
        document().set_title(&title);
        // After the marks were drawn: an article is not marked as read while it is opened.
        if let Some(id) = article {
            reader::history::mark_read(&id);
        }
        let visit = visit.clone();
        request_animation_frame(move || navigation::land(&visit));
    }

    /// Turns to another page. A list brings its language with it.
    fn turn(self, route: Route, page: Page, announced: String) {
        self.screen.update(|screen| {
            screen.language = language_of(&route).unwrap_or_else(|| screen.language.clone());
            (screen.route, screen.page, screen.announced) = (route, page, announced);
        });
        self.dress_document();
    }

    /// Tries the last visit again.
    fn retry(self) {
        if let Some(visit) = VISIT.with_borrow(|visit| visit.as_ref().map(|(visit, _)| visit.clone())) {
            self.visit(visit);
        }
    }

    fn words(self) -> &'static Words {
        self.screen.with(|screen| Words::of(&screen.language))
    }

    fn paper(self) -> Option<Paper> {
        let (site, language) = self.screen.with(|screen| (screen.site.clone(), screen.language.clone()));
        Some(Paper { read: reader::history::read(), ..Paper::new(site?, language) })
    }

    fn main(self) -> Part {
        let paper = self.paper();
        let words = self.words();
        let (route, page) = self.screen.with(|screen| (screen.route.clone(), screen.page.clone()));
        let list = matches!(route, Route::List(..));
        let Some(paper) = paper else {
            return match page {
                Page::Failed(error) => states::notice(words, None, self.failure(&error, None)),
                _ => states::placeholder(words, list, self.slow),
            };
        };
        let empty = Notice { text: words.empty, kept: Vec::new(), retry: None };
        match page {
            Page::Waiting => states::placeholder(words, list, self.slow),
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

    fn masthead(self) -> Part {
        let Some(paper) = self.paper() else { return masthead::blank(self.screen.with(|screen| is_front(&screen.route))) };
        let (route, page) = self.screen.with(|screen| (screen.route.clone(), screen.page.clone()));
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
            dark: self.dark,
        };
        masthead::masthead(&paper, &masthead, controls)
    }

    fn colophon(self) -> Part {
        self.paper().map_or_else(|| all(Vec::new()), |paper| colophon::colophon(&paper))
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
        let page = self.screen.with_untracked(|screen| screen.page.clone());
        if let Page::Article(article) = &page {
            if translation(&article.article, language).is_none() {
                event.prevent_default();
            }
            self.screen.update(|screen| screen.language = language.clone());
            document().set_title(&self.title(&page, None));
            self.dress_document();
        }
    }

    /// The title of a page, in the language of the interface or in that which the page brings.
    fn title(self, page: &Page, language: Option<Language>) -> String {
        let (site, now) = self.screen.with_untracked(|screen| (screen.site.clone(), screen.language.clone()));
        let Some(site) = site else { return "Offprint".to_owned() };
        let paper = Paper::new(site, language.unwrap_or(now));
        let own = match page {
            Page::Article(page) => page.article.title.clone(),
            Page::List(page) => [Some(page.name(&paper)), page.days(&paper)].into_iter().flatten().collect::<Vec<_>>().join(", "),
            Page::Failed(error) => paper.words.failure(error).0.to_owned(),
            Page::Front(_) | Page::Waiting => return paper.name(),
        };
        [&own, " – ", &paper.name()].concat()
    }

    fn skip_to(self) -> String {
        // With every page the address changes.
        self.screen.track();
        [&navigation::here(), "#text"].concat()
    }

    fn switch_theme(self) {
        let dark = !self.dark.get_untracked();
        reader::settings::choose_dark(dark);
        self.dark.set(dark);
        self.dress_document();
    }

    /// What depends on the page but stands outside of it.
    fn dress_document(self) {
        let (Some(root), Some(body)) = (document().document_element(), document().body()) else { return };
        let set = |name: &str, value: &str| {
            let _ = root.set_attribute(name, value);
        };
        self.screen.with_untracked(|screen| {
            set("lang", screen.language.as_str());
            set("dir", screen.language.dir());
            body.set_class_name(match &screen.route {
                Route::List(..) if is_front(&screen.route) => "front-page",
                Route::List(..) => "section-page",
                Route::Article(_) => "article-page",
                Route::NotFound => "states-page",
            });
        });
        if let Some(dark) = reader::settings::dark() {
            set("data-theme", if dark { "dark" } else { "light" });
        }
    }

    /// Follows the system: its theme, while the reader has chosen none; its connection, when it is back.
    fn follow_system(self) {
        let theme = Closure::<dyn Fn()>::new(move || self.dark.set(is_dark()));
        if let Ok(Some(query)) = window().match_media(DARK) {
            let _ = query.add_event_listener_with_callback("change", theme.as_ref().unchecked_ref());
        }
        theme.forget();
        let online = Closure::<dyn Fn()>::new(move || {
            if self.screen.with_untracked(|screen| matches!(screen.page, Page::Failed(FetchError::Offline))) {
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

/// The language that a page brings with it.
fn language_of(route: &Route) -> Option<Language> {
    match route {
        Route::List(list, _) => Some(list.language.clone()),
        _ => None,
    }
}

fn section_of(list: &List) -> Option<String> {
    match &list.selection {
        Selection::Section(id) => Some(id.clone()),
        _ => None,
    }
}

fn translation(article: &Article, language: &Language) -> Option<String> {
    let translations = &article.offprint.translations;
    let near = || translations.iter().find(|(known, _)| known.primary() == language.primary()).map(|(_, id)| id);
    translations.get(language).or_else(near).filter(|_| article.language.primary() != language.primary()).map(str::to_owned)
}

/// An edition without `site.json` is not one page that is missing.
fn missing_is_server(error: FetchError) -> FetchError {
    if error == FetchError::Missing { FetchError::Server(404) } else { error }
}
