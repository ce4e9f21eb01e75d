// Questions to the worker. It may be asleep, or die in the middle of an answer: then it is asked
// again, a few times, each a little later.

import { api, isInstalled } from '../browser.js';

const TRIES = 5;
/** The wait before the second try, in milliseconds; it doubles from try to try. */
const WAIT = 100;

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
      const answer = await api.runtime.sendMessage(message);
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
