//! Every message is the same after it has crossed the boundary between page and worker.

use search::messages::{
    FailureReason, FindRequest, MarkRequest, Request, Response, SearchResult, TagOption, TextPiece, TextRange,
};

fn requests() -> Vec<Request> {
    let find = FindRequest {
        id: 1,
        root: "/paper/".into(),
        languages: vec!["en".into(), "zh-Hans".into()],
        query: "“solar cells” 实体书店 الإنتاج 🗞".into(),
        section: "science".into(),
        tag: "energy".into(),
        year: "2023".into(),
        newest_first: true,
        limit: 10,
    };
    let empty = FindRequest {
        id: u32::MAX,
        root: String::new(),
        languages: Vec::new(),
        query: String::new(),
        section: String::new(),
        tag: String::new(),
        year: String::new(),
        newest_first: false,
        limit: 0,
    };
    let mark =
        MarkRequest {
            id: 2, root: "/".into(), language: "ar".into(), query: "إنتاج".into(), text: "نما الإنتاج\n🗞".into()
        };
    vec![Request::Find(find), Request::Find(empty), Request::Mark(mark)]
}

fn responses() -> Vec<Response> {
    let piece = |text: &str, is_match| TextPiece { text: text.into(), is_match };
    let result = SearchResult {
        language: "zh-Hans".into(),
        id: "城市里的实体书店".into(),
        title: vec![piece("城市里的", false), piece("实体书店", true)],
        day: "2023-07-20".into(),
        section: String::new(),
    };
    let mut responses = vec![
        Response::Ready,
        Response::Options {
            id: 3,
            tags: vec![TagOption { id: "energy".into(), title: "Energy".into() }],
            years: Some((1999, 2026)),
        },
        Response::Options { id: 3, tags: Vec::new(), years: None },
        Response::Results { id: 3, count: 12, incomplete: true, corrected: None, results: vec![result] },
        Response::Results { id: 3, count: 0, incomplete: false, corrected: Some("bridge".into()), results: Vec::new() },
        Response::Passage { id: 3, index: 0, passage: vec![piece("… ", false), piece("Solar", true)] },
        Response::Marks { id: 4, ranges: vec![TextRange { start: 0, end: 5 }, TextRange { start: 7, end: u32::MAX }] },
    ];
    let reasons = [FailureReason::Unreachable, FailureReason::Missing, FailureReason::Corrupt];
    responses.extend(reasons.map(|reason| Response::Failed { id: 5, reason }));
    responses
}

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use std::fmt::Debug;

    use serde::{Serialize, de::DeserializeOwned};

    use super::*;

    fn assert_round_trip<T: Serialize + DeserializeOwned + PartialEq + Debug>(message: &T) {
        let json = serde_json::to_string(message).expect("a message can be serialized");
        assert_eq!(&serde_json::from_str::<T>(&json).expect("a message can be deserialized"), message);
    }

    #[test]
    fn messages_survive_json() {
        requests().iter().for_each(assert_round_trip);
        responses().iter().for_each(assert_round_trip);
    }
}

#[cfg(target_arch = "wasm32")]
mod wasm {
    use std::fmt::Debug;

    use search::messages::{InvalidMessage, from_js, to_js};
    use serde::{Serialize, de::DeserializeOwned};
    use wasm_bindgen::prelude::*;
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    use super::*;

    wasm_bindgen_test_configure!(run_in_dedicated_worker);

    #[wasm_bindgen]
    extern "C" {
        /// Copies a value as `postMessage` does.
        #[wasm_bindgen(js_name = structuredClone)]
        fn structured_clone(value: &JsValue) -> JsValue;
    }

    /// The page uses either function, the worker `from_js`.
    fn assert_round_trip<T: Serialize + DeserializeOwned + PartialEq + Debug>(message: &T) {
        let value = to_js(message).expect("a message can be serialized");
        assert_eq!(&from_js::<T>(structured_clone(&value)).expect("a message can be deserialized"), message);
        let value = serde_wasm_bindgen::to_value(message).expect("a message can be serialized");
        assert_eq!(&from_js::<T>(structured_clone(&value)).expect("a message can be deserialized"), message);
        assert_eq!(&serde_wasm_bindgen::from_value::<T>(value).expect("a message can be deserialized"), message);
    }

    #[wasm_bindgen_test]
    fn messages_survive_post_message() {
        requests().iter().for_each(assert_round_trip);
        responses().iter().for_each(assert_round_trip);
    }

    #[wasm_bindgen_test]
    fn other_values_are_not_messages() {
        for json in ["null", "1", "[]", "{}", r#""Other""#, r#"{ "Mark": { "id": 1 } }"#, r#"{ "Mark": 1 }"#] {
            let value = js_sys::JSON::parse(json).expect("valid JSON");
            assert_eq!(from_js::<Request>(value), Err(InvalidMessage), "{json}");
        }
        let text = r#"{ "Mark": { "id": ID, "root": "", "language": "", "query": "", "text": "", "unknown": [1.5] } }"#;
        for (id, is_valid) in [("7", true), ("-1", false), ("1.5", false), ("4294967296", false), ("\"7\"", false)] {
            let value = js_sys::JSON::parse(&text.replace("ID", id)).expect("valid JSON");
            assert_eq!(from_js::<Request>(value).is_ok(), is_valid, "{id}");
        }
    }
}
