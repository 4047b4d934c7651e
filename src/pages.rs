//! The application: which page is shown, and what it is made of.

mod article;
mod list;

use std::{cell::RefCell, sync::Arc};

use edition::{Article, Language, Languages, Route, Site, article_file};
use leptos::{ev::MouseEvent, mount::mount_to_renderer, prelude::*};
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::Element;

use crate::{
    fetch::{self, FetchError, Store},
    navigation::{self, Visit},
    reader, search,
    views::{
        Paper,
        article::ArticlePage,
        colophon,
        element::{Mount, Part, all},
        masthead::{self, Controls},
        page::{self, Page, is_front},
        recommended::{Pool, Wish},
        states::{self, Notice},
    },
    words::Words,
};

/// A page that is not there by then gets a placeholder, in milliseconds.
const PLACEHOLDER_AFTER: i32 = 400;

/// Starts the viewer in the browser.
pub fn start() {
    // As long as the window.
    let owner = Owner::new();
    owner.with(|| {
        let app = App::new();
        if app.printed.with_value(Option::is_none) {
            app.dress_document();
            app.mount(None);
        }
        navigation::start(move |visit| app.visit(visit), move |path| app.fetch_ahead(path));
    });
    std::mem::forget(owner);
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
    /// Whether a fetch takes longer than it should.
    slow: RwSignal<bool>,
    /// What the press has printed. It stays until the page that it shows is at hand.
    printed: StoredValue<Option<Element>, LocalStorage>,
}

thread_local! {
    /// The visit under way, or the last one, with what fetches for it.
    static VISIT: RefCell<Option<(Visit, Store)>> = const { RefCell::new(None) };
    /// The article that was opened last: from its cards the reader may come to the next.
    static OPENED: RefCell<Option<Arc<Article>>> = const { RefCell::new(None) };
}

impl App {
    fn new() -> App {
        let printed = document().query_selector(".paper").ok().flatten();
        // A printed page is in the language that it says; else the browser's is the best guess.
        let said = printed.as_ref().and_then(|_| document().document_element()?.get_attribute("lang"));
        let language = match said {
            Some(language) => language.as_str().into(),
            None => Words::of(&window().navigator().language().unwrap_or_default().as_str().into()).language.into(),
        };
        let mut screen = Screen { site: None, language, route: Route::NotFound, page: Page::Waiting, announced: String::new() };
        // Which languages there are is not known yet; one part is enough for a front page.
        if navigation::path().trim_end_matches('/').split('/').count() == 1 && !navigation::path().contains('.') {
            screen.route = Route::front(screen.language.clone());
        }
        App { screen: RwSignal::new(screen), slow: RwSignal::new(false), printed: StoredValue::new_local(printed) }
    }

    /// Puts the application into the document, in place of what was printed.
    fn mount(self, printed: Option<Element>) {
        let Some(body) = document().body() else { return };
        let part = page::whole(
            move || (self.skip_to(), self.words().skip),
            move || self.masthead(),
            move || self.main(),
            move || self.colophon(),
            move || self.screen.with(|screen| screen.announced.clone()),
        );
        mount_to_renderer(&body, || Mount { part, printed }).forget();
        self.follow_system();
    }

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
        let chosen = reader::settings::language(&languages);
        let chosen = chosen.or_else(|| self.printed_language(&languages)).unwrap_or_else(|| languages.first().clone());
        let mut route = Route::parse(&visit.path, &languages);
        // Who opens the paper itself opens it in the language chosen before.
        if visit.first && visit.path.is_empty() && chosen != *languages.first() {
            route = Route::front(chosen.clone());
            navigation::replace(&route.path(&languages));
        }
        let opening = self.screen.with_untracked(|screen| screen.site.is_none());
        let printed = self.printed.with_value(Option::is_some);
        if opening {
            self.screen.update(|screen| {
                screen.site = Some(site.clone());
                screen.language = language_of(&route).unwrap_or(chosen);
                screen.route = route.clone();
            });
            if !printed {
                self.dress_document();
            }
        } else {
            self.placeholder_later(route.clone(), store.clone());
        }
        let page = match &route {
            Route::List(list, None) => list::head(&store, list).await,
            Route::List(list, Some(chunk)) => list::chunk(&store, list, *chunk).await,
            Route::Article(id) => article::load(&store, &site, &visit, id).await,
            Route::Search(_) => Ok(Page::Search),
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

    /// The language that the page was printed in.
    fn printed_language(self, languages: &Languages) -> Option<Language> {
        let said = self.screen.with_untracked(|screen| screen.language.clone());
        languages.find(said.as_str()).filter(|_| self.printed.with_value(Option::is_some)).cloned()
    }

    /// Fetches an article that the reader is about to open.
    fn fetch_ahead(self, path: String) {
        let site = self.screen.with_untracked(|screen| screen.site.clone());
        if let Some(Route::Article(id)) = site.map(|site| Route::parse(&path, &site.languages())) {
            fetch::ahead::<Article>(article_file(&id));
        }
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
        let printed = self.printed.try_update_value(Option::take).flatten();
        let article = if let Page::Article(ArticlePage { article, pool, .. }) = &page {
            let pool = *pool;
            pool.heard_by(Callback::new(move |wish| heed(wish, pool)), reader::interests::is_on());
            // Before the cards are drawn. Those that the reader sees already stay where they are.
            order(pool, printed.is_some() && navigation::in_view(".recommended"));
            Some(article.clone())
        } else {
            None
        };
        let (searches, searched) = (matches!(page, Page::Search), article.is_some());
        let title = self.title(&page, language_of(&route));
        self.turn(route, page, if visit.first { String::new() } else { title.clone() });
        if document().title() != title {
            document().set_title(&title);
        }
        let taken_over = printed.is_some();
        if taken_over {
            self.mount(printed);
        }
        // After the marks were drawn: an article is not marked as read while it is opened.
        if let Some(article) = article {
            let before = OPENED.replace(Some(article.clone()));
            // A reload, or a way back, is no new opening.
            if !reader::history::read().contains(&article.id) {
                let cards = before.as_ref().and_then(|before| before.offprint.recommended.cards()).unwrap_or_default();
                reader::interests::note(&article, cards.iter().find(|card| card.id == article.id));
            }
            reader::history::mark_read(&article.id);
        }
        // On a printed page the reader is somewhere already.
        let visit = visit.clone();
        request_animation_frame(move || {
            if !taken_over {
                navigation::land(&visit);
            }
            // The query is the search's, on its page and on those that it found.
            if searches || searched {
                search::shown(searches, visit.is_new());
            }
        });
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
        let (route, page) = self.screen.with(|screen| (screen.route.clone(), screen.page.clone()));
        let list = matches!(route, Route::List(..));
        match (self.paper(), page) {
            (Some(paper), page) => page.main(&paper, list, self.slow, |error| self.failure(error, Some(&paper))),
            (None, Page::Failed(error)) => states::notice(self.words(), None, self.failure(&error, None)),
            (None, _) => states::placeholder(self.words(), list, self.slow),
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
        let controls = Controls {
            language: Callback::new(move |(language, event): (Language, MouseEvent)| self.choose_language(&language, &event)),
            theme: Callback::new(move |()| self.switch_theme()),
        };
        masthead::masthead(&paper, &page.masthead(&paper, &route), controls)
    }

    fn colophon(self) -> Part {
        self.paper().map_or_else(|| all(Vec::new()), |paper| colophon::colophon(&paper))
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
            if article.translation(language).is_none() {
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
        page.title(&Paper::new(site, language.unwrap_or(now)))
    }

    fn skip_to(self) -> String {
        // With every page the address changes.
        self.screen.track();
        [&navigation::here(), "#text"].concat()
    }

    fn switch_theme(self) {
        reader::settings::choose_dark(!is_dark());
        self.dress_document();
    }

    /// What depends on the page but stands outside of it.
    fn dress_document(self) {
        let (Some(root), Some(body)) = (document().document_element(), document().body()) else { return };
        let set = |name: &str, value: &str| {
            if root.get_attribute(name).as_deref() != Some(value) {
                let _ = root.set_attribute(name, value);
            }
        };
        self.screen.with_untracked(|screen| {
            set("lang", screen.language.as_str());
            set("dir", screen.language.dir());
            let class = page::class(&screen.route);
            if body.class_name() != class {
                body.set_class_name(class);
            }
        });
        set("data-theme", if is_dark() { "dark" } else { "light" });
    }

    /// Follows the system: its theme, while the reader has chosen none; its connection, when it is back.
    fn follow_system(self) {
        let theme = Closure::<dyn Fn()>::new(move || self.dress_document());
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

/// The language that a page brings with it.
fn language_of(route: &Route) -> Option<Language> {
    match route {
        Route::List(list, _) => Some(list.language.clone()),
        Route::Search(language) => Some(language.clone()),
        _ => None,
    }
}

/// An edition without `site.json` is not one page that is missing.
fn missing_is_server(error: FetchError) -> FetchError {
    if error == FetchError::Missing { FetchError::Server(404) } else { error }
}

/// Orders a pool for the reader.
fn order(pool: Pool, in_view: bool) {
    pool.order(&reader::history::read(), &reader::interests::read(), in_view);
}

/// Does what the reader wants of the order of recommended reading.
fn heed(wish: Wish, pool: Pool) {
    match wish {
        Wish::ByReading(on) => reader::interests::turn(on),
        Wish::Forget => {
            reader::history::forget();
            reader::interests::forget();
        }
    }
    order(pool, false);
}
