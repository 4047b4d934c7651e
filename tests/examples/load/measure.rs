//! Loads every subject in turn and takes medians.

use anyhow::Result;
use end_to_end::{Browser, Nginx};

use crate::{Subject, page};

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Profile {
    /// Nothing is cached.
    Cold,
    /// Nothing is cached; 150 ms, 1.6 Mbps and a processor four times slower.
    Slow,
    /// The page was loaded before.
    Warm,
}

impl Profile {
    pub(crate) const ALL: [Profile; 3] = [Profile::Cold, Profile::Slow, Profile::Warm];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Profile::Cold => "cold",
            Profile::Slow => "slow",
            Profile::Warm => "warm",
        }
    }
}

/// What was measured of one subject: medians, in milliseconds and bytes.
#[derive(Default)]
pub(crate) struct Measured {
    pub(crate) first_paint: f64,
    pub(crate) lcp: f64,
    /// The worst of all loads.
    pub(crate) shift: f64,
    pub(crate) bytes_before_lcp: f64,
    pub(crate) bytes: f64,
    /// Scripts, WebAssembly and style.
    pub(crate) code_bytes: f64,
    /// From the start of the load until a click navigates within the application.
    pub(crate) navigates: Option<f64>,
    /// From a click before that to the first paint of the page that it loads.
    pub(crate) early_click: Option<f64>,
    /// From a click half a second after the largest paint to the next headline.
    pub(crate) later_click: Option<f64>,
}

/// Every load of one subject.
#[derive(Default)]
struct Samples {
    first_paint: Vec<f64>,
    lcp: Vec<f64>,
    shift: Vec<f64>,
    bytes_before_lcp: Vec<f64>,
    bytes: Vec<f64>,
    code_bytes: Vec<f64>,
    navigates: Vec<f64>,
    early_click: Vec<f64>,
    later_click: Vec<f64>,
}

/// Measures all subjects in one profile, turn by turn: what else the machine does then meets all of them.
pub(crate) async fn measure(server: &Nginx, profile: Profile, subjects: &[Subject], loads: usize) -> Result<Vec<Measured>> {
    let mut samples: Vec<Samples> = subjects.iter().map(|_| Samples::default()).collect();

    eprintln!("==> {}: loads", profile.name());
    let browser = page::open(profile).await;
    for index in turns(subjects.len(), loads) {
        load(&browser, server, profile, &subjects[index], &mut samples[index]).await?;
    }
    drop(browser);
    if profile == Profile::Warm {
        return Ok(samples.into_iter().map(Samples::summarize).collect());
    }

    eprintln!("==> {}: clicks within the application", profile.name());
    let browser = page::open(profile).await;
    browser.before_every_page(page::NAVIGATES).await;
    for index in turns(subjects.len(), loads).filter(|index| subjects[*index].is_application) {
        open(&browser, server, &subjects[index]).await;
        browser.until("seen.navigates").await;
        samples[index].navigates.push(page::number(&browser.get("seen.navigates").await));
    }
    drop(browser);

    eprintln!("==> {}: clicks before that", profile.name());
    let browser = page::open(profile).await;
    browser.before_every_page(page::EARLY_CLICK).await;
    let is_left_early = |subject: &Subject| subject.is_printed && subject.is_application;
    for index in turns(subjects.len(), loads).filter(|index| is_left_early(&subjects[*index])) {
        open(&browser, server, &subjects[index]).await;
        browser.until("seen.arrived || seen.late").await;
        if browser.is("seen.arrived").await {
            samples[index].early_click.push(page::number(&browser.get("seen.arrived").await));
        }
    }
    drop(browser);

    eprintln!("==> {}: clicks half a second after the largest paint", profile.name());
    let browser = page::open(profile).await;
    browser.before_every_page(page::LATER_CLICK).await;
    for index in turns(subjects.len(), loads).filter(|index| subjects[*index].is_application) {
        open(&browser, server, &subjects[index]).await;
        browser.until("seen.next").await;
        samples[index].later_click.push(page::number(&browser.get("seen.next").await));
    }
    Ok(samples.into_iter().map(Samples::summarize).collect())
}

/// The order of loads: forwards, then backwards, so that no subject always follows the same one.
fn turns(subjects: usize, loads: usize) -> impl Iterator<Item = usize> {
    let turn = move |load| (0..subjects).map(move |index| if load % 2 == 0 { index } else { subjects - 1 - index });
    (0..loads).flat_map(turn)
}

async fn open(browser: &Browser, server: &Nginx, subject: &Subject) {
    page::forget(browser, server).await;
    browser.goto(&format!("{}/{}", server.address, subject.path)).await;
}

async fn load(browser: &Browser, server: &Nginx, profile: Profile, subject: &Subject, samples: &mut Samples) -> Result<()> {
    page::forget(browser, server).await;
    let address = format!("{}/{}", server.address, subject.path);
    if profile == Profile::Warm {
        browser.goto(&address).await;
        page::settle(browser, profile).await;
        browser.goto("about:blank").await;
    }
    server.forget()?;
    browser.goto(&address).await;
    browser.until("document.readyState === 'complete' && bench.headline() && seen.lcp").await;
    if subject.is_application {
        browser.until("bench.started()").await;
    }
    // What the page still fetches is counted, and paints that it still makes are seen.
    page::settle(browser, profile).await;
    let seen = browser.get("seen").await;
    samples.first_paint.push(page::number(&seen["fcp"]));
    samples.lcp.push(page::number(&seen["lcp"]));
    samples.shift.push(page::number(&seen["shift"]));

    // Bytes are counted at the server, with headers. The page itself is no resource of the page.
    let before = browser.get("bench.beforeLcp()").await;
    let is_before = |name: &str| {
        name.ends_with('/')
            || name.ends_with(".html")
            || before.as_array().is_some_and(|names| names.iter().any(|known| known == name))
    };
    let is_code = |name: &str| [".js", ".mjs", ".wasm", ".css"].iter().any(|ending| name.ends_with(ending));
    let requests = server.asked()?;
    let sum =
        |wanted: &dyn Fn(&str) -> bool| requests.iter().filter(|(name, _)| wanted(name)).map(|(_, bytes)| *bytes as f64).sum();
    samples.bytes_before_lcp.push(sum(&is_before));
    samples.bytes.push(sum(&|_| true));
    samples.code_bytes.push(sum(&is_code));
    Ok(())
}

impl Samples {
    fn summarize(self) -> Measured {
        Measured {
            first_paint: median(self.first_paint).unwrap_or(f64::NAN),
            lcp: median(self.lcp).unwrap_or(f64::NAN),
            shift: self.shift.into_iter().fold(0.0, f64::max),
            bytes_before_lcp: median(self.bytes_before_lcp).unwrap_or(f64::NAN),
            bytes: median(self.bytes).unwrap_or(f64::NAN),
            code_bytes: median(self.code_bytes).unwrap_or(f64::NAN),
            navigates: median(self.navigates),
            early_click: median(self.early_click),
            later_click: median(self.later_click),
        }
    }
}

pub(crate) fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}
