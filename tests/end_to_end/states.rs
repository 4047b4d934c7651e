//! Loading, empty and failed pages: each has its own sentence and a next step.

use end_to_end::{Browser, Fault, Fixture, Server, Test, chromium, test, wait_until};

/// The tests of this file.
pub(crate) fn tests() -> Vec<Test> {
    vec![
        test!(loading_shows_a_placeholder_and_then_the_page),
        test!(an_empty_section_says_so),
        test!(a_missing_page_is_reported_as_not_found),
        test!(a_server_error_can_be_retried),
        test!(malformed_data_is_distinguished_from_a_missing_page),
        test!(a_slow_connection_is_tried_three_times),
        test!(offline_lists_what_can_be_read_and_recovers_by_itself, needs chromium()),
        test!(an_unreachable_server_is_reported),
        test!(a_missing_site_file_is_reported_and_can_be_retried),
        test!(html_in_place_of_json_means_not_found),
        test!(the_shell_opened_from_disk_says_that_it_needs_a_web_server),
    ]
}

async fn open(path: &str) -> (Fixture, Server, Browser) {
    let fixture = Fixture::large();
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    browser.read(&format!("{}/{path}", server.address)).await;
    (fixture, server, browser)
}

/// Opens an article from its list while the server has a fault for its data.
async fn open_with_fault(fault: Fault) -> (Fixture, Server, Browser) {
    let (fixture, server, browser) = open("sections/north/").await;
    server.set_fault("articles/en-58.json", fault);
    browser.click("[data-article=en-58] h3 a").await;
    (fixture, server, browser)
}

/// Clears the fault; the button then loads the page.
async fn try_again(server: &Server, browser: &Browser) {
    server.clear_faults();
    browser.click(".notice button").await;
    browser.see_text("main h1", "Report number 58").await;
    assert!(browser.is("!document.querySelector('.notice')").await);
}

async fn loading_shows_a_placeholder_and_then_the_page() {
    let (_fixture, server, browser) = open_with_fault(Fault::Hold).await;
    browser.see(".waiting .placeholder").await;
    assert_eq!(browser.text(".waiting [role=status]").await, "Loading the page…");
    assert!(browser.is("document.querySelector('.waiting').getBoundingClientRect().height >= innerHeight - 200").await);
    server.clear_faults();
    browser.see_text("main h1", "Report number 58").await;
    assert!(browser.is("!document.querySelector('.waiting')").await);
}

async fn an_empty_section_says_so() {
    let (_fixture, _server, browser) = open("sections/empty/").await;
    assert_eq!(browser.text("main h1").await, "Nothing published yet");
    browser.click(".notice a.back").await;
    browser.until("document.body.className === 'front-page'").await;
}

async fn a_missing_page_is_reported_as_not_found() {
    for path in ["articles/nobody/", "sections/nowhere/", "archive/99/", "what/is/this/"] {
        let (_fixture, _server, browser) = open(path).await;
        assert_eq!(browser.text("main h1").await, "There is no page here", "{path}");
        assert!(browser.is("!document.querySelector('.notice button')").await, "there is nothing to retry");
        browser.click(".notice a").await;
        browser.until("document.body.className === 'front-page'").await;
    }
}

async fn a_server_error_can_be_retried() {
    let (_fixture, server, browser) = open_with_fault(Fault::Status(503)).await;
    browser.see_text("main h1", "The server reported an error").await;
    // One more if the prefetch, which starts when the pointer is over the link, failed before the click.
    assert!((3..=4).contains(&server.request_count("articles/en-58.json")), "it was retried twice");
    assert_eq!(browser.attribute(".notice", "role").await.as_deref(), Some("alert"));
    try_again(&server, &browser).await;
}

async fn malformed_data_is_distinguished_from_a_missing_page() {
    for (text, name) in [("{\"title\": ", "truncated"), ("{\"title\": 4}", "of a wrong type")] {
        let (_fixture, server, browser) = open_with_fault(Fault::Instead(text.into())).await;
        browser.see_text("main h1", "This page is damaged").await;
        assert!(server.request_count("articles/en-58.json") <= 2, "{name}: a retry would return the same");
        try_again(&server, &browser).await;
    }
}

async fn a_slow_connection_is_tried_three_times() {
    let (_fixture, server, browser) = open_with_fault(Fault::Silence).await;
    browser.see_text(".waiting [role=status]", "longer than usual").await;
    browser.see_text("main h1", "The connection is too slow").await;
    assert_eq!(server.request_count("articles/en-58.json"), 3);
    try_again(&server, &browser).await;
}

async fn offline_lists_what_can_be_read_and_recovers_by_itself() {
    let (_fixture, server, browser) = open("articles/en-59/").await;
    browser.see(".neighbours [rel=next]").await;
    browser.offline(true).await;
    browser.run("document.querySelector('.card h3 a').click()").await;
    browser.see_text("main h1", "You are offline").await;
    assert_eq!(browser.texts(".notice li a").await, ["Report number 59 about subject 3"]);
    browser.run("document.querySelector('.notice li a').click()").await;
    browser.see_text("main h1", "Report number 59").await;
    browser.run("document.querySelector('.card h3 a').click()").await;
    browser.see_text("main h1", "You are offline").await;
    browser.offline(false).await;
    browser.until("document.querySelector('.article') && !document.querySelector('.notice')").await;
    drop(server);
}

async fn an_unreachable_server_is_reported() {
    let (_fixture, server, browser) = open("sections/north/").await;
    drop(server);
    browser.run("document.querySelector('[data-article=en-58] h3 a').click()").await;
    browser.see_text("main h1", "cannot be reached").await;
    assert!(browser.is("document.querySelector('.masthead .nameplate') && document.querySelector('.colophon')").await);
}

async fn a_missing_site_file_is_reported_and_can_be_retried() {
    let fixture = Fixture::large_bare();
    let server = Server::start(fixture.path()).await;
    server.set_fault("site.json", Fault::Status(404));
    let browser = Browser::open().await;
    browser.goto(&format!("{}/", server.address)).await;
    browser.see_text("main h1", "The server reported an error").await;
    server.clear_faults();
    browser.click(".notice button").await;
    browser.see_text(".nameplate", "The Large Paper").await;
}

async fn html_in_place_of_json_means_not_found() {
    let (fixture, server, browser) = open("sections/north/").await;
    let shell = std::fs::read_to_string(fixture.path().join("index.html")).expect("the shell");
    server.set_fault("articles/nobody.json", Fault::Instead(shell));
    server.set_fault("articles/nobody/", Fault::Instead(String::new()));
    browser.run("const link = document.createElement('a'); link.href = 'articles/nobody/'; document.querySelector('main').append(link); link.click()").await;
    // The server says that this is JSON, so the viewer notices only when it parses it.
    wait_until("there is a notice", || browser.is("document.querySelector('.notice h1')")).await;
}

async fn the_shell_opened_from_disk_says_that_it_needs_a_web_server() {
    let fixture = Fixture::sample_bare();
    let browser = Browser::open().await;
    browser.goto(&format!("file://{}", fixture.path().join("index.html").display())).await;
    browser.until("document.querySelector('.from-disk')?.getBoundingClientRect().height > 0").await;
    assert!(browser.text(".from-disk").await.contains("needs a web server"));
}
