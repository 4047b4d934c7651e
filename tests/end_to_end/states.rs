//! What a reader meets when something is not there: each its own sentence, and a way on.

use end_to_end::{Browser, Fault, Fixture, Server, Test, chromium, test, wait_until};

/// The tests of this file.
pub(crate) fn tests() -> Vec<Test> {
    vec![
        test!(loading_shows_a_placeholder_and_then_the_page),
        test!(an_empty_section_says_so),
        test!(a_page_that_is_not_there_is_not_found),
        test!(a_server_error_can_be_tried_again),
        test!(malformed_data_is_told_from_a_missing_page),
        test!(a_slow_line_is_waited_for_three_times),
        test!(offline_says_what_can_still_be_read_and_comes_back_by_itself, needs chromium()),
        test!(a_server_that_is_gone_cannot_be_reached),
        test!(without_its_own_facts_the_paper_says_so_and_tries_again),
        test!(a_host_that_answers_everything_with_the_shell_means_that_there_is_nothing),
        test!(opened_from_a_disk_the_shell_says_that_it_needs_a_web_server),
    ]
}

async fn open(path: &str) -> (Fixture, Server, Browser) {
    let fixture = Fixture::large();
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    browser.read(&format!("{}/{path}", server.address)).await;
    (fixture, server, browser)
}

/// Opens an article from the list while its file is treated so.
async fn meet(fault: Fault) -> (Fixture, Server, Browser) {
    let (fixture, server, browser) = open("sections/north/").await;
    server.fault("articles/en-58.json", fault);
    browser.click("[data-article=en-58] h3 a").await;
    (fixture, server, browser)
}

/// Everything is well again: the button brings the page.
async fn try_again(server: &Server, browser: &Browser) {
    server.heal();
    browser.click(".notice button").await;
    browser.see_text("main h1", "Report number 58").await;
    assert!(browser.is("!document.querySelector('.notice')").await);
}

async fn loading_shows_a_placeholder_and_then_the_page() {
    let (_fixture, server, browser) = meet(Fault::Hold).await;
    browser.see(".waiting .placeholder").await;
    assert_eq!(browser.text(".waiting [role=status]").await, "Loading the page…");
    assert!(browser.is("document.querySelector('.waiting').getBoundingClientRect().height >= innerHeight - 200").await);
    server.heal();
    browser.see_text("main h1", "Report number 58").await;
    assert!(browser.is("!document.querySelector('.waiting')").await);
}

async fn an_empty_section_says_so() {
    let (_fixture, _server, browser) = open("sections/empty/").await;
    assert_eq!(browser.text("main h1").await, "Nothing published yet");
    browser.click(".notice a.back").await;
    browser.until("document.body.className === 'front-page'").await;
}

async fn a_page_that_is_not_there_is_not_found() {
    for path in ["articles/nobody/", "sections/nowhere/", "archive/99/", "what/is/this/"] {
        let (_fixture, _server, browser) = open(path).await;
        assert_eq!(browser.text("main h1").await, "There is no page here", "{path}");
        assert!(browser.is("!document.querySelector('.notice button')").await, "trying again is of no use");
        browser.click(".notice a").await;
        browser.until("document.body.className === 'front-page'").await;
    }
}

async fn a_server_error_can_be_tried_again() {
    let (_fixture, server, browser) = meet(Fault::Status(503)).await;
    browser.see_text("main h1", "The server reported an error").await;
    // One more where the try that was begun under the pointer failed before the click.
    assert!((3..=4).contains(&server.asked("articles/en-58.json")), "two more tries");
    assert_eq!(browser.attribute(".notice", "role").await.as_deref(), Some("alert"));
    try_again(&server, &browser).await;
}

async fn malformed_data_is_told_from_a_missing_page() {
    for (text, name) in [("{\"title\": ", "cut short"), ("{\"title\": 4}", "of a wrong type")] {
        let (_fixture, server, browser) = meet(Fault::Instead(text.into())).await;
        browser.see_text("main h1", "This page is damaged").await;
        assert!(server.asked("articles/en-58.json") <= 2, "{name}: after the click another try would bring the same");
        try_again(&server, &browser).await;
    }
}

async fn a_slow_line_is_waited_for_three_times() {
    let (_fixture, server, browser) = meet(Fault::Silence).await;
    browser.see_text(".waiting [role=status]", "longer than usual").await;
    browser.see_text("main h1", "The connection is too slow").await;
    assert_eq!(server.asked("articles/en-58.json"), 3);
    try_again(&server, &browser).await;
}

async fn offline_says_what_can_still_be_read_and_comes_back_by_itself() {
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

async fn a_server_that_is_gone_cannot_be_reached() {
    let (_fixture, server, browser) = open("sections/north/").await;
    drop(server);
    browser.run("document.querySelector('[data-article=en-58] h3 a').click()").await;
    browser.see_text("main h1", "cannot be reached").await;
    assert!(browser.is("document.querySelector('.masthead .nameplate') && document.querySelector('.colophon')").await);
}

async fn without_its_own_facts_the_paper_says_so_and_tries_again() {
    let fixture = Fixture::large_bare();
    let server = Server::start(fixture.path()).await;
    server.fault("site.json", Fault::Status(404));
    let browser = Browser::open().await;
    browser.goto(&format!("{}/", server.address)).await;
    browser.see_text("main h1", "The server reported an error").await;
    server.heal();
    browser.click(".notice button").await;
    browser.see_text(".nameplate", "The Large Paper").await;
}

async fn a_host_that_answers_everything_with_the_shell_means_that_there_is_nothing() {
    let (fixture, server, browser) = open("sections/north/").await;
    let shell = std::fs::read_to_string(fixture.path().join("index.html")).expect("the shell");
    server.fault("articles/nobody.json", Fault::Instead(shell));
    server.fault("articles/nobody/", Fault::Instead(String::new()));
    browser.run("const link = document.createElement('a'); link.href = 'articles/nobody/'; document.querySelector('main').append(link); link.click()").await;
    // The answer is no JSON; a host that says text/html is believed at once, this one after reading.
    wait_until("a sentence", || browser.is("document.querySelector('.notice h1')")).await;
}

async fn opened_from_a_disk_the_shell_says_that_it_needs_a_web_server() {
    let fixture = Fixture::sample_bare();
    let browser = Browser::open().await;
    browser.goto(&format!("file://{}", fixture.path().join("index.html").display())).await;
    browser.until("document.querySelector('.from-disk')?.getBoundingClientRect().height > 0").await;
    assert!(browser.text(".from-disk").await.contains("needs a web server"));
}
