use offprint_viewer::article_body::build;
use wasm_bindgen_test::wasm_bindgen_test;

/// Returns what the sanitizer builds of a text, as HTML.
fn sanitize(html: &str) -> String {
    let document = web_sys::window().and_then(|window| window.document()).expect("a document");
    let element = document.create_element("div").expect("an element");
    build(html, &element);
    element.inner_html()
}

#[wasm_bindgen_test]
fn allowed_markup_is_built_and_ids_are_prefixed() {
    let html = r#"<h2 id="a">One</h2><p lang="zh-Hans">Two <a href="articles/b/">three</a></p>"#;
    assert_eq!(sanitize(html), html.replace(r#"id="a""#, r#"id="text-a""#));
}

#[wasm_bindgen_test]
fn nothing_that_runs_is_built() {
    for html in [
        "<script>alert(1)</script>",
        "<iframe src='https://a.example/'></iframe>",
        "<svg><script>alert(1)</script></svg>",
        "<template><p>x</p></template>",
        "<style>p { color: red }</style>",
        "<form id=f><input name=localName><p>x</p></form>",
    ] {
        assert_eq!(sanitize(html), "", "{html}");
    }
    assert_eq!(sanitize("<p onclick='alert(1)' style='color: red'>x</p>"), "<p>x</p>");
    assert_eq!(sanitize("<math><annotation-xml>x</annotation-xml></math>"), "<math></math>");
    assert_eq!(
        sanitize("<math onclick=x href='javascript:x'><mi style=x>a</mi><mtext><img src=x onerror=alert(1)></mtext></math>"),
        r#"<math><mi>a</mi><mtext><img src="x"></mtext></math>"#
    );
    assert_eq!(sanitize("<img src=x onerror=alert(1)>"), r#"<img src="x">"#);
}

#[wasm_bindgen_test]
fn addresses_that_run_are_left_out() {
    for address in ["javascript:alert(1)", "java&#10;script:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "vbscript:x"] {
        assert_eq!(sanitize(&format!("<a href=\"{address}\">x</a>")), "<a>x</a>", "{address}");
    }
    assert_eq!(sanitize(r#"<a href="mailto:a@b.example">x</a>"#), r#"<a href="mailto:a@b.example">x</a>"#);
}

#[wasm_bindgen_test]
fn an_unknown_element_leaves_its_text() {
    assert_eq!(sanitize("<p><blink>One</blink> <x-y>two</x-y></p><!-- three -->"), "<p>One two</p>");
}

#[wasm_bindgen_test]
fn classes_without_a_meaning_are_left_out() {
    assert_eq!(sanitize(r#"<p class="pull-quote big">x</p>"#), r#"<p class="pull-quote">x</p>"#);
}
