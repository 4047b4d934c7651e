use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de};

/// An address that is safe to put into `href` or `src`: http, https, mailto, tel or a relative one.
///
/// ```
/// use edition::Address;
/// assert!(Address::parse("media/roofs.svg").is_some());
/// assert!(Address::parse("java\nscript:alert(1)").is_none());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "manuscripts", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Address(String);

impl Address {
    /// Takes `text` if it is an allowed address; white space around it is dropped.
    ///
    /// A browser ignores tabs and line ends inside an address and reads `\` as `/`, so an address with
    /// a control character or a backslash is refused rather than guessed at.
    pub fn parse(text: &str) -> Option<Address> {
        let text = text.trim();
        let refused = text.is_empty() || text.chars().any(|c| c.is_control() || c == '\\');
        let allowed = match scheme(text) {
            Some(name) => ["http", "https", "mailto", "tel"].iter().any(|known| name.eq_ignore_ascii_case(known)),
            None => true,
        };
        (allowed && !refused).then(|| Address(text.to_owned()))
    }

    /// The address as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it leads to a place inside the edition: neither a scheme nor a host of its own.
    pub fn is_relative(&self) -> bool {
        scheme(&self.0).is_none() && !self.0.starts_with("//")
    }
}

/// Returns the text before the first `:`, unless a `/`, `?` or `#` comes before that.
fn scheme(text: &str) -> Option<&str> {
    let (before, _) = text.split_once(':')?;
    (!before.contains(['/', '?', '#'])).then_some(before)
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Address::parse(&text).ok_or_else(|| de::Error::custom("expected an address: http, https, mailto, tel or a relative one"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_web_mail_telephone_or_relative() {
        for good in ["https://a.b/c?d#e", "HTTP://a", "mailto:a@b.c", "tel:+1", "a/b:c", "#note", "?q=a:b", "图.png", "//a.b/c"]
        {
            assert!(Address::parse(good).is_some(), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            " jAvAscript:x",
            "java\tscript:x",
            "data:text/html,x",
            "vbscript:x",
            "",
            "\u{1}javascript:x",
            "\\\\host",
            "blob:x",
            "file:///etc",
        ] {
            assert!(Address::parse(bad).is_none(), "{bad:?}");
        }
    }

    #[test]
    fn only_an_address_without_scheme_and_host_is_relative() {
        let relative = |text| Address::parse(text).expect("an address").is_relative();
        assert!(relative("media/a.svg") && relative("../a.svg") && relative("/a"));
        assert!(!relative("//host/a") && !relative("https://host/a") && !relative("mailto:a@b.c"));
    }
}
