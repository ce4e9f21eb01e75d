// What is remembered of offers: whose card was read, and which of them the user says are none. An
// offer is known again by a fingerprint, the SHA-256 of its folded letters after a random salt that
// is this installation's own; its text is not kept, and nobody can look a fingerprint up.

import { api } from '../browser.js';
import { isFingerprint } from '../protocol.js';
import { letters } from './engine.js';

/** Where it is kept. */
export const MEMORY = 'memory';
/** The most fingerprints of a kind; the oldest go first. */
const MOST = 1_000;

/**
 * @typedef {object} Memory
 * @property {1} version of this shape
 * @property {string} salt in base64url
 * @property {string[]} said fingerprints of offers whose card was read, the latest last
 * @property {string[]} dismissed fingerprints of what the user says is no offer, the latest last
 */

/** A salt of 16 bytes for an installation that has none; used as it is where it cannot be stored. */
const FRESH_SALT = base64url(crypto.getRandomValues(new Uint8Array(16)));

/** @type {Promise<unknown>} Changes are made one after another: each reads what the last wrote. */
let last = Promise.resolve();

/**
 * The marks that the user has not dismissed, with their fingerprints.
 *
 * @param {import('../protocol.js').Mark[]} marks
 * @returns {Promise<import('../protocol.js').KnownMark[]>}
 */
export async function recall(marks) {
  // Most texts have no mark, and cost the storage nothing.
  if (marks.length === 0) return [];
  const memory = await inTurn(load);
  const known = await Promise.all(
    marks.map(async (mark) => {
      const fingerprint = await fingerprintOf(mark.text, memory.salt);
      return { ...mark, fingerprint, said: memory.said.includes(fingerprint) };
    }),
  );
  return known.filter(({ fingerprint, level }) => level === 'own' || !memory.dismissed.includes(fingerprint));
}

/**
 * Writes down that an offer's card was read or that it was dismissed, or forgets it again.
 *
 * @param {'said' | 'dismissed'} what
 * @param {string} fingerprint
 * @param {boolean} forget
 */
export const remember = (what, fingerprint, forget) =>
  inTurn(async () => {
    const memory = await load();
    const others = memory[what].filter((other) => other !== fingerprint);
    const all = forget ? others : [...others, fingerprint].slice(-MOST);
    await api.storage.local.set({ [MEMORY]: { ...memory, [what]: all } });
  });

/**
 * @template Result
 * @param {() => Promise<Result>} act
 * @returns {Promise<Result>}
 */
function inTurn(act) {
  const result = last.then(act);
  last = result.catch(() => {});
  return result;
}

/**
 * What is stored; empty where nothing can be, as marks are worth more than what is remembered.
 *
 * @returns {Promise<Memory>}
 */
async function load() {
  const { [MEMORY]: stored } = await api.storage.local.get(MEMORY).catch(() => ({ [MEMORY]: undefined }));
  const { salt, said, dismissed } = /** @type {Partial<Record<keyof Memory, unknown>>} */ (stored ?? {});
  if (typeof salt === 'string' && /^[\w-]{22}$/.test(salt)) {
    return { version: 1, salt, said: fingerprints(said), dismissed: fingerprints(dismissed) };
  }
  // Without its salt, no fingerprint means anything.
  /** @type {Memory} */
  const fresh = { version: 1, salt: FRESH_SALT, said: [], dismissed: [] };
  await api.storage.local.set({ [MEMORY]: fresh }).catch(() => {});
  return fresh;
}

/**
 * @param {unknown} stored
 * @returns {string[]}
 */
const fingerprints = (stored) => (Array.isArray(stored) ? stored.filter(isFingerprint) : []);

/**
 * @param {string} text
 * @param {string} salt
 */
async function fingerprintOf(text, salt) {
  const bytes = new TextEncoder().encode(`${salt}\n${await letters(text)}`);
  return base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

/** @param {Uint8Array} bytes */
function base64url(bytes) {
  const plain = btoa(String.fromCharCode(...bytes));
  return plain.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
