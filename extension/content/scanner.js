// Keeps the marks of a document right. Everything is skimmed; what is near the viewport, what may be
// an offer and what has changed is read exactly, and only what was read exactly is marked.

import { isInstalled } from '../browser.js';
import { MOST_TEXT } from '../protocol.js';
import { laidOut } from './frame.js';
import { isInlineByName, isPost } from './layout.js';
import { Far, View, isTogether } from './near.js';
import { firstChildOf, isConnected, isElement } from './nodes.js';
import { Outline, isLarge } from './outline.js';
import { nodesOf, runsAround } from './runs.js';
import { isWithin, parentOf } from './shadow.js';
import { Sight } from './visibility.js';
import { VisibleText } from './visible-text.js';
import { Orphaned, ask } from './worker.js';

/** The longest the page is held up at a time, in milliseconds. */
const SLICE = 4;
/** The longest that a page that is never idle is waited for, in milliseconds. */
const PATIENCE = 50;
/** Changes are looked at once the page has been quiet for so long, in milliseconds, */
const QUIET = 150;
/** but no later than this. */
const LATEST = 1_000;
/** What brings other parts of the page into view, besides changes of its elements. */
const MOVES = ['scroll', 'resize', 'load', 'toggle', 'transitionend', 'click', 'change', 'keyup'];

/** @typedef {import('./runs.js').Run} Run */
/** @typedef {import('./visible-text.js').Chunk} Chunk */

export class Scanner {
  #marks;
  #onChange;
  #onOrphaned;
  #observer = new MutationObserver((records) => this.#changed(records));
  /** @type {WeakSet<Node>} roots under observation */
  #observed = new WeakSet();
  #listening = new AbortController();
  /** @type {Set<Element>} */
  #dirty = new Set();
  /** Whether the view may have moved. */
  #moved = false;
  #far = new Far();
  #since = 0;
  #timer = 0;
  #busy = false;
  #stopped = false;

  /**
   * @param {import('./marks.js').Marks} marks
   * @param {() => void} onChange called when the page has changed, before it is read again
   * @param {() => void} onOrphaned called when the extension is gone
   */
  constructor(marks, onChange, onOrphaned) {
    this.#marks = marks;
    this.#onChange = onChange;
    this.#onOrphaned = onOrphaned;
  }

  start() {
    this.#observe(document);
    const options = { capture: true, passive: true, signal: this.#listening.signal };
    for (const move of MOVES) window.addEventListener(move, () => this.#look(), options);
    this.#dirty.add(document.body);
    this.#work();
  }

  stop() {
    this.#stopped = true;
    this.#observer.disconnect();
    this.#listening.abort();
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

  #look() {
    if (this.#far.isEmpty) return;
    this.#moved = true;
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
    this.#onChange();
    if (this.#dirty.size > 0) this.#plan();
  }

  /** @param {Node} node */
  #touch(node) {
    const element = isElement(node) ? node : parentOf(node);
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
      while ((this.#dirty.size > 0 || this.#moved) && !this.#stopped) {
        await shown();
        await this.#update();
      }
    } catch (error) {
      // Without the extension, every call of the browser's API fails, not only a question.
      if (isInstalled()) throw error;
      this.#onOrphaned();
    } finally {
      this.#busy = false;
    }
  }

  async #update() {
    const posts = this.#posts();
    this.#moved = false;
    this.#marks.validate();
    const large = posts.filter(isLarge);
    await Promise.all([
      this.#readChanged(runsAround(posts.filter((post) => !large.includes(post)))),
      ...large.map((part) => this.#skim(new Outline(firstChildOf(part)), true)),
      this.#readNear(),
    ]);
  }

  /** The posts around what has changed, none inside another. */
  #posts() {
    const posts = new Set([...this.#dirty].filter(isConnected).map(postOf));
    this.#dirty.clear();
    return [...posts].filter((post) => !isWithin(parentOf(post), posts));
  }

  /**
   * Reads exactly what is near the viewport of some runs, or has a mark, and skims the others.
   *
   * @param {Run[]} runs
   */
  async #readChanged(runs) {
    if (runs.length === 0) return;
    const start = await laidOut();
    const view = new View();
    // What the page has taken apart meanwhile brings its own reading.
    const { near = [], far = [] } = Object.groupBy(runs.filter(isTogether), (run) =>
      view.isNear(run) || this.#marks.hasIn(new Set(nodesOf(run))) ? 'near' : 'far',
    );
    await Promise.all([
      this.#readNow(near, start),
      ...far.map(({ first, last }) => this.#skim(new Outline(first, last), false)),
    ]);
  }

  /**
   * Skims a part of the page, and reads exactly where it is worth it.
   *
   * @param {Outline} outline
   * @param {boolean} isPartNear whether any of it may be near the viewport
   */
  async #skim(outline, isPartNear) {
    /** @type {Promise<void>[]} */
    const readings = [];
    for (let done = false, begins = true; !done; begins = false) {
      done = outline.read(performance.now() + SLICE);
      const { chunks, groups, closed } = outline.take();
      this.#far.add(groups);
      if (closed.length > 0) readings.push(this.#read(runsAround(closed)));
      for (const chunk of chunks) readings.push(this.#readWorthy(chunk));
      if (isPartNear && (begins || done)) readings.push(this.#readNear());
      if (!done) await (begins ? turn() : rest());
      if (this.#stopped) return;
    }
    await Promise.all(readings);
  }

  async #readNear() {
    if (this.#far.isEmpty) return;
    const start = await laidOut();
    await this.#readNow(this.#far.takeNear().map((group) => ({ ...group, core: null })), start);
  }

  /** @param {import('./outline.js').Skimmed} chunk */
  async #readWorthy({ text, posts }) {
    const { places } = /** @type {{ places: number[] }} */ ((await tryAsking({ type: 'skim', text })) ?? { places: [] });
    /** @type {Set<Element | Text>} */
    const worthy = new Set();
    let at = 0;
    for (let place = 0; place < places.length; place += 2) {
      const [start, end] = [places[place], places[place + 1]];
      while (at + 1 < posts.length && posts[at + 1].start <= start) at += 1;
      for (let post = at; post < posts.length && posts[post].start < end; post += 1) worthy.add(posts[post].node);
    }
    if (worthy.size > 0 && !this.#stopped) await this.#read(runsAround([...worthy]));
  }

  /**
   * Reads some runs exactly, has them judged, and marks what is found.
   *
   * @param {Run[]} runs
   */
  async #read(runs) {
    if (runs.length === 0) return;
    await this.#readNow(runs, await laidOut());
  }

  /**
   * Does so at once: the page has just been laid out.
   *
   * @param {Run[]} runs
   * @param {number} start when that was
   */
  async #readNow(runs, start) {
    let end = start + SLICE;
    const sight = new Sight();
    /** @type {Set<Node>} */
    const core = new Set();
    /** @type {Chunk[]} */
    let batch = [];
    let length = 0;
    /** @type {Promise<import('./marks.js').Found[]>[]} */
    const answers = [];
    for (const run of runs) {
      const nodes = nodesOf(run);
      if (nodes.length === 0) continue;
      for (const node of run.core ?? nodes) core.add(node);
      const reader = new VisibleText(nodes, sight, (root) => this.#observe(root));
      for (let done = false; !done; ) {
        done = reader.read(end);
        for (const chunk of reader.take()) {
          if (length + chunk.text.length > MOST_TEXT) {
            answers.push(judge(batch));
            [batch, length] = [[], 0];
          }
          batch.push(chunk);
          length += chunk.text.length;
        }
        if (performance.now() > end) end = (await laidOut()) + SLICE;
        if (this.#stopped) return;
      }
    }
    if (core.size === 0) return;
    if (batch.length > 0) answers.push(judge(batch));
    const found = (await Promise.all(answers)).flat();
    if (!this.#stopped) this.#marks.replace((node) => isWithin(node, core), found);
  }
}

/** @param {number} time in milliseconds */
const after = (time) => new Promise((resolve) => setTimeout(resolve, time));

/** Lets the page do what it has to do by now. */
const turn = () => scheduler.postTask(() => {});

/**
 * Lets the page do all it has to do. Not scheduler.yield(): what it goes on with comes before the
 * page's own timers.
 */
const rest = () => Promise.race([scheduler.postTask(() => {}, { priority: 'background' }), after(PATIENCE)]);

/**
 * The marks in some chunks. The worker may give up on them; the rest of the page is not held back by
 * that.
 *
 * @param {Chunk[]} chunks
 * @returns {Promise<import('./marks.js').Found[]>}
 */
async function judge(chunks) {
  const title = document.title.slice(0, 500);
  const texts = chunks.map((chunk) => chunk.text);
  const answer = await tryAsking(/** @type {const} */ ({ type: 'scan', texts, title }));
  const { marks } = /** @type {{ marks: import('../protocol.js').KnownMark[][] }} */ (answer ?? { marks: [] });
  return marks.flatMap((some, at) => some.map((mark) => ({ mark, chunk: chunks[at] })));
}

/**
 * The answer to a message, or null if the worker has none.
 *
 * @param {import('../protocol.js').Message} message
 * @returns {Promise<object | null>}
 */
async function tryAsking(message) {
  try {
    return await ask(message);
  } catch (error) {
    if (error instanceof Orphaned) throw error;
    return null;
  }
}

/**
 * The post that an element is part of, or its block.
 *
 * @param {Element} element
 */
function postOf(element) {
  let block = element;
  for (let at = /** @type {Element | null} */ (element); at && at !== document.body; at = parentOf(at)) {
    if (isPost(at)) return at;
    if (at === block && isInlineByName(at)) block = parentOf(at) ?? at;
  }
  return block;
}

/** Waits until somebody looks at the page. */
async function shown() {
  while (document.visibilityState === 'hidden') {
    await new Promise((resolve) => document.addEventListener('visibilitychange', resolve, { once: true }));
  }
}
