// What a person decides about a mark, and how it is taken back.

import { api } from '../browser.js';
import { MOST_REPORTED } from '../protocol.js';
import { beginning, snippet } from '../snippet.js';
import { t } from '../texts.js';
import { Hidden } from './hidden.js';
import { postOf, textOf } from './post.js';
import { isWithin } from './shadow.js';
import { ask } from './worker.js';

/** @typedef {import('./marks.js').PageMark} PageMark */

export class Choices {
  #hidden = new Hidden();
  #page;

  /**
   * @param {object} page
   * @param {import('./marks.js').Marks} page.marks
   * @param {(text: string, undo: () => void) => void} page.notify says what was done
   * @param {(element: Element) => void} page.readAgain has part of the page judged anew
   * @param {(mark: PageMark) => void} page.read the user has a card before them
   */
  constructor(page) {
    this.#page = page;
  }

  /** @param {PageMark} mark */
  hide(mark) {
    const post = postOf(mark);
    const within = new Set(post);
    const { marks, notify, readAgain } = this.#page;
    this.#hidden.hide(post);
    marks.drop((other) => isWithin(other.parts[0].range.startContainer, within));
    notify(t('hide_done'), () => {
      this.#hidden.show(post);
      post.forEach(readAgain);
    });
  }

  /** @param {PageMark} mark its fingerprint is what counts: the same offer goes everywhere */
  dismiss({ fingerprint }) {
    const { marks, notify, readAgain } = this.#page;
    const gone = marks.drop((other) => other.fingerprint === fingerprint);
    const told = remember('dismissed', fingerprint);
    const own = gone.filter(({ evidence }) => evidence.some(({ slot }) => slot === 'own'));
    // The user's own words in it stay. In a private window nothing is kept, and all of it would come back.
    if (!api.extension.inIncognitoContext) told.then(() => own.flatMap(postOf).forEach(readAgain));
    notify(t('dismiss_done'), async () => {
      await told;
      await remember('dismissed', fingerprint, true);
      gone.flatMap(postOf).forEach(readAgain);
    });
  }

  /** @param {PageMark} mark */
  said(mark) {
    this.#page.read(mark);
    for (const other of this.#page.marks.all) {
      // The mark itself keeps its whole card as long as the page stays.
      if (other !== mark && other.fingerprint === mark.fingerprint) other.said = true;
    }
    remember('said', mark.fingerprint);
  }

  /**
   * Opens the page that makes a report of a mark's post.
   *
   * @param {PageMark} mark
   * @returns {Promise<unknown>} settled when it has opened
   */
  report(mark) {
    const { post, words, pieces } = MOST_REPORTED;
    // The user's own words are nobody's offence.
    const said = mark.evidence.filter(({ slot }) => slot !== 'own').slice(0, pieces);
    const evidence = said.map(({ slot, text }) => ({ slot, text: snippet(text, words - 1) }));
    const text = beginning(textOf(postOf(mark)) || mark.text, post);
    return ask({ type: 'report', post: { title: snippet(document.title, words - 1), text, evidence } });
  }

  changeWords() {
    ask({ type: 'options' }).catch(() => {
      // The browser's own menu leads there as well.
    });
  }

  /** Shows what was hidden. */
  forget() {
    this.#hidden.showAll();
  }
}

/**
 * @param {'said' | 'dismissed'} what
 * @param {string} fingerprint
 * @param {boolean} [forget]
 */
const remember = (what, fingerprint, forget = false) =>
  ask({ type: 'remember', what, fingerprint, forget }).catch(() => {
    // It holds for this page, and is said again on the next.
  });
