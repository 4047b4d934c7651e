// Clicks on a link of a list. Answers with the milliseconds until the article is in the document and laid out: below the
// length of a frame, the next frame shows it.
return new Promise((done) => {
  const link = bench.links()[INDEX];
  const title = link.textContent.trim();
  let begin;
  const look = () => {
    if (bench.headline() !== title) return;
    observer.disconnect();
    // Forces layout.
    document.body.getBoundingClientRect();
    done(performance.now() - begin);
  };
  const observer = new MutationObserver(look);
  observer.observe(document, { subtree: true, childList: true, characterData: true });
  // In a task of its own, as a reader's click is.
  setTimeout(() => {
    begin = performance.now();
    link.click();
    look();
  });
});
