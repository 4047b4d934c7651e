use std::{cell::Cell, rc::Rc, sync::Arc};

use edition::{Article, BandStyle, Card, Date, FrontBand, FrontPage, ListHead, Reason, Recommended as Pool, Site, Summary};
use leptos::{mount::mount_to, prelude::*};
use offprint_viewer::{
    api::FetchError,
    components::{
        article::ArticlePage,
        page::{Page, PageMain},
        recommended::{Recommended, RecommendedState},
        search::{Outcome, SearchMain, SearchState},
        states::{FailurePage, Recovery},
    },
    messages::Messages,
    view_context::{ReadArticles, ViewContext},
};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, Event, EventInit, HtmlElement, HtmlInputElement};

fn context() -> ViewContext {
    let site = Site { title: "Paper".into(), language: "en".into(), ..Site::default() };
    ViewContext::new(Arc::new(site), "en".into(), Arc::new(Messages::english()))
}

/// Mounts a view into an element of its own and returns the element.
fn mount(context: &ViewContext, view: impl FnOnce() -> AnyView + 'static) -> HtmlElement {
    let element: HtmlElement = document().create_element("div").expect("an element").unchecked_into();
    document().body().expect("a body").append_child(&element).expect("a child");
    let context = context.clone();
    mount_to(element.clone(), move || {
        provide_context(context);
        view()
    })
    .forget();
    element
}

/// Creates signals that live as long as the test.
fn owned<T>(create: impl FnOnce() -> T) -> T {
    let owner = Owner::new();
    let value = owner.with(create);
    std::mem::forget(owner);
    value
}

/// Waits until the effects have run.
async fn tick() {
    gloo_timers::future::TimeoutFuture::new(0).await;
}

fn find(element: &HtmlElement, selector: &str) -> HtmlElement {
    let found: Option<Element> = element.query_selector(selector).expect("a selector");
    found.unwrap_or_else(|| panic!("there is no {selector} in {}", element.inner_html())).unchecked_into()
}

fn texts(element: &HtmlElement, selector: &str) -> Vec<String> {
    let found = element.query_selector_all(selector).expect("a selector");
    found.values().into_iter().flatten().map(|node| node.unchecked_into::<Element>().text_content().unwrap_or_default()).collect()
}

fn card(n: usize) -> Card {
    Card {
        id: format!("c{n}"),
        title: format!("Card {n}"),
        language: "en".into(),
        date: Date::new("2023-07-20"),
        section: None,
        minutes: 2,
        reason: Reason::Alike,
    }
}

fn article(cards: usize) -> Arc<Article> {
    let mut article = Article { id: "a".into(), title: "Headline".into(), language: "en".into(), ..Article::default() };
    article.offprint.recommended = Pool::Cards((0..cards).map(card).collect());
    Arc::new(article)
}

#[wasm_bindgen_test]
async fn change_it_shows_the_next_cards_and_then_the_first_again() {
    let context = context();
    let state = owned(|| RecommendedState::new(article(8)));
    let element = mount(&context, move || view! { <Recommended state/> }.into_any());
    assert_eq!(texts(&element, "h3"), ["Card 0", "Card 1", "Card 2", "Card 3", "Card 4", "Card 5"]);
    find(&element, "header button").click();
    tick().await;
    assert_eq!(texts(&element, "h3"), ["Card 6", "Card 7"]);
    assert_eq!(find(&element, "[role=status]").text_content().as_deref(), Some("shown 7–8 of 8"));
    find(&element, "header button").click();
    tick().await;
    assert_eq!(texts(&element, "h3").len(), 6);
}

#[wasm_bindgen_test]
async fn a_card_is_marked_as_soon_as_its_article_was_read() {
    let context = context();
    let state = owned(|| RecommendedState::new(article(2)));
    let element = mount(&context, move || view! { <Recommended state/> }.into_any());
    assert_eq!(texts(&element, ".card.read").len(), 0);
    context.read.set(ReadArticles::new(vec!["c1".into()]));
    tick().await;
    assert_eq!(texts(&element, ".card.read h3"), ["Card 1"]);
}

#[wasm_bindgen_test]
async fn the_body_of_one_article_is_never_shown_in_another() {
    let context = context();
    let page = |id: &str, html: &str| {
        let article = Article { content_html: Some(html.into()), id: id.into(), ..(*article(0)).clone() };
        Page::Article(ArticlePage::new(Arc::new(article), "./".into()))
    };
    let pages = owned(|| [page("one", "<p>First</p>"), page("two", "<p>Second</p>")]);
    let shown = owned(|| RwSignal::new(0));
    let element = {
        let (pages, context) = (pages.clone(), context.clone());
        mount(&context.clone(), move || {
            view! {
                <For each=move || [shown.get()] key=|index| *index children=move |index| {
                    provide_context(context.clone());
                    view! { <PageMain page=pages[index].clone()/> }
                }/>
            }
            .into_any()
        })
    };
    for (index, text) in [(0, "First"), (1, "Second"), (0, "First")] {
        shown.set(index);
        tick().await;
        assert_eq!(texts(&element, ".prose"), [text]);
    }
}

#[wasm_bindgen_test]
async fn a_front_page_shows_every_article_of_its_head() {
    let summary =
        |n: usize| Summary { id: n.to_string(), title: format!("Title {n}"), language: "en".into(), ..Summary::default() };
    let head = ListHead { pages: 1, summaries: (0..9).map(summary).collect(), ..ListHead::default() };
    let element = mount(&context(), move || view! { <PageMain page=Page::Front(Arc::new(head))/> }.into_any());
    assert_eq!(texts(&element, "[data-article]").len(), 9);
    assert_eq!(texts(&element, ".lead h2"), ["Title 0"]);
    // In the layout of the press, with an article that is not among the newest.
    let band = FrontBand { style: BandStyle::Row, title: "Also".into(), url: Some("tags/tea/".into()), articles: vec![2, 9] };
    let front = FrontPage { lead: Some(3), bands: vec![band], others: vec![summary(20)], ..FrontPage::default() };
    let head = ListHead { front: Some(front), summaries: (0..9).map(summary).collect(), ..ListHead::default() };
    let element = mount(&context(), move || view! { <PageMain page=Page::Front(Arc::new(head))/> }.into_any());
    assert_eq!(texts(&element, "h2, h3"), ["Title 3", "Also", "Title 2", "Title 20"]);
    assert_eq!(find(&element, ".band h2 a").get_attribute("href").as_deref(), Some("tags/tea/"));
}

#[wasm_bindgen_test]
async fn a_failed_page_offers_another_attempt_and_what_was_loaded() {
    let attempts = Arc::new(std::sync::atomic::AtomicU32::new(0));
    let counter = attempts.clone();
    let retry = owned(|| {
        Callback::new(move |()| {
            counter.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        })
    });
    let recovery = Recovery { retry: Some(retry), available: vec![article(0)] };
    let element = mount(&context(), move || view! { <FailurePage error=FetchError::Offline recovery/> }.into_any());
    assert_eq!(texts(&element, "[role=alert] h1"), ["You are offline"]);
    assert_eq!(texts(&element, "li a"), ["Headline"]);
    find(&element, "button").click();
    assert_eq!(attempts.load(std::sync::atomic::Ordering::Relaxed), 1);
}

#[wasm_bindgen_test]
async fn the_search_form_searches_for_what_is_typed_and_waits_for_the_input_method() {
    let state = owned(SearchState::default);
    let searches = Rc::new(Cell::new(0));
    let count = send_wrapper::SendWrapper::new(searches.clone());
    state.on_search.set_value(Some(owned(|| Callback::new(move |_| count.set(count.get() + 1)))));
    let element = mount(&context(), move || view! { <SearchMain state/> }.into_any());
    let field: HtmlInputElement = find(&element, "[type=search]").unchecked_into();
    let dispatch = |composing: bool| {
        let options = web_sys::InputEventInit::new();
        options.set_bubbles(true);
        options.set_is_composing(composing);
        let event = web_sys::InputEvent::new_with_event_init_dict("input", &options).expect("an event");
        field.dispatch_event(&event).expect("an event");
    };
    field.set_value("q");
    dispatch(true);
    assert_eq!((searches.get(), state.query.get_untracked().text.as_str()), (0, ""));
    field.set_value("quay");
    dispatch(false);
    assert_eq!((searches.get(), state.query.get_untracked().text.as_str()), (1, "quay"));
    let options = EventInit::new();
    options.set_bubbles(true);
    field.set_value("码头");
    field.dispatch_event(&Event::new_with_event_init_dict("compositionend", &options).expect("an event")).expect("an event");
    assert_eq!((searches.get(), state.query.get_untracked().text.as_str()), (2, "码头"));
    state.outcome.set(Outcome::Found { count: 0, incomplete: false, corrected: None, results: Vec::new() });
    tick().await;
    assert_eq!(texts(&element, "#search-state"), ["No articles found."]);
    state.outcome.set(Outcome::Found { count: 2, incomplete: false, corrected: Some("quay".into()), results: Vec::new() });
    tick().await;
    assert_eq!(texts(&element, "#search-state"), ["Showing results for “quay”. 2 articles"]);
}
