//! What is in a Markdown text and readers do not see.

use std::{collections::HashMap, sync::LazyLock};

use comrak::nodes::{AstNode, NodeValue};
use regex::Regex;
use serde::{Deserialize, Serialize};

/// Something in a Markdown text that readers do not see as it was meant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Lost {
    /// Its line, from 1.
    pub(crate) line: usize,
    /// Its column, from 1, in characters.
    pub(crate) column: Option<usize>,
    pub(crate) message: String,
}

/// Finds lines that Markdown takes for definitions that nothing uses, and cells beyond the columns of a table.
pub(super) fn lost<'a>(root: &'a AstNode<'a>, text: &str) -> Vec<Lost> {
    static DEFINITION: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^ {0,3}\[(\^?)([^\[\]]+)\]:").expect("a valid expression"));
    static LABEL: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\[\^?[^\[\]]+\]").expect("a valid expression"));
    if !text.contains("]:") && !text.contains('|') {
        return Vec::new();
    }
    let lines: Vec<&str> = text.lines().collect();
    // What is still there as text, code, or a footnote that is used, is not lost.
    let mut is_shown = vec![false; lines.len()];
    let mut lost = Vec::new();
    for node in root.descendants() {
        let data = node.data.borrow();
        let range = data.sourcepos.start.line.saturating_sub(1)..data.sourcepos.end.line.min(lines.len());
        match &data.value {
            NodeValue::CodeBlock(_) | NodeValue::HtmlBlock(_) | NodeValue::Text(_) | NodeValue::Code(_) => {
                is_shown.get_mut(range).into_iter().flatten().for_each(|line| *line = true);
            }
            NodeValue::TableRow(_) => {
                let columns = node.children().count();
                let line = lines.get(range.start).copied().unwrap_or_default();
                let cells = cells(line);
                if cells > columns {
                    let message = format!(
                        "this row has {cells} cells, but the table has {columns} columns, so the others are lost. Write \\| for a | in a cell."
                    );
                    lost.push(Lost { line: range.start + 1, column: None, message });
                }
            }
            _ => {}
        }
    }
    let lower = text.to_lowercase();
    let mut labels: HashMap<&str, usize> = HashMap::new();
    for label in LABEL.find_iter(&lower) {
        *labels.entry(label.as_str()).or_default() += 1;
    }
    for (index, line) in lines.iter().enumerate().filter(|(index, _)| !is_shown[*index]) {
        let Some(found) = DEFINITION.captures(line) else { continue };
        let (is_note, label) = (!found[1].is_empty(), found[2].to_lowercase());
        let mark = format!("[{}{label}]", &found[1]);
        if labels.get(mark.as_str()).is_none_or(|uses| *uses < 2) {
            let what = if is_note {
                "the text of a footnote, which nothing refers to"
            } else {
                "the definition of a link, which nothing uses"
            };
            let message = format!(
                "Markdown takes this line for {what}, so readers do not see it. Write \\[ for a bracket at the beginning."
            );
            lost.push(Lost { line: index + 1, column: None, message });
        }
    }
    lost.sort_by_key(|lost| lost.line);
    lost
}

/// Returns how many cells a row of a table has.
fn cells(row: &str) -> usize {
    let row = row.trim().trim_start_matches('|');
    let row = row.strip_suffix('|').filter(|row| !row.ends_with('\\')).unwrap_or(row);
    let bytes = row.as_bytes();
    1 + (0..bytes.len()).filter(|at| bytes[*at] == b'|' && (*at == 0 || bytes[at - 1] != b'\\')).count()
}
