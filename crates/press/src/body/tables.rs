//! Marks the cells of tables whose column is aligned at its end, which are those with numbers.

use super::html::visit;

/// Returns a body in which cells with the attribute `align="right"`, as Markdown writes it, have the class `number`.
pub(crate) fn mark_numbers(html: &str) -> String {
    if !html.contains("align=") {
        return html.to_owned();
    }
    visit(html, |element| {
        let is_cell = matches!(element.tag_name().as_str(), "td" | "th");
        if is_cell && element.get_attribute("align").is_some_and(|align| align.eq_ignore_ascii_case("right")) {
            element.remove_attribute("align");
            // The name is one that HTML allows.
            let _ = element.set_attribute("class", "number");
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{super::markdown, *};

    #[test]
    fn a_column_aligned_right_has_numbers() {
        let html = mark_numbers(&markdown::to_html("| a | b |\n| --- | ---: |\n| c | 1 |\n"));
        assert!(html.contains(r#"<th class="number">b</th>"#) && html.contains(r#"<td class="number">1</td>"#), "{html}");
        assert!(html.contains("<td>c</td>"), "{html}");
        assert_eq!(mark_numbers("<p align=\"right\">a</p>"), "<p align=\"right\">a</p>");
    }
}
