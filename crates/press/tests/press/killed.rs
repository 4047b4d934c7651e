//! Builds that are killed at every point at which they have changed a file.

use std::process::ExitStatus;

use super::*;

/// The files of an edition and their bytes. The record and the staging folder are the press's own business.
type Files = BTreeMap<String, Vec<u8>>;

/// The points that `press::fault` knows. A build passes most of them several times.
const POINTS: [&str; 5] = ["staged", "record staged", "record moved", "moved", "removed"];

/// A newsroom with this many articles in one section. With 26, lists have two pages.
fn newsroom(articles: u32) -> Newsroom {
    let site = json!({ "title": "Paper", "language": "en", "sections": [{ "id": "industry", "title": "Industry" }] });
    let newsroom = Newsroom::new().write("site.json", &site.to_string());
    let dated = |n: u32| json!({ "date_published": format!("2023-07-{:02}", n + 1), "_offprint": { "section": "industry" } });
    (0..articles).fold(newsroom, |newsroom, n| newsroom.article(&format!("a{n:02}"), dated(n)))
}

/// Removes an article, changes one and adds one.
fn edit(newsroom: Newsroom) -> Newsroom {
    fs::remove_file(newsroom.content().join("a01.json")).expect("the manuscript is there");
    let newsroom = newsroom.article("a02", json!({ "title": "Changed", "date_published": "2023-07-03" }));
    newsroom.article("added", json!({ "date_published": "2023-07-29", "_offprint": { "section": "industry" } }))
}

fn build(newsroom: &Newsroom, options: &[&str], fault: &str) -> ExitStatus {
    let mut press = Command::new(env!("CARGO_BIN_EXE_offprint"));
    press.current_dir(newsroom.folder.path()).args(["build", "content", "--out", "out"]).args(options);
    press.env("OFFPRINT_FAULT", fault).output().expect("the press runs").status
}

fn contents(newsroom: &Newsroom) -> Files {
    newsroom.files().into_iter().map(|(name, (bytes, _))| (name, bytes)).collect()
}

fn edition(newsroom: &Newsroom) -> Files {
    let mut files = contents(newsroom);
    let notes = [".offprint.json", ".offprint-unfinished.json"];
    files.retain(|name, _| !notes.contains(&name.as_str()) && !name.starts_with(".offprint-next/"));
    files
}

/// Does on a host what a list of changes says: what a publisher does who uploads only what changed.
fn upload(host: &mut Files, newsroom: &Newsroom) {
    let changes = fs::read_to_string(newsroom.folder.path().join("changes")).expect("the changes were written");
    for line in changes.lines() {
        match line.split_once('\t').expect("a change has a kind and a name") {
            ("removed", name) => drop(host.remove(name)),
            (_, name) => drop(host.insert(name.to_owned(), fs::read(newsroom.out().join(name)).expect("a file"))),
        }
    }
}

/// The files without our own notes.
fn public(files: &Files) -> Files {
    files.iter().filter(|(name, _)| !name.starts_with('.')).map(|(name, bytes)| (name.clone(), bytes.clone())).collect()
}

/// Puts exactly these files into a folder.
fn restore(folder: &Path, files: &Files) {
    fs::remove_dir_all(folder).expect("a folder can be removed");
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be created");
        fs::write(path, bytes).expect("a file can be written");
    }
}

/// Every file is the old one or the new one; a file of one edition only may be missing.
fn assert_whole(now: &Files, old: &Files, new: &Files, point: &str) {
    for (name, bytes) in now {
        assert!(old.get(name) == Some(bytes) || new.get(name) == Some(bytes), "{point}: {name} is neither old nor new");
    }
    for name in old.keys().filter(|name| new.contains_key(*name)) {
        assert!(now.contains_key(name), "{point}: {name} is missing");
    }
}

/// Everything that a list, an article or the search index names is there.
fn assert_complete(now: &Files, old: &Files, new: &Files, point: &str) {
    for (name, bytes) in now.iter().filter(|(name, _)| name.starts_with("lists/") && name.ends_with(".json")) {
        let list: Value = serde_json::from_slice(bytes).expect("JSON");
        for summary in list["summaries"].as_array().expect("a list has summaries") {
            let id = summary["id"].as_str().expect("a summary has an id");
            assert!(now.contains_key(&format!("articles/{id}.json")), "{point}: {name} names {id}, which is missing");
        }
        for n in 1..=list["pages"].as_u64().unwrap_or_default() {
            let page = name.replace("head.json", &format!("{n}.json"));
            assert!(now.contains_key(&page), "{point}: {name} names {page}, which is missing");
        }
    }
    for (name, bytes) in now.iter().filter(|(name, _)| name.ends_with("/index.html") || *name == "index.html") {
        let html = String::from_utf8_lossy(bytes);
        for (_, address) in html.match_indices("href=\"articles/").map(|(at, _)| html[at..].split_at(6)) {
            let address = address.split(['"', '#']).next().unwrap_or_default();
            // An article page may recommend one that is moved after it.
            let is_there = name.starts_with("articles/") || now.contains_key(&format!("{address}index.html"));
            assert!(is_there, "{point}: {name} links to {address}, which is missing");
        }
    }
    // The index of search is binary. Each of the two names its own shards.
    let index = "search/en/index.bin";
    let edition = if now[index] == old[index] { old } else { new };
    for name in edition.keys().filter(|name| name.starts_with("search/en/")) {
        assert!(now.get(name) == edition.get(name), "{point}: {index} names {name}, which is missing");
    }
}

/// Kills builds at every point, checks what is left, and lets the next build finish.
fn kill_everywhere(articles: u32, options: &[&str]) {
    let newsroom = newsroom(articles);
    assert!(build(&newsroom, options, "").success());
    let (before, old) = (contents(&newsroom), edition(&newsroom));
    let newsroom = edit(newsroom);
    assert!(build(&newsroom, options, "").success());
    let (after, new) = (contents(&newsroom), edition(&newsroom));
    assert!(!new.contains_key("articles/a01.json") && new.contains_key("articles/added.json"));

    let mut kills = BTreeMap::new();
    for point in POINTS {
        // While it stages, a build changes nothing, so a few of those points are enough.
        let passages = (1..).map(|n: u32| if point == "staged" { 1 << (n - 1) } else { n });
        for n in passages {
            restore(&newsroom.out(), &before);
            let fault = format!("{point}:{n}");
            if build(&newsroom, options, &fault).success() {
                break;
            }
            *kills.entry(point).or_insert(0) += 1;
            let now = edition(&newsroom);
            if point == "staged" {
                assert!(now == old, "{fault}: a build that is killed while it stages has changed a file");
            }
            assert_whole(&now, &old, &new, &fault);
            assert_complete(&now, &old, &new, &fault);
            let options = [options, &["--changes", "changes"]].concat();
            let mut host = old.clone();
            // A build that is killed in turn forgets nothing.
            if build(&newsroom, &options, "staged:1").success() {
                upload(&mut host, &newsroom);
            }
            assert!(build(&newsroom, &options, "").success(), "{fault}: the next build fails");
            assert!(contents(&newsroom) == after, "{fault}: the next build does not finish the work");
            upload(&mut host, &newsroom);
            assert!(public(&host) == public(&new), "{fault}: the changes are not complete");
        }
    }
    assert!(POINTS.iter().all(|point| kills.contains_key(point)), "a point was never passed: {kills:?}");
}

#[test]
fn a_build_that_is_killed_leaves_every_file_whole_and_the_next_one_finishes() {
    kill_everywhere(26, &[]);
}

#[test]
fn a_killed_build_leaves_no_compressed_copy_that_differs_from_its_file() {
    kill_everywhere(3, &["--precompress"]);
}
