// A badge beside each mark: what a keyboard reaches, and what says by its shape how sure the mark is.

import { snippet } from '../snippet.js';
import { element } from '../dom.js';
import { SIGNS } from './signs.js';
import { t } from '../texts.js';

/** @typedef {import('./marks.js').PageMark} PageMark */

/** The side of a badge, in CSS pixels; WCAG 2.2 asks for 24 at least. */
const BADGE = 24;
/** The most of a mark's words that a badge's name holds, in code units. */
const MOST_NAMED = 60;

export class Badges {
  element = element('div', { role: 'group' });
  #open;
  /** @type {Map<number, { mark: PageMark, badge: HTMLButtonElement }>} by the marks' ids */
  #badges = new Map();

  /** @param {(mark: PageMark) => void} open opens the card of a mark */
  constructor(open) {
    this.#open = open;
  }

  /**
   * Shows a badge for each mark, in their order, and none else.
   *
   * @param {PageMark[]} marks
   */
  show(marks) {
    const badges = new Map(
      marks.map((mark) => [mark.id, this.#badges.get(mark.id) ?? { mark, badge: this.#make(mark) }]),
    );
    for (const [id, { badge }] of this.#badges) if (!badges.has(id)) badge.remove();
    const added = [...badges].filter(([id]) => !this.#badges.has(id));
    this.#badges = badges;
    if (added.length > 0) {
      const focused = [...badges.values()].find(({ badge }) => badge.matches(':focus'));
      this.element.append(...[...badges.values()].map(({ badge }) => badge));
      focused?.badge.focus({ preventScroll: true });
    }
    this.#name();
  }

  /** @param {PageMark} mark */
  of(mark) {
    return this.#badges.get(mark.id)?.badge;
  }

  /**
   * Puts every badge beside its mark; one whose mark is scrolled out of its box is not shown.
   *
   * @param {DOMRect} origin what the badges' positions are counted from
   */
  place(origin) {
    const places = [...this.#badges.values()].map(({ mark, badge }) => ({
      badge,
      rect: rectOf(mark),
      hidden: isOutOfItsBox(mark),
    }));
    for (const { badge, rect, hidden } of places) {
      badge.hidden = hidden;
      badge.style.left = `${rect.right - origin.left - BADGE / 4}px`;
      badge.style.top = `${rect.top - origin.top - BADGE / 2}px`;
    }
  }

  /** @param {PageMark} mark */
  #make(mark) {
    return element(
      'button',
      { type: 'button', 'aria-haspopup': 'dialog', onclick: () => this.#open(mark) },
      element('span', { 'aria-hidden': 'true' }, SIGNS[mark.level]),
    );
  }

  /** An offer is said once: where it stands again, its badge is small. */
  #name() {
    const said = new Set();
    for (const { mark, badge } of this.#badges.values()) {
      const again = mark.level !== 'own' && (mark.said || said.has(mark.fingerprint));
      said.add(mark.fingerprint);
      badge.className = `badge ${mark.level}${again ? ' again' : ''}`;
      badge.title = t(`badge_${mark.level}${again ? '_again' : ''}`);
      badge.ariaLabel = `${badge.title} ${snippet(mark.text, MOST_NAMED)}`;
    }
  }
}

/**
 * The last line of a mark, in the viewport's CSS pixels.
 *
 * @param {PageMark} mark
 */
export function rectOf(mark) {
  const rects = mark.parts.flatMap(({ range }) => [...range.getClientRects()]);
  return rects.at(-1) ?? new DOMRect();
}

/** @param {PageMark} mark */
function isOutOfItsBox(mark) {
  const rect = rectOf(mark);
  if (rect.width === 0 && rect.height === 0) return true;
  const start = mark.parts[0].range.startContainer.parentElement;
  for (let box = start; box && box !== document.body; box = box.parentElement) {
    if (getComputedStyle(box).overflow === 'visible') continue;
    const bounds = box.getBoundingClientRect();
    if (rect.bottom < bounds.top || rect.top > bounds.bottom || rect.left > bounds.right) return true;
  }
  return false;
}
