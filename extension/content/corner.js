// A corner of the window for what belongs to no mark. It moves out of the way of the element of the
// page that has the focus, so that it never stands over it (WCAG 2.2, 2.4.11).

import { element } from '../dom.js';

/** The corners, in the order they are tried. */
const CORNERS = ['end bottom', 'end top', 'start bottom', 'start top'];
/** How far they are from the window's edges, in CSS pixels; as in overlay.css. */
const MARGIN = 12;

export class Corner {
  element = element('div', { className: `corner ${CORNERS[0]}` });

  /** @param {...HTMLElement} parts what stands in it, from the middle of the window outwards */
  constructor(...parts) {
    this.element.append(...parts);
  }

  /**
   * Goes to the first corner that the focus leaves free; to none if there is none. To be called when
   * the page is laid out.
   */
  dodge() {
    const focused = focusedRect(this.element);
    const { offsetWidth, offsetHeight } = this.element;
    const free = CORNERS.find((corner) => !focused || !overlap(rectAt(corner, offsetWidth, offsetHeight), focused));
    const name = `corner ${free ?? `${CORNERS[0]} away`}`;
    if (this.element.className !== name) this.element.className = name;
  }
}

/**
 * @param {string} corner
 * @param {number} width
 * @param {number} height
 */
function rectAt(corner, width, height) {
  const { clientWidth, clientHeight } = document.documentElement;
  const left = corner.startsWith('end') ? clientWidth - MARGIN - width : MARGIN;
  const top = corner.endsWith('bottom') ? clientHeight - MARGIN - height : MARGIN;
  return new DOMRect(left, top, width, height);
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
