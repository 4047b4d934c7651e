// Runs in every page after watch.js: clicks on an article's link as soon as something is painted, which loads that
// article's page where the application has not started. The page that comes then notes the time since the click.
{
  const begin = Number(sessionStorage.getItem("bench-click"));
  sessionStorage.removeItem("bench-click");
  const timer = setInterval(() => {
    if (!seen.fcp) return;
    if (begin) {
      seen.arrived = performance.timeOrigin + seen.fcp - begin;
      clearInterval(timer);
      return;
    }
    const link = bench.links()[0];
    if (!link) return;
    clearInterval(timer);
    addEventListener("click", (event) => {
      // The application was there before the click.
      if (event.defaultPrevented) return (seen.late = true);
      sessionStorage.setItem("bench-click", performance.timeOrigin + performance.now());
    });
    link.click();
  }, 5);
}
