// When to look at a page: to ask it for styles and places costs nothing once it has just been laid
// out, and a layout where it is in the middle of its own changes.

/** The longest that a frame is waited for, in milliseconds: one out of view may not be drawn for long. */
const PATIENCE = 1_000;

/** @type {((start: number) => void)[]} */
const waiting = [];

// What an observer has just begun to observe it is told between the layout and the painting of the
// next frame. This one is older than all others of ours, so that none has written anything by then.
const observer = new ResizeObserver(go);

function go() {
  const start = performance.now();
  for (const begin of waiting.splice(0)) begin(start);
}

/**
 * Waits until the page has just been laid out. Gives when that was, in milliseconds of
 * `performance.now()`: what waits for the same frame shares its time.
 */
export async function laidOut() {
  const next = /** @type {Promise<number>} */ (new Promise((resolve) => waiting.push(resolve)));
  observer.unobserve(document.documentElement);
  observer.observe(document.documentElement);
  const timer = setTimeout(go, PATIENCE);
  const start = await next;
  clearTimeout(timer);
  if (waiting.length === 0) observer.disconnect();
  return start;
}
