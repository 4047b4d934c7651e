use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::OnceLock,
};

use serde_json::{Value, json};

use crate::copy_folder;

/// An edition in a temporary folder: the viewer of the release build with the articles of a test.
pub struct Fixture {
    folder: tempfile::TempDir,
}

/// The folder of the release edition: `OFFPRINT_DIST`, or `dist` in the project, where `cargo xtask dist` builds it.
pub fn dist() -> Result<PathBuf, String> {
    let set = std::env::var_os("OFFPRINT_DIST").map(PathBuf::from);
    // A wrong setting is a mistake, not a reason to ignore a test.
    assert!(set.as_ref().is_none_or(|path| path.is_dir()), "OFFPRINT_DIST names {set:?}, which is not a folder");
    let path = set.unwrap_or_else(|| project().join("dist"));
    let is_printed = path.join("index.html").is_file() && path.join("site.json").is_file();
    if is_printed { Ok(path) } else { Err("there is no release edition in dist/; `cargo xtask dist` builds it".to_owned()) }
}

/// The folder of the project.
fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ is in the project")
}

/// The command `offprint`, built once for all tests of this process.
pub fn press() -> &'static Path {
    static PRESS: OnceLock<PathBuf> = OnceLock::new();
    PRESS.get_or_init(|| {
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
        let build =
            ["build", "--quiet", "--package", "offprint", "--bin", "offprint", "--message-format=json-render-diagnostics"];
        let output =
            Command::new(cargo).args(build).current_dir(project()).stderr(Stdio::inherit()).output().expect("cargo runs");
        assert!(output.status.success(), "the press compiles");
        let messages = String::from_utf8(output.stdout).expect("cargo writes UTF-8");
        let mut messages = messages.lines().map(|line| serde_json::from_str::<Value>(line).expect("cargo writes JSON"));
        messages.find_map(|message| message["executable"].as_str().map(PathBuf::from)).expect("cargo names the press")
    })
}

impl Fixture {
    /// The sample edition as it is released.
    pub fn sample() -> Fixture {
        let fixture = Fixture { folder: tempfile::tempdir().expect("a temporary folder") };
        copy_folder(&dist().expect("there is an edition"), fixture.folder.path()).expect("the edition can be copied");
        fixture
    }

    /// An edition of 60 English and 30 Chinese articles in two sections: lists of three pages, pools of 24.
    pub fn large() -> Fixture {
        Fixture::of(large().path())
    }

    /// The same edition without printed pages.
    pub fn large_bare() -> Fixture {
        Fixture::bare(large().path())
    }

    /// The sample edition without printed pages.
    pub fn sample_bare() -> Fixture {
        Fixture::bare(&project().join("content"))
    }

    /// Prints a folder of manuscripts with the viewer and all pages.
    pub fn of(content: &Path) -> Fixture {
        Fixture::print(content, &[])
    }

    /// Prints a folder of manuscripts without pages: the viewer renders everything from the data.
    pub fn bare(content: &Path) -> Fixture {
        Fixture::print(content, &["--pages", "none"])
    }

    /// Prints a folder of manuscripts with further options.
    pub fn print(content: &Path, options: &[&str]) -> Fixture {
        let fixture = Fixture { folder: tempfile::tempdir().expect("a temporary folder") };
        let mut build = Command::new(press());
        build.arg("build").arg(content).arg("--out").arg(fixture.folder.path());
        build.arg("--viewer").arg(dist().expect("there is an edition")).args(options);
        let output = build.output().expect("the press runs");
        assert!(output.status.success(), "the press prints the fixture: {}", String::from_utf8_lossy(&output.stderr));
        fixture
    }

    /// Its folder.
    pub fn path(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// Returns the name of the one file in its root that begins and ends like this; between them is a hash.
    pub fn find(&self, begin: &str, end: &str) -> String {
        let names = fs::read_dir(self.folder.path()).expect("the edition is there").flatten();
        let names = names.map(|entry| entry.file_name().to_string_lossy().into_owned());
        let found: Vec<String> = names.filter(|name| name.starts_with(begin) && name.ends_with(end)).collect();
        assert_eq!(found.len(), 1, "{begin}…{end} is not one file: {found:?}");
        found[0].clone()
    }

    /// The text of a file of the edition.
    pub fn read(&self, file: &str) -> String {
        fs::read_to_string(self.folder.path().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
    }

    /// Writes a file of the edition that the press did not print.
    pub fn write(&self, file: &str, text: &str) {
        fs::write(self.folder.path().join(file), text).expect("the file can be written");
    }

    /// Changes a JSON file of the edition after the press has printed it.
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
