// Questions to the worker. It may be asleep, or die in the middle of an answer or before it has heard
// the question: then it is asked again, a few times, each a little later.

import { api, isInstalled } from '../browser.js';

const TRIES = 5;
/** The wait before the second try, in milliseconds; it doubles from try to try. */
const WAIT = 100;
/** How long an answer is waited for, in milliseconds: some workers die without a word. */
const PATIENCE = 10_000;

/** Where early.js leaves what it was told. */
const EARLY = Symbol.for('fournos-early');

/** The extension was updated or removed: this page's script has nobody to ask any more. */
export class Orphaned extends Error {}

/**
 * The worker's answer to a message.
 *
 * @template Answer
 * @param {import('../protocol.js').Message} message
 * @returns {Promise<Answer>}
 * @throws {Orphaned} if there is no extension any more
 * @throws {Error} if the worker could not answer
 */
export async function ask(message) {
  for (let tries = 1; ; tries += 1) {
    if (!isInstalled()) throw new Orphaned();
    try {
      const answer = await inTime(api.runtime.sendMessage(message));
      if (answer === undefined) throw new Error('no answer');
      if (answer.error) throw new Error(answer.error);
      return answer;
    } catch (error) {
      if (!isInstalled()) throw new Orphaned();
      if (tries === TRIES) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, WAIT * 2 ** (tries - 1)));
  }
}

/**
 * What holds for the page: at first what early.js was told as the page began, if it ran here, got an
 * answer, and nothing was changed since.
 *
 * @param {boolean} begins whether the page asks for the first time
 * @returns {Promise<import('../protocol.js').EnabledAnswer>}
 */
export async function whatHolds(begins) {
  const early = begins ? await inTime(Reflect.get(globalThis, EARLY) ?? null).catch(() => null) : null;
  return early?.settings && Reflect.has(globalThis, EARLY) ? early : ask({ type: 'enabled', begins });
}

/**
 * What is answered, if it is in time.
 *
 * @template Answer
 * @param {Promise<Answer>} answer
 * @returns {Promise<Answer>}
 */
async function inTime(answer) {
  let timer = 0;
  const late = new Promise((_, reject) => {
    timer = window.setTimeout(reject, PATIENCE, new Error('no answer'));
  });
  try {
    return await /** @type {Promise<Answer>} */ (Promise.race([answer, late]));
  } finally {
    clearTimeout(timer);
  }
}
