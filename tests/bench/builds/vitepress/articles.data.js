// The articles that the list shows, newest first.
import { createContentLoader } from "vitepress";

export default createContentLoader("articles/**/*.md", {
  transform: (articles) =>
    articles
      .map(({ url, frontmatter: { title, date, section } }) => ({ url, title, date, section }))
      .sort((a, b) => new Date(b.date) - new Date(a.date)),
});
