//! What the path of a text says: its name, a day, a language.

use std::path::{Path, PathBuf};

use offprint_viewer::intl::matching;
use oxilangtag::LanguageTag;

use crate::files;

/// What a path says.
#[derive(Debug, PartialEq)]
pub(super) struct Name {
    /// The name without day, language and extension; that of the folder, if the file is an index.
    pub(super) name: String,
    /// As `2019-05-04`.
    pub(super) day: Option<String>,
    /// A BCP 47 tag.
    pub(super) language: Option<String>,
}

impl Name {
    /// Reads a path such as `posts/2019-05-04-first-ferry.de.md`. `has_language` says whether names may have one.
    pub(super) fn parse(path: &Path, has_language: bool) -> Name {
        regex!(DAY, r"(?:^|/)(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:T[0-9:Z+-]*)?(?:[-_/. ]|$)");
        regex!(DAY_IN_NAME, r"^\d{4}-\d{1,2}-\d{1,2}(?:T[0-9:Z+-]*)?[-_ ]*");
        let day = DAY
            .captures(&files::shown(&path.with_extension("")))
            .map(|day| format!("{}-{:0>2}-{:0>2}", &day[1], &day[2], &day[3]));
        let day = day.filter(|day| day.parse::<jiff::civil::Date>().is_ok());
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let tagged = stem.rsplit_once('.').filter(|(_, tag)| has_language && matching::is_known(tag));
        let (name, language) = tagged.map_or((stem.as_str(), None), |(name, tag)| {
            // In the case that tags have: `zh-cn` is `zh-CN`.
            let language = LanguageTag::parse_and_normalize(&tag.replace('_', "-")).ok();
            (name, language.map(|language| language.to_string()))
        });
        let folder = path.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
        let name = if name == "index" { folder.unwrap_or_else(|| name.to_owned()) } else { name.to_owned() };
        let without_day = if day.is_some() { DAY_IN_NAME.replace(&name, "").into_owned() } else { name.clone() };
        Name { name: if without_day.is_empty() { name } else { without_day }, day, language }
    }
}

/// Returns the path for a text that the press reads: it passes over what begins with an underscore, and over the files of a repository.
pub(super) fn readable(path: &Path) -> PathBuf {
    let mut readable = without_underscores(path);
    let stem = readable.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let (name, language) = stem.split_once('.').map_or((&*stem, ""), |(name, _)| (name, &stem[name.len()..]));
    if name.eq_ignore_ascii_case("readme") {
        readable.set_file_name(format!("index{language}.md"));
    } else if matches!(name.to_lowercase().as_str(), "changelog" | "contributing" | "license" | "licence" | "code_of_conduct") {
        readable.set_file_name(format!("{name}-text{language}.md"));
    }
    readable
}

/// Returns a path without the underscores and full stops that its parts begin with.
pub(super) fn without_underscores(path: &Path) -> PathBuf {
    path.iter().map(|part| part.to_string_lossy().trim_start_matches(['_', '.']).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_says_day_and_language() {
        let parts = |path: &str| {
            let Name { name, day, language } = Name::parse(Path::new(path), true);
            format!("{name} {} {}", day.unwrap_or_default(), language.unwrap_or_default())
        };
        assert_eq!(parts("posts/2019-05-04-first-ferry.md"), "first-ferry 2019-05-04 ");
        assert_eq!(parts("posts/2018-10-10_hello.fr.md"), "hello 2018-10-10 fr");
        assert_eq!(parts("blog/2021/05/28/ferry.md"), "ferry 2021-05-28 ");
        assert_eq!(parts("blog/2021-5-8-ferry/index.md"), "ferry 2021-05-08 ");
        assert_eq!(parts("posts/trip/index.zh-cn.md"), "trip  zh-CN");
        assert_eq!(parts("v1.2.md"), "v1.2  ");
        assert_eq!(parts("2019-02-30-x.md"), "2019-02-30-x  ");
        assert_eq!(parts("2019-05-04.md"), "2019-05-04 2019-05-04 ");
        assert_eq!(Name::parse(Path::new("notes.to.md"), false).language, None);
    }

    #[test]
    fn the_press_reads_the_path() {
        let shown = |path: &str| files::shown(&readable(Path::new(path)));
        assert_eq!(shown("_posts/_a.md"), "posts/a.md");
        assert_eq!(shown("docs/README.md"), "docs/index.md");
        assert_eq!(shown("readme.zh.md"), "index.zh.md");
        assert_eq!(shown("LICENSE.md"), "LICENSE-text.md");
    }
}
