//! How views are written: leptos' own elements by its builder, each brought into one type.
//!
//! `view!` gives every element a type of its own, with code to build it and to update it in place. What
//! changes in place on our pages is a handful of closures; everything else is shown, or replaced whole. With
//! the macro the viewer weighed half as much again, see ARCHITECTURE.md.

use leptos::{
    ev::{self, MouseEvent, on},
    html,
    prelude::*,
    tachys::{
        html::attribute::{
            any_attribute::{AnyAttribute, IntoAnyAttribute},
            custom::custom_attribute,
        },
        view::iterators::StaticVec,
    },
};

pub use imp::Part;

/// An element of this name.
///
/// ```
/// use offprint::views::element::el;
/// let line = el("p").class("facts").child(el("time").attr("datetime", "2023-07-20").child("20 July"));
/// ```
pub fn el(tag: &'static str) -> El {
    El(Box::new(Raw { tag, attributes: Vec::new(), children: Vec::new(), finish: None }))
}

/// A part of a page that is made anew whenever a signal in it changes. It stands inside an element.
pub fn dynamic(make: impl FnMut() -> Part + Send + 'static) -> Part {
    let make: Box<dyn FnMut() -> Part + Send> = Box::new(make);
    imp::part(make)
}

/// An element in the making. Boxed, because it is handed on with every call.
pub struct El(Box<Raw>);

struct Raw {
    tag: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<Part>,
    finish: Option<imp::Finish>,
}

impl El {
    /// Gives it classes, parted by spaces.
    pub fn class(self, class: impl Value) -> El {
        self.attr("class", class)
    }

    /// Gives it an attribute; none for a value that is `None`.
    pub fn attr(mut self, name: &'static str, value: impl Value) -> El {
        if let Some(value) = value.value() {
            self.0.set(name, value);
        }
        self
    }

    /// Gives it an attribute that follows signals.
    pub fn attr_of(mut self, name: &'static str, value: impl FnMut() -> String + Send + 'static) -> El {
        let value: Box<dyn FnMut() -> String + Send> = Box::new(value);
        self.0.attributes.push(custom_attribute(name, value).into_any_attr());
        self
    }

    /// Says what a click on it does.
    pub fn on_click(mut self, handle: impl FnMut(MouseEvent) + 'static) -> El {
        let handle: Box<dyn FnMut(MouseEvent)> = Box::new(handle);
        self.0.attributes.push(on(ev::click, handle).into_any_attr());
        self
    }

    /// Adds what stands in it next: a text, an element, several, or none.
    pub fn child(mut self, child: impl Parts) -> El {
        child.add_to(&mut self.0.children);
        self
    }

    /// Does the rest to the element itself, once it is made.
    #[cfg(feature = "browser")]
    pub(crate) fn finish(mut self, finish: impl FnOnce(&web_sys::Element) + Send + 'static) -> El {
        self.0.finish = Some(Box::new(finish));
        self
    }

    /// Fills it with HTML that the press has cleaned.
    #[cfg(not(feature = "browser"))]
    pub(crate) fn inner_html(mut self, html: String) -> El {
        self.0.attributes.push(leptos::tachys::html::element::inner_html(html).into_any_attr());
        self
    }

    /// The element as a part of a page.
    #[inline(never)]
    pub fn part(self) -> Part {
        let raw = *self.0;
        if raw.tag == "img" {
            // The one element on our pages that has no end.
            return imp::part(html::img().add_any_attr(raw.attributes));
        }
        let element = html::custom(raw.tag).child(StaticVec::from(raw.children)).add_any_attr(raw.attributes);
        match raw.finish {
            Some(finish) => imp::finished(element, finish),
            None => imp::part(element),
        }
    }
}

impl Raw {
    #[inline(never)]
    fn set(&mut self, name: &'static str, value: String) {
        self.attributes.push(custom_attribute(name, value).into_any_attr());
    }
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
    fn add_to(self, parts: &mut Vec<Part>) {
        parts.push(self);
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
        parts.push(imp::part(self));
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

/// Several parts as one.
pub fn all(parts: Vec<Part>) -> Part {
    imp::part(StaticVec::from(parts))
}

#[cfg(not(feature = "browser"))]
mod imp {
    use leptos::prelude::{AnyView, IntoAny};

    /// A part of a page, of any type.
    pub type Part = AnyView;

    pub(super) enum Finish {}

    pub(super) fn part(view: impl IntoAny) -> Part {
        view.into_any()
    }

    pub(super) fn finished(_: impl IntoAny, finish: Finish) -> Part {
        match finish {}
    }
}

#[cfg(feature = "browser")]
mod imp {
    use leptos::tachys::{
        html::attribute::{Attribute, any_attribute::AnyAttribute},
        hydration::Cursor,
        prelude::{AddAnyAttr, Mountable, Render, RenderHtml},
        view::{Position, PositionState},
    };
    use web_sys::{Element, Node};

    /// A part of a page, of any type: it can be built, and nothing else.
    pub struct Part(Box<dyn FnOnce() -> Box<dyn Mountable> + Send>);

    pub(super) type Finish = Box<dyn FnOnce(&Element) + Send>;

    pub(super) fn part<V: Render<State: 'static> + Send + 'static>(view: V) -> Part {
        Part(Box::new(move || Box::new(view.build())))
    }

    pub(super) fn finished<V: Render<State: 'static> + Send + 'static>(view: V, finish: Finish) -> Part {
        Part(Box::new(move || {
            let built = view.build();
            if let Some(element) = built.elements().first() {
                finish(element);
            }
            Box::new(built)
        }))
    }

    /// A part that is in the document.
    pub struct Built(Box<dyn Mountable>);

    impl Render for Part {
        type State = Built;

        fn build(self) -> Built {
            Built((self.0)())
        }

        fn rebuild(self, state: &mut Built) {
            let mut new = self.build();
            state.0.insert_before_this(&mut new);
            state.unmount();
            *state = new;
        }
    }

    impl Mountable for Built {
        fn unmount(&mut self) {
            self.0.unmount();
        }

        fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
            self.0.mount(parent, marker);
        }

        fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
            self.0.insert_before_this(child)
        }

        fn elements(&self) -> Vec<Element> {
            self.0.elements()
        }
    }

    impl AddAnyAttr for Part {
        type Output<NewAttr: Attribute> = Part;

        /// Attributes are given to elements only; a part has none of its own.
        fn add_any_attr<NewAttr: Attribute>(self, _attribute: NewAttr) -> Part {
            self
        }
    }

    /// Only natively are views printed.
    impl RenderHtml for Part {
        type AsyncOutput = Part;
        type Owned = Part;

        const MIN_LENGTH: usize = 0;

        fn dry_resolve(&mut self) {}

        async fn resolve(self) -> Part {
            self
        }

        fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}

        fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Built {
            self.build()
        }

        fn into_owned(self) -> Part {
            self
        }
    }
}
