//! Bare addresses: where they end.

use std::collections::HashSet;

use comrak::{
    Arena,
    nodes::{AstNode, NodeLink, NodeValue},
};

use super::text_of;

/// Ends a bare address before the first punctuation mark of Chinese or Japanese, which CommonMark takes for a part of it.
pub(super) fn end_addresses_before_cjk_punctuation<'a>(arena: &'a Arena<'a>, root: &'a AstNode<'a>, text: &str) {
    let is_punctuation = |c: char| matches!(c, '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{301F}' | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}' | '\u{FF3B}'..='\u{FF40}' | '\u{FF5B}'..='\u{FF65}' | '“' | '”' | '‘' | '’' | '…' | '—');
    let angled: HashSet<&str> = text.split('<').skip(1).filter_map(|rest| rest.split('>').next()).collect();
    let links: Vec<&AstNode<'_>> =
        root.descendants().filter(|node| matches!(node.data.borrow().value, NodeValue::Link(_))).collect();
    for link in links {
        let Some(child) = link.first_child().filter(|child| child.next_sibling().is_none()) else { continue };
        let Some(shown) = text_of(child) else { continue };
        // An address in angle brackets was written so.
        if !is_bare(link, &shown) || angled.contains(shown.as_str()) {
            continue;
        }
        let Some(end) = shown.find(is_punctuation) else { continue };
        let (address, mut rest) = shown.split_at(end);
        set_link(link, address);
        child.data.borrow_mut().value = NodeValue::Text(address.to_owned().into());
        let mut last = link;
        // The text after it may contain further addresses.
        while let Some(start) = ["https://", "http://"].iter().filter_map(|scheme| rest.find(scheme)).min() {
            let (before, address) = rest.split_at(start);
            let (address, after) = address.split_at(address.find(is_punctuation).unwrap_or(address.len()));
            let next = arena.alloc(NodeValue::Link(Box::new(NodeLink { url: address.to_owned(), title: String::new() })).into());
            next.append(arena.alloc(NodeValue::Text(address.to_owned().into()).into()));
            last = insert_after(last, arena.alloc(NodeValue::Text(before.to_owned().into()).into()));
            last = insert_after(last, next);
            rest = after;
        }
        if !rest.is_empty() {
            insert_after(last, arena.alloc(NodeValue::Text(rest.to_owned().into()).into()));
        }
    }
}

/// Makes a bare address between `**` bold. The parser takes the second `**` for a part of the address.
pub(super) fn embolden_addresses<'a>(arena: &'a Arena<'a>, root: &'a AstNode<'a>) {
    let links: Vec<&AstNode<'_>> =
        root.descendants().filter(|node| matches!(node.data.borrow().value, NodeValue::Link(_))).collect();
    for link in links {
        let Some(child) = link.first_child().filter(|child| child.next_sibling().is_none()) else { continue };
        let Some(shown) = text_of(child).filter(|shown| is_bare(link, shown)) else { continue };
        let Some((address, rest)) = shown.split_once("**").filter(|(address, _)| !address.is_empty()) else { continue };
        let Some(before) = link.previous_sibling() else { continue };
        let Some(text) = text_of(before) else { continue };
        let Some(text) = text.strip_suffix("**") else { continue };
        before.data.borrow_mut().value = NodeValue::Text(text.to_owned().into());
        let strong = arena.alloc(NodeValue::Strong.into());
        link.insert_before(strong);
        strong.append(link);
        set_link(link, address);
        child.data.borrow_mut().value = NodeValue::Text(address.to_owned().into());
        if !rest.is_empty() {
            insert_after(strong, arena.alloc(NodeValue::Text(rest.to_owned().into()).into()));
        }
    }
}

/// Returns whether a link shows its own address.
pub(super) fn is_bare<'a>(link: &'a AstNode<'a>, shown: &str) -> bool {
    let NodeValue::Link(link) = &link.data.borrow().value else { return false };
    let own = |prefix: &str| link.url.strip_prefix(prefix) == Some(shown);
    link.title.is_empty() && (own("") || own("http://") || own("https://"))
}

fn set_link<'a>(link: &'a AstNode<'a>, shown: &str) {
    if let NodeValue::Link(link) = &mut link.data.borrow_mut().value {
        let scheme = if shown.contains("://") { "" } else { "http://" };
        link.url = format!("{scheme}{shown}");
    }
}

fn insert_after<'a>(node: &'a AstNode<'a>, next: &'a AstNode<'a>) -> &'a AstNode<'a> {
    node.insert_after(next);
    next
}
