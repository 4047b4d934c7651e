// VitePress' settings for `cargo xtask bench build`, which copies the articles to articles/.
export default {
  title: "The Archive",
  lang: "en",
  // Else every page holds the hashes of all 10,000.
  metaChunk: true,
  sitemap: { hostname: "https://archive.example" },
};
