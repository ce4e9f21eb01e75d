// Runs as a page begins, long before its text is there: wakes the worker, so that the engine is ready
// by the time the page can be read. A script of its own, as the page waits for it.

chrome.runtime.sendMessage({ type: 'wake' }).catch(() => {
  // The page's first question wakes it, then.
});
