//! The colour themes. Each is a value here and a block of custom properties in `style/tokens.css`.

use crate::messages::ThemeMessages;

/// A colour theme of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Dark text on light paper.
    Light,
    /// Light text on dark paper.
    Dark,
}

impl Theme {
    /// All themes, in the order in which the switch goes through them.
    pub const ALL: [Theme; 2] = [Theme::Light, Theme::Dark];

    /// Returns the value of the root element's `data-theme`.
    pub fn as_str(self) -> &'static str {
        match self {
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// Returns the name of the theme in the language of the interface.
    pub fn name(self, messages: &ThemeMessages) -> &str {
        match self {
            Theme::Light => &messages.light,
            Theme::Dark => &messages.dark,
        }
    }

    /// Returns the theme that the switch leads to.
    pub fn next(self) -> Theme {
        let index = Theme::ALL.iter().position(|theme| *theme == self).unwrap_or_default();
        Theme::ALL[(index + 1) % Theme::ALL.len()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_switch_goes_through_all_themes() {
        let seen: Vec<Theme> = std::iter::successors(Some(Theme::Light), |theme| Some(theme.next())).take(3).collect();
        assert_eq!(seen, [Theme::Light, Theme::Dark, Theme::Light]);
    }
}
