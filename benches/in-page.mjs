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

/** The size of a page: its text nodes and their characters. */
export function size() {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let [nodes, characters] = [0, 0];
  while (walker.nextNode()) {
    nodes += 1;
    characters += walker.currentNode.nodeValue?.length ?? 0;
  }
  return { nodes, characters };
}

/** The browser's own text of a page. */
export const innerText = () => document.body.innerText.length;

/** A bare walk that asks each text node whether it is seen. */
export function walk() {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let characters = 0;
  while (walker.nextNode()) {
    const { currentNode: node } = walker;
    const seen = node.parentElement?.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    if (seen) characters += node.nodeValue?.length ?? 0;
  }
  return characters;
}

/** Nothing. */
export const nothing = () => 0;

/**
 * The plain content script: a regular expression over the text nodes, and its hits wrapped.
 *
 * @param {string} words
 */
export function plainScript(words) {
  const { Mark } = /** @type {any} */ (globalThis);
  new Mark(document.body).markRegExp(new RegExp(words, 'g'));
  return document.body.getBoundingClientRect().height;
}
