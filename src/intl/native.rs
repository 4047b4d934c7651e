use icu_calendar::{Date, Iso};
use icu_datetime::{DateTimeFormatter, fieldsets};
use icu_decimal::{DecimalFormatter, input::Decimal};
use icu_locale_core::Locale;
use icu_plurals::{PluralRules, PluralRulesOptions};

use super::{DayStyle, PluralCategory, locale};

/// Formats a day, given as `2023-07-20`. A text that is not a day is returned as it is.
pub fn day(language: &str, day: &str, style: DayStyle) -> String {
    format_day(language, day, style).unwrap_or_else(|| day.to_owned())
}

fn format_day(language: &str, day: &str, style: DayStyle) -> Option<String> {
    let date: Date<Iso> = Date::try_from_str(day, Iso).ok()?;
    let locale = parse(language)?.into();
    Some(match style {
        DayStyle::Long => DateTimeFormatter::try_new(locale, fieldsets::YMD::long()).ok()?.format(&date).to_string(),
        DayStyle::Medium => DateTimeFormatter::try_new(locale, fieldsets::YMD::medium()).ok()?.format(&date).to_string(),
        DayStyle::Short => DateTimeFormatter::try_new(locale, fieldsets::YMD::short()).ok()?.format(&date).to_string(),
        DayStyle::Full => DateTimeFormatter::try_new(locale, fieldsets::YMDE::long()).ok()?.format(&date).to_string(),
    })
}

/// Returns false: a page is printed for a moment at which nothing on it is over.
pub fn is_past(_moment: &str) -> bool {
    false
}

/// Formats a number in the digits and grouping of a language.
pub fn number(language: &str, number: usize) -> String {
    let formatter = parse(language).and_then(|locale| DecimalFormatter::try_new(locale.into(), Default::default()).ok());
    formatter.map_or_else(|| number.to_string(), |formatter| formatter.format(&Decimal::from(number)).to_string())
}

/// Returns the plural category of a number in a language.
pub fn plural_category(language: &str, number: usize) -> PluralCategory {
    let rules = parse(language).and_then(|locale| PluralRules::try_new(locale.into(), PluralRulesOptions::default()).ok());
    match rules.map(|rules| rules.category_for(number)) {
        Some(icu_plurals::PluralCategory::Zero) => PluralCategory::Zero,
        Some(icu_plurals::PluralCategory::One) => PluralCategory::One,
        Some(icu_plurals::PluralCategory::Two) => PluralCategory::Two,
        Some(icu_plurals::PluralCategory::Few) => PluralCategory::Few,
        Some(icu_plurals::PluralCategory::Many) => PluralCategory::Many,
        Some(icu_plurals::PluralCategory::Other) | None => PluralCategory::Other,
    }
}

fn parse(language: &str) -> Option<Locale> {
    locale(language).parse().ok()
}
