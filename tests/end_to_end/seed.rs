//! Every part of the article page that the project began with, in English and in Chinese.

use end_to_end::{Browser, Fixture, Server, Test, shared, test};

/// The tests of this file.
pub(crate) fn tests() -> Vec<Test> {
    vec![
        test!(the_headline_is_shown),
        test!(the_day_of_publication_is_shown),
        test!(the_body_has_its_language_and_direction),
        test!(the_editor_is_credited),
        test!(the_responsible_editor_is_credited),
        test!(the_source_is_linked),
        test!(the_special_statement_has_a_link),
        test!(return_to_list_leads_to_the_section),
        test!(recommended_reading_shows_six_cards),
        test!(change_it_shows_other_cards),
        test!(links_to_friendly_sites_are_shown),
        test!(mailbox_and_telephone_are_linked),
        test!(the_licence_number_links_to_its_registry),
        test!(the_copyright_line_is_shown),
        test!(next_and_previous_lead_to_articles),
        test!(the_seed_manuscript_shows_every_part, needs shared("seed")),
    ]
}

/// The texts of the article page in one language.
struct Expected {
    title: &'static str,
    day: &'static str,
    body: &'static str,
    editor: &'static str,
    responsible: &'static str,
    source: &'static str,
    statement: &'static str,
    back: &'static str,
    recommended: &'static str,
    change: &'static str,
    links: &'static str,
    mailbox: &'static str,
    telephone: &'static str,
    copyright: &'static str,
    previous: &'static str,
    next: &'static str,
    section: &'static str,
}

const ENGLISH: Expected = Expected {
    title: "Factories close the half-year a little faster than they began it",
    day: "20 July 2023",
    body: "At a press conference on the 19th",
    editor: "Editor:",
    responsible: "Responsible editor:",
    source: "Source: Xinhua",
    statement: "Special statement:",
    back: "Return to list",
    recommended: "Recommended reading",
    change: "Change it",
    links: "Links",
    mailbox: "Submission mailbox:",
    telephone: "Tel:",
    copyright: "Copyright © 2019 by www.lwxsd.com",
    previous: "Previous",
    next: "Next",
    section: "sections/industry/",
};

const CHINESE: Expected = Expected {
    title: "半年过去，工厂比年初走得快了一点",
    day: "2023年7月20日",
    body: "在19日的发布会上",
    editor: "编辑：",
    responsible: "责任编辑：",
    source: "来源： 新华社",
    statement: "特别声明：",
    back: "返回列表",
    recommended: "推荐阅读",
    change: "换一换",
    links: "友情链接",
    mailbox: "投稿邮箱：",
    telephone: "电话：",
    copyright: "版权所有 © 2019 www.lwxsd.com",
    previous: "上一篇",
    next: "下一篇",
    section: "zh-Hans/sections/industry/",
};

/// Opens the article in English, switches to Chinese, and runs the check on both pages.
async fn in_both_languages(check: impl AsyncFn(&Browser, &Expected, &Server)) {
    let fixture = Fixture::sample();
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    browser.read(&format!("{}/articles/2023-07-20-half-year-industry/", server.address)).await;
    check(&browser, &ENGLISH, &server).await;
    browser.read(&format!("{}/articles/2023-07-20-half-year-industry/", server.address)).await;
    browser.click(".languages a[hreflang='zh-Hans']").await;
    browser.until("location.pathname.endsWith('-zh/') && document.querySelector('main h1')?.lang !== undefined").await;
    browser.see_text("main h1", CHINESE.title).await;
    check(&browser, &CHINESE, &server).await;
}

async fn the_headline_is_shown() {
    in_both_languages(async |browser, expected, _| {
        assert_eq!(browser.text("main h1").await, expected.title);
        assert!(browser.get("document.title").await.as_str().is_some_and(|title| title.starts_with(expected.title)));
    })
    .await;
}

async fn the_day_of_publication_is_shown() {
    in_both_languages(async |browser, expected, _| {
        assert_eq!(browser.text(".byline time").await, expected.day);
        assert_eq!(browser.attribute(".byline time", "datetime").await.as_deref(), Some("2023-07-20"));
    })
    .await;
}

async fn the_body_has_its_language_and_direction() {
    in_both_languages(async |browser, expected, _| {
        assert!(browser.text(".article .prose p").await.starts_with(expected.body));
        let lang = if expected.title == CHINESE.title { "zh-Hans" } else { "en" };
        assert_eq!(browser.attribute(".article", "lang").await.as_deref(), Some(lang));
        assert_eq!(browser.attribute(".article", "dir").await.as_deref(), Some("ltr"));
        assert_eq!(browser.attribute("html", "lang").await.as_deref(), Some(lang));
    })
    .await;
}

async fn the_editor_is_credited() {
    in_both_languages(async |browser, expected, _| {
        let credits = browser.texts(".credits div").await;
        assert_eq!(credits[0], format!("{}He Chuanning", expected.editor));
    })
    .await;
}

async fn the_responsible_editor_is_credited() {
    in_both_languages(async |browser, expected, _| {
        let credits = browser.texts(".credits div").await;
        assert_eq!(credits[1], format!("{}Su Suiyue", expected.responsible));
    })
    .await;
}

async fn the_source_is_linked() {
    in_both_languages(async |browser, expected, _| {
        assert_eq!(browser.text(".byline .source").await, expected.source);
        assert_eq!(browser.attribute(".byline .source a", "href").await.as_deref(), Some("http://www.xinhuanet.com/"));
    })
    .await;
}

async fn the_special_statement_has_a_link() {
    in_both_languages(async |browser, expected, _| {
        assert!(browser.text(".statement").await.starts_with(expected.statement));
        assert_eq!(browser.attribute(".statement a", "href").await.as_deref(), Some("mailto:lwxsd@liaowanghn.com"));
    })
    .await;
}

async fn return_to_list_leads_to_the_section() {
    in_both_languages(async |browser, expected, server| {
        assert_eq!(browser.text(".neighbours .return").await, expected.back);
        browser.click(".neighbours .return").await;
        browser.until(&format!("location.href === '{}/{}'", server.address, expected.section)).await;
        browser.see(".summary").await;
    })
    .await;
}

async fn recommended_reading_shows_six_cards() {
    in_both_languages(async |browser, expected, _| {
        assert_eq!(browser.text(".recommended h2").await, expected.recommended);
        assert_eq!(browser.texts(".recommended .card h3").await.len(), 6);
    })
    .await;
}

async fn change_it_shows_other_cards() {
    in_both_languages(async |browser, expected, _| {
        assert_eq!(browser.text(".recommended button").await, expected.change);
        let before = browser.texts(".recommended .card h3").await;
        browser.click(".recommended button").await;
        browser.until(&format!("document.querySelector('.recommended .card h3').textContent !== {:?}", before[0])).await;
        assert!(browser.texts(".recommended .card h3").await.iter().all(|title| !before.contains(title)));
    })
    .await;
}

async fn links_to_friendly_sites_are_shown() {
    in_both_languages(async |browser, expected, _| {
        assert_eq!(browser.text(".colophon .links h2").await, expected.links);
        assert_eq!(browser.attribute(".colophon .links a", "href").await.as_deref(), Some("http://www.xinhuanet.com/"));
    })
    .await;
}

async fn mailbox_and_telephone_are_linked() {
    in_both_languages(async |browser, expected, _| {
        let lines = browser.texts(".colophon .contact dl div").await;
        assert_eq!(lines[0], format!("{}lwxsd@liaowanghn.com", expected.mailbox));
        assert_eq!(lines[1], format!("{}020-817896455", expected.telephone));
        let links = "[...document.querySelectorAll('.colophon .contact a')].map(a => a.getAttribute('href')).join()";
        assert_eq!(browser.get(links).await, "mailto:lwxsd@liaowanghn.com,tel:020-817896455");
    })
    .await;
}

async fn the_licence_number_links_to_its_registry() {
    in_both_languages(async |browser, _, _| {
        assert_eq!(browser.text(".colophon .licences a").await, "粤ICP备19140089号");
        assert_eq!(browser.attribute(".colophon .licences a", "href").await.as_deref(), Some("https://beian.miit.gov.cn/"));
    })
    .await;
}

async fn the_copyright_line_is_shown() {
    in_both_languages(async |browser, expected, _| {
        assert!(browser.texts(".colophon .licences li").await[0].starts_with(expected.copyright));
    })
    .await;
}

async fn next_and_previous_lead_to_articles() {
    in_both_languages(async |browser, expected, _| {
        browser.see_text(".neighbours [rel=next]", "").await;
        let (here, next) = (browser.text("main h1").await, browser.text(".neighbours [rel=next]").await);
        assert!(browser.texts(".neighbours .label").await.contains(&expected.next.to_owned()));
        browser.click(".neighbours [rel=next]").await;
        browser.see_text("main h1", &next).await;
        browser.see(".neighbours [rel=prev]").await;
        assert!(browser.texts(".neighbours .label").await.contains(&expected.previous.to_owned()));
        assert_eq!(browser.text(".neighbours [rel=prev]").await, here);
    })
    .await;
}

async fn the_seed_manuscript_shows_every_part() {
    let seed = shared("seed").expect("the seed is there");
    let content = tempfile::tempdir().expect("a temporary folder");
    for name in ["article.json", "site.json"] {
        std::fs::copy(seed.join(name), content.path().join(name)).expect("a copy");
    }
    let fixture = Fixture::of(content.path());
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    browser.read(&format!("{}/articles/2023-07-20-steady-recovery-of-industrial-production/", server.address)).await;
    assert!(browser.text("main h1").await.starts_with("Steady Recovery of Industrial Production"));
    assert!(browser.text(".article .prose").await.len() > 4_000);
    assert_eq!(browser.texts(".credits div").await, ["Editor:He Chuanning", "Responsible editor:Su Suiyue"]);
    assert_eq!(browser.text(".byline .source").await, "Source: Xinhua");
    assert_eq!(browser.attribute(".statement a", "href").await.as_deref(), Some("mailto:lwxsd@liaowanghn.com"));
    assert_eq!(browser.text(".colophon .licences a").await, "粤ICP备19140089号");
    assert!(browser.text(".colophon .licences").await.contains("Copyright © 2019 by www.lwxsd.com.all rights reserved"));
    assert_eq!(browser.texts(".tags a").await.len(), 3);
}
