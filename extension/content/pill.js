// The summary of a page that has marks: how many, the one before and the next, and a list of them.

import { element } from '../dom.js';
import { counted, t } from '../texts.js';

/** @typedef {import('./marks.js').PageMark} PageMark */

/** A page that loads on and on is not told of at every step: how long it is waited, in milliseconds. */
const QUIET = 700;
/** A frame smaller than this is part of a page, not a page, and has no summary. In CSS pixels. */
const SMALLEST = { width: 480, height: 320 };

export class Pill {
  #show;
  #jump;
  /** @type {PageMark[]} */
  #marks = [];
  #at = -1;
  #timer = 0;
  /** The count that was said last. */
  #counted = '';
  #on = true;
  #dismissed = false;
  #status = element('p', { className: 'unseen', role: 'status' });
  #text = element('span');
  #count = element(
    'button',
    { type: 'button', className: 'count', 'aria-expanded': 'false', 'aria-controls': 'snippets', onclick: () => this.#toggle() },
    element('span', { className: 'dot', 'aria-hidden': 'true' }, '!'),
    this.#text,
  );
  #list = element('ul', { id: 'snippets', hidden: true });
  element = element(
    'div',
    {
      className: 'pill',
      role: 'group',
      ariaLabel: t('name'),
      hidden: true,
      onkeydown: (/** @type {KeyboardEvent} */ event) => event.key === 'Escape' && !this.#list.hidden && this.#toggle(),
    },
    this.#status,
    this.#list,
    element(
      'div',
      { className: 'row' },
      this.#count,
      control('pill_previous', '‹', () => this.#step(-1)),
      control('pill_next', '›', () => this.#step(1)),
      control('pill_hide', '✕', () => this.#hide()),
    ),
  );

  /**
   * @param {(mark: PageMark) => void} show brings a mark into view
   * @param {(mark: PageMark) => void} jump does so, and puts the focus on its badge
   */
  constructor(show, jump) {
    this.#show = show;
    this.#jump = jump;
  }

  /** @param {boolean} on whether the user wants a summary at all */
  set on(on) {
    this.#on = on;
    this.update(this.#marks);
  }

  /** @param {PageMark[]} marks all marks of this frame */
  update(marks) {
    this.#marks = marks;
    const small = self !== top && (innerWidth < SMALLEST.width || innerHeight < SMALLEST.height);
    this.element.hidden = !this.#on || this.#dismissed || small || marks.length === 0;
    clearTimeout(this.#timer);
    if (this.element.hidden) return;
    const count = (/** @type {PageMark['level']} */ wanted) => marks.filter(({ level }) => level === wanted).length;
    this.#text.textContent = counted('pill_count', marks.length);
    this.#fill();
    const judged = t('pill_status', counted('count_offers', count('offer')), counted('count_suspects', count('suspect')));
    const text = count('own') > 0 ? `${judged} ${t('own_count', String(count('own')))}` : judged;
    if (text === this.#counted) return;
    this.#timer = window.setTimeout(() => {
      this.#counted = text;
      this.#status.textContent = text;
    }, QUIET);
  }

  #toggle() {
    this.#list.hidden = !this.#list.hidden;
    this.#count.ariaExpanded = String(!this.#list.hidden);
    this.#fill();
    if (this.#list.hidden) this.#count.focus();
  }

  #fill() {
    if (this.#list.hidden) return;
    this.#list.replaceChildren(
      ...this.#marks.map((mark) =>
        element(
          'li',
          {},
          element(
            'button',
            { type: 'button', className: mark.level, onclick: () => this.#jump(mark) },
            element('b', {}, t(`level_${mark.level}`)),
            element('span', { lang: '' }, mark.excerpt),
          ),
        ),
      ),
    );
  }

  /** @param {1 | -1} by */
  #step(by) {
    const { length } = this.#marks;
    this.#at = this.#at === -1 && by === -1 ? length - 1 : (this.#at + by + length) % length;
    const mark = this.#marks[this.#at];
    this.#show(mark);
    this.#status.textContent = t('pill_at', String(this.#at + 1), String(length), mark.excerpt);
  }

  #hide() {
    this.#dismissed = true;
    this.update(this.#marks);
  }
}

/**
 * @param {string} key of its name
 * @param {string} sign
 * @param {() => void} act
 */
const control = (key, sign, act) =>
  element('button', { type: 'button', ariaLabel: t(key), title: t(key), onclick: act }, element('span', { 'aria-hidden': 'true' }, sign));
