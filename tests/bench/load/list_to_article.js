// Clicks on a link of a list at the start of a frame. Answers with the milliseconds until the end of the frame, layout
// and painting included, that has the article's headline.
return new Promise((done) => {
  const link = bench.links()[INDEX];
  const title = link.textContent.trim();
  let begin;
  const look = () => {
    if (bench.headline() !== title) return requestAnimationFrame(look);
    // A message is handled after the frame.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => done(performance.now() - begin);
    port2.postMessage(null);
  };
  requestAnimationFrame(() => {
    begin = performance.now();
    link.click();
  });
  // Called in the same frame, after the click.
  requestAnimationFrame(look);
});
