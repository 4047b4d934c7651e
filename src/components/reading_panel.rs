//! The panel in which readers set how a page looks.

use leptos::prelude::*;

use super::panel::Panel;
use crate::{
    reader_settings::{ReaderSettings, Setting},
    view_context::ViewContext,
};

/// The id of the panel, which the button in the masthead opens and closes.
pub const READING_PANEL: &str = "reading-panel";

/// The panel. Each change is seen on the page at once.
#[component]
pub fn ReadingPanel(
    /// What is set, which the panel changes.
    settings: RwSignal<ReaderSettings>,
) -> impl IntoView {
    let context = ViewContext::expect();
    let messages = context.messages.clone();
    // Kai is a Chinese typeface.
    let has_kai = context.languages.iter().any(|language| language.primary() == "zh");
    let choices = Setting::ALL.map(|setting| {
        let values = setting.values().iter().copied().filter(|value| has_kai || *value != "kai").collect();
        view! { <Choices setting values settings/> }
    });
    let reset = messages.reading.reset.clone();
    let content = view! {
        {choices.collect_view()}
        <button type="button" on:click=move |_| settings.update(ReaderSettings::reset)>{reset}</button>
    };
    view! { <Panel id=READING_PANEL title=messages.reading.title.clone() content=content.into_any()/> }
}

/// The values of a setting, of which one is chosen.
#[component]
fn Choices(setting: Setting, values: Vec<&'static str>, settings: RwSignal<ReaderSettings>) -> impl IntoView {
    let context = ViewContext::expect();
    let messages = context.messages;
    let choice = |value: &'static str| {
        // The sizes show a letter of their size.
        let (name, label) = match setting {
            Setting::Size => (messages.reading.sample.clone(), Some(value)),
            _ => (messages.reading.name(value), None),
        };
        let is_chosen = move || settings.with(|settings| settings.get(setting) == value);
        view! {
            <label>
                <input
                    type="radio"
                    name=setting.key()
                    value=value
                    aria-label=label
                    prop:checked=is_chosen
                    on:change=move |_| settings.update(|settings| settings.set(setting, value))
                />
                <span>{name}</span>
            </label>
        }
    };
    let choices = values.into_iter().map(choice).collect_view();
    view! { <fieldset class=setting.key()><legend>{messages.reading.name(setting.key())}</legend><div>{choices}</div></fieldset> }
}
