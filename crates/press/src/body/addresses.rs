//! The relative addresses in a body as it was written, in Markdown or in HTML.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::code;

/// Addresses of links, and of their definitions.
static LINK: LazyLock<Regex> = LazyLock::new(|| {
    let link = r"\]\(\s*(?:(<[^>\n]+>)|([^)\s<]+))";
    let definition = r"(?m)^ {0,3}\[[^\]\n]+\]:[ \t]+(?:(<[^>\n]+>)|(\S+))";
    Regex::new(&format!("{link}|{definition}")).expect("a valid expression")
});

/// Addresses in attributes.
static ATTRIBUTE: LazyLock<Regex> = LazyLock::new(|| {
    let names = r"(?i)\b(?:src|href|poster)\s*=\s*";
    Regex::new(&format!(r#"{names}"([^"\n]+)"|{names}'([^'\n]+)'"#)).expect("a valid expression")
});

/// Replaces the relative addresses in a text in Markdown, except in code. `change` returns nothing for one that stays.
pub(crate) fn replace_in_markdown(text: &str, change: impl Fn(&str) -> Option<String>) -> String {
    code::outside_code(text, |piece| replace(&LINK, &replace(&ATTRIBUTE, piece, &change), &change))
}

/// Replaces the relative addresses in a text in HTML.
pub(crate) fn replace_in_html(text: &str, change: impl Fn(&str) -> Option<String>) -> String {
    replace(&ATTRIBUTE, text, &change)
}

fn replace(expression: &Regex, text: &str, change: &impl Fn(&str) -> Option<String>) -> String {
    let is_relative = |address: &str| !address.starts_with(['#', '?']) && !address.starts_with("//") && !has_scheme(address);
    replace_all(expression, text, |address| {
        // An address between angle brackets may have spaces, which the new one has not.
        let address = address.trim_matches(['<', '>']);
        change(address).filter(|_| is_relative(address))
    })
}

/// Replaces the addresses that an expression finds, each in a group. `change` returns nothing for one that stays.
pub(crate) fn replace_all(expression: &Regex, text: &str, change: impl Fn(&str) -> Option<String>) -> String {
    let replaced = |found: &Captures| {
        let all = found.get(0).expect("the whole is there");
        let written = found.iter().skip(1).flatten().next().expect("a group has the address");
        match change(written.as_str()) {
            Some(new) => [&text[all.start()..written.start()], &new, &text[written.end()..all.end()]].concat(),
            None => all.as_str().to_owned(),
        }
    };
    expression.replace_all(text, replaced).into_owned()
}

/// Returns whether an address begins with a scheme, such as `https:` or `data:`.
pub(crate) fn has_scheme(address: &str) -> bool {
    address.split_once(':').is_some_and(|(scheme, _)| scheme.chars().all(|c| c.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_addresses_are_replaced_except_in_code() {
        let change = |address: &str| {
            address.ends_with("a b.md").then(|| "/c.md".to_owned()).or_else(|| (address == "d").then(|| "e".to_owned()))
        };
        let text = "[x](d \"t\") ![y](<a b.md>) <a href='d'> `[x](d)` [z](https://d) [d](#d)\n\n[d]: d\n";
        assert_eq!(
            replace_in_markdown(text, change),
            "[x](e \"t\") ![y](/c.md) <a href='e'> `[x](d)` [z](https://d) [d](#d)\n\n[d]: e\n"
        );
    }
}
