//! Days, numbers and plural forms as a language writes them: by `Intl` in the browser, by ICU4X natively. Both use
//! CLDR's data, so that the press prints what the viewer writes.

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
pub mod matching;
#[cfg(not(target_arch = "wasm32"))]
mod native;

#[cfg(target_arch = "wasm32")]
pub use browser::{day, is_past, number, plural_category, prepare};
#[cfg(not(target_arch = "wasm32"))]
pub use native::{day, is_past, number, plural_category};

use edition::DateStyle;

/// How a day is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DayStyle {
    /// `Thursday, 20 July 2023`
    Full,
    /// `20 July 2023`
    Long,
    /// `20 Jul 2023`
    Medium,
    /// `20/07/2023`
    Short,
}

impl From<DateStyle> for DayStyle {
    fn from(style: DateStyle) -> DayStyle {
        match style {
            DateStyle::Long => DayStyle::Long,
            DateStyle::Medium => DayStyle::Medium,
            DateStyle::Short => DayStyle::Short,
        }
    }
}

/// The CLDR plural category of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as in CLDR")]
pub enum PluralCategory {
    Zero,
    One,
    Two,
    Few,
    Many,
    Other,
}

/// Returns the range of two days, given as `2023-07-20`; one day if they are the same.
pub fn day_range(language: &str, from: &str, to: &str, style: DayStyle) -> String {
    let last = day(language, to, style);
    if from == to { last } else { format!("{} – {last}", day(language, from, style)) }
}

/// Returns the locale that a language is formatted in. English without a region puts the day before the month.
fn locale(language: &str) -> &str {
    if language == "en" { "en-GB" } else { language }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_numbers_are_written_as_each_language_does() {
        let long = ["en", "zh-Hans", "ar"].map(|language| day(language, "2023-07-20", DayStyle::Long));
        assert_eq!(long, ["20 July 2023", "2023年7月20日", "20 يوليو 2023"]);
        let full = ["en", "zh-Hans", "ar"].map(|language| day(language, "2023-07-20", DayStyle::Full));
        assert_eq!(full, ["Thursday, 20 July 2023", "2023年7月20日星期四", "الخميس، 20 يوليو 2023"]);
        let medium = ["en", "zh-Hans", "de"].map(|language| day(language, "2023-07-20", DayStyle::Medium));
        assert_eq!(medium, ["20 Jul 2023", "2023年7月20日", "20.07.2023"]);
        let short = ["en", "zh-Hans", "de"].map(|language| day(language, "2023-07-20", DayStyle::Short));
        assert_eq!(short, ["20/07/2023", "2023/7/20", "20.07.23"]);
        assert_eq!([number("en", 1234), number("ar", 24)], ["1,234", "24"]);
        assert_eq!(day("en", "yesterday", DayStyle::Long), "yesterday");
        assert_eq!(day_range("en", "2023-07-01", "2023-07-01", DayStyle::Long), "1 July 2023");
    }
}
