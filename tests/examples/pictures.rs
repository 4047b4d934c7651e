//! Takes pictures of the sample edition, to be looked at: `cargo run --package end-to-end --example pictures -- FOLDER`.
//!
//! `OFFPRINT_DIST` names the release edition of another commit; `compare_pictures` compares the two folders.

use std::{fs, path::PathBuf};

use end_to_end::{Browser, Fixture, Server};

#[tokio::main]
async fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).expect("the folder to put them in"));
    fs::create_dir_all(&folder).expect("the folder can be made");
    let fixture = Fixture::sample();
    let server = Server::start(fixture.path()).await;
    let pages = [
        ("front-en", ""),
        ("front-zh", "zh-Hans/"),
        ("front-ar", "ar/"),
        ("list-en", "sections/industry/"),
        ("archive-en", "archive/1/"),
        ("tag-en", "tags/work/"),
        ("series-en", "series/what-the-cold-does/"),
        ("author-en", "authors/ma-lan/"),
        ("author-zh", "zh-Hans/authors/ma-lan/"),
        ("author-ar", "ar/authors/lin-yao/"),
        ("page-en", "about/"),
        ("page-ar", "ar/about/"),
        ("part-zh", "articles/battery-and-frost-zh/"),
        ("search-en", "search/?q=work"),
        ("article-en", "articles/2023-07-20-half-year-industry/"),
        ("article-zh", "articles/2023-07-20-half-year-industry-zh/"),
        ("article-ar", "articles/crane-driver-ar/"),
        ("specimen", "articles/specimen-sheet/"),
        ("missing", "no/such/page/"),
    ];
    for (device, width, height) in [("phone", 390, 844), ("desk", 1280, 900)] {
        for scheme in ["light", "dark"] {
            for (name, path) in pages {
                let language = if name.ends_with("zh") { "zh-CN" } else { "en-GB" };
                let browser = Browser::with(width, height, language).await;
                browser.prefer(scheme).await;
                browser.read(&format!("{}/{path}", server.address)).await;
                // In an article the interface follows the reader's choice.
                let tag = if name.ends_with("zh") {
                    "zh-Hans"
                } else if name.ends_with("ar") {
                    "ar"
                } else {
                    "en"
                };
                if path.starts_with("articles/") && tag != "en" {
                    browser.run(&format!("document.querySelector('.languages a[hreflang={tag}]')?.click()")).await;
                    browser.until(&format!("document.documentElement.lang === '{tag}'")).await;
                }
                if name.starts_with("search") {
                    browser.see(".results li, .search-results li, main ol li").await;
                }
                browser.run("document.querySelectorAll('img').forEach(image => { image.loading = 'eager'; })").await;
                browser.until("[...document.images].every(image => image.complete)").await;
                let file = folder.join(format!("{name}-{device}-{scheme}.png"));
                fs::write(&file, browser.screenshot().await).expect("the picture can be written");
                println!("{}", file.display());
            }
        }
    }
    for (device, width, height) in [("phone", 390, 844), ("desk", 1280, 900)] {
        for theme in ["light", "sepia", "dark", "black"] {
            for (tag, path) in [("en", "articles/specimen-sheet/"), ("zh", "articles/battery-and-frost-zh/"), ("ar", "ar/")] {
                let browser = Browser::with(width, height, "en-GB").await;
                browser.read(&format!("{}/{path}", server.address)).await;
                let settings = format!(r#"{{"chosen":{{"theme":"{theme}","size":"4"}}}}"#);
                browser.run(&format!("localStorage.setItem('offprint:/:settings.v1', '{settings}')")).await;
                browser.read(&format!("{}/{path}", server.address)).await;
                browser.click(".reading-button").await;
                browser.see("#reading-panel").await;
                let file = folder.join(format!("settings-{tag}-{device}-{theme}.png"));
                fs::write(&file, browser.viewport().await).expect("the picture can be written");
                println!("{}", file.display());
            }
        }
    }
}
