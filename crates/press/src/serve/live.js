// Loads the page again after a change, and shows what is wrong with the manuscripts.
(() => {
  const script = document.currentScript;
  const shown = new URL(script.src).search.slice(1);
  const style = new CSSStyleSheet();
  style.replaceSync(`
    :host { all: initial; position: fixed; inset: auto 0 0; z-index: 2147483647; }
    section { box-sizing: border-box; max-block-size: 60vh; overflow: auto; padding: 1rem 1.25rem; background: #fdfdfb; color: #1b1f23;
      border-block-start: 4px solid #b3261e; box-shadow: 0 -4px 24px #0003; font: 15px/1.5 system-ui, sans-serif; }
    section.warnings { border-color: #9a6700; }
    summary { cursor: pointer; }
    h2 { display: inline; margin: 0; font: 600 1rem/1.5 system-ui, sans-serif; }
    p { margin: .25rem 0 0; color: #57606a; }
    ol { margin: .75rem 0 0; padding: 0; list-style: none; }
    li { margin-block-end: .75rem; overflow-wrap: anywhere; }
    code { font: 600 .8125rem/1.5 ui-monospace, monospace; }
    .error code { color: #b3261e; }
    .warning code { color: #7a5200; }
    @media (prefers-color-scheme: dark) {
      section { background: #1b1f23; color: #e6e6e6; }
      p { color: #a5adb5; }
      .error code { color: #ff8a80; }
      .warning code { color: #f2c14e; }
    }`);
  const element = (name, properties, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };
  const place = (problem) => [problem.file, problem.line, problem.column].filter((part) => part != null).join(":");
  const item = (problem) =>
    element("li", { className: problem.severity }, element("code", { textContent: place(problem) }),
      element("div", { textContent: (problem.field ? `${problem.field}: ` : "") + problem.message }));
  const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

  // What is wrong, in a layer of its own. Errors are shown in full, warnings on request.
  const host = element("div", { id: "offprint-problems", lang: "en", dir: "ltr" });
  const layer = host.attachShadow({ mode: "open" });
  layer.adoptedStyleSheets = [style];
  const show = ({ problems, isOld }) => {
    const of = (severity) => problems.filter((problem) => problem.severity === severity);
    const [errors, warnings] = [of("error"), of("warning")];
    host.remove();
    if (!errors.length && !warnings.length) return;
    const counts = [[errors, "error"], [warnings, "warning"]].filter(([list]) => list.length);
    const title = element("h2", { textContent: counts.map(([list, word]) => plural(list.length, word)).join(", ") });
    const note = element("p", { textContent: "The page shows the last edition without errors." });
    const list = element("ol", {}, ...[...errors, ...warnings].slice(0, 50).map(item));
    const section = isOld
      ? element("section", { role: "alert" }, title, ...(document.querySelector("main") ? [note] : []), list)
      : element("section", { className: "warnings" }, element("details", {}, element("summary", {}, title), list));
    layer.replaceChildren(section);
    document.documentElement.append(host);
  };

  // A browser has six connections to a server for all its windows, so only a page that is looked at keeps one. The first message after
  // it is looked at again says whether it is old.
  let events;
  const follow = () => {
    events?.close();
    if (document.hidden) return;
    events = new EventSource(new URL("events", script.src));
    events.addEventListener("message", ({ data }) => {
      const state = JSON.parse(data);
      // The viewer restores the position.
      if (state.edition !== shown && !state.isOld) location.reload();
      else show(state);
    });
  };
  document.addEventListener("visibilitychange", follow);
  addEventListener("pagehide", () => events?.close());
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
  follow();
})();
