//! Which of several languages serves a reader best, by CLDR's likely subtags.

use icu_locale::{Locale, LocaleCanonicalizer, LocaleExpander};

/// A language tag with the script and the region that it most likely means.
#[derive(Debug, PartialEq)]
struct Expanded {
    language: String,
    script: String,
    region: String,
}

/// How well a language serves another. The order is that of quality.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Match {
    /// The same language in another script.
    OtherScript,
    /// The same language and script, in another region.
    OtherRegion,
    /// The same language, script and region.
    Same,
}

/// Returns how well `available` serves a reader of `wanted`. None for another language, and for a tag that is not valid.
pub fn compare(wanted: &str, available: &str) -> Option<Match> {
    let (wanted, available) = (expand(wanted)?, expand(available)?);
    match () {
        () if wanted.language != available.language => None,
        () if wanted.script != available.script => Some(Match::OtherScript),
        () if wanted.region != available.region => Some(Match::OtherRegion),
        () => Some(Match::Same),
    }
}

/// Returns the language that serves a reader of `wanted` best, the first one of several, and how well.
pub fn closest<'a>(wanted: &str, available: impl IntoIterator<Item = &'a str>) -> Option<(&'a str, Match)> {
    let mut best: Option<(&str, Match)> = None;
    for tag in available {
        if tag.eq_ignore_ascii_case(wanted) {
            return Some((tag, Match::Same));
        }
        if let Some(found) = compare(wanted, tag)
            && best.is_none_or(|(_, known)| known < found)
        {
            best = Some((tag, found));
        }
    }
    best
}

/// Returns whether a tag is that of a language that CLDR knows.
pub fn is_known(tag: &str) -> bool {
    expand(tag).is_some_and(|expanded| !expanded.script.is_empty())
}

/// Returns a language with the region that it most likely means, as Open Graph writes locales: `zh_CN`. None for a tag that is not known.
pub fn with_region(tag: &str) -> Option<String> {
    let Expanded { language, region, .. } = expand(tag)?;
    (!region.is_empty()).then(|| format!("{language}_{region}"))
}

fn expand(tag: &str) -> Option<Expanded> {
    // An underscore is a common mistake.
    let mut locale: Locale = tag.replace('_', "-").parse().ok()?;
    LocaleCanonicalizer::new_extended().canonicalize(&mut locale);
    LocaleExpander::new_extended().maximize(&mut locale.id);
    let id = locale.id;
    Some(Expanded {
        language: id.language.to_string(),
        script: id.script.map(|script| script.to_string()).unwrap_or_default(),
        region: id.region.map(|region| region.to_string()).unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(wanted: &str, available: &[&'static str]) -> Option<&'static str> {
        closest(wanted, available.iter().copied()).map(|(tag, _)| tag)
    }

    #[test]
    fn a_language_has_the_region_that_it_most_likely_means() {
        let found = ["en", "en-GB", "zh-Hans", "zh-Hant", "ar", "x-y"].map(with_region);
        assert_eq!(found.map(Option::unwrap_or_default), ["en_US", "en_GB", "zh_CN", "zh_TW", "ar_EG", ""]);
    }

    #[test]
    fn script_and_region_decide_before_the_order() {
        let site = ["en", "zh-Hans", "zh-Hant", "pt-PT", "pt-BR", "sr-Latn", "sr"];
        for (wanted, best) in [
            ("zh-TW", "zh-Hant"),
            ("zh-HK", "zh-Hant"),
            ("zh-Hant-MO", "zh-Hant"),
            ("zh", "zh-Hans"),
            ("zh-SG", "zh-Hans"),
            ("cmn-TW", "zh-Hant"),
            ("pt-BR", "pt-BR"),
            ("pt", "pt-BR"),
            ("pt-AO", "pt-PT"),
            ("sr-Latn-RS", "sr-Latn"),
            ("sr-RS", "sr"),
            ("sr-Cyrl", "sr"),
            ("en_GB", "en"),
            ("EN-us", "en"),
        ] {
            assert_eq!(tag(wanted, &site), Some(best), "{wanted}");
        }
        assert_eq!([tag("nl", &site), tag("", &site), tag("not a tag", &site)], [None; 3]);
    }

    #[test]
    fn another_script_is_the_nearest_where_there_is_no_other() {
        assert_eq!(closest("zh-TW", ["en", "zh-Hans"]), Some(("zh-Hans", Match::OtherScript)));
        assert_eq!(closest("sr-Latn", ["sr"]), Some(("sr", Match::OtherScript)));
        assert_eq!(closest("en-GB", ["en"]), Some(("en", Match::OtherRegion)));
        assert_eq!(closest("en-US", ["en"]), Some(("en", Match::Same)));
        assert_eq!(closest("iw", ["he"]), Some(("he", Match::Same)));
    }

    #[test]
    fn a_name_is_not_a_tag() {
        for tag in ["en", "zh-Hans", "yue", "gsw", "pt-BR", "ckb", "bo", "ug"] {
            assert!(is_known(tag), "{tag}");
        }
        for tag in ["chinese", "english", "cn", ""] {
            assert!(!is_known(tag), "{tag}");
        }
    }
}
