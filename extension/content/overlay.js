// The one element that we add to the page, and what stands in it. It stands behind the page's own
// elements and holds a closed shadow root, so that neither the page's styles nor its scripts reach
// inside.

import { Badges, rectOf } from './badges.js';
import { Card } from './card.js';
import cardCss from './card.css';
import coloursCss from '../colours.css';
import { Corner } from './corner.js';
import { element } from '../dom.js';
import { t } from '../texts.js';
import guardCss from './guard.css';
import { stands } from './marks.js';
import { Notice } from './notice.js';
import overlayCss from './overlay.css';
import { Pill } from './pill.js';
import pillCss from './pill.css';
import { Question } from './question.js';

/** @typedef {import('./marks.js').PageMark} PageMark */

/** What moves words on the page, besides scrolling and changes of its elements. */
const MOVES = ['resize', 'load', 'toggle', 'transitionend', 'animationend'];

export class Overlay {
  /** @type {HTMLElement | undefined} */
  #host;
  /** @type {PageMark[]} */
  #marks = [];
  #card;
  #badges;
  #notice = new Notice(() => this.show(this.#marks));
  #question = new Question();
  #pill = new Pill((mark) => this.#view(mark), (mark) => this.jump(mark));
  #corner = new Corner(this.#notice.element, this.#pill.element);
  #listening = new AbortController();
  // What it tells is told when the page has just been laid out: then looking costs nothing.
  #observer = new ResizeObserver((changes) => this.#laidOut(changes));
  /** @type {Node | null | undefined} what was scrolled, null for more, undefined for nothing */
  #moved;

  /**
   * @param {import('./card.js').Deeds} deeds
   * @param {import('./reach.js').Reach} reach
   */
  constructor(deeds, reach) {
    this.#card = new Card(deeds);
    this.#badges = new Badges(reach, {
      open: (mark) => this.open(mark),
      view: (mark) => this.#view(mark),
      due: () => this.drawSoon(),
    });
  }

  /** @param {Element} other */
  isOurs(other) {
    return other === this.#host;
  }

  /**
   * Shows what there is to show for the marks of the page, and nothing at all if there is nothing.
   *
   * @param {PageMark[]} marks
   */
  show(marks) {
    this.#marks = marks;
    this.#pill.update(marks);
    const { mark } = this.#card;
    // What it would hide is no longer that post.
    if (mark && !marks.includes(mark)) this.#card.close();
    if (marks.length === 0 && !this.#notice.isOpen) {
      this.remove();
      return;
    }
    this.#appear();
  }

  /** To be called at every change of the page: closes the card of what is gone, long before all is read again. */
  look() {
    const { mark } = this.#card;
    if (mark && !stands(mark)) this.#card.close();
  }

  /** @param {import('../settings.js').Settings} settings */
  follow({ pill }) {
    this.#pill.on = pill;
  }

  /**
   * Opens the card for a mark.
   *
   * @param {PageMark} mark
   */
  open(mark) {
    const badge = this.#badges.of(mark);
    if (badge) this.#card.open(mark, rectOf(mark), badge);
  }

  /**
   * Says what was done, with the way back.
   *
   * @param {string} text
   * @param {() => void} undo
   */
  notify(text, undo) {
    this.#appear();
    this.#notice.open(text, undo);
  }

  /**
   * Asks before a risky step.
   *
   * @param {import('./risky.js').Step} step
   * @param {() => void} goOn called if the user wants to go on
   */
  ask(step, goOn) {
    this.#appear();
    this.#question.ask(step, goOn);
  }

  /**
   * Brings a mark into view and puts the focus on its badge.
   *
   * @param {PageMark} mark
   */
  jump(mark) {
    this.#view(mark)?.focus({ preventScroll: true });
  }

  /** Brings a mark into view. Gives its badge. @param {PageMark} mark */
  #view(mark) {
    const badge = this.#badges.of(mark);
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    mark.parts[0].range.startContainer.parentElement?.scrollIntoView({
      block: 'center',
      behavior: still ? 'instant' : 'smooth',
    });
    this.#place(null, mark);
    return badge;
  }

  remove() {
    this.#listening.abort();
    this.#observer.disconnect();
    this.#moved = undefined;
    this.#host?.remove();
    this.#host = undefined;
    this.#badges.show([]);
  }

  /** Stands in the page, with the badges soon, even if the page has taken us out. */
  #appear() {
    if (!this.#host?.isConnected) {
      this.remove();
      this.#attach();
    }
    this.#badges.show(this.#marks);
    this.placeSoon();
  }

  #attach() {
    const host = document.createElement('fournos-marks');
    const root = host.attachShadow({ mode: 'closed' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync([coloursCss, overlayCss, cardCss, guardCss, pillCss].join('\n'));
    root.adoptedStyleSheets = [sheet];
    const region = element('div', { role: 'region', lang: t('lang'), ariaLabel: t('name') });
    region.append(this.#corner.element, this.#badges.element, this.#card.element, this.#question.element);
    root.append(region);
    // In the browser's top layer no element of the page is laid out anew because of ours.
    host.popover = 'manual';
    document.documentElement.append(host);
    host.showPopover();
    this.#host = host;
    this.#listening = new AbortController();
    const options = { capture: true, passive: true, signal: this.#listening.signal };
    for (const move of MOVES) window.addEventListener(move, () => this.placeSoon(), options);
    for (const focus of ['focusin', 'focusout']) window.addEventListener(focus, () => this.drawSoon(), options);
    window.addEventListener('scroll', ({ target }) => this.placeSoon(target instanceof Node ? target : null), options);
    this.#observer.observe(document.documentElement);
    this.#observer.observe(document.body);
  }

  /** Has what is new or missing put where it belongs when the page is laid out next. */
  drawSoon() {
    // In our own element no mark stands that could have moved.
    if (this.#host) this.placeSoon(this.#host);
  }

  /**
   * Has everything put where it belongs when the page is laid out next.
   *
   * @param {Node | null} [scrolled] what was scrolled, where nothing else has moved
   */
  placeSoon(scrolled = null) {
    if (!this.#host) return;
    const isFirst = this.#moved === undefined;
    this.#moved = isFirst || this.#moved === scrolled ? scrolled : null;
    if (!isFirst) return;
    // An observer tells of what it has just begun to observe.
    this.#observer.unobserve(this.#badges.element);
    this.#observer.observe(this.#badges.element);
  }

  /** @param {ResizeObserverEntry[]} changes */
  #laidOut(changes) {
    const ours = changes.every(({ target }) => target === this.#badges.element);
    // It asks for more than it writes, so it goes first.
    this.#corner.dodge();
    this.#place((ours && this.#moved) || null);
    this.#moved = undefined;
  }

  /**
   * @param {Node | null} scrolled
   * @param {PageMark} [wanted] one whose badge is placed wherever it is
   */
  #place(scrolled, wanted) {
    if (this.#host) this.#badges.place(this.#host.getBoundingClientRect(), scrolled, wanted);
  }
}
