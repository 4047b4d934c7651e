//! How views are written: elements by a builder, every one of the same type.
//!
//! A view is a tree of [`Part`]s. In the browser the tree becomes nodes, or takes over those that the press
//! has printed; what is [`El::live`] in it follows leptos' signals. Natively leptos prints it. `view!` gives
//! every element a type of its own, with code to build it and to update it in place, which weighed half as
//! much again as the whole viewer, see ARCHITECTURE.md.

use leptos::ev::MouseEvent;

#[cfg(feature = "browser")]
pub(crate) use browser::Mount;

/// An element of this name.
///
/// ```
/// use offprint::views::element::el;
/// let line = el("p").class("facts").child(el("time").attr("datetime", "2023-07-20").child("20 July"));
/// ```
pub fn el(tag: &'static str) -> El {
    El(Box::new(Raw {
        tag,
        attributes: Vec::new(),
        live_attributes: Vec::new(),
        click: None,
        children: Vec::new(),
        live: None,
        finish: None,
    }))
}

/// A part of a page: a text, an element, or several parts.
pub struct Part(Kind);

enum Kind {
    Text(String),
    Element(Box<Raw>),
    All(Vec<Part>),
}

/// An element in the making. Boxed, because it is handed on with every call.
pub struct El(Box<Raw>);

#[cfg_attr(not(feature = "browser"), allow(dead_code, reason = "natively nothing is clicked"))]
struct Raw {
    tag: &'static str,
    attributes: Vec<(&'static str, String)>,
    live_attributes: Vec<(&'static str, Live<String>)>,
    click: Option<Box<dyn FnMut(MouseEvent)>>,
    children: Vec<Part>,
    live: Option<Live<Vec<Part>>>,
    finish: Option<Finish>,
}

/// What follows signals.
type Live<T> = Box<dyn FnMut() -> T>;

/// In the browser: what does the rest to an element, and is told whether it was printed.
#[cfg(feature = "browser")]
type Finish = Box<dyn FnOnce(&web_sys::Element, bool)>;

/// Natively: HTML that the press has cleaned.
#[cfg(not(feature = "browser"))]
type Finish = String;

impl El {
    /// Gives it classes, parted by spaces.
    pub fn class(self, class: impl Value) -> El {
        self.attr("class", class)
    }

    /// Gives it an attribute; none for a value that is `None`.
    #[inline(never)]
    pub fn attr(mut self, name: &'static str, value: impl Value) -> El {
        if let Some(value) = value.value() {
            self.0.set(name, value);
        }
        self
    }

    /// Gives it an attribute that follows signals.
    pub fn attr_of(mut self, name: &'static str, value: impl FnMut() -> String + 'static) -> El {
        self.0.live_attributes.push((name, Box::new(value)));
        self
    }

    /// Says what a click on it does.
    pub fn on_click(mut self, handle: impl FnMut(MouseEvent) + 'static) -> El {
        self.0.click = Some(Box::new(handle));
        self
    }

    /// Adds what stands in it next: a text, an element, several, or none.
    #[inline(never)]
    pub fn child(mut self, child: impl Parts) -> El {
        child.add_to(&mut self.0.children);
        self
    }

    /// Fills it with what is made anew whenever a signal in it changes. Nothing else stands in it.
    pub fn live<P: Parts>(mut self, mut make: impl FnMut() -> P + 'static) -> El {
        self.0.live = Some(Box::new(move || {
            let mut parts = Vec::new();
            make().add_to(&mut parts);
            parts
        }));
        self
    }

    /// Does the rest to the element itself, which may be a printed one.
    #[cfg(feature = "browser")]
    pub(crate) fn finish(mut self, finish: impl FnOnce(&web_sys::Element, bool) + 'static) -> El {
        self.0.finish = Some(Box::new(finish));
        self
    }

    /// Fills it with HTML that the press has cleaned.
    #[cfg(not(feature = "browser"))]
    pub(crate) fn inner_html(mut self, html: String) -> El {
        self.0.finish = Some(html);
        self
    }

    /// The element as a part of a page.
    pub fn part(self) -> Part {
        Part(Kind::Element(self.0))
    }
}

impl Raw {
    #[inline(never)]
    fn set(&mut self, name: &'static str, value: String) {
        self.attributes.push((name, value));
    }
}

/// Several parts as one.
pub fn all(parts: Vec<Part>) -> Part {
    Part(Kind::All(parts))
}

/// A part as a list of texts and elements.
fn flat(part: Part) -> Vec<Part> {
    let mut parts = Vec::new();
    part.add_to(&mut parts);
    parts
}

/// What an attribute can be given.
pub trait Value {
    /// The text, or none for no attribute.
    fn value(self) -> Option<String>;
}

impl Value for &str {
    #[inline(never)]
    fn value(self) -> Option<String> {
        Some(self.to_owned())
    }
}

impl Value for String {
    fn value(self) -> Option<String> {
        Some(self)
    }
}

impl<V: Value> Value for Option<V> {
    fn value(self) -> Option<String> {
        self.and_then(Value::value)
    }
}

/// What can stand in an element.
pub trait Parts {
    /// Adds it to what stands there already.
    fn add_to(self, parts: &mut Vec<Part>);
}

impl Parts for Part {
    #[inline(never)]
    fn add_to(self, parts: &mut Vec<Part>) {
        match self.0 {
            Kind::All(all) => all.into_iter().for_each(|part| part.add_to(parts)),
            _ => parts.push(self),
        }
    }
}

impl Parts for El {
    #[inline(never)]
    fn add_to(self, parts: &mut Vec<Part>) {
        parts.push(self.part());
    }
}

impl Parts for String {
    #[inline(never)]
    fn add_to(self, parts: &mut Vec<Part>) {
        parts.push(Part(Kind::Text(self)));
    }
}

impl Parts for &str {
    #[inline(never)]
    fn add_to(self, parts: &mut Vec<Part>) {
        self.to_owned().add_to(parts);
    }
}

impl<P: Parts> Parts for Option<P> {
    fn add_to(self, parts: &mut Vec<Part>) {
        if let Some(part) = self {
            part.add_to(parts);
        }
    }
}

impl<P: Parts> Parts for Vec<P> {
    fn add_to(self, parts: &mut Vec<Part>) {
        for part in self {
            part.add_to(parts);
        }
    }
}

#[cfg(feature = "browser")]
mod browser {
    use std::any::Any;

    use leptos::{
        prelude::{RenderEffect, document},
        tachys::prelude::{Mountable, Render},
    };
    use wasm_bindgen::{JsCast, prelude::Closure};
    use web_sys::{Element, Node, Text};

    use super::{Kind, MouseEvent, Part, Raw, flat};

    /// What lives as long as the nodes: effects, and what clicks call.
    type Held = Vec<Box<dyn Any>>;

    /// A whole page for leptos to mount.
    pub(crate) struct Mount {
        pub(crate) part: Part,
        /// The element that the press has printed for it.
        pub(crate) printed: Option<Element>,
    }

    /// A page that is in the document, or about to be.
    pub(crate) struct Mounted {
        page: Option<Mount>,
        held: Held,
    }

    impl Render for Mount {
        type State = Mounted;

        fn build(self) -> Mounted {
            Mounted { page: Some(self), held: Held::new() }
        }

        fn rebuild(self, state: &mut Mounted) {
            *state = self.build();
        }
    }

    impl Mountable for Mounted {
        fn mount(&mut self, parent: &Element, _: Option<&Node>) {
            match self.page.take() {
                Some(Mount { part: Part(Kind::Element(raw)), printed: Some(element) }) => {
                    dress(*raw, &element, true, &mut self.held);
                }
                Some(Mount { part, .. }) => build(flat(part), parent, &mut self.held),
                None => {}
            }
        }

        /// A page is there as long as the window.
        fn unmount(&mut self) {}

        fn insert_before_this(&self, _: &mut dyn Mountable) -> bool {
            false
        }

        fn elements(&self) -> Vec<Element> {
            Vec::new()
        }
    }

    fn build(parts: Vec<Part>, parent: &Node, held: &mut Held) {
        for part in parts {
            match part.0 {
                Kind::Text(text) => drop(parent.append_child(&document().create_text_node(&text))),
                Kind::Element(raw) => insert(*raw, parent, None, held),
                Kind::All(parts) => build(parts, parent, held),
            }
        }
    }

    fn insert(raw: Raw, parent: &Node, before: Option<&Node>, held: &mut Held) {
        // Every name in our views is one of an element.
        let Ok(element) = document().create_element(raw.tag) else { return };
        dress(raw, &element, false, held);
        let _ = parent.insert_before(&element, before);
    }

    /// Gives an element, new or printed, all that it has.
    fn dress(raw: Raw, element: &Element, printed: bool, held: &mut Held) {
        for (name, value) in raw.attributes {
            set(element, name, &value);
        }
        for (name, mut value) in raw.live_attributes {
            let element = element.clone();
            follow(held, move |_| {
                set(&element, name, &value());
                Held::new()
            });
        }
        if let Some(click) = raw.click {
            let click = Closure::<dyn FnMut(MouseEvent)>::wrap(click);
            let _ = element.add_event_listener_with_callback("click", click.as_ref().unchecked_ref());
            held.push(Box::new(click));
        }
        if let Some(finish) = raw.finish {
            finish(element, printed);
        } else if let Some(mut make) = raw.live {
            let element = element.clone();
            let mut printed = printed;
            follow(held, move |before| {
                // Before the new part: what follows signals in the old one follows no longer.
                drop(before);
                let mut held = Held::new();
                let parts = make();
                if std::mem::take(&mut printed) {
                    take_over(parts, &element, &mut held);
                } else {
                    element.set_text_content(None);
                    build(parts, &element, &mut held);
                }
                held
            });
        } else if printed {
            take_over(raw.children, element, held);
        } else {
            build(raw.children, element, held);
        }
    }

    fn follow(held: &mut Held, run: impl FnMut(Option<Held>) -> Held + 'static) {
        let run: Box<dyn FnMut(Option<Held>) -> Held> = Box::new(run);
        held.push(Box::new(RenderEffect::new(run)));
    }

    /// Nothing is touched that is right already.
    fn set(element: &Element, name: &str, value: &str) {
        if element.get_attribute(name).as_deref() != Some(value) {
            let _ = element.set_attribute(name, value);
        }
    }

    /// Takes over what was printed in an element, one after the other. Where it says something else than the
    /// parts, to a reader of another language perhaps, it is made to say it.
    fn take_over(parts: Vec<Part>, parent: &Element, held: &mut Held) {
        let mut next = parent.first_child();
        let mut text = String::new();
        for part in parts {
            match part.0 {
                Kind::Text(more) => text.push_str(&more),
                Kind::Element(raw) => {
                    settle(&mut text, &mut next, parent);
                    let found =
                        next.as_ref().and_then(|node| node.dyn_ref::<Element>()).filter(|found| found.local_name() == raw.tag);
                    match found.cloned() {
                        Some(found) => {
                            next = found.next_sibling();
                            dress(*raw, &found, true, held);
                        }
                        None => insert(*raw, parent, next.as_ref(), held),
                    }
                }
                Kind::All(parts) => build(parts, parent, held),
            }
        }
        settle(&mut text, &mut next, parent);
        while let Some(node) = next {
            next = node.next_sibling();
            let _ = parent.remove_child(&node);
        }
    }

    /// Passes the text nodes before the next element.
    fn settle(text: &mut String, next: &mut Option<Node>, parent: &Element) {
        let text = std::mem::take(text);
        let mut found = None;
        while let Some(node) = next.as_ref().and_then(|node| node.dyn_ref::<Text>()).cloned() {
            *next = node.next_sibling();
            found = Some(node);
        }
        match found {
            Some(node) if node.data() != text => node.set_data(&text),
            None if !text.is_empty() => {
                let _ = parent.insert_before(&document().create_text_node(&text), next.as_ref());
            }
            _ => {}
        }
    }
}

#[cfg(not(feature = "browser"))]
mod native {
    use leptos::{
        html,
        prelude::*,
        tachys::{
            html::attribute::{
                Attribute,
                any_attribute::{AnyAttribute, IntoAnyAttribute},
                custom::custom_attribute,
            },
            hydration::Cursor,
            view::{Position, PositionState, iterators::StaticVec},
        },
    };

    use super::{Kind, Part, flat};

    impl Part {
        /// The HTML of it, by leptos.
        pub fn to_html(self) -> String {
            // Signals belong to an owner, which has to outlive the printing.
            Owner::new().with(|| Children(flat(self).into_iter().map(Part::view).collect()).to_html())
        }

        fn view(self) -> AnyView {
            let raw = match self.0 {
                Kind::Text(text) => return text.into_any(),
                Kind::All(parts) => return Children(parts.into_iter().map(Part::view).collect()).into_any(),
                Kind::Element(raw) => *raw,
            };
            let live = raw.live_attributes.into_iter().map(|(name, mut value)| (name, value()));
            let attribute = |(name, value): (&'static str, String)| custom_attribute(name, value).into_any_attr();
            let mut attributes: Vec<AnyAttribute> = raw.attributes.into_iter().chain(live).map(attribute).collect();
            // The elements on our pages that have no end.
            match raw.tag {
                "img" => return html::img().add_any_attr(attributes).into_any(),
                "input" => return html::input().add_any_attr(attributes).into_any(),
                _ => {}
            }
            attributes.extend(raw.finish.map(|html| leptos::tachys::html::element::inner_html(html).into_any_attr()));
            let children = raw.live.map_or(raw.children, |mut make| make());
            let children = Children(children.into_iter().map(Part::view).collect());
            html::custom(raw.tag).child(children).add_any_attr(attributes).into_any()
        }
    }

    /// Children without leptos' marks between them: the viewer needs none, and to a validator they are errors.
    struct Children(Vec<AnyView>);

    impl Render for Children {
        type State = <StaticVec<AnyView> as Render>::State;

        fn build(self) -> Self::State {
            StaticVec::from(self.0).build()
        }

        fn rebuild(self, state: &mut Self::State) {
            StaticVec::from(self.0).rebuild(state);
        }
    }

    impl AddAnyAttr for Children {
        type Output<NewAttr: Attribute> = Children;

        /// Attributes are given to elements only.
        fn add_any_attr<NewAttr: Attribute>(self, _: NewAttr) -> Children {
            self
        }
    }

    impl RenderHtml for Children {
        type AsyncOutput = Children;
        type Owned = Children;

        const MIN_LENGTH: usize = 0;

        fn dry_resolve(&mut self) {}

        async fn resolve(self) -> Children {
            self
        }

        fn to_html_with_buf(self, html: &mut String, position: &mut Position, escape: bool, mark: bool, _: Vec<AnyAttribute>) {
            for child in self.0 {
                *position = Position::NextChild;
                child.to_html_with_buf(html, position, escape, mark, Vec::new());
            }
        }

        fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> Self::State {
            StaticVec::from(self.0).hydrate::<FROM_SERVER>(cursor, position)
        }

        fn into_owned(self) -> Children {
            self
        }
    }
}
