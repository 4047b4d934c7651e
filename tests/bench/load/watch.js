// Runs in every page before its own scripts: notes paints and layout shifts, in milliseconds of the page.
{
  const seen = (window.seen = { fcp: 0, lcp: 0, shift: 0, navigates: 0, arrived: 0, late: false, next: 0 });
  const observe = (type, note) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  observe("paint", (entry) => {
    if (entry.name === "first-contentful-paint") seen.fcp = entry.startTime;
  });
  observe("largest-contentful-paint", (entry) => (seen.lcp = entry.startTime));
  observe("layout-shift", (entry) => (seen.shift += entry.value));

  window.bench = {
    // Peers have no such sign; there it is only the click that counts.
    started: () => !OURS.includes(location.pathname.split("/")[1]) || STARTED,
    links: () => [...document.querySelectorAll(LINKS)].filter((link) => link.textContent.trim()),
    // docsify's first headline is the site's name; VitePress ends each with an invisible anchor.
    headline: () => document.querySelector("h1:not(.app-name)")?.textContent.replace(/\u200b/g, "").trim(),
    // What had arrived before the largest paint.
    beforeLcp: () =>
      performance
        .getEntriesByType("resource")
        .filter((entry) => entry.responseEnd <= seen.lcp)
        .map((entry) => decodeURI(new URL(entry.name).pathname)),
  };
}
