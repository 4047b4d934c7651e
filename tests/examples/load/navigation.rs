//! From a list to an article within the application, with and without prefetching.

use anyhow::Result;
use end_to_end::{Browser, Nginx};

use crate::{measure::Profile, page};

/// The list's folder, its name in the table, and what comes before the click.
const LISTS: [(&str, &str, Hover); 6] = [
    ("printed", "ours, printed, not prefetched", Hover::No),
    ("printed", "ours, printed, prefetched", Hover::Ours),
    ("json", "ours, no printed pages, prefetched", Hover::Ours),
    ("docsify", "docsify (does not prefetch)", Hover::Peer),
    ("vitepress", "VitePress, prefetched", Hover::Peer),
    ("docusaurus", "Docusaurus, prefetched", Hover::Peer),
];

#[derive(Clone, Copy, PartialEq)]
enum Hover {
    No,
    /// The pointer rests on the link until our viewer has the article's data.
    Ours,
    /// The pointer rests on the link until nothing more is fetched.
    Peer,
}

/// The times of one kind, sorted, in milliseconds.
pub(crate) struct Clicks {
    pub(crate) name: &'static str,
    pub(crate) is_prefetched_by_us: bool,
    times: Vec<f64>,
}

impl Clicks {
    pub(crate) fn percentile(&self, percent: usize) -> f64 {
        self.times[(self.times.len() * percent).div_ceil(100) - 1]
    }
}

pub(crate) async fn measure(server: &Nginx, clicks: usize) -> Result<Vec<Clicks>> {
    eprintln!("==> cold: from a list to an article");
    let browser = page::open(Profile::Cold).await;
    let kind = |(_, name, hover): (_, &'static str, Hover)| Clicks {
        name,
        is_prefetched_by_us: hover == Hover::Ours,
        times: Vec::new(),
    };
    let mut kinds: Vec<Clicks> = LISTS.map(kind).into();
    for index in 0..clicks {
        for (kind, (folder, _, hover)) in kinds.iter_mut().zip(LISTS) {
            page::forget(&browser, server).await;
            browser.goto(&format!("{}/{folder}/", server.address)).await;
            kind.times.push(click(&browser, index % 20, hover).await);
        }
    }
    for kind in &mut kinds {
        kind.times.sort_by(f64::total_cmp);
    }
    Ok(kinds)
}

async fn click(browser: &Browser, index: usize, hover: Hover) -> f64 {
    let link = format!("bench.links()[{index}]");
    browser.until(&format!("{link} && bench.started()")).await;
    page::settle(browser, Profile::Cold).await;
    // VitePress and Docusaurus fetch what the links on the screen lead to.
    browser.run(&format!("{link}.scrollIntoView({{ block: 'center' }})")).await;
    if hover != Hover::No {
        let point = format!(
            "for (const type of ['pointerover', 'mouseover']) {link}.dispatchEvent(new PointerEvent(type, {{ bubbles: true }}))"
        );
        browser.run(&point).await;
    }
    if hover == Hover::Ours {
        let file = page::article_file(&format!("${{{link}.pathname.split('/').at(-2)}}"));
        let is_fetched =
            "performance.getEntriesByType('resource').some((entry) => entry.responseEnd > 0 && entry.name.endsWith(`FILE`))";
        browser.until(&is_fetched.replace("FILE", &file)).await;
    }
    page::settle(browser, Profile::Cold).await;
    page::number(&browser.run(&page::list_to_article(index)).await)
}
