// Runs in every page after watch.js: clicks on an article's link half a second after the largest paint, whether the application has started or
// not. Notes the time until the next headline is painted, in this page or in the one that comes then.
{
  const begin = Number(sessionStorage.getItem("bench-click"));
  sessionStorage.removeItem("bench-click");
  const arrive = () => {
    if (seen.fcp) seen.next = performance.timeOrigin + seen.fcp - begin;
    else requestAnimationFrame(arrive);
  };
  const click = () => {
    const before = bench.headline();
    const start = performance.now();
    sessionStorage.setItem("bench-click", performance.timeOrigin + start);
    const look = (_, observer) => {
      if (!bench.headline() || bench.headline() === before) return;
      observer.disconnect();
      // The page has stayed.
      sessionStorage.removeItem("bench-click");
      requestAnimationFrame(() => (seen.next = performance.now() - start));
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
    bench.links()[0].click();
  };
  const wait = () => {
    if (bench.links()[0] && seen.lcp && performance.now() - seen.lcp >= 500) click();
    else requestAnimationFrame(wait);
  };
  requestAnimationFrame(begin ? arrive : wait);
}
