//! Days, numbers and plural forms as a language writes them: by `Intl` in the browser, by ICU4X natively. Both use
//! CLDR's data, so that the press prints what the viewer writes.

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
pub mod matching;
#[cfg(not(target_arch = "wasm32"))]
mod native;

#[cfg(target_arch = "wasm32")]
pub use browser::{day, number, plural_category, prepare};
#[cfg(not(target_arch = "wasm32"))]
pub use native::{day, number, plural_category};

/// How a day is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DayStyle {
    /// `20 July 2023`
    Long,
    /// `Thursday, 20 July 2023`
    Full,
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
pub fn day_range(language: &str, from: &str, to: &str) -> String {
    let last = day(language, to, DayStyle::Long);
    if from == to { last } else { format!("{} – {last}", day(language, from, DayStyle::Long)) }
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
        assert_eq!([number("en", 1234), number("ar", 24)], ["1,234", "24"]);
        assert_eq!(day("en", "yesterday", DayStyle::Long), "yesterday");
        assert_eq!(day_range("en", "2023-07-01", "2023-07-01"), "1 July 2023");
    }
}
