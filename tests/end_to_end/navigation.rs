//! Going somewhere, and coming back to where one was.

use end_to_end::{Browser, Fault, Fixture, Server, Test, chromium, test};

/// The tests of this file.
pub(crate) fn tests() -> Vec<Test> {
    vec![
        test!(return_to_list_lands_on_the_same_card_at_the_same_place),
        test!(the_back_button_does_so_too),
        test!(both_do_so_after_a_reload),
        test!(back_and_forward_come_back_to_the_same_place_of_the_text),
        test!(a_list_that_is_reloaded_stays_where_it_was),
        test!(a_later_navigation_overtakes_an_earlier_one),
        test!(a_fetch_that_is_no_longer_wanted_is_aborted),
        test!(previous_and_next_are_those_of_the_list_that_the_reader_came_from),
        test!(next_leads_on_into_the_next_part_of_the_list),
        test!(older_and_newer_say_the_days_that_they_lead_to),
        test!(links_between_articles_are_followed_without_reloading_and_others_are_the_browsers),
        test!(title_focus_and_live_region_follow_every_navigation),
        test!(footnotes_lead_there_and_back_on_the_same_page),
        test!(what_was_read_looks_read_and_the_readers_choices_stay),
        test!(nothing_jumps_while_a_page_comes, needs chromium()),
    ]
}

async fn open(path: &str) -> (Fixture, Server, Browser) {
    let fixture = Fixture::large();
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    browser.read(&format!("{}/{path}", server.address)).await;
    (fixture, server, browser)
}

/// How far below the window's top the card of an article stands.
fn top(id: &str) -> String {
    format!("document.querySelector('main [data-article=\"{id}\"]')?.getBoundingClientRect().top")
}

/// Scrolls a list to a card in its middle, opens it, and returns where the card stood.
async fn leave_by(browser: &Browser, id: &str) -> f64 {
    browser
        .run(&format!(
            "window.kept = true; document.querySelector('[data-article=\"{id}\"]').scrollIntoView({{block: 'center'}})"
        ))
        .await;
    let before = browser.get(&top(id)).await.as_f64().expect("the card is there");
    assert!(browser.get("scrollY").await.as_f64().is_some_and(|y| y > 500.0), "the list is long");
    browser.click(&format!("[data-article=\"{id}\"] h3 a")).await;
    browser.until("location.pathname.startsWith('/articles/') && document.querySelector('.article')").await;
    browser.until("scrollY === 0").await;
    before
}

async fn is_back(browser: &Browser, id: &str, before: f64) {
    browser.until(&format!("Math.abs({} - {before}) <= 2", top(id))).await;
}

async fn return_to_list_lands_on_the_same_card_at_the_same_place() {
    let (_fixture, server, browser) = open("sections/north/").await;
    let before = leave_by(&browser, "en-30").await;
    browser.click(".byline .return").await;
    is_back(&browser, "en-30", before).await;
    assert!(browser.is("document.activeElement.closest('[data-article]').dataset.article === 'en-30'").await);
    assert!(browser.is("window.kept").await, "nothing was loaded anew");
    assert_eq!(browser.get("location.href").await, format!("{}/sections/north/", server.address));
}

async fn the_back_button_does_so_too() {
    let (_fixture, _server, browser) = open("sections/north/").await;
    let before = leave_by(&browser, "en-30").await;
    browser.back().await;
    is_back(&browser, "en-30", before).await;
}

async fn both_do_so_after_a_reload() {
    let (_fixture, _server, browser) = open("sections/north/").await;
    let before = leave_by(&browser, "en-30").await;
    browser.reload().await;
    browser.see(".byline .return").await;
    browser.click(".byline .return").await;
    is_back(&browser, "en-30", before).await;
    browser.back().await;
    browser.see(".article").await;
    browser.back().await;
    is_back(&browser, "en-30", before).await;
    browser.reload().await;
    is_back(&browser, "en-30", before).await;
}

async fn back_and_forward_come_back_to_the_same_place_of_the_text() {
    let (_fixture, _server, browser) = open("sections/north/").await;
    let before = leave_by(&browser, "en-30").await;
    browser.run("scrollTo(0, 250)").await;
    browser.back().await;
    is_back(&browser, "en-30", before).await;
    browser.run("history.forward()").await;
    browser.until("document.querySelector('.article') && Math.abs(scrollY - 250) <= 2").await;
    browser.back().await;
    is_back(&browser, "en-30", before).await;
}

async fn a_list_that_is_reloaded_stays_where_it_was() {
    let (_fixture, _server, browser) = open("").await;
    browser.run("scrollTo(0, 900)").await;
    browser.reload().await;
    browser.until("Math.abs(scrollY - 900) <= 2").await;
}

async fn a_later_navigation_overtakes_an_earlier_one() {
    let (_fixture, server, browser) = open("sections/north/").await;
    server.fault("articles/en-58.json", Fault::Hold);
    browser.click("[data-article=en-58] h3 a").await;
    browser.until("location.pathname === '/articles/en-58/'").await;
    browser.run("document.querySelector('.sections a:nth-child(2)').click()").await;
    browser.see_text("main h1", "South").await;
    server.heal();
    browser.run("document.querySelector('[data-article] h3 a').click()").await;
    browser.see(".article").await;
    assert_eq!(browser.text("main h1").await, "Report number 59 about subject 3");
    assert!(browser.is("location.pathname === '/articles/en-59/'").await);
}

async fn a_fetch_that_is_no_longer_wanted_is_aborted() {
    let (_fixture, server, browser) = open("sections/north/").await;
    browser.run("window.aborted = 0; const send = window.fetch; window.fetch = (file, options) => { (options ?? file).signal.addEventListener('abort', () => window.aborted++); return send(file, options); }").await;
    server.fault("articles/en-58.json", Fault::Silence);
    browser.click("[data-article=en-58] h3 a").await;
    wait_for_request(&server, "articles/en-58.json").await;
    browser.back().await;
    browser.until("window.aborted > 0").await;
    browser.see_text("main h1", "North").await;
}

async fn wait_for_request(server: &Server, file: &str) {
    end_to_end::wait_until(file, || async { server.asked(file) > 0 }).await;
}

async fn previous_and_next_are_those_of_the_list_that_the_reader_came_from() {
    let (_fixture, server, browser) = open("tags/subject-2/").await;
    browser.click("[data-article=en-30] h3 a").await;
    browser.see(".neighbours [rel=next]").await;
    assert_eq!(browser.text(".neighbours [rel=prev]").await, "Report number 37 about subject 2");
    assert_eq!(browser.text(".neighbours [rel=next]").await, "Report number 23 about subject 2");
    browser.click(".neighbours [rel=next]").await;
    browser.see_text(".neighbours [rel=next]", "number 16").await;
    browser.click(".neighbours .return").await;
    browser.until(&format!("location.href === '{}/tags/subject-2/'", server.address)).await;
    // On a deep link they are those of its section.
    browser.read(&format!("{}/articles/en-30/", server.address)).await;
    browser.see_text(".neighbours [rel=next]", "number 28").await;
    browser.see_text(".neighbours [rel=prev]", "number 32").await;
}

async fn next_leads_on_into_the_next_part_of_the_list() {
    let (_fixture, server, browser) = open("").await;
    // The head of 60 articles is 12 and 24 of them: en-24 is the last one in it.
    browser.click("[data-article=en-24] a[href='articles/en-24/']").await;
    browser.see_text(".neighbours [rel=next]", "number 23").await;
    browser.click(".neighbours [rel=next]").await;
    browser.see_text(".neighbours [rel=prev]", "number 24").await;
    browser.click(".neighbours .return").await;
    browser.until(&format!("location.href === '{}/archive/1/'", server.address)).await;
    browser.see("[data-article=en-23]").await;
}

async fn older_and_newer_say_the_days_that_they_lead_to() {
    let (_fixture, server, browser) = open("").await;
    browser.see_text(".more a", "Older: 1 January 2024 – 24 January 2024").await;
    browser.click(".more a").await;
    browser.until(&format!("location.href === '{}/archive/1/'", server.address)).await;
    browser.see_text(".neighbours [rel=prev]", "2024").await;
    assert_eq!(browser.texts(".summary").await.len(), 24);
    browser.click(".neighbours [rel=prev]").await;
    browser.until("document.body.className === 'front-page'").await;
}

async fn links_between_articles_are_followed_without_reloading_and_others_are_the_browsers() {
    let fixture = Fixture::sample();
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    browser.read(&format!("{}/articles/specimen-sheet/", server.address)).await;
    browser.run("window.kept = true").await;
    browser.click(".prose a[href='articles/crane-driver/']").await;
    browser.see_text("main h1", "Forty metres up").await;
    assert!(browser.is("window.kept").await);
    // With a modifier it opens a window of its own, and this one stays.
    browser.run("document.querySelector('.neighbours [rel=next], .card a').dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true, ctrlKey: true}))").await;
    end_to_end::wait_until("a second window", || async { browser.windows().await == 2 }).await;
    assert_eq!(browser.text("main h1").await, "Forty metres up, the day begins with the wind");
    // Outside links and downloads are left alone.
    let script = "window.left = []; addEventListener('click', event => { window.left.push(event.defaultPrevented); event.preventDefault(); });
        for (const [href, download] of [['https://example.org/', ''], ['media/pictures/quay.svg', ''], ['articles/print-shop/', 'download']]) {
            const link = document.createElement('a'); link.href = href; if (download) link.download = ''; document.querySelector('main').append(link); link.click(); }
        return window.left.join()";
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

async fn footnotes_lead_there_and_back_on_the_same_page() {
    let fixture = Fixture::sample();
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    browser.read(&format!("{}/articles/2023-07-20-half-year-industry/", server.address)).await;
    browser.run("window.kept = true").await;
    browser.click(".footnote-ref a").await;
    browser.until("location.hash === '#text-fn-size' && scrollY > 0").await;
    assert!(browser.is("location.pathname === '/articles/2023-07-20-half-year-industry/'").await);
    browser.click(".footnote-backref").await;
    browser.until("location.hash === '#text-fnref-size'").await;
    browser.back().await;
    browser.back().await;
    browser.until("location.hash === ''").await;
    assert!(browser.is("window.kept").await);
    // Opened from outside, the page is scrolled to the note.
    browser.read(&format!("{}/articles/2023-07-20-half-year-industry/?again#text-fn-size", server.address)).await;
    browser.until("scrollY > 0").await;
    // A query in the address, as campaigns add it, does not make another page of it.
    browser.run("window.kept = true").await;
    browser.click(".footnote-backref").await;
    browser.until("location.hash === '#text-fnref-size' && location.search === '?again'").await;
    assert!(browser.is("window.kept").await);
}

async fn what_was_read_looks_read_and_the_readers_choices_stay() {
    let (_fixture, server, browser) = open("sections/north/").await;
    assert_eq!(browser.texts(".read").await.len(), 0);
    browser.click("[data-article=en-58] h3 a").await;
    browser.see(".article").await;
    browser.back().await;
    browser.see("[data-article=en-58].read .state").await;
    // The theme: at once, and before anything is painted the next time.
    browser.until("document.querySelector('.theme-switch').innerText === 'Dark'").await;
    browser.click(".theme-switch").await;
    browser.until("document.querySelector('.theme-switch').innerText === 'Light'").await;
    assert_eq!(browser.attribute("html", "data-theme").await.as_deref(), Some("dark"));
    server.fault("site.json", Fault::Hold);
    browser.goto(&format!("{}/", server.address)).await;
    assert_eq!(browser.attribute("html", "data-theme").await.as_deref(), Some("dark"));
    assert_eq!(browser.get("getComputedStyle(document.documentElement).backgroundColor").await, "rgb(20, 19, 18)");
    server.heal();
    // The language: the front page opens in it.
    browser.click(".languages a[hreflang='zh-Hans']").await;
    browser.see_text(".nameplate", "大报").await;
    browser.goto(&format!("{}/", server.address)).await;
    browser.until("location.pathname === '/zh-Hans/'").await;
    // An article that is not translated stays, and the interface around it changes.
    browser.read(&format!("{}/articles/en-30/", server.address)).await;
    browser.see_text(".recommended button", "换一换").await;
    browser.click(".languages a[hreflang='en']").await;
    browser.see_text(".recommended button", "Change it").await;
    assert!(browser.is("location.pathname === '/articles/en-30/'").await);
}

async fn nothing_jumps_while_a_page_comes() {
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
