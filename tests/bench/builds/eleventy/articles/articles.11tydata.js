export default {
  layout: "article.njk",
  permalink: ({ id }) => `/articles/${id}/`,
};
