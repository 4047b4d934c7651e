use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement, HtmlInputElement};

/// The place of the focused element in a part of the page that is about to be replaced by one of the same structure.
pub(super) struct FocusPath {
    /// The index among its siblings of each ancestor, from the root of the part.
    indices: Vec<u32>,
    name: String,
    /// The selection in a text field, in UTF-16 code units.
    selection: Option<(u32, u32)>,
}

impl FocusPath {
    /// Returns the path of the focused element, if it is inside of `root`.
    pub(super) fn within(root: &Element) -> Option<FocusPath> {
        let focused = document().active_element().filter(|focused| root.contains(Some(focused)))?;
        let mut indices = Vec::new();
        let mut element = focused.clone();
        while element != *root {
            let parent = element.parent_element()?;
            let children = parent.children();
            indices.push((0..children.length()).find(|index| children.item(*index).as_ref() == Some(&element))?);
            element = parent;
        }
        indices.reverse();
        let field = focused.dyn_ref::<HtmlInputElement>();
        let selection = field.and_then(|field| Some((field.selection_start().ok()??, field.selection_end().ok()??)));
        Some(FocusPath { indices, name: focused.local_name(), selection })
    }

    /// Focuses the element at the same place in what the selector finds, unless another element has the focus by now.
    pub(super) fn restore(&self, selector: &str) {
        let has_focus = document().active_element().is_some_and(|focused| focused.local_name() != "body");
        if has_focus {
            return;
        }
        if let Ok(Some(root)) = document().query_selector(selector) {
            self.restore_in(&root);
        }
    }

    /// Focuses the element at the same place in `root`.
    pub(super) fn restore_in(&self, root: &Element) {
        let element = self.indices.iter().try_fold(root.clone(), |element, index| element.children().item(*index));
        let Some(element) = element.filter(|element| element.local_name() == self.name) else { return };
        if let Some(element) = element.dyn_ref::<HtmlElement>() {
            let options = FocusOptions::new();
            options.set_prevent_scroll(true);
            let _ = element.focus_with_options(&options);
        }
        if let (Some(field), Some((start, end))) = (element.dyn_ref::<HtmlInputElement>(), self.selection) {
            let _ = field.set_selection_range(start, end);
        }
    }
}
