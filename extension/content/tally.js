// What a guardian's summary counts on this page, each offer once. While there is no guardian, nothing
// is told.

import { ask } from './worker.js';

/** @typedef {import('../protocol.js').Counted} Counted */

export class Tally {
  /** Whether there is a guardian. */
  on = false;
  /** @type {Set<string>} what was counted, of which offer */
  #told = new Set();

  /**
   * Counts what happened to some offers.
   *
   * @param {Counted} what
   * @param {import('./marks.js').PageMark[]} marks
   */
  add(what, marks) {
    if (!this.on) return;
    const keys = marks.filter(({ level }) => level === 'offer').map(({ fingerprint }) => `${what} ${fingerprint}`);
    const fresh = new Set(keys).difference(this.#told);
    fresh.forEach((key) => this.#told.add(key));
    this.#tell(what, fresh.size);
  }

  /** @param {Counted} what happened once more */
  again(what) {
    if (this.on) this.#tell(what, 1);
  }

  /** @param {Counted} what @param {number} count */
  #tell(what, count) {
    if (count === 0) return;
    ask({ type: 'tally', what, count }).catch(() => {
      // The page goes on without it.
    });
  }
}
