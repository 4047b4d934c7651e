//! The buttons in the body of an article: copying code and addresses, and loading the player of another site. They are plain elements on printed pages
//! and in the application alike.

use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlAnchorElement, HtmlElement};

use super::{App, set_attribute};

/// Does what a button is for.
pub(super) fn handle(button: &Element) {
    match button.class_name().as_str() {
        "copy" => copy_code(button.clone()),
        "play" => load_player(button),
        _ => {}
    }
}

/// Copies the address of a heading, and says so.
pub(super) fn copy_address(app: App, link: &Element) {
    let Some(link) = link.dyn_ref::<HtmlAnchorElement>().cloned() else { return };
    copy(&link.href(), move || {
        let copied = app.shown.with_untracked(|shown| Some(shown.context.as_ref()?.messages.body.copied.clone()));
        app.announcement.set(copied.unwrap_or_default());
        let _ = link.class_list().add_1("copied");
    });
}

/// Copies the code before a button, which then says so.
fn copy_code(button: Element) {
    let Some(code) = button.previous_element_sibling().and_then(|code| code.text_content()) else { return };
    copy(&code, move || button.set_text_content(button.get_attribute("data-done").as_deref()));
}

/// Copies a text, and calls an action when that is done.
fn copy(text: &str, done: impl FnOnce() + 'static) {
    let clipboard = window().navigator().clipboard();
    // A page that was not loaded safely has none.
    if clipboard.is_undefined() {
        return;
    }
    let copied = clipboard.write_text(text);
    spawn_local(async move {
        // The browser may not allow it: then nothing says that it was done.
        if JsFuture::from(copied).await.is_ok() {
            done();
        }
    });
}

/// Shows the player of the link before a button, in its place.
fn load_player(button: &Element) {
    let Some(link) = button.previous_element_sibling() else { return };
    let (Some(player), Ok(frame)) = (link.get_attribute("data-player"), document().create_element("iframe")) else { return };
    for (name, value) in [
        ("title", link.text_content().unwrap_or_default().as_str()),
        ("allow", "fullscreen; picture-in-picture; encrypted-media"),
        ("referrerpolicy", "strict-origin-when-cross-origin"),
        ("src", &player),
    ] {
        set_attribute(&frame, name, value);
    }
    let _ = button.replace_with_with_node_1(&frame);
    if let Some(frame) = frame.dyn_ref::<HtmlElement>() {
        let _ = frame.focus();
    }
}
