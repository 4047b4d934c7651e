use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::{Value, json};

/// An edition to test: the viewer of the release build with articles of the test's own.
pub struct Fixture {
    folder: tempfile::TempDir,
}

/// The folder of the release edition, which `cargo xtask test` builds.
fn dist() -> PathBuf {
    let default = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../dist");
    std::env::var_os("OFFPRINT_DIST").map_or_else(default, PathBuf::from)
}

/// Data that lies beside the project on some machines; says so where it is not there.
pub fn skipped(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared").join(name);
    if !path.exists() {
        println!("skipped: {name} is not on this machine");
        return None;
    }
    Some(path)
}

impl Fixture {
    /// The sample edition, as it is shipped.
    pub fn sample() -> Fixture {
        let fixture = Fixture { folder: tempfile::tempdir().expect("a temporary folder") };
        copy(&dist(), fixture.folder.path());
        fixture
    }

    /// An edition of 60 English and 30 Chinese articles in two sections: three parts of a list, pools of 24.
    pub fn large() -> Fixture {
        Fixture::of(large().path())
    }

    /// The same without a page.
    pub fn large_bare() -> Fixture {
        Fixture::bare(large().path())
    }

    /// The sample edition without a page.
    pub fn sample_bare() -> Fixture {
        Fixture::bare(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../content"))
    }

    /// The edition that the press prints from a folder of manuscripts, with the viewer and all pages.
    pub fn of(content: &Path) -> Fixture {
        Fixture::print(content, &[])
    }

    /// The same without a page: the viewer renders everything from the files.
    pub fn bare(content: &Path) -> Fixture {
        Fixture::print(content, &["--pages", "none"])
    }

    /// Prints a folder of manuscripts with further options.
    pub fn print(content: &Path, options: &[&str]) -> Fixture {
        let fixture = Fixture { folder: tempfile::tempdir().expect("a temporary folder") };
        let press = ["run", "--quiet", "--package", "press", "--bin", "offprint", "--", "build"];
        let mut press = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".into()))
            .args(press)
            .arg(content)
            .arg("--out")
            .arg(fixture.folder.path())
            .arg("--viewer")
            .arg(dist())
            .args(options)
            .spawn()
            .expect("cargo runs");
        assert!(press.wait().expect("the press ends").success(), "the press prints the fixture");
        fixture
    }

    /// Where it is.
    pub fn path(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// The name of the file at its root that ends so.
    pub fn find(&self, end: &str) -> String {
        let names = fs::read_dir(self.folder.path()).expect("the edition is there").flatten();
        let mut names = names.map(|entry| entry.file_name().to_string_lossy().into_owned());
        names.find(|name| name.ends_with(end)).unwrap_or_else(|| panic!("the edition has no …{end}"))
    }

    /// Changes a file of the edition behind the press's back.
    pub fn edit(&self, file: &str, change: impl FnOnce(&mut Value)) {
        let path = self.folder.path().join(file);
        let mut value = serde_json::from_slice(&fs::read(&path).expect("the file is there")).expect("JSON");
        change(&mut value);
        fs::write(path, value.to_string()).expect("the file can be written");
    }
}

fn large() -> tempfile::TempDir {
    let content = tempfile::tempdir().expect("a temporary folder");
    let section = |id: &str, en: &str, zh: &str| json!({ "id": id, "title": { "en": en, "zh-Hans": zh } });
    let site = json!({
        "title": { "en": "The Large Paper", "zh-Hans": "大报" }, "language": "en", "languages": ["en", "zh-Hans"],
        "sections": [section("north", "North", "北方"), section("south", "South", "南方"), section("empty", "Nothing", "空栏")],
    });
    write(content.path(), "site.json", &site);
    for n in 0..60 {
        write(
            content.path(),
            &format!("en-{n:02}.json"),
            &article(n, "en", &format!("Report number {n:02} about subject {}", n % 7)),
        );
    }
    for n in 0..30 {
        write(content.path(), &format!("zh-{n:02}.json"), &article(n, "zh-Hans", &format!("第{n:02}号报道，题目{}", n % 7)));
    }
    content
}

fn article(n: u32, language: &str, title: &str) -> Value {
    let section = if n.is_multiple_of(2) { "north" } else { "south" };
    let prefix = if language == "en" { "en" } else { "zh" };
    let paragraphs: String = (0..12)
        .map(|p| format!("<p>{title}. {} {p}, at place{n}{p}.</p>", "A sentence that fills the line ".repeat(4)))
        .collect();
    json!({
        "id": format!("{prefix}-{n:02}"), "title": title, "language": language,
        "date_published": format!("2024-{:02}-{:02}T08:00:00+08:00", 1 + n / 28, 1 + n % 28),
        "summary": format!("{title}, in a sentence."), "content_html": paragraphs,
        "tags": [format!("subject {}", n % 7)], "_offprint": { "section": section },
    })
}

fn write(folder: &Path, name: &str, value: &Value) {
    fs::write(folder.join(name), value.to_string()).expect("a file can be written");
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("dist/ is there: run `cargo xtask dist`").flatten() {
        let target = to.join(entry.file_name());
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            fs::create_dir_all(&target).expect("a folder");
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}
