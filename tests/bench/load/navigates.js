// Runs in every page after watch.js: clicks on an article's link again and again until the application takes the
// click, and notes when.
addEventListener("DOMContentLoaded", () => {
  let taken = false;
  const guard = (event) => {
    taken = bench.started() && (event.defaultPrevented || event.target.hash.startsWith("#/"));
    // A click that the application does not take must not load another page.
    if (!taken) event.preventDefault();
  };
  const timer = setInterval(() => {
    const link = bench.links()[0];
    if (!link) return;
    // Last of all listeners, whoever listens by now.
    removeEventListener("click", guard);
    addEventListener("click", guard);
    const now = performance.now();
    link.click();
    if (!taken) return;
    seen.navigates = now;
    clearInterval(timer);
  }, 10);
});
