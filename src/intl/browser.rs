use std::cell::RefCell;

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

use super::{DayStyle, PluralCategory, locale};

/// What a formatter writes.
#[derive(Clone, Copy, PartialEq)]
enum Format {
    Day(DayStyle),
    Number,
}

thread_local! {
    /// The formatters that were created, by language. Creating one takes milliseconds, using it microseconds.
    static FORMATTERS: RefCell<Vec<(String, Format, Function)>> = const { RefCell::new(Vec::new()) };
}

/// Returns the function of a formatter, which is created at the first call.
fn formatter(language: &str, format: Format) -> Function {
    FORMATTERS.with_borrow_mut(|known| {
        if let Some((_, _, function)) = known.iter().find(|(tag, other, _)| tag == language && *other == format) {
            return function.clone();
        }
        let function = match format {
            Format::Day(style) => {
                let options = Object::new();
                let style = match style {
                    DayStyle::Full => "full",
                    DayStyle::Long => "long",
                    DayStyle::Medium => "medium",
                    DayStyle::Short => "short",
                };
                // A day is parsed as midnight in UTC and formatted in UTC: the reader's own time zone never changes it.
                for (name, value) in [("timeZone", "UTC"), ("dateStyle", style)] {
                    let _ = Reflect::set(&options, &name.into(), &value.into());
                }
                Intl::DateTimeFormat::new(&locales(language), &options).format()
            }
            Format::Number => Intl::NumberFormat::new(&locales(language), &Object::new()).format(),
        };
        known.push((language.to_owned(), format, function.clone()));
        function
    })
}

/// Creates the formatters that almost every page of a language needs, so that the next page is not kept waiting for them.
pub fn prepare(language: &str, style: DayStyle) {
    formatter(language, Format::Day(style));
    formatter(language, Format::Number);
}

/// Formats a day, given as `2023-07-20`. A text that is not a day is returned as it is.
pub fn day(language: &str, day: &str, style: DayStyle) -> String {
    let formatted = formatter(language, Format::Day(style)).call1(&JsValue::UNDEFINED, &Date::new(&day.into()));
    // The formatter throws for an invalid date.
    formatted.ok().and_then(|text| text.as_string()).unwrap_or_else(|| day.to_owned())
}

/// Returns whether a moment, given in RFC 3339, is past.
pub fn is_past(moment: &str) -> bool {
    Date::parse(moment) < Date::now()
}

/// Formats a number in the digits and grouping of a language.
pub fn number(language: &str, number: usize) -> String {
    let formatted = formatter(language, Format::Number).call1(&JsValue::UNDEFINED, &(number as f64).into());
    formatted.ok().and_then(|text| text.as_string()).unwrap_or_else(|| number.to_string())
}

/// Returns the plural category of a number in a language.
pub fn plural_category(language: &str, number: usize) -> PluralCategory {
    let category: String = Intl::PluralRules::new(&locales(language), &Object::new()).select(number as f64).into();
    match category.as_str() {
        "zero" => PluralCategory::Zero,
        "one" => PluralCategory::One,
        "two" => PluralCategory::Two,
        "few" => PluralCategory::Few,
        "many" => PluralCategory::Many,
        _ => PluralCategory::Other,
    }
}

fn locales(language: &str) -> Array {
    Array::of1(&locale(language).into())
}
