//! The colour themes. Each is a value here and a block of custom properties in `style/reading.css`.

/// A colour theme of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Dark text on light paper.
    Light,
    /// Brown text on yellowish paper.
    Sepia,
    /// Light text on dark paper.
    Dark,
    /// Light text on black, for screens whose black is dark.
    Black,
}

impl Theme {
    /// All themes.
    pub const ALL: [Theme; 4] = [Theme::Light, Theme::Sepia, Theme::Dark, Theme::Black];

    /// What the reader chooses to follow the system.
    pub const SYSTEM: &str = "system";

    /// What the reader can choose.
    pub const CHOICES: [&str; 5] =
        [Theme::SYSTEM, Theme::Light.as_str(), Theme::Sepia.as_str(), Theme::Dark.as_str(), Theme::Black.as_str()];

    /// Returns the value of the root element's `data-theme`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Theme::Light => "light",
            Theme::Sepia => "sepia",
            Theme::Dark => "dark",
            Theme::Black => "black",
        }
    }

    /// Returns the theme that the switch leads to.
    pub const fn opposite(self) -> Theme {
        match self {
            Theme::Light | Theme::Sepia => Theme::Dark,
            Theme::Dark | Theme::Black => Theme::Light,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_theme_can_be_chosen_and_left() {
        for theme in Theme::ALL {
            assert!(Theme::CHOICES.contains(&theme.as_str()));
            assert_eq!(theme.opposite().opposite().opposite(), theme.opposite());
        }
    }
}
