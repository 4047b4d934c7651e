use std::sync::Arc;

use edition::EMBEDDED_DATA;
use js_sys::{Array, JSON, Object, Reflect};
use leptos::prelude::{document, window};
use serde::de::DeserializeOwned;
use wasm_bindgen::JsCast;

use super::cache;
use crate::json;

thread_local! {
    /// The files that the printed page contains, by name.
    static FILES: Object = {
        let text = document().get_element_by_id(EMBEDDED_DATA).and_then(|element| element.text_content());
        text.and_then(|text| JSON::parse(&text).ok()).and_then(|value| value.dyn_into().ok()).unwrap_or_default()
    };
}

/// Takes a file out of the data of the printed page and adds it to the cache. Data that cannot be read, such as that of
/// another version, counts as missing: the file is requested then.
pub(crate) fn embedded<T: DeserializeOwned + 'static>(file: &str) -> Option<Arc<T>> {
    let value = FILES.with(|files| {
        // Without the second condition an array would be read as an object without fields.
        let value = Reflect::get(files, &file.into()).ok().filter(|value| value.is_object() && !Array::is_array(value))?;
        let _ = Reflect::delete_property(files, &file.into());
        Some(value)
    })?;
    let value = Arc::new(json::from_value::<T>(value).ok()?);
    // As old as the page that contains it.
    let loaded = window().performance().map(|performance| performance.time_origin()).unwrap_or_default();
    cache::insert_loaded(file, &value, loaded);
    Some(value)
}
