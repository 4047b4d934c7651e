//! The settings of a site generator, in YAML, TOML or JSON; of those in JavaScript, what is written as a text.

use std::path::Path;

use anyhow::{Result, bail};
use regex::Regex;
use serde_json::Value;

use crate::{
    files,
    load::{
        encoding,
        parse::{self, Syntax},
    },
};

/// Settings that were read.
#[derive(Default)]
pub(super) struct Settings(Value);

impl Settings {
    /// Reads the first of several files that is there. No file is no settings.
    ///
    /// # Errors
    ///
    /// A file that cannot be understood, with the line.
    pub(super) fn read(folder: &Path, names: &[&str]) -> Result<Settings> {
        for name in names {
            let path = folder.join(name);
            let Some(bytes) = files::read_if_there(&path)? else { continue };
            let shown = path.display().to_string();
            let text = encoding::decode(&shown, &bytes).map_err(|problem| anyhow::anyhow!("{problem}"))?;
            let syntax = match path.extension().and_then(|extension| extension.to_str()) {
                Some("toml") => Syntax::Toml,
                Some("json") => Syntax::Json,
                _ => Syntax::Yaml,
            };
            return match parse::parse(syntax, &text) {
                Ok(value) => Ok(Settings(value)),
                Err((location, _, message)) => {
                    let line = location.map(|location| format!(":{}", location.line)).unwrap_or_default();
                    bail!("{shown}{line}: {message}")
                }
            };
        }
        Ok(Settings::default())
    }

    /// Returns a value, by the keys on the way to it. The case of keys does not matter.
    pub(super) fn value(&self, keys: &[&str]) -> Option<&Value> {
        let mut value = &self.0;
        for key in keys {
            value = value.as_object()?.iter().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value)?;
        }
        Some(value)
    }

    /// Returns the texts of a list.
    pub(super) fn texts(&self, keys: &[&str]) -> Vec<&str> {
        self.value(keys).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// Returns a text that is not empty.
    pub(super) fn text(&self, keys: &[&str]) -> Option<&str> {
        self.value(keys)?.as_str().map(str::trim).filter(|text| !text.is_empty())
    }
}

/// Returns the first text of a key in JavaScript: `title: 'The harbour'`.
pub(super) fn text_in_script(script: &str, key: &str) -> Option<String> {
    let expression = Regex::new(&format!(r#"\b{key}\s*:\s*(?:'([^'\n]*)'|"([^"\n]*)"|`([^`$]*)`)"#)).ok()?;
    let found = expression.captures(script)?;
    (1..=3).find_map(|group| found.get(group)).map(|text| text.as_str().trim().to_owned()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_in_javascript() {
        let script = "module.exports = { title: \"The 'harbour'\", url: 'https://x.example', baseUrl: base };";
        assert_eq!(text_in_script(script, "title").as_deref(), Some("The 'harbour'"));
        assert_eq!(text_in_script(script, "url").as_deref(), Some("https://x.example"));
        assert_eq!(text_in_script(script, "baseUrl"), None);
    }
}
