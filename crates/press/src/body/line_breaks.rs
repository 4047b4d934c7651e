//! Removes line ends inside Chinese and Japanese text, which browsers would show as a gap.

/// Elements within a line of text. Any other ends the line.
const INLINE: [&str; 29] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "rb", "rp", "rt", "ruby",
    "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var",
];

/// Returns a sanitized body without the line ends between two characters of Chinese or Japanese.
pub(crate) fn join_cjk_lines(html: &str) -> String {
    let mut joined = String::with_capacity(html.len());
    let mut rest = html;
    // The last character of the line of text, if there is one.
    let mut last: Option<char> = None;
    let mut preformatted = 0_usize;
    while let Some(first) = rest.chars().next() {
        if first == '<' {
            let end = rest.find('>').map_or(rest.len(), |end| end + 1);
            let (tag, after) = rest.split_at(end);
            let (is_end, name) = tag_name(tag);
            if name == "pre" {
                preformatted = if is_end { preformatted.saturating_sub(1) } else { preformatted + 1 };
            }
            if !INLINE.contains(&name) {
                last = None;
            }
            joined.push_str(tag);
            rest = after;
            continue;
        }
        if first == '\n' && preformatted == 0 {
            let after = rest.trim_start_matches([' ', '\t', '\n']);
            let is_joined = last.zip(next_character(after)).is_some_and(|(last, next)| are_joined(last, next));
            if !is_joined {
                joined.push_str(&rest[..rest.len() - after.len()]);
            }
            rest = after;
            continue;
        }
        joined.push(first);
        last = Some(first);
        rest = &rest[first.len_utf8()..];
    }
    joined
}

/// Returns the next character of the same line of text.
fn next_character(html: &str) -> Option<char> {
    let mut rest = html;
    loop {
        let first = rest.chars().next()?;
        if first != '<' {
            return Some(first);
        }
        let (tag, after) = rest.split_at(rest.find('>')? + 1);
        if !INLINE.contains(&tag_name(tag).1) {
            return None;
        }
        rest = after;
    }
}

fn tag_name(tag: &str) -> (bool, &str) {
    let name = tag.trim_start_matches('<');
    let (is_end, name) = name.strip_prefix('/').map_or((false, name), |name| (true, name));
    (is_end, name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default())
}

/// Returns whether a line end between two characters makes no gap. Quotation marks and dashes are shared with other scripts.
fn are_joined(last: char, next: char) -> bool {
    let is_shared = |c: char| matches!(c, '“' | '”' | '‘' | '’' | '—' | '…' | '·');
    (is_cjk(last) && (is_cjk(next) || is_shared(next))) || (is_shared(last) && is_cjk(next))
}

/// Chinese characters, kana, and the punctuation of both. Korean separates words with spaces.
fn is_cjk(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{2FDF}' | '\u{3000}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_end_between_chinese_or_japanese_characters_is_removed() {
        for (html, joined) in [
            ("<p>工业\n经济</p>", "<p>工业经济</p>"),
            ("<p>工业，\n  经济</p>", "<p>工业，经济</p>"),
            ("<p>他说：“好。”\n第二天</p>", "<p>他说：“好。”第二天</p>"),
            ("<p>これは\n文章です。</p>\n<p>次</p>", "<p>これは文章です。</p>\n<p>次</p>"),
            ("<p>工业<strong>增长</strong>\n<em>经济</em></p>", "<p>工业<strong>增长</strong><em>经济</em></p>"),
        ] {
            assert_eq!(join_cjk_lines(html), joined);
        }
    }

    #[test]
    fn other_line_ends_stay() {
        for html in [
            "<p>GDP\n增长</p>",
            "<p>한국\n경제</p>",
            "<p>one\ntwo</p>",
            "<pre><code>工业\n经济</code></pre>",
            "<p>工业<br>\n经济</p>",
            "<ul>\n<li>工业</li>\n<li>经济</li>\n</ul>",
            "<p>工业</p>\n经济",
        ] {
            assert_eq!(join_cjk_lines(html), html);
        }
    }
}
