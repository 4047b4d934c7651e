use js_sys::{Array, Date, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

use super::{DayStyle, PluralCategory, locale};

/// Formats a day, given as `2023-07-20`. A text that is not a day is returned as it is.
pub fn day(language: &str, day: &str, style: DayStyle) -> String {
    let options = Object::new();
    let style = if style == DayStyle::Full { "full" } else { "long" };
    // A day is parsed as midnight in UTC and formatted in UTC: the reader's own time zone never changes it.
    for (name, value) in [("timeZone", "UTC"), ("dateStyle", style)] {
        let _ = Reflect::set(&options, &name.into(), &value.into());
    }
    let format = Intl::DateTimeFormat::new(&locales(language), &options).format();
    let formatted = format.call1(&JsValue::UNDEFINED, &Date::new(&day.into()));
    // `format` throws for an invalid date.
    formatted.ok().and_then(|text| text.as_string()).unwrap_or_else(|| day.to_owned())
}

/// Formats a number in the digits and grouping of a language.
pub fn number(language: &str, number: usize) -> String {
    let format = Intl::NumberFormat::new(&locales(language), &Object::new()).format();
    let formatted = format.call1(&JsValue::UNDEFINED, &(number as f64).into());
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
