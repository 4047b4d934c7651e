// The one script that a page names. It runs before anything is painted and brings the viewer after it.
{
  const page = document.documentElement;
  const { viewer, wasm, fronts, shell } = document.currentScript.dataset;
  const base = new URL(document.baseURI);
  // The viewer knows these names too.
  const name = (what) => `offprint:${base.pathname.replace(/[^/]*$/, "")}:${what}`;
  const kept = (what) => {
    try {
      return localStorage.getItem(name(what));
    } catch {}
  };
  page.dataset.theme = kept("theme") || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  page.dataset.scripts = "";

  // Who opens the paper itself opens it in the language chosen before.
  const front = fronts && fronts.split(" ").find((tag) => tag.split("=")[0] === kept("language"));
  if (front) location.replace(new URL(front.split("=")[1], base));
  addEventListener("click", ({ target }) => {
    const link = target.closest?.(".languages a");
    try {
      if (link) localStorage.setItem(name("language"), link.hreflang);
    } catch {}
  });

  // A slash opens search, but where it can be typed.
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, textarea, select")) return;
    const found = document.querySelector("main [type=search]") ?? document.querySelector(".to-search");
    if (!found) return;
    event.preventDefault();
    found.focus();
    found.click();
  });

  const whole = new Promise((done) => {
    if (document.readyState === "loading") addEventListener("DOMContentLoaded", done);
    else done();
  });
  // Said where the viewer cannot start; a printed page is read without it.
  const say = (id) => whole.then(() => {
    delete page.dataset.scripts;
    const said = document.getElementById(id);
    if (said && !document.querySelector("main")) said.hidden = false;
  });
  if (!("WebAssembly" in self)) say("too-old");
  else if (viewer) {
    // Fetched at once, but behind what the page shows; and what is printed is painted before anything is started.
    const bytes = fetch(new URL(wasm, base), { priority: shell === undefined ? "low" : "auto" });
    const module = import(new URL(viewer, base));
    const painted = new Promise((done) => (shell === undefined ? requestAnimationFrame(() => setTimeout(done)) : done()));
    Promise.all([module, whole, painted])
      .then(([module]) => module.default({ module_or_path: bytes }))
      // Nothing needs to be left unlaid any longer, see base.css.
      .then(() => (page.dataset.live = ""))
      .catch((error) => {
        say("not-started");
        throw error;
      });
    // Where nothing is printed the viewer will ask for the article's file, which stands beside its page.
    const file = shell !== undefined && /\/articles\/[^/]+(?=\/$)/.exec(location.pathname);
    if (file) {
      const href = `${location.pathname.slice(0, -1)}.json`;
      document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as: "fetch", crossOrigin: "", href }));
    }
  } else addEventListener("unhandledrejection", () => say("not-started"));
}
