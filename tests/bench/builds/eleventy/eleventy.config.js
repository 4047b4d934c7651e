// Eleventy's settings for `cargo xtask bench build`, which copies the articles to articles/.
import { feedPlugin } from "@11ty/eleventy-plugin-rss";

import { PAGE_SIZE, lists } from "./lists.js";

const SECTIONS = ["news", "guides", "people", "business", "science", "opinion"];
const SITE = "https://archive.example";

export default function (config) {
  const articles = (collections) => collections.getFilteredByGlob("articles/**/*.md");
  config.addCollection("articles", (collections) => withNeighbours(articles(collections)));
  config.addCollection("newest", (collections) => articles(collections).toReversed().slice(0, PAGE_SIZE));
  config.addCollection("lists", (collections) => lists(articles(collections).toReversed()));
  addFeed(config, "articles", "The Archive", "");
  for (const section of SECTIONS) {
    config.addCollection(section, (collections) => articles(collections).filter(({ data }) => data.section === section));
    addFeed(config, section, section, `sections/${section}/`);
  }
  config.addGlobalData("sections", SECTIONS);
  config.addGlobalData("site", SITE);
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  config.addFilter("summary", summary);
  config.addFilter("minutes", minutes);
  config.addFilter("article_json", articleJson);
  config.amendLibrary("md", (markdown) => markdown.core.ruler.push("article_links", linkArticles));
  // The articles have no templates in their text.
  return { markdownTemplateEngine: false };
}

function addFeed(config, collection, title, folder) {
  config.addPlugin(feedPlugin, {
    type: "rss",
    outputPath: `/${folder}feed.xml`,
    collection: { name: collection, limit: PAGE_SIZE },
    metadata: { language: "en", title, subtitle: title, base: `${SITE}/`, author: { name: "The Archive" } },
  });
}

function withNeighbours(articles) {
  articles.forEach(({ data }, index) => Object.assign(data, { older: articles[index - 1], newer: articles[index + 1] }));
  return articles;
}

// The beginning of a text without its tags.
function summary(html, length) {
  const text = html.slice(0, 4 * length).replace(/<[^>]*>?/g, "");
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

// An article is on several pages.
const counted = new Map();

function minutes(html) {
  if (!counted.has(html)) counted.set(html, Math.ceil(html.split(/\s+/).length / 230));
  return counted.get(html);
}

function articleJson({ data: { id, title, language, tags, section, credits }, date, content }) {
  return JSON.stringify({ id, title, language, date_published: date, content_html: content, tags, section, credits });
}

// Makes links to a Markdown file links to its page.
function linkArticles({ tokens }) {
  for (const token of tokens.flatMap(({ children }) => children ?? [])) {
    const article = token.attrGet("href")?.match(/([^/]+)\.md$/);
    if (article) token.attrSet("href", `/articles/${article[1]}/`);
  }
}
