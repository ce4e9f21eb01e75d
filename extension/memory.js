// What is remembered of offers, as it is stored: whose card was read, and which of them the user says
// are none. An offer is known again by a fingerprint, the SHA-256 of its folded letters after a random
// salt that is this installation's own; its text is not kept, and nobody can look a fingerprint up.

import { api } from './browser.js';
import { isFingerprint } from './protocol.js';

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

/** @typedef {'said' | 'dismissed'} Kind */

/** @param {Uint8Array} bytes */
export const base64url = (bytes) => bytes.toBase64({ alphabet: 'base64url', omitPadding: true });

/** A salt of 16 bytes for an installation that has none; used as it is where it cannot be stored. */
const FRESH_SALT = base64url(crypto.getRandomValues(new Uint8Array(16)));

/**
 * Changes are made one after another, by whichever page of ours: each reads what the last wrote.
 *
 * @template Result
 * @param {() => Promise<Result>} act
 */
export const inTurn = (act) => navigator.locks.request(MEMORY, act);

/** What is remembered. */
export const loadMemory = () => inTurn(readMemory);

/**
 * Changes the fingerprints of a kind.
 *
 * @param {Kind} kind
 * @param {(fingerprints: string[]) => string[]} change
 */
export const changeMemory = (kind, change) =>
  inTurn(async () => {
    const memory = await readMemory();
    await api.storage.local.set({ [MEMORY]: { ...memory, [kind]: change(memory[kind]).slice(-MOST) } });
  });

/**
 * What is stored; empty where nothing can be, as marks are worth more than what is remembered. Only
 * for who holds the turn.
 *
 * @returns {Promise<Memory>}
 */
export async function readMemory() {
  const { [MEMORY]: stored } = await api.storage.local.get(MEMORY).catch(() => ({ [MEMORY]: undefined }));
  const { salt, said, dismissed } = /** @type {Partial<Record<keyof Memory, unknown>>} */ (stored ?? {});
  if (isSalt(salt)) {
    return { version: 1, salt: /** @type {string} */ (salt), said: fingerprints(said), dismissed: fingerprints(dismissed) };
  }
  // Without its salt, no fingerprint means anything.
  /** @type {Memory} */
  const fresh = { version: 1, salt: FRESH_SALT, said: [], dismissed: [] };
  await api.storage.local.set({ [MEMORY]: fresh }).catch(() => {});
  return fresh;
}

/**
 * Whether a value is a whole memory, with nothing wrong in it.
 *
 * @param {any} value
 * @returns {value is Memory}
 */
export const isMemory = (value) =>
  value?.version === 1 &&
  isSalt(value.salt) &&
  [value.said, value.dismissed].every((all) => Array.isArray(all) && all.length <= MOST && all.every(isFingerprint));

/** @param {unknown} value */
const isSalt = (value) => typeof value === 'string' && /^[\w-]{22}$/.test(value);

/**
 * @param {unknown} stored
 * @returns {string[]}
 */
const fingerprints = (stored) => (Array.isArray(stored) ? stored.filter(isFingerprint) : []);
