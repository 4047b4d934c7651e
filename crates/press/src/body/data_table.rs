//! Data as a table: comma, semicolon or tab separated values.

use std::path::Path;

use super::html::escape;
use crate::files;

/// The most rows of a table.
const MAX_ROWS: usize = 5_000;

/// Returns whether a file has data, by its name.
pub(crate) fn is_data(file: &Path) -> bool {
    files::has_extension(file, &["csv", "tsv"])
}

/// Returns data as a table. The first row has the titles of the columns; columns of numbers are aligned at their end.
///
/// # Errors
///
/// Why the data cannot be read, with the line.
pub(crate) fn to_html(text: &str, caption: &str) -> Result<String, String> {
    let text = text.trim_start_matches('\u{FEFF}');
    // What Excel writes before the titles.
    let text = text.strip_prefix("sep=").and_then(|rest| rest.split_once('\n')).map_or(text, |(_, rest)| rest);
    if text.matches('"').count() % 2 == 1 {
        return Err("a quotation mark in it is not closed".to_owned());
    }
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter(text)).trim(csv::Trim::All).flexible(true).from_reader(text.as_bytes());
    let titles = reader.headers().map_err(|error| error.to_string())?.clone();
    if titles.iter().all(str::is_empty) {
        return Err("its first line has no titles".to_owned());
    }
    let rows: Vec<csv::StringRecord> =
        reader.records().take(MAX_ROWS + 1).collect::<Result<_, _>>().map_err(|error| error.to_string())?;
    if let Some(row) = rows.iter().find(|row| row.len() > titles.len()) {
        let line = row.position().map_or(0, csv::Position::line);
        return Err(format!("line {line} has {} values, and the first line {}", row.len(), titles.len()));
    }
    if rows.len() > MAX_ROWS {
        return Err(format!("it has more than {MAX_ROWS} rows"));
    }
    let has_numbers: Vec<bool> = (0..titles.len())
        .map(|column| {
            let mut cells =
                rows.iter().map(|row| row.get(column).unwrap_or_default().trim()).filter(|cell| !cell.is_empty()).peekable();
            cells.peek().is_some() && cells.all(is_number)
        })
        .collect();
    let row = |tag: &str, cells: &csv::StringRecord| {
        // A row may end before the others.
        let cells = cells.iter().chain(std::iter::repeat("")).zip(&has_numbers).map(|(cell, is_number)| {
            let class = if *is_number { " class=\"number\"" } else { "" };
            format!("<{tag}{class}>{}</{tag}>", escape(cell).replace('\n', "<br>"))
        });
        format!("<tr>{}</tr>\n", cells.collect::<String>())
    };
    let caption = if caption.trim().is_empty() { String::new() } else { format!("<caption>{}</caption>\n", escape(caption)) };
    let body: String = rows.iter().map(|cells| row("td", cells)).collect();
    Ok(format!("<table>{caption}<thead>\n{}</thead>\n<tbody>\n{body}</tbody>\n</table>", row("th", &titles)))
}

/// Returns what separates values: that which is most often in the first line.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    // Not what is between quotation marks.
    let count = |delimiter: &u8| first.split('"').step_by(2).flat_map(str::bytes).filter(|byte| byte == delimiter).count();
    // Of those that are as frequent, the last one is taken.
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

fn is_number(cell: &str) -> bool {
    let digits = cell.trim_start_matches(['+', '-', '−', '¥', '€', '$', '£']).trim_end_matches(['%', '‰', '€']);
    digits.chars().any(|c| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\u{A0}' | '\u{202F}' | '\''))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_become_cells_and_numbers_are_aligned() {
        assert_eq!(
            to_html("Tea, Price\nGreen,\"1,200\"\n\"A & \"\"B\"\"\",-3.5%\n", "Prices <b>").as_deref(),
            Ok(
                "<table><caption>Prices &lt;b&gt;</caption>\n<thead>\n<tr><th>Tea</th><th class=\"number\">Price</th></tr>\n</thead>\n<tbody>\n<tr><td>Green</td><td class=\"number\">1,200</td></tr>\n<tr><td>A &amp; \"B\"</td><td class=\"number\">-3.5%</td></tr>\n</tbody>\n</table>"
            )
        );
    }

    #[test]
    fn semicolons_and_tabs_separate_values_too() {
        for text in ["\u{FEFF}a;b\n1,5;x,y\n", "a\tb\n1,5\tx,y\n"] {
            let html = to_html(text, "").expect("a table");
            assert!(html.contains("<td class=\"number\">1,5</td><td>x,y</td>"), "{html}");
            assert!(!html.contains("caption"), "{html}");
        }
        let html = to_html("sep=;\n\"Name, first, last\";Price\n\"a\nb\"\n", "").expect("a table");
        assert!(html.contains("<th>Name, first, last</th><th>Price</th>") && html.contains("<td>a<br>b</td><td></td>"), "{html}");
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        assert_eq!(to_html("a,b\n1,2\n3,4,5\n", ""), Err("line 3 has 3 values, and the first line 2".to_owned()));
        assert_eq!(to_html("a,b\n\"1,2\n", ""), Err("a quotation mark in it is not closed".to_owned()));
        assert_eq!(to_html("", ""), Err("its first line has no titles".to_owned()));
        assert_eq!(to_html(&format!("a\n{}", "1\n".repeat(5_001)), ""), Err("it has more than 5000 rows".to_owned()));
    }
}
