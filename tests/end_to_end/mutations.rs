//! Pages that another version of the press printed: the viewer starts on them without an error, keeps their text and
//! navigates, whatever node is missing, renamed, added or moved.

use end_to_end::{Browser, Fixture, STARTED, Server, Test, test};
use lol_html::{
    RewriteStrSettings, element,
    html_content::{ContentType, Element},
    rewrite_str,
};

/// The tests of this file.
pub(crate) fn tests() -> Vec<Test> {
    vec![
        test!(any_front_page_is_accepted),
        test!(any_section_is_accepted),
        test!(any_archive_page_is_accepted),
        test!(any_tag_is_accepted),
        test!(any_author_is_accepted),
        test!(any_page_outside_of_the_lists_is_accepted),
        test!(any_article_is_accepted),
        test!(any_search_page_is_accepted),
        test!(any_page_of_a_wrong_address_is_accepted),
    ]
}

/// What another press might have done to a page, and what a failure calls it.
type Mutation = (&'static str, fn(&str) -> String);

const MUTATIONS: [Mutation; 24] = [
    ("as it was printed", str::to_owned),
    ("whitespace between tags removed", |page| between_tags(page, "")),
    ("whitespace between tags added", |page| between_tags(page, "\n  ")),
    ("comments removed", without_comments),
    ("comments added", |page| each(page, "body *", |node| node.before("<!-- node -->", ContentType::Html))),
    ("main wrapped", |page| wrapped(page, "main")),
    ("every list and paragraph wrapped", |page| wrapped(page, "main ul, main ol, main p, main form")),
    ("the root wrapped", |page| wrapped(page, "body > div")),
    ("landmarks renamed", |page| each(page, "header, section, footer, nav, article", |node| rename(node, "div"))),
    ("main renamed", |page| each(page, "main", |node| rename(node, "div"))),
    ("classes removed", |page| each(page, "body, body *", |node| node.remove_attribute("class"))),
    ("ids removed", |page| each(page, "body *:not(script)", |node| node.remove_attribute("id"))),
    ("languages removed", |page| each(page, "html, body *", without_language)),
    ("attributes of data and access removed", |page| each(page, "body *:not(script)", without_data)),
    ("attributes in another order", |page| each(page, "body *:not(script)", reverse_attributes)),
    ("navigation missing", |page| each(page, "nav", remove)),
    ("buttons and live regions missing", |page| each(page, "button, [role=status]", remove)),
    ("footer missing", |page| each(page, "footer", remove)),
    ("footer before main", footer_first),
    ("banners added", |page| each(page, "main, footer, h1", with_banner)),
    ("data missing", |page| each(page, DATA, remove)),
    ("data cut short", |page| each(page, DATA, |node| node.set_inner_content(r#"{"site.json":{"title"#, ContentType::Html))),
    ("data of another shape", |page| each(page, DATA, |node| node.set_inner_content(r#"{"site.json":[4]}"#, ContentType::Html))),
    ("data empty", |page| each(page, DATA, |node| node.set_inner_content("", ContentType::Html))),
];

/// The data block of a printed page.
const DATA: &str = "body script[type='application/json']";

fn each(page: &str, selector: &str, change: fn(&mut Element<'_, '_>)) -> String {
    let change = element!(selector, |node| {
        change(node);
        Ok(())
    });
    rewrite_str(page, RewriteStrSettings::new().append_element_content_handler(change)).expect("a page can be rewritten")
}

fn remove(node: &mut Element<'_, '_>) {
    node.remove();
}

fn rename(node: &mut Element<'_, '_>, name: &str) {
    node.set_tag_name(name).expect("a name of an element");
}

fn wrapped(page: &str, selector: &str) -> String {
    each(page, selector, |node| {
        node.before("<div class=\"wrapper\">", ContentType::Html);
        node.after("</div>", ContentType::Html);
    })
}

fn with_banner(node: &mut Element<'_, '_>) {
    node.before("<p class=\"banner\">A banner</p> and text", ContentType::Html);
    node.after("<hr><offprint-banner>A banner</offprint-banner>", ContentType::Html);
}

fn without_language(node: &mut Element<'_, '_>) {
    for name in ["lang", "dir", "hreflang"] {
        node.remove_attribute(name);
    }
}

fn without_data(node: &mut Element<'_, '_>) {
    let names: Vec<String> = node.attributes().iter().map(lol_html::html_content::Attribute::name).collect();
    let is_extra = |name: &&String| ["data-", "aria-", "role", "tabindex"].iter().any(|prefix| name.starts_with(prefix));
    names.iter().filter(is_extra).for_each(|name| node.remove_attribute(name));
}

fn reverse_attributes(node: &mut Element<'_, '_>) {
    let attributes: Vec<(String, String)> = node.attributes().iter().map(|known| (known.name(), known.value())).collect();
    attributes.iter().for_each(|(name, _)| node.remove_attribute(name));
    for (name, value) in attributes.iter().rev() {
        node.set_attribute(name, value).expect("an attribute can be set again");
    }
}

/// The page with this instead of the whitespace between two tags of its body.
fn between_tags(page: &str, space: &str) -> String {
    let (head, body) = page.split_once("</head>").expect("a page has a head");
    let mut parts = body.split('>');
    let mut mutated = format!("{head}</head{}", parts.next().unwrap_or_default());
    for part in parts {
        let trimmed = part.trim_start();
        mutated.push('>');
        mutated.push_str(if trimmed.starts_with('<') { space } else { "" });
        mutated.push_str(if trimmed.starts_with('<') { trimmed } else { part });
    }
    mutated.replacen("</head", "</head>", 1)
}

fn without_comments(page: &str) -> String {
    let mut parts = page.split("<!--");
    let before = parts.next().unwrap_or_default().to_owned();
    parts.fold(before, |page, part| page + part.split_once("-->").map_or("", |(_, after)| after))
}

fn footer_first(page: &str) -> String {
    let cut = |begin: &str, end: &str| page.find(begin).zip(page.find(end).map(|at| at + end.len()));
    let ((footer, footer_end), (main, _)) = cut("<footer", "</footer>").zip(cut("<main", "</main>")).expect("both are there");
    [&page[..main], &page[footer..footer_end], &page[main..footer], &page[footer_end..]].concat()
}

/// Records every error of a page from its beginning. It is a file, because the policy forbids scripts in the page.
const RECORD_ERRORS: &str = "
    window.errors = [];
    addEventListener('error', event => errors.push(event.message ?? `cannot load ${event.target.outerHTML}`), true);
    addEventListener('unhandledrejection', event => errors.push(`rejected: ${event.reason}`));
    addEventListener('securitypolicyviolation', event => errors.push(`forbidden: ${event.violatedDirective}`));
    console.error = (...values) => errors.push(values.join(' '));
";

/// Functions for a page: its blocks of text, and those that it does not show.
///
/// Recommended cards and live regions are left out: they change with what the reader does.
const TEXT: &str = "
    const squeeze = text => text.replace(/\\s+/g, '');
    const parse = async file => new DOMParser().parseFromString(await (await fetch(file)).text(), 'text/html');
    window.text = page => { const body = page.body.cloneNode(true); body.querySelectorAll('script, noscript').forEach(node => node.remove()); return squeeze(body.textContent); };
    const isBlock = node => !node.closest('noscript, .recommended, [role=status]') && squeeze(node.textContent);
    const blocks = page => [...page.querySelectorAll('h1, h2, h3, p, dt, dd, time')].filter(isBlock).map(node => squeeze(node.textContent));
    window.missing = blocks => blocks.filter(block => !text(document).includes(block));
    window.all = blocks(await parse(document.baseURI + 'original.html'));
    const mutated = text(await parse(document.baseURI + 'mutated.html'));
    window.expected = all.filter(block => mutated.includes(block));
    return expected.length;
";

/// Opens a page in every mutation, follows a link, and goes back. Returns after all of them, so that a failure names
/// every mutation that is not accepted.
async fn accepts_mutations(file: &str, path: &str) {
    accepts_mutations_of(Fixture::large(), file, path).await;
}

/// The same for a page of another edition.
async fn accepts_mutations_of(fixture: Fixture, file: &str, path: &str) {
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    let original = fixture.read(file);
    fixture.write("original.html", &original);
    fixture.write("errors.js", RECORD_ERRORS);
    let mut failures = Vec::new();
    for (name, mutate) in MUTATIONS {
        let mutated = mutate(&original);
        fixture.write("mutated.html", &mutated);
        fixture.write(file, &mutated.replacen("<link", "<script src=\"errors.js\"></script><link", 1));
        if let Err(error) = accepts(&browser, &format!("{}/{path}", server.address)).await {
            failures.push(format!("{name}: {error}, errors: {}", browser.get("window.errors").await));
        }
    }
    assert!(failures.is_empty(), "/{path}\n{}", failures.join("\n"));
}

async fn accepts(browser: &Browser, address: &str) -> Result<(), String> {
    let hold = async |expression: &str, what: &str| {
        if browser.becomes(expression).await { Ok(()) } else { Err(what.to_owned()) }
    };
    browser.goto("about:blank").await;
    browser.goto(address).await;
    hold(STARTED, "the viewer does not start").await?;
    let blocks = browser.run(&format!("return (async () => {{ {TEXT} }})()")).await;
    assert!(blocks.as_u64() > Some(1), "the page has text");
    hold("missing(expected).length === 0", "text is lost at the start").await?;
    hold("errors.length === 0", "an error at the start").await?;
    // Another article, or the front page where no article is linked.
    let follow = "
        const isAway = link => new URL(link.href).pathname !== location.pathname && !link.hreflang;
        window.link = [...document.querySelectorAll('a[href^=\"articles/\"], a[href=\"./\"]')].filter(isAway).sort((a, b) => b.href.length - a.href.length)[0];
        const page = new DOMParser().parseFromString(await (await fetch(link.href)).text(), 'text/html');
        window.target = { path: new URL(link.href).pathname, title: page.querySelector('h1').textContent, from: location.href };
        link.click();
    ";
    browser.run(&format!("return (async () => {{ {follow} }})()")).await;
    hold(
        "window.target && location.pathname === target.path && document.querySelector('main h1')?.textContent === target.title",
        "a link does not lead to its page within the application",
    )
    .await?;
    browser.back().await;
    hold("window.target && location.href === target.from", "back does not lead back within the application").await?;
    hold("missing(all).length === 0", "text is lost on the way back").await?;
    hold("errors.length === 0", "an error after the start").await
}

async fn any_front_page_is_accepted() {
    accepts_mutations("index.html", "").await;
}

async fn any_section_is_accepted() {
    accepts_mutations("sections/north/index.html", "sections/north/").await;
}

async fn any_archive_page_is_accepted() {
    accepts_mutations("archive/1/index.html", "archive/1/").await;
}

async fn any_tag_is_accepted() {
    accepts_mutations("tags/subject-3/index.html", "tags/subject-3/").await;
}

async fn any_author_is_accepted() {
    accepts_mutations_of(Fixture::sample(), "authors/ma-lan/index.html", "authors/ma-lan/").await;
}

async fn any_page_outside_of_the_lists_is_accepted() {
    accepts_mutations_of(Fixture::sample(), "about/index.html", "about/").await;
}

async fn any_article_is_accepted() {
    accepts_mutations("articles/en-31/index.html", "articles/en-31/").await;
}

async fn any_search_page_is_accepted() {
    accepts_mutations("search/index.html", "search/").await;
}

async fn any_page_of_a_wrong_address_is_accepted() {
    accepts_mutations("404.html", "no/such/page/").await;
}
