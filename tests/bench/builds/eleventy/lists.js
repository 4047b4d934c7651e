// The pages of the lists of all articles, of each section and of each tag, newest first.
export const PAGE_SIZE = 24;

export function lists(articles) {
  const found = new Map();
  const add = (path, title, article) => {
    if (!found.has(path)) found.set(path, { title, articles: [] });
    found.get(path).articles.push(article);
  };
  for (const article of articles) {
    const { section, tags } = article.data;
    add("/archive/", "All articles", article);
    add(`/sections/${section}/`, section, article);
    for (const tag of tags) add(`/tags/${tag.replaceAll(" ", "-")}/`, tag, article);
  }
  return [...found].flatMap(([path, { title, articles }]) => pages(path, title, articles));
}

function pages(path, title, articles) {
  const count = Math.ceil(articles.length / PAGE_SIZE);
  const link = (number) => (number === 1 ? path : `${path}${number}/`);
  return Array.from({ length: count }, (_, index) => ({
    title,
    count,
    number: index + 1,
    path: link(index + 1),
    newer: index > 0 ? link(index) : null,
    older: index + 1 < count ? link(index + 2) : null,
    articles: articles.slice(index * PAGE_SIZE, (index + 1) * PAGE_SIZE),
  }));
}
