//! Hostile markup in an article's data file, where the press cannot clean it. The test server sends no content
//! security policy that would hide a failure.

use end_to_end::{Browser, Fixture, Server, Test, chromium, shared, test};
use serde_json::{Value, json};

/// The tests of this file.
pub(crate) fn tests() -> Vec<Test> {
    vec![
        test!(our_own_payloads_are_harmless, needs chromium()),
        test!(every_payload_of_the_corpus_is_harmless, needs chromium(), shared("hostile/html.json")),
    ]
}

/// Lists what must not be in an article, whatever its file contains.
const FINDINGS: &str = r#"
    const found = [];
    for (const element of document.querySelectorAll('.prose *')) {
        if (['SCRIPT','IFRAME','OBJECT','EMBED','BASE','META','LINK','STYLE','FORM','INPUT','BUTTON','SVG','MATH'].includes(element.tagName.toUpperCase())) found.push(element.tagName);
        for (const {name, value} of element.attributes) {
            if (/^on/i.test(name) || name === 'style' || name === 'srcdoc') found.push(name);
            if (/^\s*(javascript|data|vbscript):/i.test(value.replace(/[\u0000-\u0020]/g, ''))) found.push(name + '=' + value);
            if (name === 'id' && !value.startsWith('text-')) found.push('id=' + value);
        }
    }
    if (window.harmed) found.push('script ran: ' + window.harmed);
    return found.join('; ');
"#;

/// Payloads that are part of the repository.
fn own() -> Vec<Value> {
    let payloads = [
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'>x</a></svg>",
        "<a href='jav&#x09;ascript:alert(1)' id='text'>x</a>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
        "<form><input name=attributes><button formaction='javascript:alert(1)'>x</button></form>",
        "<form><input name=namespaceURI><input name=localName><input name=childNodes></form>",
        "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe><base href='https://evil.example/'>",
        "<video><source onerror=alert(1) src=x></video><details open ontoggle=alert(1)><summary>x</summary></details>",
        "<style>*{background:url('javascript:alert(1)')}</style><link rel=stylesheet href='data:text/css,*{}'>",
        "<template><script>alert(1)</script></template><p style='x:expression(alert(1))'>x",
    ];
    payloads.iter().map(|payload| json!(payload)).collect()
}

async fn are_harmless(payloads: Vec<Value>) {
    let fixture = Fixture::sample();
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    let hook =
        "for (const name of ['alert', 'confirm', 'prompt', 'print', 'xss']) window[name] = () => { window.harmed = name; };";
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": hook })).await;
    for payload in payloads {
        fixture.edit("articles/print-shop.json", |article| article["content_html"] = payload.clone());
        browser.read(&format!("{}/articles/print-shop/", server.address)).await;
        browser.see(".prose").await;
        // Wait for what a payload loads.
        browser.until("[...document.images].filter(image => image.loading !== 'lazy').every(image => image.complete)").await;
        browser.run("document.querySelectorAll('.prose a, .prose summary').forEach(element => element.addEventListener('click', event => event.preventDefault())); document.querySelectorAll('.prose *').forEach(element => { element.dispatchEvent(new MouseEvent('mouseover', {bubbles: true})); element.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true})); })").await;
        assert_eq!(browser.run(FINDINGS).await, "", "{payload}");
        assert!(browser.is("document.querySelector('.masthead') && document.querySelector('.colophon') && document.querySelector('main h1')").await, "{payload}");
    }
}

async fn our_own_payloads_are_harmless() {
    are_harmless(own()).await;
}

async fn every_payload_of_the_corpus_is_harmless() {
    let path = shared("hostile/html.json").expect("the corpus is there");
    let text = std::fs::read_to_string(path).expect("the corpus can be read");
    let corpus: Vec<Value> = serde_json::from_str(&text).expect("JSON");
    are_harmless(corpus.iter().map(|entry| entry["payload"].clone()).collect()).await;
}
