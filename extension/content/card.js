// The card: why something is marked, what can happen, what to do. It is a popover, so the browser
// closes it on Esc or on a click outside and gives the focus back.

import { element } from '../dom.js';
import { bySlot } from '../evidence.js';
import { t } from '../texts.js';
import { onlyYoung, say } from '../wording.js';
import { SIGNS } from './signs.js';
import { story } from './story.js';

/** @typedef {import('./marks.js').PageMark} PageMark */

/**
 * What the card asks the page for.
 *
 * @typedef {object} Deeds
 * @property {(mark: PageMark) => void} hide hides the mark's post
 * @property {(mark: PageMark) => void} dismiss the user says that the mark is no offer
 * @property {(mark: PageMark) => void} said the user has its whole card before them
 * @property {() => void} changeWords opens the list of the user's own words
 * @property {(mark: PageMark) => Promise<unknown>} report opens the page that reports the mark's post
 */

/** The distance between the card and its mark or the window's edge, in CSS pixels. */
const MARGIN = 8;
/** The most words shown for a slot, and of each the most code units. */
const MOST_WORDS = 4;
const LONGEST_WORD = 40;

export class Card {
  #deeds;
  /** @type {HTMLElement | undefined} what the focus goes back to */
  #opener;
  /** @type {PageMark | undefined} */
  #mark;
  /** Whether the page of a report is about to open: a double click opens one. */
  #reporting = false;
  #body = element('div', { className: 'body', tabIndex: 0, role: 'group', 'aria-labelledby': 'title' });
  #footer = element('footer');
  element = element('div', {
    className: 'card',
    role: 'dialog',
    popover: 'auto',
    tabIndex: -1,
    'aria-labelledby': 'title',
    'aria-describedby': 'belief',
    // The browser gives the focus back itself, but not everywhere out of a closed shadow root.
    onbeforetoggle: (/** @type {ToggleEvent} */ event) => {
      const opener = this.element.matches(':focus-within') ? this.#opener : undefined;
      if (event.newState === 'closed') queueMicrotask(() => opener?.focus({ preventScroll: true }));
    },
  });

  /** @param {Deeds} deeds */
  constructor(deeds) {
    this.#deeds = deeds;
  }

  /**
   * Opens the card for a mark, below its words or above them.
   *
   * @param {PageMark} mark
   * @param {DOMRect} rect the words' last line, in the viewport's CSS pixels
   * @param {HTMLElement} opener the badge that the focus goes back to
   */
  open(mark, rect, opener) {
    this.#mark = mark;
    this.#opener = opener;
    this.element.lang = t('lang');
    this.element.className = `card ${mark.level}`;
    this.element.replaceChildren(header(mark, () => this.close()), this.#body, this.#footer);
    this.#explain(mark);
    this.element.showPopover();
    this.#place(rect);
    this.element.focus({ preventScroll: true });
    if (!mark.said && mark.level !== 'own') this.#deeds.said(mark);
  }

  close() {
    this.element.hidePopover();
  }

  /** @param {DOMRect} rect */
  #place(rect) {
    const { offsetWidth: width, offsetHeight: height } = this.element;
    const left = Math.min(rect.left, innerWidth - width - MARGIN);
    const below = rect.bottom + MARGIN;
    const top = below + height <= innerHeight ? below : rect.top - height - MARGIN;
    this.element.style.left = `${Math.max(MARGIN, left)}px`;
    this.element.style.top = `${Math.max(MARGIN, Math.min(top, innerHeight - height - MARGIN))}px`;
  }

  /** @param {PageMark} mark */
  #explain(mark) {
    this.#body.scrollTop = 0;
    if (mark.level === 'own') {
      this.#body.replaceChildren(element('p', { id: 'belief', className: 'belief' }, t('own_explained')), words(mark));
      this.#footer.replaceChildren(
        button(t('hide_post'), () => this.#leave(() => this.#deeds.hide(mark))),
        button(t('own_change'), () => this.#leave(() => this.#deeds.changeWords())),
      );
      return;
    }
    this.#body.replaceChildren(...(mark.said ? reminder(mark) : explanation(mark)));
    const already = button(t('already'), () => this.#turn(mark, already.textContent, this.#steps(mark)));
    this.#footer.replaceChildren(
      button(t('hide_post'), () => this.#leave(() => this.#deeds.hide(mark)), 'primary'),
      button(t('report'), () => this.#report(mark)),
      already,
      button(t('not_an_offer'), () => this.#leave(() => this.#deeds.dismiss(mark))),
    );
  }

  /**
   * Shows something else on the card, until one goes back.
   *
   * @param {PageMark} mark
   * @param {string} title
   * @param {HTMLElement[]} content
   */
  #turn(mark, title, content) {
    const heading = element('h3', { tabIndex: -1 }, title);
    this.#body.replaceChildren(heading, ...content);
    this.#body.scrollTop = 0;
    this.#footer.replaceChildren(
      button(t('back'), () => {
        this.#explain(mark);
        const origin = [...this.#footer.children].find((child) => child.textContent === title);
        if (origin instanceof HTMLElement) origin.focus();
      }),
    );
    heading.focus();
  }

  /** @param {PageMark} mark */
  async #report(mark) {
    if (this.#reporting) return;
    this.#reporting = true;
    try {
      await this.#deeds.report(mark);
    } catch {
      this.#turn(mark, t('report'), [element('p', {}, t('report_failed'))]);
    } finally {
      this.#reporting = false;
    }
  }

  /** @param {PageMark} mark */
  #steps(mark) {
    return [
      element('p', {}, say('already_calm')),
      list('ol', ['already_end', 'already_password', 'already_two_step', 'already_friends', 'already_report']),
      button(t('report'), () => this.#report(mark)),
    ];
  }

  /**
   * Closes the card for good: what it was about goes away.
   *
   * @param {() => void} deed
   */
  #leave(deed) {
    this.#opener = undefined;
    this.close();
    deed();
  }

  /** The mark whose card is open. */
  get mark() {
    return this.element.matches(':popover-open') ? this.#mark : undefined;
  }
}

/**
 * @param {PageMark} mark
 * @param {() => void} close
 */
const header = (mark, close) =>
  element(
    'header',
    {},
    element('span', { className: 'sign', 'aria-hidden': 'true' }, SIGNS[mark.level]),
    element('h2', { id: 'title' }, t(`title_${mark.level}`)),
    element('button', { type: 'button', className: 'close', ariaLabel: t('close'), onclick: close }, '✕'),
  );

/**
 * The whole card, for an offer that is met for the first time.
 *
 * @param {PageMark} mark
 */
const explanation = (mark) => [element('p', { id: 'belief', className: 'belief' }, say(belief(mark))), ...rest(mark)];

/**
 * The short card, for an offer whose card was read before.
 *
 * @param {PageMark} mark
 */
const reminder = (mark) => [
  element('p', { id: 'belief', className: 'belief' }, t('again')),
  element('p', { className: 'nos' }, t('four_nos')),
  ...onlyYoung().map((key) => element('p', {}, t(key))),
  element('details', {}, element('summary', {}, t('again_all')), element('p', {}, say(belief(mark))), ...rest(mark)),
];

/** @param {PageMark} mark */
const rest = (mark) => [
  story(),
  element('p', { className: 'question' }, say('question')),
  element('p', { className: 'nos' }, t('four_nos')),
  ...onlyYoung().map((key) => element('p', {}, t(key))),
  element('h3', {}, t('why')),
  words(mark),
  element('h3', {}, t('risks')),
  list('ul', ['risk_identity', 'risk_money', 'risk_account']),
  element('h3', {}, t('advice')),
  list('ul', ['advice_stay_calm', 'advice_call']),
  element('p', { className: 'source' }, t('source')),
];

/**
 * The page's words that the mark rests on, and what they mean.
 *
 * @param {PageMark} mark
 */
const words = (mark) => element('dl', {}, ...bySlot(mark.evidence, LONGEST_WORD).flatMap(meaning));

/**
 * The belief that the offer plays on, and the answer to it.
 *
 * @param {PageMark} mark
 */
function belief({ level, evidence }) {
  if (level === 'suspect') return 'belief_suspect';
  return evidence.some(({ slot }) => slot === 'method') ? 'belief_scan' : 'belief_lend';
}

/**
 * The page's words that play a part, and what they mean.
 *
 * @param {{ slot: string, words: string[] }} part
 */
function meaning({ slot, words }) {
  // In a language that nobody knows; not in ours.
  const shown = words.slice(0, MOST_WORDS).map((word) => element('mark', { lang: '' }, word));
  return [element('dt', {}, ...shown), element('dd', {}, t(`slot_${slot}`))];
}

/**
 * @param {'ul' | 'ol'} kind
 * @param {string[]} keys
 */
const list = (kind, keys) => element(kind, {}, ...keys.map((key) => element('li', {}, say(key))));

/**
 * @param {string} text
 * @param {() => void} act
 * @param {string} [className]
 */
const button = (text, act, className = '') => element('button', { type: 'button', className, onclick: act }, text);
