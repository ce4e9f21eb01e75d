// Keeps the marks of a document right: the whole page first, then what changes.

import { isInstalled } from '../browser.js';
import { MOST_TEXT } from '../protocol.js';
import { isPost } from './layout.js';
import { holds, parentOf } from './shadow.js';
import { VisibleText } from './visible-text.js';
import { Orphaned, ask } from './worker.js';

/** The longest the page is held up at a time, in milliseconds. */
const SLICE = 6;
/** Changes are looked at once the page has been quiet for so long, in milliseconds, */
const QUIET = 150;
/** but no later than this. */
const LATEST = 1_000;

export class Scanner {
  #marks;
  #onOrphaned;
  #observer = new MutationObserver((records) => this.#changed(records));
  /** @type {WeakSet<Node>} roots under observation */
  #observed = new WeakSet();
  /** @type {Set<Element>} */
  #dirty = new Set();
  #since = 0;
  #timer = 0;
  #busy = false;
  #stopped = false;

  /**
   * @param {import('./marks.js').Marks} marks
   * @param {() => void} onOrphaned called when the extension is gone
   */
  constructor(marks, onOrphaned) {
    this.#marks = marks;
    this.#onOrphaned = onOrphaned;
  }

  start() {
    this.#observe(document);
    this.#dirty.add(document.body);
    this.#work();
  }

  stop() {
    this.#stopped = true;
    this.#observer.disconnect();
    clearTimeout(this.#timer);
  }

  /**
   * Has part of the page judged again, though nothing of it has changed.
   *
   * @param {Element} element
   */
  readAgain(element) {
    this.#touch(element);
    this.#plan();
  }

  /** @param {Node} root */
  #observe(root) {
    if (this.#observed.has(root)) return;
    this.#observed.add(root);
    this.#observer.observe(root, {
      subtree: true,
      childList: true,
      characterData: true,
      attributeFilter: ['class', 'style', 'hidden', 'open'],
    });
  }

  /** @param {MutationRecord[]} records */
  #changed(records) {
    for (const { type, target, addedNodes, removedNodes } of records) {
      if (type !== 'childList') {
        this.#touch(target);
        continue;
      }
      for (const node of addedNodes) this.#touch(node);
      // What is left around the gap may read otherwise now.
      if (removedNodes.length > 0 && addedNodes.length === 0) this.#touch(target);
    }
    if (this.#dirty.size > 0) this.#plan();
  }

  /** @param {Node} node */
  #touch(node) {
    const element = node instanceof Element ? node : parentOf(node);
    if (element && !this.#marks.isOurs(element)) this.#dirty.add(element);
  }

  #plan() {
    const now = performance.now();
    if (this.#timer === 0) this.#since = now;
    clearTimeout(this.#timer);
    const wait = Math.max(0, Math.min(QUIET, this.#since + LATEST - now));
    this.#timer = window.setTimeout(() => {
      this.#timer = 0;
      this.#work();
    }, wait);
  }

  async #work() {
    if (this.#busy || this.#stopped) return;
    this.#busy = true;
    try {
      while (this.#dirty.size > 0 && !this.#stopped) {
        await shown();
        const regions = this.#regions();
        this.#marks.validate();
        if (regions.length > 0) await this.#scan(regions);
      }
    } catch (error) {
      // Without the extension, every call of the browser's API fails, not only a question.
      if (isInstalled()) throw error;
      this.#onOrphaned();
    } finally {
      this.#busy = false;
    }
  }

  /** The posts around what has changed, none inside another. */
  #regions() {
    const posts = new Set([...this.#dirty].filter((element) => element.isConnected).map(postOf));
    this.#dirty.clear();
    return [...posts].filter((post) => {
      for (let at = parentOf(post); at; at = parentOf(at)) if (posts.has(at)) return false;
      return true;
    });
  }

  /** @param {Element[]} regions */
  async #scan(regions) {
    const reader = new VisibleText(regions, (root) => this.#observe(root));
    /** @type {Promise<void>[]} */
    const answers = [];
    /** @type {import('./marks.js').Found[]} */
    const found = [];
    for (let done = false; !done; ) {
      done = reader.read(performance.now() + SLICE);
      for (const chunk of reader.take()) answers.push(this.#judge(chunk, found));
      // Not scheduler.yield(): what it goes on with comes before the page's own timers.
      if (!done) await scheduler.postTask(() => {}, { priority: 'background' });
      if (this.#stopped) return;
    }
    await Promise.all(answers);
    if (this.#stopped) return;
    this.#marks.replace((node) => regions.some((region) => holds(region, node)), found);
  }

  /**
   * @param {import('./visible-text.js').Chunk} chunk
   * @param {import('./marks.js').Found[]} found
   */
  async #judge(chunk, found) {
    const title = document.title.slice(0, 500);
    if (chunk.text.length > MOST_TEXT) throw new Error('a chunk is never longer than a request');
    try {
      const { marks } = /** @type {{ marks: import('../protocol.js').KnownMark[] }} */ (
        await ask({ type: 'scan', text: chunk.text, title })
      );
      for (const mark of marks) found.push({ mark, chunk });
    } catch (error) {
      if (error instanceof Orphaned) throw error;
      // The worker gave up on this part; the rest of the page is not held back by it.
    }
  }
}

/**
 * The post that an element is part of, or the element itself.
 *
 * @param {Element} element
 */
function postOf(element) {
  for (let at = /** @type {Element | null} */ (element); at && at !== document.body; at = parentOf(at)) {
    if (isPost(at)) return at;
  }
  return element;
}

/** Waits until somebody looks at the page. */
async function shown() {
  while (document.visibilityState === 'hidden') {
    await new Promise((resolve) => document.addEventListener('visibilitychange', resolve, { once: true }));
  }
}
