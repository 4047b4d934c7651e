//! How the reader wants the page: the panel, and the attributes of the root element.

use edition::Language;
use leptos::{
    mount::{UnmountHandle, mount_to},
    prelude::*,
    tachys::view::any_view::AnyViewState,
};

use super::{App, set_attribute};
use crate::{
    components::{help_sheet::HelpSheet, reading_panel::ReadingPanel},
    reader::settings,
    reader_settings::{ReaderSettings, Setting},
    theme::Theme,
};

/// The media query for a system that prefers dark colours.
pub(super) const PREFERS_DARK: &str = "(prefers-color-scheme: dark)";

/// The panel in the page.
pub(super) struct MountedPanel {
    language: Language,
    settings: ArcRwSignal<ReaderSettings>,
    #[allow(dead_code, reason = "unmounts the panel when it is dropped")]
    handle: UnmountHandle<AnyViewState>,
}

/// Mounts the panel and the list of keys unless it is there. The button that was clicked opens it after that, by its `popovertarget`.
pub(super) fn mount_panel(app: App) {
    let (Some(context), Some(body)) = (app.shown.with_untracked(|shown| shown.context.clone()), document().body()) else {
        return;
    };
    let is_there = |panel: &Option<MountedPanel>| panel.as_ref().is_some_and(|panel| panel.language == context.language);
    if app.panel.with_value(is_there) {
        return;
    }
    // That in another language is removed first: both have the same id.
    app.panel.set_value(None);
    let language = context.language.clone();
    let signal = ArcRwSignal::new(settings::get());
    let settings = signal.clone();
    let handle = mount_to(body, move || {
        provide_context(context);
        let settings = RwSignal::from(settings);
        Effect::new(move |previous: Option<()>| {
            let chosen = settings.get();
            if previous.is_some() {
                settings::update(|stored| Setting::ALL.into_iter().for_each(|setting| stored.set(setting, chosen.get(setting))));
                apply();
            }
        });
        view! {
            <ReadingPanel settings/>
            <HelpSheet/>
        }
        .into_any()
    });
    app.panel.set_value(Some(MountedPanel { language, settings: signal, handle }));
}

/// Changes the theme to the opposite of what is shown.
pub(super) fn switch_theme(app: App) {
    let theme = theme(&settings::get()).opposite();
    settings::update(|settings| settings.set(Setting::Theme, theme.as_str()));
    apply();
    app.panel.with_value(|panel| {
        if let Some(panel) = panel {
            panel.settings.set(settings::get());
        }
    });
}

/// Sets the attributes of the root element to what the reader has chosen.
pub(super) fn apply() {
    let Some(root) = document().document_element() else { return };
    let settings = settings::get();
    set_attribute(&root, "data-theme", theme(&settings).as_str());
    for setting in Setting::ALL.into_iter().filter(|setting| *setting != Setting::Theme) {
        let (name, value) = (format!("data-{}", setting.key()), settings.get(setting));
        if value == setting.default_value() {
            let _ = root.remove_attribute(&name);
        } else {
            set_attribute(&root, &name, value);
        }
    }
}

/// Returns the theme that the reader chose, else the system's.
fn theme(settings: &ReaderSettings) -> Theme {
    let is_dark = || window().match_media(PREFERS_DARK).ok().flatten().is_some_and(|query| query.matches());
    settings.theme().unwrap_or_else(|| if is_dark() { Theme::Dark } else { Theme::Light })
}
