//! How the reader wants the page: each value is an attribute of the root element, which custom properties in `style/reading.css` follow.

use edition::{Language, Texts};
use serde::{Deserialize, Serialize};

use crate::theme::Theme;

/// What the reader can set in the reading panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// The colours: those of the system, or a [`Theme`].
    Theme,
    /// The size of the text, in seven steps.
    Size,
    /// Serif, sans, and in Chinese Kai.
    Typeface,
    /// The height of a line.
    Leading,
    /// The length of a line.
    Measure,
    /// Whether lines end at one edge.
    Alignment,
    /// Whether a space or an indent separates paragraphs.
    Paragraphs,
    /// Whether single keys do something.
    Shortcuts,
}

impl Setting {
    /// All settings, in the order of the panel.
    pub const ALL: [Setting; 8] = [
        Setting::Theme,
        Setting::Size,
        Setting::Typeface,
        Setting::Leading,
        Setting::Measure,
        Setting::Alignment,
        Setting::Paragraphs,
        Setting::Shortcuts,
    ];

    /// Returns its name in the storage, and after `data-` that of its attribute.
    pub const fn key(self) -> &'static str {
        match self {
            Setting::Theme => "theme",
            Setting::Size => "size",
            Setting::Typeface => "typeface",
            Setting::Leading => "leading",
            Setting::Measure => "measure",
            Setting::Alignment => "alignment",
            Setting::Paragraphs => "paragraphs",
            Setting::Shortcuts => "shortcuts",
        }
    }

    /// Returns the values that it can have, in the order of the panel.
    pub const fn values(self) -> &'static [&'static str] {
        match self {
            Setting::Theme => &Theme::CHOICES,
            Setting::Size => &["1", "2", "3", "4", "5", "6", "7"],
            Setting::Typeface => &["serif", "sans", "kai"],
            Setting::Leading => &["tight", "usual", "loose"],
            Setting::Measure => &["narrow", "usual", "wide"],
            Setting::Alignment => &["usual", "justified", "ragged"],
            Setting::Paragraphs => &["usual", "spaced", "indented"],
            Setting::Shortcuts => &["on", "off"],
        }
    }

    /// Returns the value that it has where the reader has chosen none. The page has no attribute for it.
    pub const fn default_value(self) -> &'static str {
        match self {
            Setting::Theme => Theme::SYSTEM,
            Setting::Size => "3",
            Setting::Typeface => "serif",
            Setting::Leading | Setting::Measure | Setting::Alignment | Setting::Paragraphs => "usual",
            Setting::Shortcuts => "on",
        }
    }
}

/// What the reader has set.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReaderSettings {
    /// Values by the key of their setting, without defaults. A value of a newer version is no error.
    #[serde(skip_serializing_if = "Texts::is_empty")]
    chosen: Texts<String>,
    /// The language of the interface.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// Whether recommended reading keeps the newsroom's order.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub order_by_editors: bool,
}

impl ReaderSettings {
    /// Returns the value of a setting, which is the default where the reader has chosen none.
    pub fn get(&self, setting: Setting) -> &'static str {
        let chosen = self.chosen.get(setting.key());
        let known = setting.values().iter().copied().find(|value| chosen.is_some_and(|chosen| chosen == *value));
        known.unwrap_or(setting.default_value())
    }

    /// Changes a setting to one of its values.
    pub fn set(&mut self, setting: Setting, value: &str) {
        if value == setting.default_value() {
            self.chosen.remove(setting.key());
        } else {
            self.chosen.insert(setting.key().to_owned(), value.to_owned());
        }
    }

    /// Returns the theme that the reader chose.
    pub fn theme(&self) -> Option<Theme> {
        Theme::ALL.into_iter().find(|theme| theme.as_str() == self.get(Setting::Theme))
    }

    /// Sets everything in the panel to its default.
    pub fn reset(&mut self) {
        self.chosen = Texts::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_default_is_not_stored_and_an_unknown_value_is_the_default() {
        let mut settings: ReaderSettings =
            serde_json::from_str(r#"{"chosen":{"theme":"neon","size":"5"},"order_by_editors":true}"#).expect("settings");
        assert_eq!((settings.get(Setting::Theme), settings.theme(), settings.get(Setting::Size)), ("system", None, "5"));
        settings.set(Setting::Size, "3");
        settings.set(Setting::Theme, "sepia");
        assert_eq!(serde_json::to_string(&settings).expect("JSON"), r#"{"chosen":{"theme":"sepia"},"order_by_editors":true}"#);
        settings.reset();
        assert_eq!(settings, ReaderSettings { order_by_editors: true, ..ReaderSettings::default() });
    }

    #[test]
    fn every_setting_and_value_has_a_name() {
        let names = crate::messages::Messages::english().reading.names;
        let known = Setting::ALL.into_iter().flat_map(|setting| setting.values().iter().copied().chain([setting.key()]));
        let missing: Vec<&str> = known.filter(|key| key.parse::<u8>().is_err() && names.get(*key).is_none()).collect();
        assert_eq!(missing, [""; 0]);
    }

    #[test]
    fn the_loader_and_the_style_know_every_setting() {
        let (loader, style) = (include_str!("../public/loader.js"), include_str!("../style/reading.css"));
        for setting in Setting::ALL {
            assert!(
                loader.contains(&format!("\"{}\"", setting.key())) || setting == Setting::Theme,
                "loader.js lacks {setting:?}"
            );
            assert!(setting.values().contains(&setting.default_value()));
            for value in setting.values() {
                let is_styled = style.contains(&format!("[data-{}=\"{value}\"]", setting.key()));
                let needs_style = *value != setting.default_value() && setting != Setting::Shortcuts;
                assert_eq!(is_styled, needs_style, "style/reading.css and {setting:?} differ in {value}");
            }
        }
    }
}
