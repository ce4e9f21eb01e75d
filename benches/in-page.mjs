// What the benchmark runs in a page. Each function is sent as text, so it knows nothing of this
// module.

/** Notes when the first mark is painted. The page is idle in between, as most pages are. */
export function startClock() {
  const clock = { marked: /** @type {number | null} */ (null) };
  const look = () => {
    if (CSS.highlights.get('fournos-offer')?.size) clock.marked = performance.now();
    else setTimeout(look, 4);
  };
  look();
  Object.assign(globalThis, { clock });
}

/** What others do with the same page: the browser's own text of it, and two walks over its text nodes. */
export function others() {
  /** @param {() => void} act */
  const best = (act) => {
    const times = Array.from({ length: 5 }, () => {
      const start = performance.now();
      act();
      return performance.now() - start;
    });
    return Math.min(...times);
  };
  let [nodes, characters] = [0, 0];
  const walk = (/** @type {boolean} */ asks) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    [nodes, characters] = [0, 0];
    while (walker.nextNode()) {
      const { currentNode: node } = walker;
      if (asks && !node.parentElement?.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      nodes += 1;
      characters += node.nodeValue?.length ?? 0;
    }
  };
  return {
    innerText: best(() => document.body.innerText),
    walk: best(() => walk(true)),
    nodes,
    characters,
  };
}

/**
 * The plain content script: a regular expression over the text nodes, and its hits wrapped.
 *
 * @param {string} words
 */
export function plainScript(words) {
  const start = performance.now();
  const { Mark } = /** @type {any} */ (globalThis);
  new Mark(document.body).markRegExp(new RegExp(words, 'g'));
  document.body.getBoundingClientRect();
  return performance.now() - start;
}
