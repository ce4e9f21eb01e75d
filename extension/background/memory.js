// Knows offers again: those whose card was read, and those that the user says are none.

import { base64url, changeMemory, loadMemory } from '../memory.js';
import { letters } from './engine.js';
import { ownWordsOf } from './own.js';

/**
 * The marks that the user has not dismissed, with their fingerprints. Of one that they have, their own
 * words stay.
 *
 * @param {import('../protocol.js').Mark[]} marks
 * @returns {Promise<import('../protocol.js').KnownMark[]>}
 */
export async function recall(marks) {
  // Most texts have no mark, and cost the storage nothing.
  if (marks.length === 0) return [];
  const memory = await loadMemory();
  const know = async (/** @type {import('../protocol.js').Mark} */ mark) => {
    const fingerprint = await fingerprintOf(mark.text, memory.salt);
    return { ...mark, fingerprint, said: memory.said.includes(fingerprint) };
  };
  const known = marks.map(async (mark) => {
    const one = await know(mark);
    const dismissed = mark.level !== 'own' && memory.dismissed.includes(one.fingerprint);
    return dismissed ? Promise.all(ownWordsOf(mark).map(know)) : [one];
  });
  return (await Promise.all(known)).flat();
}

/**
 * Writes down that an offer's card was read or that it was dismissed, or forgets it again.
 *
 * @param {import('../memory.js').Kind} what
 * @param {string} fingerprint
 * @param {boolean} forget
 */
export const remember = (what, fingerprint, forget) =>
  changeMemory(what, (all) => {
    const others = all.filter((other) => other !== fingerprint);
    return forget ? others : [...others, fingerprint];
  });

/**
 * @param {string} text
 * @param {string} salt
 */
async function fingerprintOf(text, salt) {
  const bytes = new TextEncoder().encode(`${salt}\n${await letters(text)}`);
  return base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}
