//! The relative addresses in a body as it was written, in Markdown or in HTML.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::code;

/// Addresses of links, of their definitions, and in attributes.
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    let link = r"\]\(\s*(?:<([^>\n]+)>|([^)\s<]+))";
    let definition = r"(?m)^ {0,3}\[[^\]\n]+\]:[ \t]+(?:<([^>\n]+)>|(\S+))";
    let attribute = r#"(?:src|href|poster)\s*=\s*"([^"\n]+)"|(?:src|href|poster)\s*=\s*'([^'\n]+)'"#;
    Regex::new(&format!("{link}|{definition}|{attribute}")).expect("a valid expression")
});

/// Replaces the relative addresses in a text in Markdown, except in code. `change` returns nothing for one that stays.
pub(crate) fn replace_in_markdown(text: &str, change: impl Fn(&str) -> Option<String>) -> String {
    code::outside_code(text, |piece| replace_in_html(piece, &change))
}

/// Replaces the relative addresses in a text in HTML.
pub(crate) fn replace_in_html(text: &str, change: impl Fn(&str) -> Option<String>) -> String {
    let replace = |found: &Captures| {
        let all = found[0].to_owned();
        let Some(written) = (1..=6).find_map(|group| found.get(group)) else { return all };
        let written = written.as_str();
        let is_relative = !written.starts_with(['#', '?']) && !written.starts_with("//") && !has_scheme(written);
        match change(written).filter(|_| is_relative) {
            // An address between angle brackets may have spaces, which the new one has not.
            Some(new) => all.replace(&format!("<{written}>"), written).replace(written, &new),
            None => all,
        }
    };
    ADDRESS.replace_all(text, replace).into_owned()
}

fn has_scheme(address: &str) -> bool {
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
        let text = "[x](d \"t\") ![y](<a b.md>) <a href='d'> `[x](d)` [z](https://d) [d](#d)\n\n[r]: d\n";
        assert_eq!(
            replace_in_markdown(text, change),
            "[x](e \"t\") ![y](/c.md) <a href='e'> `[x](d)` [z](https://d) [d](#d)\n\n[r]: e\n"
        );
    }
}
