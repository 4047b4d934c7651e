//! Errors of the deserializer, in words for editors.

/// Rewrites a message such as ``invalid type: integer `3`, expected a string``.
pub(super) fn in_plain_words(message: &str) -> String {
    if let Some(field) = message.strip_prefix("missing field ") {
        return format!("has no {}. Add it.", field.replace('`', ""));
    }
    if let Some((found, known)) = message.strip_prefix("unknown variant `").and_then(|rest| rest.split_once("`, expected ")) {
        let known: Vec<&str> = known.split('`').skip(1).step_by(2).collect();
        return format!("“{found}” is none of: {}.", known.join(", "));
    }
    let Some((found, expected)) = found_and_expected(message) else {
        return message.to_owned();
    };
    let found = match found.split(' ').next().unwrap_or_default() {
        "integer" | "floating" => format!("the number {}", found.rsplit('`').nth(1).unwrap_or_default()),
        "boolean" => format!("the truth value {}", found.rsplit('`').nth(1).unwrap_or_default()),
        "string" => "a text".to_owned(),
        "sequence" => "a list".to_owned(),
        "map" => "a group of fields".to_owned(),
        "null" => "nothing".to_owned(),
        _ => found.replace('`', ""),
    };
    let expected = match expected {
        "a string" => "a text",
        "a sequence" => "a list",
        "a map" => "a group of fields",
        "a boolean" => "true or false",
        "u64" | "u32" | "usize" | "f64" => "a number",
        _ if expected.starts_with("struct ") => "a group of fields",
        _ => expected,
    };
    format!("expected {expected}, found {found}.")
}

/// Returns whether a message says that a number or a truth value is where a text is due.
pub(super) fn wants_text(message: &str) -> bool {
    found_and_expected(message).is_some_and(|(found, expected)| {
        ["integer", "floating", "boolean"].iter().any(|kind| found.starts_with(kind))
            && (expected == "a string" || expected.starts_with("a text"))
    })
}

fn found_and_expected(message: &str) -> Option<(&str, &str)> {
    let rest = message.strip_prefix("invalid type: ").or(message.strip_prefix("invalid value: "))?;
    rest.split_once(", expected ")
}
