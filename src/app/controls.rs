//! The theme switch, the reading panel, the language links, and what follows the system. The controls are plain elements on printed pages
//! and in the application alike, so that the start of the viewer changes nothing on a printed page.

use edition::Language;
use leptos::{ev, prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{Element, MouseEvent};

use super::{
    App, body_controls,
    reading::{self, PREFERS_DARK},
};
use crate::{
    api::{Client, FetchError},
    components::page::Page,
    reader::settings,
    router,
};

/// Starts listening.
pub(super) fn listen(app: App) {
    window_event_listener(ev::click, move |event| {
        let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
        if target.closest(".theme-switch").ok().flatten().is_some() {
            reading::switch_theme(app);
        } else if target.closest(".reading-button").ok().flatten().is_some() {
            reading::mount_panel(app);
        } else if let Some(link) = target.closest(".languages a[hreflang]").ok().flatten() {
            let language = link.get_attribute("hreflang").unwrap_or_default();
            choose_language(app, language.as_str().into(), &event);
        } else if let Some(button) = target.closest(".recommended button").ok().flatten() {
            let mounted = app.printed.try_update_value(|printed| printed.as_mut()?.take_click(&button)).flatten();
            if let Some(mounted) = mounted {
                mounted.click();
            }
        } else if let Some(link) = target.closest(".anchor").ok().flatten() {
            body_controls::copy_address(app, &link);
        } else if let Some(button) = target.closest(".prose button").ok().flatten() {
            body_controls::handle(&button);
        }
    });
    window_event_listener(ev::online, move |_| {
        if app.shown.with_untracked(|shown| matches!(shown.page, Page::Failed(FetchError::Offline))) {
            app.retry();
        }
    });
    let on_change = Closure::<dyn Fn()>::new(reading::apply);
    if let Ok(Some(query)) = window().match_media(PREFERS_DARK) {
        let _ = query.add_event_listener_with_callback("change", on_change.as_ref().unchecked_ref());
    }
    on_change.forget();
}

/// Returns whether an input method is composing a character, which `loader.js` notes.
pub(super) fn is_composing() -> bool {
    document().document_element().is_some_and(|root| root.has_attribute("data-composing"))
}

/// Remembers the language. An article that is not translated stays, and the interface around it changes its language.
fn choose_language(app: App, language: Language, event: &MouseEvent) {
    if !router::is_plain_click(event) {
        return;
    }
    settings::update(|settings| settings.language = Some(language.clone()));
    // Set even while the first page is starting: the navigation that the click begins reads it.
    app.language.set_value(Some(language.clone()));
    let (page, context) = app.shown.with_untracked(|shown| (shown.page.clone(), shown.context.clone()));
    let (Page::Article(article), Some(context)) = (&page, context) else { return };
    let is_translated = article.translation(&language).is_some();
    if !is_translated {
        event.prevent_default();
    }
    let client = Client::new(app.is_slow.write_only());
    spawn_local(async move {
        let context = app.context(&client, context.site, language).await;
        if app.language.get_value().as_ref() != Some(&context.language) {
            // The reader has chosen another language meanwhile.
            return;
        }
        // The page that the link leads to may be shown by now.
        let is_shown = app.shown.with_untracked(|shown| match (&shown.page, &page) {
            (Page::Article(shown), Page::Article(page)) => shown.article.id == page.article.id,
            _ => false,
        });
        if !is_translated && is_shown {
            document().set_title(&page.title(&context));
            let route = app.shown.with_untracked(|shown| shown.route.clone());
            app.set_page(context, route, page, String::new());
        }
    });
}
