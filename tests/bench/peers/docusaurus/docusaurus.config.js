// The classic preset as its own template has it, docs only.
module.exports = {
  title: "The Bench",
  url: "https://bench.example",
  baseUrl: "/docusaurus/",
  trailingSlash: true,
  // Each article's page is a folder with an index, as everywhere in this bench.
  onBrokenLinks: "throw",
  markdown: { format: "md" },
  presets: [["classic", { docs: { routeBasePath: "/" }, blog: false, pages: false }]],
  themeConfig: { navbar: { title: "The Bench" } },
};
