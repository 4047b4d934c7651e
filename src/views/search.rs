use edition::Route;

use super::{
    Paper,
    element::{Part, all, el},
};

/// The page to search from. What stands below the form, and the choices in it, are filled by the worker.
pub fn search(paper: &Paper) -> Part {
    let words = paper.words;
    let field = el("input")
        .attr("type", "search")
        .attr("name", "q")
        .attr("aria-label", words.search)
        .attr("autocomplete", "off")
        .attr("enterkeyhint", "search");
    let form = el("form")
        .class("search")
        .attr("role", "search")
        .attr("action", paper.href(&Route::Search(paper.language.clone())))
        .child(el("h1").attr("tabindex", "-1").child(words.search))
        .child(el("p").class("field").child(field).child(el("button").child(words.search)))
        .child(el("input").attr("type", "hidden").attr("name", "n"));
    #[cfg(not(feature = "browser"))]
    let form = form.child(el("noscript").child(el("p").child(words.search_scripts)));
    let choices = el("div").class("choices").attr("id", "search-choices");
    let state = el("p").attr("id", "search-state").attr("role", "status");
    let results = el("div").class("results").attr("id", "search-results");
    all(vec![form.child(choices).part(), el("div").class("found").child(state).child(results).part()])
}
