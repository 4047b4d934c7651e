//! The web worker that answers what readers look for. It is started when search is opened, and never before.
//!
//! `public/search_page.js` asks and shows. Messages are arrays, their kind first; `pieces` are texts of which every other one is a
//! match:
//!
//! | to the worker | |
//! | --- | --- |
//! | `find`, number, root, languages, query, section, tag, year, whether by day, how many | which articles? |
//! | `mark`, root, language, query, text, bring | where are the matches in this text? |
//!
//! | from the worker | |
//! | --- | --- |
//! | `ready` | it listens |
//! | `offers`, number, tags (pairs of id and name), first year, last year | what can be chosen |
//! | `found`, number, how many, whether shards are missing, cards (language, id, pieces of the title, day, section) | the best of them |
//! | `passage`, number, which card, pieces | the article's words around the matches |
//! | `failed`, number, `unreachable`, `missing` or `torn` | nothing can be said |
//! | `marks`, where matches begin and end in units of UTF-16, bring | |

#[cfg(target_arch = "wasm32")]
mod files;
#[cfg(target_arch = "wasm32")]
mod find;

#[cfg(target_arch = "wasm32")]
fn main() {
    worker::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("this is a web worker: build it for wasm32-unknown-unknown");
}

#[cfg(target_arch = "wasm32")]
mod worker {
    use js_sys::Array;
    use search::{
        passage::Finder,
        query::{Filters, Query},
    };
    use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
    use wasm_bindgen_futures::spawn_local;
    use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

    use crate::{files, find};

    pub(crate) fn start() {
        let receive = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| {
            let message: Array = event.data().unchecked_into();
            if text(&message, 0) == "find" {
                spawn_local(find::find(message));
            } else {
                spawn_local(mark(message));
            }
        });
        scope().set_onmessage(Some(receive.as_ref().unchecked_ref()));
        // As long as the worker.
        receive.forget();
        send("ready", &[]);
    }

    async fn mark(message: Array) {
        let [root, language, query, content] = [1, 2, 3, 4].map(|n| text(&message, n));
        let index = files::index(&root, &language, false).await.ok();
        let query = Query::parse(&query, Filters::default());
        let common = index.as_ref().map_or(&[][..], |index| &index.common);
        let marks = Array::new();
        let (mut byte, mut unit) = (0, 0);
        for found in Finder::new(&query, &language, common).find(&content) {
            for end in [found.start, found.end] {
                unit += content.get(byte..end).map_or(0, |text| text.chars().map(char::len_utf16).sum());
                byte = end;
                marks.push(&(unit as u32).into());
            }
        }
        send("marks", &[marks.into(), message.get(5)]);
    }

    /// A text of a message.
    pub(crate) fn text(message: &Array, n: u32) -> String {
        message.get(n).as_string().unwrap_or_default()
    }

    /// Several texts as one value.
    pub(crate) fn texts<'a>(texts: impl IntoIterator<Item = &'a String>) -> JsValue {
        let array = Array::new();
        for text in texts {
            array.push(&text.into());
        }
        array.into()
    }

    /// Tells the page.
    pub(crate) fn send(kind: &str, values: &[JsValue]) {
        let message = Array::of1(&kind.into());
        for value in values {
            message.push(value);
        }
        let _ = scope().post_message(&message);
    }

    fn scope() -> DedicatedWorkerGlobalScope {
        js_sys::global().unchecked_into()
    }
}
