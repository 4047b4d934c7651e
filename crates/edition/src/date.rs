use serde::{Deserialize, Serialize};

/// A moment in RFC 3339 with the offset that the newsroom gave it, such as `2023-07-20T09:00:00+08:00`.
///
/// The press checks the form; here it is text, because the day that a reader is shown is the day at the
/// article's own offset, which is what the text says.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "manuscripts", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Date(String);

impl Date {
    /// Creates a date from its RFC 3339 text, which is not checked.
    pub fn new(text: impl Into<String>) -> Date {
        Date(text.into())
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the day at the article's own offset, `2023-07-20`. Empty if there is none.
    pub fn day(&self) -> &str {
        self.0.get(..10).unwrap_or_default()
    }

    /// Returns the hour and the minute at the article's own offset, `09:00`. Empty if there is none.
    pub fn time(&self) -> &str {
        self.0.get(11..16).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn day_and_time_are_those_of_the_articles_own_offset() {
        let date = Date::new("2023-07-20T00:30:00+08:00");
        assert_eq!((date.day(), date.time()), ("2023-07-20", "00:30"));
    }

    #[test]
    fn a_text_that_is_no_date_has_neither_day_nor_time() {
        assert_eq!((Date::new("昨日").day(), Date::default().time()), ("", ""));
    }
}
