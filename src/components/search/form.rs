use edition::Route;
use leptos::{ev, prelude::*};

use super::{SearchOptions, SearchState, SearchTrigger};
use crate::view_context::ViewContext;

/// The form. It listens for the events of its fields, which bubble.
#[component]
pub fn SearchForm(
    /// The state of the page.
    state: SearchState,
) -> impl IntoView {
    let context = ViewContext::expect();
    let messages = context.messages.search.clone();
    let action = context.href(&Route::Search(context.language.clone()));
    let text = state.query.with_untracked(|query| query.text.clone());
    let choices = {
        let context = context.clone();
        move || {
            provide_context(context.clone());
            state.options.get().map(|options| view! { <Choices state options/> })
        }
    };
    let on_submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        state.search(SearchTrigger::Now, |_| ());
    };
    view! {
        <form
            class="search" role="search" action=action
            on:submit=on_submit
            on:input=move |event| changed(state, &event)
            on:compositionend=move |event| changed(state, &event)
        >
            <h1 tabindex="-1">{messages.title.clone()}</h1>
            <p class="field">
                <input
                    type="search" name="q" aria-label=messages.title.clone() autocomplete="off" enterkeyhint="search"
                    prop:value=text
                />
                <button>{messages.title.clone()}</button>
            </p>
            <NoScript text=messages.scripts_needed/>
            <div class="choices" id="search-choices">{choices}</div>
        </form>
    }
}

/// Printed for readers whose browser runs no scripts. The viewer has no use for it.
#[component]
fn NoScript(text: String) -> impl IntoView {
    cfg!(not(target_arch = "wasm32")).then(|| view! { <noscript inner_html=format!("<p>{text}</p>")></noscript> })
}

/// A field was changed. While an input method composes a character, nothing is searched for.
#[cfg(target_arch = "wasm32")]
fn changed(state: SearchState, event: &web_sys::Event) {
    use wasm_bindgen::JsCast;
    use web_sys::{HtmlInputElement, HtmlSelectElement, InputEvent};

    if event.dyn_ref::<InputEvent>().is_some_and(InputEvent::is_composing) {
        return;
    }
    let Some(target) = event.target() else { return };
    let (name, value) = if let Some(field) = target.dyn_ref::<HtmlInputElement>() {
        (field.name(), field.value())
    } else if let Some(select) = target.dyn_ref::<HtmlSelectElement>() {
        (select.name(), select.value())
    } else {
        return;
    };
    state.search(SearchTrigger::Typing, |query| {
        query.set(&name, value);
        query.limit = None;
    });
}

#[cfg(not(target_arch = "wasm32"))]
fn changed<E>(_: SearchState, _: &E) {}

/// The filters, and what orders the results.
#[component]
fn Choices(state: SearchState, options: SearchOptions) -> impl IntoView {
    let context = ViewContext::expect();
    let messages = &context.messages.search;
    let query = state.query.get_untracked();
    let sections = context.site.sections.iter().map(|section| (section.id.clone(), context.text(&section.title))).collect();
    let tags = options.tags.into_iter().map(|tag| (tag.id, tag.title)).collect();
    let years = options.years.map(|(from, to)| (from..=to).rev().map(|year| (year.to_string(), year.to_string())).collect());
    let mut languages: Vec<_> =
        context.languages.iter().map(|language| (language.to_string(), context.language_name(language))).collect();
    match languages.len() {
        1 => languages.clear(),
        _ => languages.push(("all".to_owned(), messages.every_language.clone())),
    }
    let orders = vec![("day".to_owned(), messages.newest_first.clone())];
    let choices = [
        Choice { name: "section", label: &messages.section, none: &messages.any, options: sections, value: query.section },
        Choice { name: "tag", label: &messages.tag, none: &messages.any, options: tags, value: query.tag },
        Choice {
            name: "year",
            label: &messages.year,
            none: &messages.any,
            options: years.unwrap_or_default(),
            value: query.year,
        },
        Choice {
            name: "in",
            label: &messages.language,
            none: &messages.language_by_script,
            options: languages,
            value: query.language,
        },
        Choice { name: "by", label: &messages.order, none: &messages.best_first, options: orders, value: query.order },
    ];
    choices.map(|choice| choice.view(state)).collect_view()
}

/// A labelled list of options.
struct Choice<'a> {
    name: &'static str,
    label: &'a str,
    /// The text of the first option, which chooses nothing.
    none: &'a str,
    /// Values and their texts.
    options: Vec<(String, String)>,
    /// The value that is chosen.
    value: String,
}

impl Choice<'_> {
    fn view(mut self, state: SearchState) -> Option<AnyView> {
        // What the address chooses is visible even where the index does not offer it.
        if !self.value.is_empty() && !self.options.iter().any(|(value, _)| *value == self.value) {
            self.options.push((self.value.clone(), self.value.clone()));
        }
        if self.options.is_empty() {
            return None;
        }
        let options = std::iter::once((String::new(), self.none.to_owned())).chain(self.options).map(|(value, text)| {
            let selected = value == self.value;
            view! { <option value=value selected=selected>{text}</option> }
        });
        let options = options.collect_view();
        let name = self.name;
        // `selected` chooses at first, when the property is set before there are options.
        let value = move || state.query.with(|query| query.get(name).to_owned());
        let label = self.label.to_owned();
        Some(view! { <label><span>{label}</span><select name=name prop:value=value>{options}</select></label> }.into_any())
    }
}
