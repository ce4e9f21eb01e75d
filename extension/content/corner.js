// A corner of the window for what belongs to no mark. It moves out of the way of the element of the
// page that has the focus, so that it never stands over it (WCAG 2.2, 2.4.11).

import { element } from '../dom.js';

/** The corners, in the order they are tried. */
const CORNERS = ['end bottom', 'end top', 'start bottom', 'start top'];

export class Corner {
  #listening = new AbortController();
  element = element('div', { className: 'corner' });

  /** @param {...HTMLElement} parts what stands in it, from the middle of the window outwards */
  constructor(...parts) {
    this.element.append(...parts);
  }

  start() {
    this.#listening = new AbortController();
    const options = { capture: true, passive: true, signal: this.#listening.signal };
    const dodge = () => this.dodge();
    for (const event of ['focusin', 'focusout', 'resize', 'scroll']) window.addEventListener(event, dodge, options);
    this.dodge();
  }

  stop() {
    this.#listening.abort();
  }

  /** Goes to the first corner that the focus leaves free; to none if there is none. */
  dodge() {
    if ([...this.element.children].every((part) => part instanceof HTMLElement && part.hidden)) return;
    const focused = focusedRect(this.element);
    const free = CORNERS.find((corner) => {
      this.element.className = `corner ${corner}`;
      return !focused || !overlap(this.element.getBoundingClientRect(), focused);
    });
    this.element.className = `corner ${free ?? `${CORNERS[0]} away`}`;
  }
}

/**
 * Where the page's focused element stands; null if nothing of the page has the focus.
 *
 * @param {Element} own one of our elements
 */
function focusedRect(own) {
  const { activeElement } = document;
  const root = own.getRootNode();
  if (!activeElement || activeElement === document.body || activeElement === document.documentElement) return null;
  if (root instanceof ShadowRoot && activeElement === root.host) return null;
  return activeElement.getBoundingClientRect();
}

/**
 * @param {DOMRect} one
 * @param {DOMRect} other
 */
const overlap = (one, other) =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
