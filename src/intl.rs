//! Days and numbers as the language of the interface writes them: by `Intl` in the browser, where it weighs
//! nothing, natively by ICU4X from the same data. What the press prints is what the viewer writes.

/// How much of a day is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Day {
    /// `20 July 2023`
    Full,
    /// `Thursday, 20 July 2023`
    Week,
}

pub use imp::{day, number};

/// From one day to another, in words.
pub fn span(language: &str, from: &str, to: &str) -> String {
    let last = day(language, to, Day::Full);
    if from == to { last } else { [&day(language, from, Day::Full), " – ", &last].concat() }
}

/// English without a country is that which puts the day before the month, as most of its readers do.
fn locale(language: &str) -> &str {
    if language == "en" { "en-GB" } else { language }
}

#[cfg(not(feature = "browser"))]
mod imp {
    use icu_calendar::{Date, Iso};
    use icu_datetime::{DateTimeFormatter, fieldsets};
    use icu_decimal::{DecimalFormatter, input::Decimal};
    use icu_locale_core::Locale;

    use super::{Day, locale};

    /// A day, `2023-07-20`, in words. As it is if it is no day.
    pub fn day(language: &str, day: &str, style: Day) -> String {
        written(language, day, style).unwrap_or_else(|| day.to_owned())
    }

    fn written(language: &str, day: &str, style: Day) -> Option<String> {
        let date: Date<Iso> = Date::try_from_str(day, Iso).ok()?;
        let locale: Locale = locale(language).parse().ok()?;
        Some(match style {
            Day::Full => DateTimeFormatter::try_new(locale.into(), fieldsets::YMD::long()).ok()?.format(&date).to_string(),
            Day::Week => DateTimeFormatter::try_new(locale.into(), fieldsets::YMDE::long()).ok()?.format(&date).to_string(),
        })
    }

    /// A number in the figures of a language.
    pub fn number(language: &str, number: usize) -> String {
        let formatter = locale(language)
            .parse::<Locale>()
            .ok()
            .and_then(|locale| DecimalFormatter::try_new(locale.into(), Default::default()).ok());
        formatter.map_or_else(|| number.to_string(), |formatter| formatter.format(&Decimal::from(number)).to_string())
    }
}

#[cfg(feature = "browser")]
mod imp {
    use js_sys::{Array, Date, Intl, Object, Reflect};
    use wasm_bindgen::JsValue;

    use super::{Day, locale};

    /// A day, `2023-07-20`, in words. As it is if it is no day.
    pub fn day(language: &str, day: &str, style: Day) -> String {
        // Midnight in UTC, in which it is written again: the reader's own zone never moves it.
        let date = Date::new(&day.into());
        let options = Object::new();
        let set = |name: &str, value: &str| {
            let _ = Reflect::set(&options, &name.into(), &value.into());
        };
        set("timeZone", "UTC");
        set("dateStyle", if style == Day::Week { "full" } else { "long" });
        let formatter = Intl::DateTimeFormat::new(&Array::of1(&locale(language).into()), &options);
        let written = formatter.format().call1(&JsValue::UNDEFINED, &date);
        // It fails for what is no day.
        written.ok().and_then(|text| text.as_string()).unwrap_or_else(|| day.to_owned())
    }

    /// A number in the figures of a language.
    pub fn number(language: &str, number: usize) -> String {
        let format = Intl::NumberFormat::new(&Array::of1(&locale(language).into()), &Object::new());
        let written = format.format().call1(&JsValue::UNDEFINED, &(number as f64).into());
        written.ok().and_then(|text| text.as_string()).unwrap_or_else(|| number.to_string())
    }
}

#[cfg(all(test, feature = "print"))]
mod tests {
    use super::*;

    #[test]
    fn days_and_numbers_are_written_as_each_language_does() {
        let days: Vec<_> = ["en", "zh-Hans", "ar"].map(|language| day(language, "2023-07-20", Day::Full)).into();
        assert_eq!(days, ["20 July 2023", "2023年7月20日", "20 يوليو 2023"]);
        let weeks: Vec<_> = ["en", "zh-Hans", "ar"].map(|language| day(language, "2023-07-20", Day::Week)).into();
        assert_eq!(weeks, ["Thursday, 20 July 2023", "2023年7月20日星期四", "الخميس، 20 يوليو 2023"]);
        assert_eq!([number("en", 1234), number("ar", 24)], ["1,234", "24"]);
        assert_eq!(day("en", "yesterday", Day::Full), "yesterday");
        assert_eq!(span("en", "2023-07-01", "2023-07-01"), "1 July 2023");
    }
}
