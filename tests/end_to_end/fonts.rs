//! The fonts of the tests, on which what fits and what moves depends.

use end_to_end::{Browser, Fixture, Server, Test, test};

/// The tests of this file.
pub(crate) fn tests() -> Vec<Test> {
    vec![test!(pages_are_set_in_the_fonts_of_the_tests)]
}

async fn pages_are_set_in_the_fonts_of_the_tests() {
    let fixture = Fixture::sample();
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    browser.goto(&format!("{}/", server.address)).await;
    browser.run("window.brush = document.createElement('canvas').getContext('2d')").await;
    browser
        .run("window.width = family => { brush.font = `100px ${family}`; return brush.measureText('Wide letters').width; }")
        .await;
    for (generic, family) in [("serif", "DejaVu Serif"), ("sans-serif", "DejaVu Sans"), ("monospace", "DejaVu Sans Mono")] {
        assert!(browser.is(&format!("width('{generic}') === width('\"{family}\"')")).await, "{generic} is not {family}");
    }
    assert!(browser.is("width('serif') !== width('monospace') && width('sans-serif') !== width('monospace')").await);
    // No font of this machine takes part.
    for family in ["Palatino Linotype", "P052", "Noto Serif", "Noto Sans", "Liberation Serif"] {
        assert!(browser.is(&format!("width('\"{family}\", monospace') === width('monospace')")).await, "{family} is installed");
    }
}
