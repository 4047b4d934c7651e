// The only script that a page names. It runs before the first paint and loads the viewer after it.
{
  const root = document.documentElement;
  const { viewer, wasm, messages, fronts, shell } = document.currentScript.dataset;
  const base = new URL(document.baseURI);
  // Keeps the readers' data of two publications on one host apart. The viewer reads the prefix from this attribute.
  root.dataset.storage = `offprint:${base.pathname.replace(/[^/]*$/, "")}:`;
  // The settings are read here and in src/reader/settings.rs. Storage may be blocked.
  const key = `${root.dataset.storage}settings.v1`;
  const settings = () => {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? {};
    } catch {
      return {};
    }
  };
  const { language, chosen } = settings();
  const theme = chosen?.theme;
  root.dataset.theme = ["light", "sepia", "dark", "black"].includes(theme) ? theme : matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  for (const name of ["size", "typeface", "leading", "measure", "alignment", "paragraphs", "shortcuts"]) {
    if (chosen?.[name]) root.dataset[name] = chosen[name];
  }
  root.dataset.scripts = "";

  // The root of the edition leads to the front page in the language that the reader chose.
  const front = fronts?.split(" ").map((front) => front.split("=")).find(([tag]) => tag === language);
  if (front) location.replace(new URL(front[1], base));
  addEventListener("click", ({ target, button, ctrlKey, metaKey, shiftKey, altKey }) => {
    const link = target.closest?.(".languages a");
    try {
      if (link && !button && !(ctrlKey || metaKey || shiftKey || altKey)) localStorage.setItem(key, JSON.stringify({ ...settings(), language: link.hreflang }));
    } catch {}
  });

  // A slash opens search, except in a field.
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || root.dataset.shortcuts === "off" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, textarea, select")) return;
    const found = document.querySelector("main [type=search]") ?? document.querySelector(".to-search");
    if (!found) return;
    event.preventDefault();
    found.focus();
    found.click();
  });
  // The viewer replaces the search field, which must wait while an input method composes a character.
  addEventListener("compositionstart", () => (root.dataset.composing = ""));
  addEventListener("compositionend", () => delete root.dataset.composing);

  const parsed = new Promise((done) => {
    if (document.readyState === "loading") addEventListener("DOMContentLoaded", done);
    else done();
  });
  // An alert ends at a moment, whenever the page was printed.
  parsed.then(() => {
    for (const line of document.querySelectorAll("[data-until]")) line.hidden = new Date(line.dataset.until) < new Date();
  });
  // A place in an article was linked to without the prefix that the page gives to its ids.
  const findPlace = () => {
    const { hash, pathname, search } = location;
    let id = hash.slice(1);
    try {
      id = decodeURIComponent(id);
    } catch {}
    // The path is needed because a fragment alone would lead to the base of the page.
    if (id && !document.getElementById(id) && document.getElementById(`text-${id}`)) location.replace(`${pathname}${search}#text-${id}`);
  };
  parsed.then(findPlace);
  addEventListener("hashchange", findPlace);
  // What is closed is printed open, and the addresses of links are listed at the end: the style numbers both.
  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details:not([open])")) details.dataset.closed = details.open = true;
    const links = [...document.querySelectorAll(".article > .prose a[href^=http]")];
    const list = Object.assign(document.createElement("ol"), { className: "link-list", dir: "ltr" });
    list.append(...links.map(({ href }) => Object.assign(document.createElement("li"), { textContent: href })));
    if (links.length) document.querySelector(".article").append(list);
  });
  addEventListener("afterprint", () => {
    document.querySelector(".link-list")?.remove();
    for (const details of document.querySelectorAll("details[data-closed]")) {
      details.open = false;
      delete details.dataset.closed;
    }
  });
  // Shows why the viewer cannot start. A printed page can be read without it.
  const explain = (id) =>
    parsed.then(() => {
      delete root.dataset.scripts;
      const message = document.getElementById(id);
      if (message && !document.querySelector("main")) message.hidden = false;
    });
  const preload = (href) =>
    document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as: "fetch", crossOrigin: "", fetchPriority: "low", href }));
  if (!("WebAssembly" in self)) explain("too-old");
  else if (viewer) {
    // Requested at once, with a lower priority than what the page shows; started after the printed page is painted.
    const bytes = fetch(new URL(wasm, base), { priority: shell === undefined ? "low" : "auto" });
    const module = import(new URL(viewer, base));
    const painted = new Promise((done) => (shell === undefined ? requestAnimationFrame(() => setTimeout(done)) : done()));
    preload(new URL(messages, base));
    // Without a printed page the viewer will load the article's file, which is next to its page.
    const article = shell !== undefined && /\/articles\/[^/]+(?=\/$)/.test(location.pathname);
    if (article) preload(`${location.pathname.slice(0, -1)}.json`);
    Promise.all([module, parsed, painted])
      .then(([module]) => module.default({ module_or_path: bytes }))
      // Everything below the text is laid out from now on, see base.css.
      .then(() => (root.dataset.live = ""))
      .catch((error) => {
        explain("not-started");
        throw error;
      });
  } else addEventListener("unhandledrejection", () => explain("not-started"));
}
