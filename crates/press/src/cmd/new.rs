//! `offprint new`: a newspaper to begin with.

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::ValueEnum;
use include_dir::{Dir, include_dir};
use jiff::{ToSpan, ZonedDateTime, tz::TimeZone};
use offprint_viewer::intl::matching;

use super::{Failure, require_empty, schema::Schema};
use crate::{files, report};

/// Texts to begin with: a folder for each language, and what every newspaper gets.
static TEMPLATES: Dir = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// The language of the texts where there are none in the language that is asked for.
const FALLBACK: &str = "en";

/// The articles, the one to read first at the end: it is the newest.
const ARTICLES: [&str; 3] = ["publishing", "writing", "welcome"];

const SECTION: &str = "news";

/// The folder of looks among the templates.
const LOOKS: &str = "looks";

/// What an editor reads to complete fields of the site. The press passes over hidden folders.
const SCHEMA: &str = ".offprint/site.schema.json";

#[derive(clap::Args)]
pub(crate) struct New {
    /// The folder to create; it may exist if it is empty
    dir: PathBuf,
    /// The name of the newspaper [default: the name of the folder]
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,
    /// How it looks
    #[arg(long, value_enum, default_value_t)]
    look: NamedLook,
    /// Its languages as BCP 47 tags, the main one first
    #[arg(long = "language", value_name = "TAGS", value_delimiter = ',', default_value = FALLBACK)]
    languages: Vec<String>,
}

/// A look to begin with: a folder of `templates/looks`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum NamedLook {
    /// Ink on paper, headlines first
    #[default]
    Broadsheet,
    /// Large pictures
    Magazine,
    /// Official notices: numbered and dense
    Gazette,
}

impl NamedLook {
    /// Returns a file of the look.
    fn read(self, name: &str) -> String {
        let folder = self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
        read(TEMPLATES.get_file(format!("{LOOKS}/{folder}/{name}")))
    }
}

/// A language of the newspaper, and the folder of its texts.
struct Texts<'a> {
    tag: &'a str,
    folder: &'static Dir<'static>,
    /// What the names of its files end with: nothing for the first language.
    suffix: String,
}

impl New {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let languages = self.languages()?;
        require_empty(&self.dir)?;
        let title = self.title()?;
        let texts = texts(&languages);
        let zone = TimeZone::system();
        let site = site(&title, &languages, &texts, &zone) + "\n" + &self.look.read("site.toml");
        files::write(&self.dir.join("site.toml"), site.as_bytes())?;
        files::write(&self.dir.join("custom.css"), self.look.read("custom.css").as_bytes())?;
        let now = ZonedDateTime::now().with_time_zone(zone);
        for text in &texts {
            self.articles(text, &texts, &now)?;
            let page = text.read("about.md").replace("{suffix}", &text.suffix);
            files::write(&self.dir.join(format!("pages/about{}.md", text.suffix)), page.as_bytes())?;
        }
        let own = |name: &str| read(TEMPLATES.get_file(name));
        files::write(&self.dir.join("pictures/harbour.svg"), own("harbour.svg").as_bytes())?;
        files::write(&self.dir.join(".gitignore"), own("gitignore").as_bytes())?;
        files::write(
            &self.dir.join(".github/workflows/pages.yml"),
            own("pages.yml").replace("{version}", env!("CARGO_PKG_VERSION")).as_bytes(),
        )?;
        files::write(&self.dir.join("README.md"), own("README.md").replace("{title}", &title).as_bytes())?;
        files::write(&self.dir.join(SCHEMA), Schema::Site.text().as_bytes())?;

        for tag in languages.iter().filter(|tag| template(tag).is_none()) {
            report::say(&format!("There are no texts in {tag} to begin with: they are in English."));
        }
        let dir = report::quoted(&self.dir);
        report::say(&format!("{title} is in {dir}. Look at it, and change what you like:\n\n    offprint serve {dir}\n"));
        Ok(())
    }

    /// Returns the languages, each once.
    fn languages(&self) -> Result<Vec<String>, Failure> {
        let mut languages: Vec<String> = Vec::new();
        for tag in self.languages.iter().map(|tag| tag.trim()) {
            if !matching::is_known(tag) {
                let message = format!("--language {tag}: this is not a language tag, such as en, zh-Hans or pt-BR");
                return Err(Failure::Usage(message));
            }
            let tag = tag.replace('_', "-");
            if !languages.iter().any(|known| known.eq_ignore_ascii_case(&tag)) {
                languages.push(tag);
            }
        }
        Ok(languages)
    }

    /// Returns the name of the newspaper: the one that was asked for, else that of the folder.
    fn title(&self) -> Result<String> {
        let title = self.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
        if let Some(title) = title {
            return Ok(title.to_owned());
        }
        let folder = std::path::absolute(&self.dir).with_context(|| format!("cannot find {}", self.dir.display()))?;
        Ok(folder.file_name().unwrap_or_default().to_string_lossy().replace(['-', '_'], " ").trim().to_owned())
    }

    fn articles(&self, texts: &Texts, all: &[Texts], now: &ZonedDateTime) -> Result<()> {
        for (index, name) in ARTICLES.iter().enumerate() {
            let minutes = (ARTICLES.len() - 1 - index) as i64;
            let date = now.checked_sub(minutes.minutes()).context("the clock of this computer cannot be read")?;
            let mut fields = format!("id: {}\n", id(name, texts));
            fields += &format!("date: {}\n", date.strftime("%Y-%m-%dT%H:%M:%S%:z"));
            fields += &format!("language: {}\nsection: {SECTION}\n", texts.tag);
            let others: Vec<String> = all
                .iter()
                .filter(|other| other.tag != texts.tag)
                .map(|other| format!("{}: {}", other.tag, id(name, other)))
                .collect();
            if !others.is_empty() {
                fields += &format!("translations: {{ {} }}\n", others.join(", "));
            }
            let text = texts.read(&format!("{name}.md")).replace("{suffix}", &texts.suffix);
            let text = text.replacen("---\n", &format!("---\n{fields}"), 1);
            files::write(&self.dir.join(format!("articles/{name}{}.md", texts.suffix)), text.as_bytes())?;
        }
        Ok(())
    }
}

impl Texts<'_> {
    fn read(&self, name: &str) -> String {
        read(self.folder.get_file(self.folder.path().join(name)))
    }
}

/// Returns the id of an article in a language.
fn id(name: &str, texts: &Texts) -> String {
    format!("{name}{}", texts.suffix.to_lowercase().replace('.', "-"))
}

/// Returns the texts for languages: those of [`FALLBACK`] where there are none, so that no front page is empty.
fn texts(languages: &[String]) -> Vec<Texts<'_>> {
    let mut texts: Vec<Texts> = Vec::new();
    for tag in languages {
        let folder = template(tag).or_else(|| TEMPLATES.get_dir(FALLBACK)).expect("there are English texts");
        let suffix = if texts.is_empty() { String::new() } else { format!(".{tag}") };
        texts.push(Texts { tag, folder, suffix });
    }
    texts
}

/// Returns the folder with the texts in a language, or in the same language and script of another region.
fn template(tag: &str) -> Option<&'static Dir<'static>> {
    let names: Vec<&str> = TEMPLATES.dirs().filter_map(|folder| folder.path().to_str()).filter(|name| *name != LOOKS).collect();
    let (name, how) = matching::closest(tag, names)?;
    TEMPLATES.get_dir(name).filter(|_| how >= matching::Match::OtherRegion)
}

/// Returns the site in TOML, with comments for what most publications will want to add.
fn site(title: &str, languages: &[String], texts: &[Texts], zone: &TimeZone) -> String {
    let string = |text: &str| toml::Value::from(text).to_string();
    let list: Vec<String> = languages.iter().map(|tag| string(tag)).collect();
    let sections: Vec<String> =
        texts.iter().map(|text| format!("{} = {}", string(text.tag), string(text.read("section.txt").trim()))).collect();
    read(TEMPLATES.get_file("site.toml"))
        .replace("{schema}", SCHEMA)
        .replace("{title}", &string(title))
        .replace("{language}", &string(&languages[0]))
        .replace("{languages}", &list.join(", "))
        .replace("{timezone}", &string(zone.iana_name().unwrap_or("UTC")))
        .replace("{section-id}", SECTION)
        .replace("{section}", &sections.join(", "))
}

fn read(file: Option<&include_dir::File>) -> String {
    file.and_then(|file| file.contents_utf8()).expect("the templates are complete").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_all_texts() {
        for folder in TEMPLATES.dirs().filter(|folder| !folder.path().ends_with(LOOKS)) {
            let mut names: Vec<_> = folder.files().filter_map(|file| file.path().file_name()?.to_str()).collect();
            names.sort_unstable();
            assert_eq!(names, ["about.md", "publishing.md", "section.txt", "welcome.md", "writing.md"], "{folder:?}");
        }
    }

    #[test]
    fn a_look_has_at_most_60_lines_of_style() {
        for look in NamedLook::value_variants() {
            assert!(look.read("custom.css").lines().count() <= 60, "{look:?}");
            assert!(look.read("site.toml").contains("[look]"), "{look:?}");
        }
    }

    #[test]
    fn texts_are_found_by_script_and_in_another_region() {
        let found = |tag| template(tag).and_then(|folder| folder.path().to_str());
        assert_eq!([found("zh-TW"), found("en-GB"), found("ko"), found("sr")], [Some("zh-Hant"), Some("en"), None, None]);
    }
}
