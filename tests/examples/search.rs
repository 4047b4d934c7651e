//! Measures what search finds and what it costs a reader: our worker and Pagefind, with the same queries in the same Chromium.
//! `cargo xtask bench search` installs all that it needs.

#[path = "../bench/goals.rs"]
mod goals;

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use end_to_end::{Browser, Server, brotli};
use goals::Goal;
use serde_json::Value;

/// Queries of each kind that run in a new page.
const FIRST: usize = 25;

const ENGINES: [&str; 2] = ["ours", "Pagefind"];

/// The scripts of the pages: `start` loads the engine again, `find` returns the ids of the first ten and the milliseconds.
const OURS: &str = "
    window.start = () => new Promise(done => {
        window.worker?.terminate();
        worker = new Worker('/LOADER');
        worker.onmessage = () => done();
        window.number = 0;
    });
    window.find = query => new Promise(done => {
        const begin = performance.now();
        number += 1;
        worker.onmessage = ({ data: { Results: found, Failed: failed } }) => {
            const time = performance.now() - begin;
            if (found?.id === number) done({ ids: found.results.map(result => result.id), time });
            if (failed?.id === number) done({ ids: [], time });
        };
        const languages = [document.documentElement.lang];
        const filters = { section: '', tag: '', year: '', newest_first: false, limit: 10 };
        worker.postMessage({ Find: { id: number, root: '/', languages, query, ...filters } });
    });
";
const PAGEFIND: &str = "
    window.start = async () => {
        window.engine ??= await import(`/pagefind/${document.documentElement.lang}/pagefind.js`);
        await engine.destroy();
        await engine.init();
    };
    window.find = async query => {
        const begin = performance.now();
        const { results } = await engine.search(query);
        const shown = await Promise.all(results.slice(0, 10).map(result => result.data()));
        return { ids: shown.map(data => decodeURIComponent(data.url).split('/').at(-2)), time: performance.now() - begin };
    };
";

/// The results of queries of one kind with one engine.
#[derive(Clone, Default)]
struct Outcome {
    recall: Vec<f64>,
    source: Vec<f64>,
    empty: Vec<f64>,
    /// First and later queries with ten results: kilobytes, requests, milliseconds.
    first: [Vec<f64>; 3],
    later: [Vec<f64>; 3],
}

#[tokio::main]
async fn main() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let site = root.join("target/search/site");
    let read = |name: &str| -> Result<Value> {
        let path = root.join("target/search").join(name);
        let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok(serde_json::from_slice(&bytes)?)
    };
    let (queries, costs) = (read("queries.json")?, read("costs.json")?);
    let queries = queries.as_array().context("a list of queries")?;
    let dist = PathBuf::from(std::env::var_os("OFFPRINT_DIST").context("OFFPRINT_DIST names the built edition")?);
    let mut code = 0;
    let mut loader = String::new();
    for entry in fs::read_dir(&dist)?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("search-") && !name.ends_with(".br") && !name.ends_with(".gz") {
            fs::copy(entry.path(), site.join(&name))?;
            code += brotli(&fs::read(entry.path())?).len();
            if name.ends_with("_loader.js") {
                loader = name;
            }
        }
    }
    let mut languages: Vec<&str> = queries.iter().filter_map(|query| query["language"].as_str()).collect();
    languages.dedup();
    for language in &languages {
        let page =
            |script: &str| format!("<!doctype html><html lang=\"{language}\"><meta charset=\"utf-8\"><script>{script}</script>");
        fs::write(site.join(format!("ours-{language}.html")), page(&OURS.replace("LOADER", &loader)))?;
        fs::write(site.join(format!("Pagefind-{language}.html")), page(PAGEFIND))?;
    }
    let server = Server::start(site.clone()).await;
    let browser = Browser::open().await;
    let mut outcomes: BTreeMap<(String, &str), Outcome> = BTreeMap::new();
    let mut order: Vec<String> = Vec::new();
    for language in languages {
        for engine in ENGINES {
            eprintln!("==> {engine}, {language}");
            let of = |query: &&Value| query["language"] == language;
            let mut number: BTreeMap<&str, usize> = BTreeMap::new();
            let page = format!("{}/{engine}-{language}.html", server.address);
            for query in queries.iter().filter(of) {
                let kind = query["kind"].as_str().unwrap_or_default();
                let name = format!("{language}: {kind}");
                if !order.contains(&name) {
                    order.push(name.clone());
                }
                let outcome = outcomes.entry((name, engine)).or_default();
                let n = number.entry(kind).or_default();
                // Some queries of every kind run in an engine without a cache, the rest in one that was used before.
                let first = *n < FIRST;
                *n += 1;
                if first {
                    browser.goto(&page).await;
                }
                if first {
                    browser.run("return start().then(() => 1)").await;
                }
                server.sent();
                let found = browser.run(&format!("return find({})", query["text"])).await;
                let sent = server.sent();
                weigh(outcome, query, &found, &sent, first);
            }
        }
    }
    let text = report(&root, &order, &outcomes, &costs, code, pagefind_code(&site)?)?;
    println!("{text}");
    Ok(())
}

/// Scripts count with brotli; the WebAssembly is compressed already.
fn pagefind_code(site: &Path) -> Result<usize> {
    let folder = site.join("pagefind/en");
    let mut bytes = 0;
    for name in ["pagefind.js", "pagefind-worker.js"] {
        bytes += fs::read(folder.join(name)).map_or(0, |script| brotli(&script).len());
    }
    Ok(bytes + fs::metadata(folder.join("wasm.en.pagefind")).map_or(0, |data| data.len() as usize))
}

fn weigh(outcome: &mut Outcome, query: &Value, found: &Value, sent: &[(String, usize)], first: bool) {
    let texts = |value: &Value| -> Vec<String> {
        value.as_array().into_iter().flatten().filter_map(|id| id.as_str().map(str::to_owned)).collect()
    };
    let (ids, truth) = (texts(&found["ids"]), texts(&query["truth"]));
    let hits = ids.iter().filter(|id| truth.contains(id)).count();
    outcome.recall.push(hits as f64 / truth.len().min(10) as f64);
    outcome.source.push(f64::from(u8::from(ids.iter().any(|id| query["source"] == id.as_str()))));
    outcome.empty.push(f64::from(u8::from(ids.is_empty())));
    if ids.len() < 10 {
        return;
    }
    // Passages are loaded after the titles; code is counted separately.
    let is_code =
        |name: &str| name.ends_with(".js") || name.ends_with(".html") || name.ends_with(".wasm") || name.contains("/wasm.");
    let counted = sent.iter().filter(|(name, _)| !name.starts_with("articles/") && !is_code(name));
    let (bytes, requests) = counted.fold((0, 0), |(bytes, requests), (_, more)| (bytes + more, requests + 1));
    let values = [bytes as f64 / 1000.0, f64::from(requests), found["time"].as_f64().unwrap_or_default()];
    let all = if first { &mut outcome.first } else { &mut outcome.later };
    for (list, value) in all.iter_mut().zip(values) {
        list.push(value);
    }
}

fn mean(values: &[f64]) -> f64 {
    100.0 * values.iter().sum::<f64>() / values.len().max(1) as f64
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

fn report(
    root: &Path,
    order: &[String],
    outcomes: &BTreeMap<(String, &str), Outcome>,
    costs: &Value,
    code: usize,
    their_code: usize,
) -> Result<String> {
    let mut text = String::from(
        "# Search\n\nPrinted by `cargo xtask bench search`: the same queries to our worker and to Pagefind 1.6, in one Chromium, from one server. \
         The time ends with the list of results; ours reads their passages from the articles afterwards, which is not counted.\n\n\
         Queries are made from the articles with a fixed seed; what matches literally in all texts (words whole, Chinese anywhere; NFKC, \
         lower case, no hamza) is the truth. Recall@10 is how much of the truth, of ten at most, is among the first ten; source, how often the \
         article is that the query was made from. Queries made from titles are such that at most ten titles have them: of more nobody could tell the source.\n\n\
         | language: query | | queries | recall@10 | source in ten | no result | first query with ten results: KB, requests, ms | a later one |\n\
         | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    let three = |values: &[Vec<f64>; 3]| match values[0].is_empty() {
        true => "-".to_owned(),
        false => format!("{:.0}, {:.0}, {:.0}", median(&values[0]), median(&values[1]), median(&values[2])),
    };
    for name in order {
        for engine in ENGINES {
            let Some(Outcome { recall, source, empty, first, later }) = outcomes.get(&(name.clone(), engine)) else { continue };
            let (first, later) = (three(first), three(later));
            let _ = writeln!(
                text,
                "| {name} | {engine} | {} | {:.1} | {:.1} | {:.1} | {first} | {later} |",
                recall.len(),
                mean(recall),
                mean(source),
                mean(empty)
            );
        }
    }
    let _ = writeln!(
        text,
        "\nCode, compressed, counted in none of these: ours {:.1} KB, Pagefind's {:.1} KB.\n",
        code as f64 / 1000.0,
        their_code as f64 / 1000.0
    );
    let ours = |name: &str| outcomes.get(&(name.to_owned(), ENGINES[0])).cloned().unwrap_or_default();
    let all = |engine: &str, n: usize| -> Vec<f64> {
        order
            .iter()
            .filter_map(|name| outcomes.get(&(name.clone(), engine)))
            .flat_map(|outcome| outcome.first[n].clone())
            .collect()
    };
    for engine in ENGINES {
        let _ = writeln!(
            text,
            "First queries with ten results, all kinds, {engine}: {} queries, median {:.0} KB and {:.0} requests.",
            all(engine, 0).len(),
            median(&all(engine, 0)),
            median(&all(engine, 1))
        );
    }
    let mut goals: Vec<Goal> = Vec::new();
    let mut at_least = |what: &str, measured: f64, bound: f64| goals.push(Goal::at_least(what, measured, bound));
    for (name, recall, source) in [
        ("en: two words of a title", 92.0, 99.0),
        ("en: rare phrase, quoted", 99.0, 0.0),
        ("en: rare phrase", 85.0, 0.0),
        ("zh: title fragment", 98.0, 95.0),
        ("zh: body fragment", 98.0, 97.0),
        ("zh: Latin name", 95.0, 0.0),
        ("zh: full-width digits", 97.0, 0.0),
        ("ar: two words", 92.0, 0.0),
        ("ar: without hamza", 92.0, 0.0),
    ] {
        let outcome = ours(name);
        if outcome.recall.is_empty() {
            continue;
        }
        at_least(&format!("{name}, recall@10"), mean(&outcome.recall), recall);
        if source > 0.0 {
            at_least(&format!("{name}, source in ten"), mean(&outcome.source), source);
        }
    }
    let mut at_most = |what: String, measured: f64, bound: f64| goals.push(Goal::at_most(what, measured, bound));
    at_most("first query with ten results, KB".into(), median(&all(ENGINES[0], 0)), 60.0);
    at_most("first query with ten results, requests".into(), median(&all(ENGINES[0], 1)), 8.0);

    text.push_str("\n## The index\n\n| language | articles | | files | MB | shards | changed by one article more |\n| --- | ---: | --- | ---: | ---: | ---: | ---: |\n");
    for cost in costs["added"].as_array().into_iter().flatten() {
        let language = cost["language"].as_str().unwrap_or_default();
        for (key, engine) in [("ours", ENGINES[0]), ("pagefind", ENGINES[1])] {
            let of = |name: &str| cost[key][name].as_f64();
            let (Some(files), Some(bytes), Some(shards), Some(changed)) = (of("files"), of("bytes"), of("shards"), of("changed"))
            else {
                continue;
            };
            let share = 100.0 * changed / shards;
            let _ = writeln!(
                text,
                "| {language} | {} | {engine} | {files} | {:.1} | {shards} | {changed} ({share:.1} %) |",
                cost["articles"],
                bytes / 1e6
            );
            if engine == ENGINES[0] {
                at_most(format!("{language}, shards that one article more changes, %"), share, 10.0);
            }
        }
    }
    let many = &costs["many"];
    let _ = writeln!(
        text,
        "\n{} pages of 500 words, from files to files, medians of three runs in turn:\n\n| | seconds | peak memory, MB |\n| --- | ---: | ---: |",
        many["articles"]
    );
    let of = |engine: &str, name: &str| {
        median(&many[engine].as_array().into_iter().flatten().filter_map(|run| run[name].as_f64()).collect::<Vec<_>>())
    };
    for (engine, name) in [("ours", ENGINES[0]), ("pagefind", ENGINES[1])] {
        let _ = writeln!(text, "| {name} | {:.1} | {:.0} |", of(engine, "seconds"), of(engine, "megabytes"));
    }
    at_most("10,000 articles, seconds, against Pagefind".into(), of("ours", "seconds") / of("pagefind", "seconds"), 0.3);
    at_most("10,000 articles, memory, against Pagefind".into(), of("ours", "megabytes") / of("pagefind", "megabytes"), 0.1);

    text.push_str(&goals::table(&goals));
    text.push_str("\n![Recall in the first ten, by kind of query](search.svg)\n");
    let _ = writeln!(text, "\n{}", goals::count(&goals));
    fs::write(root.join("docs/bench/search.md"), &text).context("cannot write docs/bench/search.md")?;
    fs::write(root.join("docs/bench/search.svg"), plot(order, outcomes)).context("cannot write docs/bench/search.svg")?;
    Ok(text)
}

/// Plots recall in the first ten for both engines, kind by kind.
fn plot(order: &[String], outcomes: &BTreeMap<(String, &str), Outcome>) -> String {
    let (row, left, wide) = (44, 210, 420);
    let height = order.len() * row + 50;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 700 {height}\" font-family=\"sans-serif\" font-size=\"13\">\n\
         <rect width=\"700\" height=\"{height}\" fill=\"#fdfdfb\"/>\n<text x=\"{left}\" y=\"20\" fill=\"#55524c\">recall in the first ten, %: ours above, Pagefind below</text>\n"
    );
    for (n, name) in order.iter().enumerate() {
        let y = 36 + n * row;
        let _ = writeln!(svg, "<text x=\"{}\" y=\"{}\" text-anchor=\"end\" fill=\"#1c1b19\">{name}</text>", left - 10, y + 19);
        for (m, (engine, color)) in ENGINES.into_iter().zip(["#971b12", "#b3ada3"]).enumerate() {
            let value = outcomes.get(&(name.clone(), engine)).map_or(0.0, |outcome| mean(&outcome.recall));
            let (at, width) = (y + m * 16, value / 100.0 * f64::from(wide));
            let _ = writeln!(
                svg,
                "<rect x=\"{left}\" y=\"{at}\" width=\"{width:.1}\" height=\"14\" fill=\"{color}\"/><text x=\"{:.1}\" y=\"{}\" fill=\"#1c1b19\">{value:.0}</text>",
                f64::from(left) + width + 6.0,
                at + 12
            );
        }
    }
    svg + "</svg>\n"
}
