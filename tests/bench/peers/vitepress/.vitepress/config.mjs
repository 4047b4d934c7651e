import articles from "../articles.json" with { type: "json" };

export default {
  title: "The Bench",
  lang: "en",
  base: "/vitepress/",
  themeConfig: {
    sidebar: articles.map(({ id, title }) => ({ text: title, link: `/articles/${id}/` })),
  },
};
