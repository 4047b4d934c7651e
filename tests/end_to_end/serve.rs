//! `offprint serve`: a saved file changes the open page, an error is shown on it.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use end_to_end::{Browser, Test, chromium, dist, press, test};

/// The tests of this file.
pub(crate) fn tests() -> Vec<Test> {
    vec![
        test!(a_saved_article_changes_the_open_page, needs chromium()),
        test!(an_error_is_shown_on_the_page_until_it_is_repaired, needs chromium()),
        test!(a_change_in_a_new_folder_and_in_the_site_is_noticed, needs chromium()),
        test!(search_and_recommended_reading_work_before_they_are_printed, needs chromium()),
    ]
}

/// A newspaper that is being written, and served.
struct Desk {
    folder: tempfile::TempDir,
    process: Child,
    address: String,
}

impl Desk {
    fn open() -> Desk {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let run = |arguments: &[&str]| {
            let mut command = Command::new(press());
            command.current_dir(folder.path()).args(arguments);
            command
        };
        let made = run(&["new", "paper", "--title", "The Harbour Gazette", "--language", "en,zh-Hans,ar"]).output();
        assert!(made.expect("the press runs").status.success());
        let mut serve = run(&["serve", "paper", "--viewer"]);
        let mut process = serve.arg(dist().expect("there is an edition")).stdout(Stdio::piped()).spawn().expect("the press runs");
        let mut lines = BufReader::new(process.stdout.take().expect("the output is piped")).lines().map_while(Result::ok);
        let address = lines.find_map(|line| Some(format!("http://{}", line.split_once("http://")?.1.split_once('/')?.0)));
        // Reads to the end, so that the command never waits for room in the pipe.
        std::thread::spawn(move || lines.count());
        Desk { address: address.expect("the address is printed"), folder, process }
    }

    /// Replaces a text in a file of the newspaper, as an editor does.
    fn edit(&self, name: &str, from: &str, to: &str) {
        let path = self.folder.path().join("paper").join(name);
        let text = fs::read_to_string(&path).expect("a file");
        assert!(text.contains(from), "{text}");
        fs::write(path, text.replace(from, to)).expect("a file can be written");
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.folder.path().join("paper").join(name);
        fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).expect("a folder can be created");
        fs::write(path, text).expect("a file can be written");
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

const PROBLEMS: &str = "document.getElementById('offprint-problems')?.shadowRoot.textContent";

async fn a_saved_article_changes_the_open_page() {
    let desk = Desk::open();
    let browser = Browser::open().await;
    browser.read(&format!("{}/articles/welcome/", desk.address)).await;
    desk.edit("articles/welcome.md", "first article", "very first article");
    browser.see_text(".article .prose", "very first article").await;
    // What is shown after a navigation within the application is loaded again, too.
    browser.until_started().await;
    browser.click(".neighbours .return").await;
    browser.see("[data-article=welcome]").await;
    desk.edit("articles/welcome.md", "Your newspaper is printed", "Your newspaper is new");
    browser.see_text("[data-article=welcome]", "Your newspaper is new").await;
}

async fn an_error_is_shown_on_the_page_until_it_is_repaired() {
    let desk = Desk::open();
    let browser = Browser::open().await;
    browser.read(&format!("{}/articles/welcome/", desk.address)).await;
    assert!(!browser.is(PROBLEMS).await);
    desk.edit("articles/writing.md", "date: ", "date: someday ");
    browser.until(&format!("{PROBLEMS}?.includes('articles/writing.md:')")).await;
    assert!(browser.is(&format!("{PROBLEMS}.includes('is not a date')")).await);
    // The last good edition stays.
    browser.see(".article").await;
    desk.edit("articles/writing.md", "date: someday ", "date: ");
    browser.until(&format!("!{PROBLEMS}")).await;
    // A warning does not hold the edition up.
    desk.edit("articles/welcome.md", "../pictures/harbour.svg \"", "../pictures/none.svg \"");
    browser.until(&format!("{PROBLEMS}?.includes('none.svg')")).await;
    browser.see_text("main", "A harbour in the morning").await;
}

async fn a_change_in_a_new_folder_and_in_the_site_is_noticed() {
    let desk = Desk::open();
    let browser = Browser::open().await;
    browser.read(&format!("{}/", desk.address)).await;
    desk.write("articles/new/ferry.md", "---\nid: ferry\ntitle: The ferry\ndate: 2026-01-01\n---\nIt was **late**.\n");
    browser.see("[data-article=ferry]").await;
    desk.edit("articles/new/ferry.md", "The ferry", "The last ferry");
    browser.see_text("[data-article=ferry]", "The last ferry").await;
    desk.edit("site.toml", "The Harbour Gazette", "The Evening Gazette");
    browser.see_text(".masthead", "The Evening Gazette").await;
}

async fn search_and_recommended_reading_work_before_they_are_printed() {
    let desk = Desk::open();
    let browser = Browser::open().await;
    browser.read(&format!("{}/search/?q=footnote", desk.address)).await;
    browser.see(".results [data-article]").await;
    browser.goto(&format!("{}/zh-Hans/articles/none/", desk.address)).await;
    browser.see(".failure, main h1").await;
    browser.read(&format!("{}/articles/welcome/", desk.address)).await;
    browser.see(".recommended .card").await;
}
