// The guard: one short question before a risky step in a post with an offer, as active warnings are
// heeded and passive ones are not (docs/sources.md). Whoever goes on is not asked again for that
// post. While a page has no offer, nothing is listened to.

import { isInstalled } from '../browser.js';
import { postOf } from './post.js';
import { holdsContact, stepOf } from './risky.js';

/** @typedef {import('./marks.js').PageMark} PageMark */

const EVENTS = ['click', 'auxclick', 'keydown', 'copy'];

export class Guard {
  #ask;
  /** @type {PageMark[]} the offers of the page */
  #offers = [];
  /** @type {Set<string>} the fingerprints of offers about which the user was asked and went on */
  #asked = new Set();
  #listening = new AbortController();
  /** @type {Set<EventTarget>} */
  #watched = new Set();
  #on = true;

  /** @param {(step: import('./risky.js').Step, goOn: () => void) => void} ask asks the user */
  constructor(ask) {
    this.#ask = ask;
  }

  /** @param {boolean} on */
  set on(on) {
    this.#on = on;
    this.#listen();
  }

  /** @param {PageMark[]} marks all marks of the page */
  watch(marks) {
    this.#offers = marks.filter(({ level }) => level === 'offer');
    this.#listen();
  }

  #listen() {
    if (!this.#on || this.#offers.length === 0) {
      this.#listening.abort();
      this.#watched.clear();
      return;
    }
    if (this.#listening.signal.aborted) this.#listening = new AbortController();
    // What happens inside a closed shadow root of the page is told to nobody outside of it.
    const roots = this.#offers.map(({ parts }) => parts[0].range.startContainer.getRootNode());
    for (const target of [window, ...roots.filter((root) => root instanceof ShadowRoot)]) {
      if (this.#watched.has(target)) continue;
      this.#watched.add(target);
      const options = { capture: true, signal: this.#listening.signal };
      for (const type of EVENTS) target.addEventListener(type, (event) => this.#happened(event), options);
    }
  }

  /** @param {Event} event */
  #happened(event) {
    // What scripts do is none of the user's steps; the step that the user went on with is one too.
    if (!event.isTrusted || !isInstalled()) return;
    const found = event.type === 'copy' ? this.#copied() : this.#stepped(event);
    if (!found) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const goOn = event.type === 'copy' ? copyAgain() : stepAgain(event);
    this.#ask(found.step, () => {
      this.#asked.add(found.mark.fingerprint);
      goOn();
    });
  }

  /** @param {Event} event */
  #stepped(event) {
    const path = event.composedPath().filter((at) => at instanceof Element);
    for (const { mark, elements } of this.#posts()) {
      const end = path.findIndex((at) => elements.includes(at));
      if (end === -1) continue;
      const step = stepOf(event, path.slice(0, end + 1));
      if (step) return { step, mark };
    }
    return null;
  }

  #copied() {
    const selection = getSelection();
    if (!selection || selection.rangeCount === 0) return null;
    const copied = selection.getRangeAt(0);
    for (const { mark, elements } of this.#posts()) {
      const contacts = mark.evidence.filter(({ slot }) => slot === 'contact');
      const text = elements.map((element) => textIn(copied, element)).join(' ');
      if (holdsContact(text, contacts.map((contact) => contact.text))) return { step: /** @type {const} */ ('copy'), mark };
    }
    return null;
  }

  /** The offers that the user was not asked about, with their posts. */
  #posts() {
    return this.#offers
      .filter(({ fingerprint }) => !this.#asked.has(fingerprint))
      .map((mark) => ({ mark, elements: postOf(mark) }));
  }
}

/**
 * The part of a range's text that stands in an element.
 *
 * @param {Range} range
 * @param {Element} element
 */
function textIn(range, element) {
  if (!range.intersectsNode(element)) return '';
  const inside = document.createRange();
  inside.selectNodeContents(element);
  if (range.compareBoundaryPoints(Range.START_TO_START, inside) > 0) inside.setStart(range.startContainer, range.startOffset);
  if (range.compareBoundaryPoints(Range.END_TO_END, inside) < 0) inside.setEnd(range.endContainer, range.endOffset);
  return inside.toString();
}

/** Copies what was to be copied; called in the user's own click, which allows it. */
function copyAgain() {
  const selection = getSelection();
  const ranges = selection ? Array.from({ length: selection.rangeCount }, (_, at) => selection.getRangeAt(at).cloneRange()) : [];
  return () => {
    selection?.removeAllRanges();
    for (const range of ranges) selection?.addRange(range);
    document.execCommand('copy');
  };
}

/**
 * Does again what the user did: a click with the same keys, or the focus where they typed.
 *
 * @param {Event} event
 */
function stepAgain(event) {
  const [target] = event.composedPath();
  return () => {
    if (!(target instanceof Element)) return;
    if (target instanceof HTMLElement) target.focus();
    if (event instanceof MouseEvent) target.dispatchEvent(new MouseEvent(event.type, event));
  };
}
