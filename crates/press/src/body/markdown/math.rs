//! Formulas in LaTeX to MathML, which browsers show without a script.

use std::sync::LazyLock;

use comrak::nodes::{AstNode, NodeValue};
use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

use super::Lost;
use crate::{body::html::escape, problem::SourceLocation};

/// Replaces the formulas of a tree by MathML. Returns what cannot be read; it stays as it was written.
pub(super) fn convert_formulas<'a>(root: &'a AstNode<'a>, text: &str) -> Vec<Lost> {
    static CONVERTER: LazyLock<Option<LatexToMathML>> = LazyLock::new(|| LatexToMathML::new(MathCoreConfig::default()).ok());
    let mut wrong = Vec::new();
    let Some(converter) = &*CONVERTER else { return wrong };
    for node in root.descendants() {
        let mut data = node.data.borrow_mut();
        let NodeValue::Math(math) = &data.value else { continue };
        let (marks, display) = if math.display_math { ("$$", MathDisplay::Block) } else { ("$", MathDisplay::Inline) };
        let html = match convert(converter, &math.literal, display) {
            Ok(mathml) => mathml,
            Err((at, why)) => {
                let start = data.sourcepos.start;
                let location = if math.literal[..at.min(math.literal.len())].contains('\n') {
                    // How far the line is indented is not known.
                    SourceLocation::line(start.line + math.literal[..at].matches('\n').count())
                } else {
                    let before: usize = text.split_inclusive('\n').take(start.line - 1).map(str::len).sum();
                    // Columns of the tree count bytes.
                    let at = (before + start.column - 1 + marks.len() + at).min(text.len());
                    SourceLocation::of(text, (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0))
                };
                let SourceLocation { line, column } = location;
                wrong.push(Lost {
                    line,
                    column,
                    message: format!("this formula cannot be read: {}.", why.trim_end_matches('.')),
                });
                let written = format!("{marks}{}{marks}", math.literal);
                format!("<code>{}</code>", escape(&written))
            }
        };
        data.value = NodeValue::HtmlInline(html);
    }
    wrong
}

/// Converts a formula, or returns where it is wrong, in bytes, and why.
fn convert(converter: &LatexToMathML, formula: &str, display: MathDisplay) -> Result<String, (usize, String)> {
    let read = || converter.convert_with_local_counter(formula, display).map_err(|error| (error.0.start, error.error_message()));
    // The converter calls itself for everything that may be within something else.
    match formula.matches(['{', '\\', '^', '_', '(']).count() {
        ..=FEW => read(),
        count if count > MANY => Err((0, format!("it has more than {MANY} parts"))),
        _ => std::thread::scope(|scope| {
            let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, read);
            thread.ok().and_then(|thread| thread.join().ok()).unwrap_or_else(|| Err((0, "it is too deep".to_owned())))
        }),
    }
}

/// The parts of a formula that may be within each other on the usual stack, and on the large one, whose size is in bytes.
const FEW: usize = 50;
const MANY: usize = 2_000;
const STACK: usize = 256 << 20;

#[cfg(test)]
mod tests {
    use super::super::{Dialect, convert};

    #[test]
    fn a_deep_formula_is_read_or_reported() {
        for formula in [
            "\\frac{".repeat(100),
            format!("{}x{}", "{".repeat(1_900), "}".repeat(1_900)),
            format!("{}x", "\\hat ".repeat(1_500)),
            "x^{".repeat(600),
        ] {
            let converted = converted(&format!("${formula}$"));
            assert!(converted.html.contains("<math") || converted.lost.len() == 1, "{}", &formula[..10]);
        }
        assert!(converted(&format!("${}$", "{".repeat(3_000))).lost[0].message.contains("more than 2000 parts"));
    }

    fn converted(text: &str) -> super::super::Converted {
        convert(text, &Dialect { has_formulas: true, ..Dialect::default() })
    }

    #[test]
    fn formulas_are_mathml() {
        let html = converted("The $x^2$ of\n\n$$\\frac{1}{2}$$\n").html;
        assert_eq!(
            html,
            "<p>The <math><msup><mi>x</mi><mn>2</mn></msup></math> of</p>\n<p><math display=\"block\"><mfrac><mn>1</mn><mn>2</mn></mfrac></math></p>\n"
        );
        assert_eq!(converted("`$x$`: $5 and $6 are prices.").html, "<p><code>$x$</code>: $5 and $6 are prices.</p>\n");
    }

    #[test]
    fn a_wrong_formula_is_reported_where_it_is_wrong_and_stays() {
        let converted = converted("工业\n\nA formula, $x + \\frac{1}{$, and more.\n");
        let [lost] = &converted.lost[..] else { panic!("{:?}", converted.lost) };
        assert_eq!(lost.line, 3);
        assert!(lost.column.is_some_and(|column| column > 12), "{lost:?}");
        assert!(converted.html.contains("<code>$x + \\frac{1}{$</code>"), "{}", converted.html);
        let unknown = super::super::convert("$\\unknown$", &Dialect { has_formulas: true, ..Dialect::default() });
        assert_eq!((unknown.lost[0].line, unknown.lost[0].column), (1, Some(2)));
    }
}
