//! The addresses that texts had, as settings of a generator describe them.

use super::text::SourceText;

/// Fills in a pattern such as `/:year/:month/:title/`. `other` gives what else a generator has in patterns. None if the pattern has a
/// part that is not known, or if the date is missing.
pub(super) fn fill_in(pattern: &str, text: &SourceText, other: impl Fn(&str) -> Option<String>) -> Option<String> {
    let date = text.text("date").map(str::to_owned);
    let date = date.as_deref().filter(|date| date.get(..10).is_some_and(str::is_ascii));
    let mut address = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once(':') {
        address.push_str(before);
        let end = after.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(after.len());
        let (name, following) = after.split_at(end);
        let number = |digits: &str| digits.parse::<u32>().ok().map(|number| number.to_string());
        let value = match name {
            "year" => date?[..4].to_owned(),
            "month" => date?[5..7].to_owned(),
            "day" => date?[8..10].to_owned(),
            "i_month" => number(&date?[5..7])?,
            "i_day" => number(&date?[8..10])?,
            "short_year" => date?[2..4].to_owned(),
            _ => other(name)?,
        };
        address.push_str(&value);
        rest = following;
    }
    address.push_str(rest);
    Some(join(&[&address]))
}

/// Returns the address that the parts of a path make. A slash at the end of the last one stays.
pub(super) fn join(parts: &[&str]) -> String {
    let end = if parts.last().is_some_and(|part| part.ends_with('/')) { "/" } else { "" };
    let names: Vec<&str> = parts.iter().flat_map(|part| part.split('/')).filter(|name| !name.is_empty()).collect();
    format!("/{}{}", names.join("/"), if names.is_empty() { "" } else { end })
}

/// Returns a part of an address as most generators write it: in lower case, with hyphens for spaces.
pub(super) fn part(name: &str) -> String {
    name.to_lowercase().split_whitespace().collect::<Vec<_>>().join("-")
}
