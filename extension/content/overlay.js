// The one element that we add to the page, and what stands in it: a badge beside every mark, and
// the card. It stands behind the page's own elements and holds a closed shadow root, so that
// neither the page's styles nor its scripts reach inside.

import { t } from '../browser.js';
import { Card } from './card.js';
import overlayCss from './overlay.css';
import { element } from './dom.js';

/** The side of a badge, in CSS pixels; WCAG 2.2 asks for 24 at least. */
const BADGE = 24;

export class Overlay {
  /** @type {HTMLElement | undefined} */
  #host;
  #list = element('div', { role: 'region' });
  #card = new Card();
  /** @type {Map<number, { mark: import('./marks.js').PageMark, badge: HTMLButtonElement }>} */
  #badges = new Map();
  #frame = 0;
  #listening = new AbortController();

  /** @param {Element} other */
  isOurs(other) {
    return other === this.#host;
  }

  /**
   * Shows a badge for each mark, in their order, and none else.
   *
   * @param {import('./marks.js').PageMark[]} marks
   */
  show(marks) {
    if (marks.length === 0) {
      this.remove();
      return;
    }
    if (!this.#host) this.#attach();
    const badges = new Map(
      marks.map((mark) => [mark.id, this.#badges.get(mark.id) ?? { mark, badge: this.#badge(mark) }]),
    );
    for (const [id, { badge }] of this.#badges) if (!badges.has(id)) badge.remove();
    const added = [...badges].filter(([id]) => !this.#badges.has(id));
    this.#badges = badges;
    if (added.length > 0) {
      const focused = [...badges.values()].find(({ badge }) => badge.matches(':focus'));
      this.#list.append(...[...badges.values()].map(({ badge }) => badge));
      focused?.badge.focus({ preventScroll: true });
    }
    this.#place();
  }

  /**
   * Opens the card for a mark.
   *
   * @param {import('./marks.js').PageMark} mark
   */
  open(mark) {
    const badge = this.#badges.get(mark.id)?.badge;
    if (!badge) return;
    this.#card.open(mark, rectOf(mark), badge);
  }

  /**
   * Brings a mark into view and puts the focus on its badge.
   *
   * @param {import('./marks.js').PageMark} mark
   */
  jump(mark) {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    mark.parts[0].range.startContainer.parentElement?.scrollIntoView({
      block: 'center',
      behavior: still ? 'instant' : 'smooth',
    });
    this.#place();
    this.#badges.get(mark.id)?.badge.focus({ preventScroll: true });
  }

  remove() {
    this.#listening.abort();
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#host?.remove();
    this.#host = undefined;
    this.#badges.clear();
    this.#list.replaceChildren();
  }

  #attach() {
    const host = document.createElement('fournos-marks');
    // Set by script, so that a page's style-src does not forbid it. It shows by highlight.css alone,
    // which goes with the extension, while this script may have no time to clean up.
    host.style.cssText =
      'all: initial !important; display: var(--fournos-display, none) !important; ' +
      'position: absolute !important; inset: 0 auto auto 0 !important; ' +
      'width: 0 !important; height: 0 !important; z-index: 2147483647 !important;';
    const root = host.attachShadow({ mode: 'closed' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(overlayCss);
    root.adoptedStyleSheets = [sheet];
    this.#list.lang = t('lang');
    this.#list.ariaLabel = t('name');
    root.append(this.#list, this.#card.element);
    document.documentElement.append(host);
    this.#host = host;
    this.#listening = new AbortController();
    const options = { capture: true, passive: true, signal: this.#listening.signal };
    const later = () => this.#placeSoon();
    window.addEventListener('scroll', later, options);
    window.addEventListener('resize', later, options);
    window.addEventListener('load', later, options);
    document.addEventListener('toggle', later, options);
    document.addEventListener('transitionend', later, options);
  }

  /** @param {import('./marks.js').PageMark} mark */
  #badge(mark) {
    const badge = element('button', {
      type: 'button',
      className: `badge ${mark.level}`,
      'aria-haspopup': 'dialog',
      ariaLabel: `${t(`badge_${mark.level}`)} ${snippet(mark.text)}`,
      title: t(`badge_${mark.level}`),
      onclick: () => this.open(mark),
    });
    badge.textContent = mark.level === 'offer' ? '!' : '?';
    return badge;
  }

  #placeSoon() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#place();
    });
  }

  /** Puts every badge beside its mark; one whose mark is scrolled out of its box is not shown. */
  #place() {
    if (!this.#host) return;
    const origin = this.#host.getBoundingClientRect();
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
}

/**
 * The last line of a mark, in the viewport's CSS pixels.
 *
 * @param {import('./marks.js').PageMark} mark
 */
function rectOf(mark) {
  const rects = mark.parts.flatMap(({ range }) => [...range.getClientRects()]);
  return rects.at(-1) ?? new DOMRect();
}

/** @param {import('./marks.js').PageMark} mark */
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

/** @param {string} text */
function snippet(text) {
  const line = text.replace(/[\u001d-\u001f\s]+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}
