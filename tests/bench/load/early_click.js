// Runs in every page after watch.js: clicks on an article's link after the first frame that has one, which loads that
// article's page where the application has not started. The page that comes then notes the time since the click.
{
  const begin = Number(sessionStorage.getItem("bench-click"));
  sessionStorage.removeItem("bench-click");
  const click = () => {
    addEventListener("click", (event) => {
      // The application was there before the click.
      if (event.defaultPrevented) return (seen.late = true);
      sessionStorage.setItem("bench-click", performance.timeOrigin + performance.now());
    });
    bench.links()[0].click();
  };
  const look = () => {
    if (begin) {
      if (seen.fcp) return (seen.arrived = performance.timeOrigin + seen.fcp - begin);
    } else if (bench.links()[0]) {
      // A message is handled after the frame is painted. The entry of the first paint comes later.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = click;
      return port2.postMessage(null);
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
