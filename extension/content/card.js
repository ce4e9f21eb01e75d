// The card: why something is marked, what can happen, what to do. It is a popover, so the browser
// closes it on Esc or on a click outside and gives the focus back.

import { t } from '../browser.js';
import { element } from './dom.js';

/** The distance between the card and its mark or the window's edge, in CSS pixels. */
const MARGIN = 8;
/** The slots that the card explains, in the order it does. */
const SLOTS = ['act', 'method', 'account', 'pay', 'reassurance', 'target', 'contact', 'wording'];
/** The most words shown for a slot. */
const MOST_WORDS = 4;

export class Card {
  /** @type {HTMLElement | undefined} what the focus goes back to */
  #opener;
  element = element('div', {
    className: 'card',
    role: 'dialog',
    popover: 'auto',
    tabIndex: -1,
    'aria-labelledby': 'title',
    // The browser gives the focus back itself, but not everywhere out of a closed shadow root.
    onbeforetoggle: (/** @type {ToggleEvent} */ event) => {
      const opener = this.element.matches(':focus-within') ? this.#opener : undefined;
      if (event.newState === 'closed') queueMicrotask(() => opener?.focus({ preventScroll: true }));
    },
  });

  /**
   * Opens the card for a mark, below its words or above them.
   *
   * @param {import('./marks.js').PageMark} mark
   * @param {DOMRect} rect the words' last line, in the viewport's CSS pixels
   * @param {HTMLElement} opener the badge that the focus goes back to
   */
  open(mark, rect, opener) {
    this.#opener = opener;
    this.element.lang = t('lang');
    this.element.className = `card ${mark.level}`;
    this.element.replaceChildren(...content(mark, () => this.element.hidePopover()));
    this.element.showPopover();
    const { offsetWidth: width, offsetHeight: height } = this.element;
    const left = Math.min(rect.left, innerWidth - width - MARGIN);
    const below = rect.bottom + MARGIN;
    const top = below + height <= innerHeight ? below : rect.top - height - MARGIN;
    this.element.style.left = `${Math.max(MARGIN, left)}px`;
    this.element.style.top = `${Math.max(MARGIN, Math.min(top, innerHeight - height - MARGIN))}px`;
    this.element.focus({ preventScroll: true });
  }
}

/**
 * @param {import('./marks.js').PageMark} mark
 * @param {() => void} close
 */
function content(mark, close) {
  return [
    element(
      'header',
      {},
      element('span', { className: 'sign', 'aria-hidden': 'true' }, mark.level === 'offer' ? '!' : '?'),
      element('h2', { id: 'title' }, t(`title_${mark.level}`)),
      element('button', { type: 'button', className: 'close', ariaLabel: t('close'), onclick: close }, '✕'),
    ),
    element('p', { className: 'belief' }, t(`belief_${mark.level}`)),
    element('p', { className: 'question' }, t('question')),
    element('p', { className: 'nos' }, t('four_nos')),
    element('h3', {}, t('why')),
    element('dl', {}, ...SLOTS.flatMap((slot) => explanation(mark, slot))),
    element('h3', {}, t('risks')),
    list('ul', ['risk_identity', 'risk_money', 'risk_account']),
    element('h3', {}, t('advice')),
    list('ul', ['advice_stay_calm', 'advice_report', 'advice_law']),
    element(
      'details',
      {},
      element('summary', {}, t('already')),
      list('ol', ['already_end', 'already_password', 'already_friends', 'already_report']),
    ),
    element('p', { className: 'source' }, t('source')),
    element('button', { type: 'button', className: 'primary', onclick: close }, t('understood')),
  ];
}

/**
 * @param {import('./marks.js').PageMark} mark
 * @param {string} slot
 */
function explanation(mark, slot) {
  const words = new Set(
    mark.evidence.filter((piece) => piece.slot === slot).map((piece) => piece.text.replace(/[\u001d-\u001f]/g, ' ')),
  );
  if (words.size === 0) return [];
  const shown = [...words].slice(0, MOST_WORDS).map((word) => element('mark', {}, word));
  return [element('dt', {}, ...shown), element('dd', {}, t(`slot_${slot}`))];
}

/**
 * @param {'ul' | 'ol'} kind
 * @param {string[]} keys
 */
const list = (kind, keys) => element(kind, {}, ...keys.map((key) => element('li', {}, t(key))));
