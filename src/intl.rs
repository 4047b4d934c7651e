//! Days and numbers as the reader's language writes them: by `Intl` in the browser, which weighs nothing.
//! Natively they stay as the edition has them.

/// How much of a day is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Day {
    /// `20 July 2023`
    Full,
    /// `20 July`, with the year unless it is the current one
    Short,
    /// `Thursday 20 July 2023`
    Week,
}

pub use imp::{day, number, span};

#[cfg(not(feature = "browser"))]
mod imp {
    use super::Day;

    /// The day as it is.
    pub fn day(_language: &str, day: &str, _style: Day) -> String {
        day.to_owned()
    }

    /// From one day to another.
    pub fn span(_language: &str, from: &str, to: &str) -> String {
        if from == to { to.to_owned() } else { format!("{from} – {to}") }
    }

    /// The number in plain figures.
    pub fn number(_language: &str, number: usize) -> String {
        number.to_string()
    }
}

#[cfg(feature = "browser")]
mod imp {
    use js_sys::{Array, Date, Function, Intl, Object, Reflect};
    use wasm_bindgen::{JsCast, JsValue};

    use super::Day;

    /// A day, `2023-07-20`, in words. As it is if it is no day.
    pub fn day(language: &str, day: &str, style: Day) -> String {
        let Some(moment) = midnight(day) else { return day.to_owned() };
        let written = formatter(language, style, day).format().call1(&JsValue::UNDEFINED, &moment);
        written.ok().and_then(|text| text.as_string()).unwrap_or_else(|| day.to_owned())
    }

    /// From one day to another, in words.
    pub fn span(language: &str, from: &str, to: &str) -> String {
        let (Some(first), Some(last)) = (midnight(from), midnight(to)) else { return to.to_owned() };
        let formatter = formatter(language, Day::Full, to);
        let range: Option<Function> =
            Reflect::get(&formatter, &"formatRange".into()).ok().and_then(|range| range.dyn_into().ok());
        let written = range.and_then(|range| range.call2(&formatter, &first, &last).ok()).and_then(|text| text.as_string());
        written.unwrap_or_else(|| format!("{from} – {to}"))
    }

    /// A number in the figures of a language.
    pub fn number(language: &str, number: usize) -> String {
        let format = Intl::NumberFormat::new(&Array::of1(&language.into()), &Object::new());
        let written = format.format().call1(&JsValue::UNDEFINED, &(number as f64).into());
        written.ok().and_then(|text| text.as_string()).unwrap_or_else(|| number.to_string())
    }

    /// The day's midnight in UTC, in which it is written again: the reader's own zone never moves it.
    fn midnight(day: &str) -> Option<JsValue> {
        let date = Date::new(&day.into());
        (!date.get_time().is_nan()).then(|| date.into())
    }

    fn formatter(language: &str, style: Day, day: &str) -> Intl::DateTimeFormat {
        let options = Object::new();
        let set = |name: &str, value: &str| {
            let _ = Reflect::set(&options, &name.into(), &value.into());
        };
        set("timeZone", "UTC");
        set("day", "numeric");
        set("month", "long");
        let this_year = Date::new_0().get_full_year().to_string();
        if style != Day::Short || !day.starts_with(&this_year) {
            set("year", "numeric");
        }
        if style == Day::Week {
            set("weekday", "long");
        }
        Intl::DateTimeFormat::new(&Array::of1(&locale(language).into()), &options)
    }

    /// The reader's own kind of the language, if the browser names one: `en-GB` for `en`.
    fn locale(language: &str) -> String {
        let primary = language.split('-').next().unwrap_or(language);
        let languages = leptos::prelude::window().navigator().languages();
        let mut tags = languages.iter().filter_map(|tag| tag.as_string());
        tags.find(|tag| tag.split('-').next() == Some(primary)).unwrap_or_else(|| language.to_owned())
    }
}
