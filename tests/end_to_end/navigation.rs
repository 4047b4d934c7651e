//! Navigation within the application, and the positions that it restores.

use end_to_end::{Browser, Fault, Fixture, Server, Test, chromium, not_webkit, test, wait_until};

/// The tests of this file.
pub(crate) fn tests() -> Vec<Test> {
    vec![
        test!(return_to_list_restores_the_card_and_its_position),
        test!(the_back_button_restores_the_position),
        test!(the_position_is_restored_after_a_reload),
        test!(back_and_forward_restore_the_position_in_an_article),
        test!(a_reloaded_list_keeps_its_position),
        test!(a_reloaded_page_is_not_scrolled_again_when_its_data_arrives),
        test!(a_language_that_is_chosen_while_the_viewer_starts_is_kept),
        test!(a_later_navigation_wins_over_an_earlier_one),
        test!(a_second_click_while_a_page_loads_adds_no_second_history_entry),
        test!(the_fetch_of_a_cancelled_navigation_is_aborted),
        test!(previous_and_next_follow_the_list_that_the_reader_came_from),
        test!(next_continues_on_the_next_page_of_the_list),
        test!(links_to_older_and_newer_pages_name_their_days),
        test!(
            links_between_articles_are_followed_without_a_reload_and_others_are_left_to_the_browser,
            needs not_webkit("MiniBrowser opens no second window")
        ),
        test!(title_focus_and_live_region_follow_every_navigation),
        test!(a_long_text_can_be_read_before_it_is_complete),
        test!(footnotes_link_to_the_note_and_back_on_the_same_page),
        test!(read_articles_are_marked_and_settings_are_kept),
        test!(nothing_shifts_while_a_page_loads, needs chromium()),
    ]
}

async fn open(path: &str) -> (Fixture, Server, Browser) {
    let fixture = Fixture::large();
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    browser.read(&format!("{}/{path}", server.address)).await;
    (fixture, server, browser)
}

/// An expression for the distance of an article's card from the top of the window.
fn top_of(id: &str) -> String {
    format!("document.querySelector('main [data-article=\"{id}\"]')?.getBoundingClientRect().top")
}

/// Scrolls a list to a card in its middle, opens the card, and returns its distance from the top before that.
async fn open_card(browser: &Browser, id: &str) -> f64 {
    browser
        .run(&format!(
            "window.sameDocument = true; document.querySelector('[data-article=\"{id}\"]').scrollIntoView({{block: 'center'}})"
        ))
        .await;
    let before = browser.get(&top_of(id)).await.as_f64().expect("the card is there");
    assert!(browser.get("scrollY").await.as_f64().is_some_and(|y| y > 500.0), "the list is long");
    browser.click(&format!("[data-article=\"{id}\"] h3 a")).await;
    browser.until("location.pathname.startsWith('/articles/') && document.querySelector('.article')").await;
    browser.until("scrollY === 0").await;
    before
}

/// Waits until the card is within 2 px of its former distance from the top.
async fn wait_for_position(browser: &Browser, id: &str, before: f64) {
    browser.until(&format!("Math.abs({} - {before}) <= 2", top_of(id))).await;
}

async fn return_to_list_restores_the_card_and_its_position() {
    let (_fixture, server, browser) = open("sections/north/").await;
    let before = open_card(&browser, "en-30").await;
    browser.click(".byline .return").await;
    wait_for_position(&browser, "en-30", before).await;
    assert!(browser.is("document.activeElement.closest('[data-article]').dataset.article === 'en-30'").await);
    assert!(browser.is("window.sameDocument").await, "nothing was reloaded");
    assert_eq!(browser.get("location.href").await, format!("{}/sections/north/", server.address));
}

async fn the_back_button_restores_the_position() {
    let (_fixture, _server, browser) = open("sections/north/").await;
    let before = open_card(&browser, "en-30").await;
    browser.back().await;
    wait_for_position(&browser, "en-30", before).await;
}

async fn the_position_is_restored_after_a_reload() {
    let (_fixture, _server, browser) = open("sections/north/").await;
    let before = open_card(&browser, "en-30").await;
    browser.reload().await;
    // Until the viewer has started, the link loads the list again.
    browser.until_started().await;
    browser.click(".byline .return").await;
    wait_for_position(&browser, "en-30", before).await;
    browser.back().await;
    browser.see(".article").await;
    browser.back().await;
    wait_for_position(&browser, "en-30", before).await;
    browser.reload().await;
    wait_for_position(&browser, "en-30", before).await;
}

async fn back_and_forward_restore_the_position_in_an_article() {
    let (_fixture, _server, browser) = open("sections/north/").await;
    let before = open_card(&browser, "en-30").await;
    browser.run("scrollTo(0, 250)").await;
    browser.back().await;
    wait_for_position(&browser, "en-30", before).await;
    browser.run("history.forward()").await;
    browser.until("document.querySelector('.article') && Math.abs(scrollY - 250) <= 2").await;
    browser.back().await;
    wait_for_position(&browser, "en-30", before).await;
}

async fn a_reloaded_list_keeps_its_position() {
    let (_fixture, _server, browser) = open("").await;
    browser.run("scrollTo(0, 900)").await;
    browser.reload().await;
    browser.until("Math.abs(scrollY - 900) <= 2").await;
}

async fn a_reloaded_page_is_not_scrolled_again_when_its_data_arrives() {
    let (_fixture, server, browser) = open("sections/north/").await;
    let before = open_card(&browser, "en-30").await;
    browser.back().await;
    wait_for_position(&browser, "en-30", before).await;
    // The page contains the rest of its data.
    server.set_fault("locales/en.json", Fault::Hold);
    browser.reload().await;
    browser.until_started().await;
    wait_for_position(&browser, "en-30", before).await;
    browser.run("scrollTo(0, 0)").await;
    server.clear_faults();
    // What was read is marked once the data is there.
    browser.see("[data-article=en-30].read").await;
    assert_eq!(browser.get("scrollY").await, 0);
}

async fn a_language_that_is_chosen_while_the_viewer_starts_is_kept() {
    let fixture = Fixture::sample();
    let server = Server::start(fixture.path()).await;
    server.set_fault("locales/en.json", Fault::Hold);
    let browser = Browser::open().await;
    browser.goto(&format!("{}/articles/2023-07-20-half-year-industry/", server.address)).await;
    browser.until_started().await;
    wait_until("the English texts are requested", async || server.request_count("locales/en.json") > 0).await;
    browser.click(".languages a[hreflang='zh-Hans']").await;
    browser.see_text("main h1", "半年过去").await;
    assert_eq!(browser.text(".recommended button").await, "换一换");
    server.clear_faults();
}

async fn a_later_navigation_wins_over_an_earlier_one() {
    let (_fixture, server, browser) = open("sections/north/").await;
    server.set_fault("articles/en-58.json", Fault::Hold);
    browser.click("[data-article=en-58] h3 a").await;
    browser.until("location.pathname === '/articles/en-58/'").await;
    browser.run("document.querySelector('.sections a:nth-child(2)').click()").await;
    browser.see_text("main h1", "South").await;
    server.clear_faults();
    browser.run("document.querySelector('[data-article] h3 a').click()").await;
    browser.see(".article").await;
    assert_eq!(browser.text("main h1").await, "Report number 59 about subject 3");
    assert!(browser.is("location.pathname === '/articles/en-59/'").await);
}

async fn a_second_click_while_a_page_loads_adds_no_second_history_entry() {
    let (_fixture, server, browser) = open("sections/north/").await;
    let entries = browser.get("history.length").await.as_u64().expect("a number");
    server.set_fault("articles/en-58.json", Fault::Hold);
    // By the pointer: WebKit goes back over entries that no reader has made.
    browser.click("[data-article=en-58] h3 a").await;
    for _ in 0..2 {
        browser.run("document.querySelector('[data-article=en-58] h3 a')?.click()").await;
    }
    browser.until("location.pathname === '/articles/en-58/'").await;
    server.clear_faults();
    browser.see(".article").await;
    assert_eq!(browser.get("history.length").await, entries + 1);
    browser.back().await;
    browser.until("location.pathname === '/sections/north/' && document.querySelector('[data-article=en-58]')").await;
}

async fn the_fetch_of_a_cancelled_navigation_is_aborted() {
    let (_fixture, server, browser) = open("sections/north/").await;
    browser.run("window.aborted = 0; const send = window.fetch; window.fetch = (file, options) => { (options ?? file).signal.addEventListener('abort', () => window.aborted++); return send(file, options); }").await;
    server.set_fault("articles/en-58.json", Fault::Silence);
    browser.click("[data-article=en-58] h3 a").await;
    wait_for_request(&server, "articles/en-58.json").await;
    browser.back().await;
    browser.until("window.aborted > 0").await;
    browser.see_text("main h1", "North").await;
}

async fn wait_for_request(server: &Server, file: &str) {
    end_to_end::wait_until(file, || async { server.request_count(file) > 0 }).await;
}

async fn previous_and_next_follow_the_list_that_the_reader_came_from() {
    let (_fixture, server, browser) = open("tags/subject-2/").await;
    browser.click("[data-article=en-30] h3 a").await;
    browser.see(".neighbours [rel=next]").await;
    assert_eq!(browser.text(".neighbours [rel=prev]").await, "Report number 37 about subject 2");
    assert_eq!(browser.text(".neighbours [rel=next]").await, "Report number 23 about subject 2");
    browser.click(".neighbours [rel=next]").await;
    browser.see_text(".neighbours [rel=next]", "number 16").await;
    browser.click(".neighbours .return").await;
    browser.until(&format!("location.href === '{}/tags/subject-2/'", server.address)).await;
    // After a deep link they follow the section.
    browser.read(&format!("{}/articles/en-30/", server.address)).await;
    browser.see_text(".neighbours [rel=next]", "number 28").await;
    browser.see_text(".neighbours [rel=prev]", "number 32").await;
}

async fn next_continues_on_the_next_page_of_the_list() {
    let (_fixture, server, browser) = open("").await;
    // The head of a list of 60 articles has 12 + 24 of them; en-24 is the last.
    browser.click("[data-article=en-24] a[href='articles/en-24/']").await;
    browser.see_text(".neighbours [rel=next]", "number 23").await;
    browser.click(".neighbours [rel=next]").await;
    browser.see_text(".neighbours [rel=prev]", "number 24").await;
    browser.click(".neighbours .return").await;
    browser.until(&format!("location.href === '{}/archive/1/'", server.address)).await;
    browser.see("[data-article=en-23]").await;
}

async fn links_to_older_and_newer_pages_name_their_days() {
    let (_fixture, server, browser) = open("").await;
    browser.see_text(".more a", "Older: 1 January 2024 – 24 January 2024").await;
    browser.click(".more a").await;
    browser.until(&format!("location.href === '{}/archive/1/'", server.address)).await;
    browser.see_text(".neighbours [rel=prev]", "2024").await;
    assert_eq!(browser.texts(".summary").await.len(), 24);
    browser.click(".neighbours [rel=prev]").await;
    browser.until("document.body.className === 'front-page'").await;
}

async fn links_between_articles_are_followed_without_a_reload_and_others_are_left_to_the_browser() {
    let fixture = Fixture::sample();
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    browser.read(&format!("{}/articles/specimen-sheet/", server.address)).await;
    browser.run("window.sameDocument = true").await;
    browser.click(".prose a[href='articles/crane-driver/']").await;
    browser.see_text("main h1", "Forty metres up").await;
    assert!(browser.is("window.sameDocument").await);
    // With a modifier key a link opens in another window.
    browser.run("document.querySelector('.neighbours [rel=next], .card a').dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true, ctrlKey: true}))").await;
    end_to_end::wait_until("a second window", || async { browser.windows().await == 2 }).await;
    assert_eq!(browser.text("main h1").await, "Forty metres up, the day begins with the wind");
    // External links and downloads are left to the browser.
    let script = "window.defaultPrevented = []; addEventListener('click', event => { window.defaultPrevented.push(event.defaultPrevented); event.preventDefault(); });
        for (const [href, download] of [['https://example.org/', ''], ['media/pictures/quay.svg', ''], ['articles/print-shop/', 'download']]) {
            const link = document.createElement('a'); link.href = href; if (download) link.download = ''; document.querySelector('main').append(link); link.click(); }
        return window.defaultPrevented.join()";
    assert_eq!(browser.run(script).await, "false,false,false");
}

async fn title_focus_and_live_region_follow_every_navigation() {
    let (_fixture, _server, browser) = open("sections/north/").await;
    browser.click("[data-article=en-58] h3 a").await;
    browser.see(".article").await;
    browser.until("document.activeElement === document.querySelector('main h1')").await;
    assert_eq!(browser.get("document.title").await, "Report number 58 about subject 2 – The Large Paper");
    browser.see_text("[role=status][aria-live]", "Report number 58 about subject 2 – The Large Paper").await;
    browser.back().await;
    browser.until("document.title.startsWith('North, ')").await;
    browser.see_text("[role=status][aria-live]", "North, ").await;
}

async fn a_long_text_can_be_read_before_it_is_complete() {
    let fixture = Fixture::large();
    let paragraphs: String = (0..5_000).map(|n| format!("<p>{n}: {}</p>\n", "a long text 工业 ".repeat(15))).collect();
    let html = format!("{paragraphs}<section><h2 id=\"end\">The end</h2><p>Last.</p></section>");
    fixture.edit("articles/en-30.json", |article| article["content_html"] = html.into());
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    browser.read(&format!("{}/sections/north/", server.address)).await;
    let count = "document.querySelectorAll('main .prose p').length";
    browser
        .run(&format!(
            "new MutationObserver((_, observer) => {{
                 const paragraphs = {count};
                 if (paragraphs > 5000) observer.disconnect(); else if (paragraphs > 0) window.partial = paragraphs;
             }}).observe(document, {{ subtree: true, childList: true }});
             document.querySelector('[data-article=\"en-30\"] h3 a').hash = '#text-end';"
        ))
        .await;
    // With the pointer: WebKit passes over history entries that no reader has made.
    browser.click("[data-article=\"en-30\"] h3 a").await;
    // The place that the link names is at the end.
    browser.until(&format!("{count} === 5001")).await;
    browser.until("Math.abs(document.getElementById('text-end').getBoundingClientRect().top) < innerHeight").await;
    assert!(browser.is("window.partial > 0 && window.partial < 5001").await, "its beginning was there earlier");
    let texts = browser.get(
        "[...document.querySelectorAll('main .prose p')].slice(0, 5000).every((p, n) => p.textContent.startsWith(`${n}: a`))",
    );
    assert_eq!(texts.await, true, "in order and each once");
    browser.back().await;
    browser.until("location.pathname.startsWith('/sections/')").await;
    browser.run("history.forward()").await;
    browser.until(&format!("{count} === 5001")).await;
}

async fn footnotes_link_to_the_note_and_back_on_the_same_page() {
    let fixture = Fixture::sample();
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    browser.read(&format!("{}/articles/2023-07-20-half-year-industry/", server.address)).await;
    browser.run("window.sameDocument = true").await;
    browser.click(".footnote-ref a").await;
    browser.until("location.hash === '#text-fn-size' && scrollY > 0").await;
    assert!(browser.is("location.pathname === '/articles/2023-07-20-half-year-industry/'").await);
    browser.click(".footnote-backref").await;
    browser.until("location.hash === '#text-fnref-size'").await;
    browser.back().await;
    browser.back().await;
    browser.until("location.hash === ''").await;
    assert!(browser.is("window.sameDocument").await);
    // A deep link to a note scrolls to it.
    browser.read(&format!("{}/articles/2023-07-20-half-year-industry/?again#text-fn-size", server.address)).await;
    browser.until("scrollY > 0").await;
    // A query that campaigns add to the address does not make it another page.
    browser.run("window.sameDocument = true").await;
    browser.click(".footnote-backref").await;
    browser.until("location.hash === '#text-fnref-size' && location.search === '?again'").await;
    assert!(browser.is("window.sameDocument").await);
}

async fn read_articles_are_marked_and_settings_are_kept() {
    let (_fixture, server, browser) = open("sections/north/").await;
    assert_eq!(browser.texts(".read").await.len(), 0);
    browser.click("[data-article=en-58] h3 a").await;
    browser.see(".article").await;
    browser.back().await;
    browser.see("[data-article=en-58].read .state").await;
    // The theme changes at once, and is set before the first paint of the next page.
    browser.until("document.querySelector('.theme-switch').innerText === 'Dark'").await;
    browser.click(".theme-switch").await;
    browser.until("document.querySelector('.theme-switch').innerText === 'Light'").await;
    assert_eq!(browser.attribute("html", "data-theme").await.as_deref(), Some("dark"));
    server.set_fault("site.json", Fault::Hold);
    browser.goto(&format!("{}/", server.address)).await;
    // The driver may answer before the script has run.
    browser.until("document.documentElement.dataset.theme").await;
    assert_eq!(browser.attribute("html", "data-theme").await.as_deref(), Some("dark"));
    assert_eq!(browser.get("getComputedStyle(document.documentElement).backgroundColor").await, "rgb(20, 19, 18)");
    server.clear_faults();
    // The front page opens in the chosen language.
    browser.click(".languages a[hreflang='zh-Hans']").await;
    browser.see_text(".nameplate", "大报").await;
    browser.goto(&format!("{}/", server.address)).await;
    browser.until("location.pathname === '/zh-Hans/'").await;
    // For an article without a translation only the interface changes.
    browser.read(&format!("{}/articles/en-30/", server.address)).await;
    browser.see_text(".recommended button", "换一换").await;
    browser.click(".languages a[hreflang='en']").await;
    browser.see_text(".recommended button", "Change it").await;
    assert!(browser.is("location.pathname === '/articles/en-30/'").await);
}

async fn nothing_shifts_while_a_page_loads() {
    let fixture = Fixture::sample();
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    for path in ["", "articles/2023-07-20-half-year-industry/", "sections/industry/"] {
        browser.goto(&format!("{}/{path}", server.address)).await;
        browser.run("window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(entry => window.shift += entry.value)).observe({type: 'layout-shift', buffered: true})").await;
        browser.see("main h1").await;
        browser.until("[...document.images].filter(image => image.loading !== 'lazy').every(image => image.complete)").await;
        browser.run("document.querySelector('.colophon').getBoundingClientRect()").await;
        let shift = browser.get("window.shift").await.as_f64().unwrap_or(1.0);
        assert!(shift < 0.001, "{path}: layout shift {shift}");
    }
}
