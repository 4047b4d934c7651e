use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement, HtmlInputElement};

/// The place of an element in a part of the page that is about to be replaced by one of the same structure.
pub(super) struct ElementPath {
    /// The index of each ancestor among its siblings, from the root of the part.
    indices: Vec<u32>,
    name: String,
}

impl ElementPath {
    /// Returns the path of an element inside of `root`.
    pub(super) fn of(element: &Element, root: &Element) -> Option<ElementPath> {
        let name = element.local_name();
        let mut indices = Vec::new();
        let mut element = element.clone();
        while element != *root {
            let parent = element.parent_element()?;
            let siblings = parent.children();
            indices.push((0..siblings.length()).find(|index| siblings.item(*index).as_ref() == Some(&element))?);
            element = parent;
        }
        indices.reverse();
        Some(ElementPath { indices, name })
    }

    /// Returns the element at the same place in another part.
    pub(super) fn find(&self, root: &Element) -> Option<HtmlElement> {
        let element = self.indices.iter().try_fold(root.clone(), |element, index| element.children().item(*index))?;
        element.dyn_into().ok().filter(|element: &HtmlElement| element.local_name() == self.name)
    }
}

/// The focused element of a part of the page that is about to be replaced, and its selection.
pub(super) struct Focus {
    path: ElementPath,
    /// The selection in a text field, in UTF-16 code units.
    selection: Option<(u32, u32)>,
}

impl Focus {
    /// Returns the focus, if it is inside of `root`.
    pub(super) fn within(root: &Element) -> Option<Focus> {
        let focused = document().active_element().filter(|focused| root.contains(Some(focused)))?;
        let field = focused.dyn_ref::<HtmlInputElement>();
        let selection = field.and_then(|field| Some((field.selection_start().ok()??, field.selection_end().ok()??)));
        Some(Focus { path: ElementPath::of(&focused, root)?, selection })
    }

    /// Restores the focus in the part that has replaced `root`, unless another element has the focus by now.
    pub(super) fn restore(&self, root: &Element) {
        let is_lost = document().active_element().is_none_or(|focused| focused.local_name() == "body");
        let Some(element) = self.path.find(root).filter(|_| is_lost) else { return };
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
        if let (Some(field), Some((start, end))) = (element.dyn_ref::<HtmlInputElement>(), self.selection) {
            let _ = field.set_selection_range(start, end);
        }
    }
}
