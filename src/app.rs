//! The application: what is shown, and how a navigation changes it.

mod body_controls;
mod contents;
mod controls;
mod focus;
mod printed;
mod reading;
mod shortcuts;
mod view;

use std::sync::Arc;

use any_spawner::Executor;
use edition::{Article, Language, Route, Site, article_file};
use gloo_timers::future::TimeoutFuture;
use leptos::{mount::mount_to_body, prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::NodeList;

use crate::{
    api::{self, Client, FetchError},
    article_body,
    components::{
        article::ArticlePage,
        page::{self, Page},
        recommended::{RecommendationAction, RecommendedState},
        search::{Outcome, SearchState},
        states::Recovery,
    },
    intl,
    messages::Messages,
    pages::{self, search::SearchClient},
    reader,
    router::{self, Navigation},
    scroll::{self, ScrollTarget},
    view_context::{ReadArticles, ViewContext},
};
use contents::MountedContents;
use printed::PrintedPage;
use reading::MountedPanel;
use view::app_view;

/// A page that is not loaded by then gets a placeholder, in milliseconds.
const PLACEHOLDER_DELAY: u32 = 400;
/// How often to look whether an input method has finished, in milliseconds.
const COMPOSITION_POLL: u32 = 50;

/// Starts the application. It lives as long as the window.
pub fn start() {
    // Mounting does this as well, but on a printed page nothing is mounted before the first navigation.
    let _ = Executor::init_wasm_bindgen();
    let owner = Owner::new();
    owner.with(|| App::new().start());
    std::mem::forget(owner);
}

/// What is shown.
#[derive(Clone, Debug)]
struct Shown {
    /// Counts the pages, so that each is built from scratch and none reuses the elements of another.
    serial: u32,
    /// The path of the page from the edition's root, with its query.
    address: String,
    route: Route,
    page: Page,
    /// None until the publication's facts are loaded.
    context: Option<ViewContext>,
}

/// The state of the application.
#[derive(Clone, Copy)]
struct App {
    shown: RwSignal<Shown>,
    /// What screen readers announce.
    announcement: RwSignal<String>,
    /// Whether loading takes longer than it should.
    is_slow: RwSignal<bool>,
    read: StoredValue<ArcRwSignal<ReadArticles>>,
    /// The language of the interface: that of the page that is shown, or one that was chosen for the next.
    language: StoredValue<Option<Language>>,
    /// The printed page, until the first navigation replaces it.
    printed: StoredValue<Option<PrintedPage>, LocalStorage>,
    /// The last navigation and what loads its page.
    navigation: StoredValue<Option<(Navigation, Client)>, LocalStorage>,
    /// The article that was opened last: the next one may be opened from one of its cards.
    last_article: StoredValue<Option<Arc<Article>>>,
    /// The reading panel, once it was opened.
    panel: StoredValue<Option<MountedPanel>, LocalStorage>,
    /// The headings of the article that is shown.
    contents: StoredValue<Option<MountedContents>, LocalStorage>,
    search: SearchClient,
}

impl App {
    fn new() -> App {
        let address = router::current_address();
        // Which languages there are is not known yet: a path of one segment may be that of a front page.
        let path = router::current_path();
        let is_front = path.trim_end_matches('/').split('/').count() == 1 && path != "search/" && !path.contains('.');
        let route = if is_front { Route::front(Language::default()) } else { Route::NotFound };
        let is_slow = RwSignal::new(false);
        let page = Page::Loading { is_list: is_front, is_slow };
        App {
            shown: RwSignal::new(Shown { serial: 0, address, route, page, context: None }),
            announcement: RwSignal::default(),
            is_slow,
            read: StoredValue::new(ArcRwSignal::default()),
            language: StoredValue::new(None),
            printed: StoredValue::new_local(PrintedPage::find()),
            navigation: StoredValue::new_local(None),
            last_article: StoredValue::new(None),
            panel: StoredValue::new_local(None),
            contents: StoredValue::new_local(None),
            search: SearchClient::new(),
        }
    }

    fn start(self) {
        if !self.is_printed() {
            self.mount();
        }
        // Before the router, which ignores clicks that the controls have handled.
        controls::listen(self);
        shortcuts::listen(self);
        router::start(move |navigation| self.navigate(navigation), move |path| self.prefetch(&path));
    }

    /// Returns whether the printed page is still shown.
    fn is_printed(self) -> bool {
        self.printed.with_value(Option::is_some)
    }

    /// Mounts the application, in place of the printed page if there is one. Both happen in one frame.
    fn mount(self) {
        let printed = self.printed.try_update_value(Option::take).flatten();
        let focus = printed.as_ref().and_then(PrintedPage::focus);
        mount_to_body(move || app_view(self));
        if let Some(printed) = printed {
            printed.remove();
        }
        if let Some(focus) = focus {
            // Once the body of the article is in its place: the focus would scroll a page that is not complete.
            request_animation_frame(move || {
                if let Ok(Some(paper)) = document().query_selector(".paper") {
                    focus.restore(&paper);
                }
            });
        }
    }

    /// Loads and shows the page of a navigation. A later navigation overtakes it.
    fn navigate(self, navigation: Navigation) {
        let client = Client::new(self.is_slow.write_only());
        let previous = self.navigation.try_update_value(|last| last.replace((navigation.clone(), client.clone()))).flatten();
        if let Some((_, overtaken)) = previous {
            overtaken.abort();
        }
        self.search.close();
        if navigation.is_first && self.is_printed() {
            // At once: later, the page would move under the reader's finger.
            scroll::restore_if_unscrolled(&navigation.target);
        }
        spawn_local(async move {
            match self.load_context(&client, &navigation).await {
                _ if client.is_aborted() => {}
                Ok((context, route)) => self.load(context, route, navigation, client).await,
                // Without the publication's facts there is no page at all. A printed page stays.
                Err(_) if navigation.is_first && self.is_printed() => {}
                Err(error) => self.show_failure(error),
            }
        });
    }

    /// Loads the publication's facts and the texts of the interface, in the language that the page will have.
    async fn load_context(self, client: &Client, navigation: &Navigation) -> Result<(ViewContext, Route), FetchError> {
        let current = self.shown.with_untracked(|shown| shown.context.clone());
        let site = match current {
            Some(context) => context.site,
            None => client.get::<Site>("site.json").await?,
        };
        let languages = site.languages();
        let chosen = || {
            let printed = self.printed.with_value(|printed| printed.as_ref().and_then(|printed| printed.language(&languages)));
            reader::settings::language(&languages).or(printed).unwrap_or_else(|| languages.first().clone())
        };
        let mut route = Route::parse(&navigation.path, &languages);
        // The root of the edition opens in the language that was chosen before.
        if navigation.is_first && navigation.path.is_empty() && chosen() != *languages.first() {
            route = Route::front(chosen());
            router::replace(&route.path(&languages));
        }
        let language = route.language().cloned().or(self.language.get_value()).unwrap_or_else(chosen);
        self.language.set_value(Some(language.clone()));
        Ok((self.context(client, site, language).await, route))
    }

    /// Returns the context for a language, with English texts where its own cannot be loaded.
    async fn context(self, client: &Client, site: Arc<Site>, language: Language) -> ViewContext {
        let current = self.shown.with_untracked(|shown| shown.context.clone());
        if let Some(context) = current.filter(|context| context.language == language) {
            return context;
        }
        let messages = client.get::<Messages>(&edition::locale_file(&language)).await;
        let messages = messages.unwrap_or_else(|_| Arc::new(Messages::english()));
        ViewContext { read: self.read.get_value(), ..ViewContext::new(site, language, messages) }
    }

    async fn load(self, context: ViewContext, route: Route, navigation: Navigation, client: Client) {
        let is_printed = navigation.is_first && self.is_printed();
        if is_printed && !matches!(route, Route::Article(_) | Route::Search(_)) {
            // Nothing on this page needs its data.
            self.read_history(&context);
            return self.shown.update(|shown| (shown.context, shown.route) = (Some(context), route));
        }
        if !is_printed {
            self.show_placeholder_later(context.clone(), route.clone(), client.clone());
        }
        let page = pages::load_page(&client, &context.site, &navigation, &route).await;
        if client.is_aborted() {
            return;
        }
        client.finish();
        while is_printed && controls::is_composing() {
            // The search field is replaced, which would end what an input method composes in it.
            TimeoutFuture::new(COMPOSITION_POLL).await;
        }
        if client.is_aborted() {
            return;
        }
        match page {
            Ok(page) if is_printed => self.attach(context, route, page, &navigation),
            Err(_) if is_printed => {}
            Ok(page) => self.show(context, route, page, &navigation),
            Err(error) => {
                if let FetchError::Malformed(message) = &error {
                    leptos::logging::error!("{}: {message}", navigation.path);
                }
                self.show(context, route, Page::Failed(error), &navigation);
            }
        }
    }

    fn show_placeholder_later(self, context: ViewContext, route: Route, client: Client) {
        spawn_local(async move {
            let is_opening = self.shown.with_untracked(|shown| shown.context.is_none());
            if !is_opening {
                TimeoutFuture::new(PLACEHOLDER_DELAY).await;
            }
            if !client.is_finished() {
                let page = Page::Loading { is_list: matches!(route, Route::List(..)), is_slow: self.is_slow };
                self.set_page(context, route, page, String::new());
                if !is_opening {
                    scroll::scroll_to(0.0);
                }
            }
        });
    }

    /// Shows a page, scrolls to the target of the navigation, and remembers what the reader opened.
    fn show(self, context: ViewContext, route: Route, page: Page, navigation: &Navigation) {
        self.read_history(&context);
        let title = page.title(&context);
        let announcement = if navigation.is_first { String::new() } else { title.clone() };
        match &page {
            Page::Article(page) => start_recommending(page.recommended, &context, false),
            Page::Search(state) => self.search.open(*state, &context, None),
            _ => {}
        }
        self.set_page(context.clone(), route, page.clone(), announcement);
        document().set_title(&title);
        match page {
            Page::Article(ArticlePage { article, .. }) => {
                self.remember(&article);
                let navigation = navigation.clone();
                request_animation_frame(move || {
                    let is_deep = scroll::is_deep(&navigation.target);
                    if !is_deep {
                        scroll::restore_scroll(&navigation.target, navigation.is_first);
                    }
                    article_body::when_complete(&article.id.clone(), move || {
                        if is_deep {
                            scroll::restore_scroll(&navigation.target, navigation.is_first);
                        }
                        self.search.mark_article(&article, navigation.is_new());
                    });
                });
            }
            Page::Search(state) => {
                self.search.search(state, &context);
                restore_scroll_with_results(state, navigation.clone());
            }
            _ => {
                let navigation = navigation.clone();
                request_animation_frame(move || scroll::restore_scroll(&navigation.target, navigation.is_first));
            }
        }
    }

    /// Adds to the printed page what only the browser can do. A reader who reads the interface in another language gets
    /// the application at once.
    fn attach(self, context: ViewContext, route: Route, page: Page, navigation: &Navigation) {
        self.read_history(&context);
        if let Page::Article(page) = &page
            && !self.printed.with_value(|printed| printed.as_ref().is_some_and(|printed| printed.keep_body(&page.article.id)))
        {
            // A page of another version: the article is loaded with its body when it is opened again.
            api::remove_cached(&article_file(&page.article.id));
            return self.shown.update(|shown| (shown.context, shown.route) = (Some(context), route));
        }
        let languages = &context.languages;
        let printed_language =
            self.printed.with_value(|printed| printed.as_ref().and_then(|printed| printed.language(languages)));
        let is_translated = printed_language.is_some_and(|printed| printed != context.language);
        match &page {
            Page::Article(page) => {
                let keep_shown = !is_translated
                    && self.printed.with_value(|printed| printed.as_ref().is_some_and(PrintedPage::shows_recommended));
                start_recommending(page.recommended, &context, keep_shown);
            }
            Page::Search(state) => {
                let typed = self.printed.with_value(|printed| printed.as_ref().and_then(PrintedPage::typed_query));
                self.search.open(*state, &context, typed);
            }
            _ => {}
        }
        self.shown.update(|shown| {
            (shown.route, shown.page, shown.context) = (route, page.clone(), Some(context.clone()));
        });
        self.printed.update_value(|printed| {
            if let Some(printed) = printed {
                printed.attach(&page, &context);
            }
        });
        if is_translated {
            self.mount();
            self.sync_root_attributes();
        }
        self.mount_contents();
        match page {
            Page::Article(ArticlePage { article, .. }) => {
                self.remember(&article);
                let is_new = navigation.is_new();
                request_animation_frame(move || self.search.mark_article(&article, is_new));
            }
            Page::Search(state) => {
                self.search.search(state, &context);
                if !navigation.is_new() {
                    restore_scroll_with_results(state, navigation.clone());
                }
            }
            _ => {}
        }
    }

    fn show_failure(self, error: FetchError) {
        // An edition without `site.json` is not a page that is missing.
        let error = if error == FetchError::Missing { FetchError::Server(404) } else { error };
        self.shown.update(|shown| {
            shown.serial += 1;
            shown.page = Page::Failed(error);
        });
        self.mount_over_printed();
    }

    /// Shows a page of the application.
    fn set_page(self, context: ViewContext, route: Route, page: Page, announcement: String) {
        self.shown.update(|shown| {
            let (serial, address) = (shown.serial + 1, router::current_address());
            *shown = Shown { serial, address, route, page, context: Some(context) };
        });
        self.announcement.set(announcement);
        self.mount_over_printed();
        self.sync_root_attributes();
        self.mount_contents();
    }

    /// Lists the headings of the article that is shown, once it is whole.
    fn mount_contents(self) {
        self.contents.set_value(None);
        let (serial, id, address, context) = match self.shown.get_untracked() {
            Shown { serial, address, page: Page::Article(page), context: Some(context), .. } => {
                (serial, page.article.id.clone(), address, context)
            }
            _ => return,
        };
        request_animation_frame(move || {
            article_body::when_complete(&id.clone(), move || {
                if self.shown.with_untracked(|shown| shown.serial == serial)
                    && let Some(body) = article_body::element(&id)
                {
                    self.contents.set_value(contents::mount(&body, &address, &context));
                }
            });
        });
    }

    fn mount_over_printed(self) {
        if self.is_printed() {
            self.mount();
        }
    }

    /// Marks the cards of articles that were read.
    fn read_history(self, context: &ViewContext) {
        let read = reader::history::read();
        self.printed.with_value(|printed| {
            if let Some(printed) = printed {
                printed.mark_read(&read);
            }
        });
        context.read.set(read);
    }

    /// Remembers that an article was opened.
    fn remember(self, article: &Arc<Article>) {
        let last = self.last_article.try_update_value(|last| last.replace(article.clone())).flatten();
        // A reload, or a way back, opens nothing new.
        if !reader::history::read().contains(&article.id) {
            let cards = last.as_ref().and_then(|last| last.offprint.recommended.cards()).unwrap_or_default();
            reader::interests::add(article, cards.iter().find(|card| card.id == article.id));
        }
        reader::history::mark_read(&article.id);
    }

    /// Loads an article that the reader is likely to open.
    fn prefetch(self, path: &str) {
        self.shown.with_untracked(|shown| {
            let Some(context) = &shown.context else { return };
            if let Route::Article(id) = Route::parse(path, &context.languages) {
                api::prefetch::<Article>(article_file(&id));
                intl::prepare(context.language.as_str(), context.site.look.date.into());
            }
        });
    }

    /// Repeats the last navigation.
    fn retry(self) {
        if let Some((navigation, _)) = self.navigation.with_value(Clone::clone) {
            self.navigate(navigation);
        }
    }

    /// Returns what the reader can do about a page that could not be loaded.
    fn recovery(self) -> Recovery {
        Recovery { retry: Some(Callback::new(move |()| self.retry())), available: api::all_cached::<Article>() }
    }

    /// Sets what depends on the page but is outside of it.
    fn sync_root_attributes(self) {
        self.shown.with_untracked(|shown| {
            let (Some(root), Some(body)) = (document().document_element(), document().body()) else { return };
            if let Some(context) = &shown.context {
                set_attribute(&root, "lang", context.language.as_str());
                set_attribute(&root, "dir", context.language.dir());
            }
            set_attribute(&body, "class", page::body_class(&shown.route));
        });
    }
}

/// Returns the elements that a query has found.
fn elements<T: JsCast>(found: Result<NodeList, JsValue>) -> Vec<T> {
    found.map(|found| found.values().into_iter().flatten().filter_map(|node| node.dyn_into().ok()).collect()).unwrap_or_default()
}

/// Sets an attribute unless it has the value: what is right already is not touched.
fn set_attribute(element: &web_sys::Element, name: &str, value: &str) {
    if element.get_attribute(name).as_deref() != Some(value) {
        let _ = element.set_attribute(name, value);
    }
}

/// Orders recommended reading for the reader, and follows what they ask of it. With `keep_shown` the cards that they see
/// keep their places.
fn start_recommending(state: RecommendedState, context: &ViewContext, keep_shown: bool) {
    let read = context.read.clone();
    let sort = {
        let read = read.clone();
        move |keep_shown| state.sort(&read.get_untracked(), &reader::interests::get(), keep_shown)
    };
    sort(keep_shown);
    let handler = Callback::new(move |action| {
        match action {
            RecommendationAction::OrderByReading(by_reading) => {
                reader::settings::update(|settings| settings.order_by_editors = !by_reading);
            }
            RecommendationAction::Forget => {
                reader::history::forget();
                reader::interests::forget();
            }
        }
        read.set(reader::history::read());
        sort(false);
    });
    state.on_action(handler, reader::interests::is_on());
}

/// Scrolls once there are results, since there is nothing to return to before.
fn restore_scroll_with_results(state: SearchState, navigation: Navigation) {
    if navigation.target == ScrollTarget::Top {
        request_animation_frame(move || scroll::restore_scroll(&navigation.target, navigation.is_first));
        return;
    }
    let navigation = StoredValue::new(Some(navigation));
    Effect::new(move |_| {
        if !state.outcome.with(|outcome| matches!(outcome, Outcome::Pending))
            && let Some(navigation) = navigation.try_update_value(Option::take).flatten()
        {
            request_animation_frame(move || scroll::restore_scroll(&navigation.target, navigation.is_first));
        }
    });
}
