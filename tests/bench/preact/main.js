// What a careful newsroom would write in place of the viewer: one list, one article, from the same JSON.
import { h, render } from "preact";
import { useEffect, useState } from "preact/hooks";

const kept = new Map();
const file = (name) => {
  if (!kept.has(name)) kept.set(name, fetch(`/e/${name}`).then((answer) => answer.json()));
  return kept.get(name);
};
const data = (path) => (path.startsWith("/e/articles/") ? path.slice(3).replace(/\/$/, ".json") : "lists/en/all/head.json");

function Link({ to, children, ...more }) {
  const go = (event) => {
    event.preventDefault();
    history.pushState(null, "", to);
    dispatchEvent(new PopStateEvent("popstate"));
    scrollTo(0, 0);
  };
  return h("a", { href: to, onClick: go, onPointerOver: () => file(data(to)), ...more }, children);
}

function Article({ article }) {
  const more = article._offprint.recommended.slice(0, 6);
  return h("main", null, [
    h("article", { class: "article", lang: article.language }, [
      h("header", { class: "headline" }, [h("h1", null, article.title), article.summary && h("p", { class: "standfirst" }, article.summary)]),
      h("div", { class: "prose", dangerouslySetInnerHTML: { __html: article.content_html } }),
    ]),
    h("section", { class: "recommended" }, h("ul", null, more.map((card) => h("li", { class: "card" }, h("h3", null, h(Link, { to: `/e/articles/${card.id}/` }, card.title)))))),
  ]);
}

function List({ list }) {
  const line = (summary) =>
    h("li", { class: "summary" }, h("div", null, [h("h3", null, h(Link, { to: `/e/articles/${summary.id}/` }, summary.title)), h("p", null, summary.standfirst)]));
  return h("main", null, [h("h1", null, "News"), h("ul", null, list.summaries.map(line))]);
}

function App() {
  const [shown, show] = useState(null);
  useEffect(() => {
    const visit = async () => show({ path: location.pathname, value: await file(data(location.pathname)) });
    addEventListener("popstate", visit);
    visit();
  }, []);
  const page = shown && (shown.path.startsWith("/e/articles/") ? h(Article, { article: shown.value }) : h(List, { list: shown.value }));
  return h("div", { class: "paper" }, [h("header", { class: "masthead" }, h(Link, { to: "/e/", class: "nameplate" }, "The Bench")), page]);
}

render(h(App), document.body);
