// What is remembered of offers, as it is stored: whose card was read, and which of them the user says
// are none. An offer is known again by a fingerprint, the SHA-256 of its folded letters after a random
// salt that is this installation's own; its text is not kept, and nobody can look a fingerprint up.
// All of it is kept twice. One of a later version is read for what is known here and never written over.

import { LaterVersion, api, orEmpty, readLocal } from './browser.js';
import { isFingerprint } from './protocol.js';
import { copyOf, twice, wholeIn, withCopies } from './twice.js';

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

/**
 * What an installation that remembers nothing begins with, used as it is where it cannot be stored: a
 * salt of 16 bytes.
 *
 * @type {Readonly<Memory>}
 */
const FRESH = Object.freeze({ version: 1, salt: base64url(crypto.getRandomValues(new Uint8Array(16))), said: [], dismissed: [] });

/**
 * Changes are made one after another, by whichever page of ours: each reads what the last wrote.
 *
 * @template Result
 * @param {() => Promise<Result>} act
 */
export const inTurn = (act) => navigator.locks.request(MEMORY, act);

/** What is remembered; nothing where that cannot be read, as marks are worth more. */
export const loadMemory = () =>
  inTurn(async () => readMemory(await readLocal(withCopies(MEMORY)))).catch(() => FRESH);

/**
 * Whether what was stored of it cannot be read as it was written, until it is written next, or is of a
 * later version; empty if neither.
 *
 * @returns {Promise<'damaged' | 'later' | ''>}
 */
export async function wrongWithMemory() {
  const stored = await orEmpty(api.storage.local.get(withCopies(MEMORY)));
  if (isLaterMemory(stored)) return 'later';
  return isWhole(stored[MEMORY]) ? '' : 'damaged';
}

/**
 * Changes the fingerprints of a kind.
 *
 * @param {Kind} kind
 * @param {(fingerprints: string[]) => string[]} change
 * @throws {LaterVersion} if what is stored must not be written over
 */
export const changeMemory = (kind, change) =>
  inTurn(async () => {
    const stored = await readLocal(withCopies(MEMORY));
    if (isLaterMemory(stored)) throw new LaterVersion();
    const memory = await readMemory(stored);
    await api.storage.local.set(twice({ [MEMORY]: { ...memory, [kind]: change(memory[kind]).slice(-MOST) } }));
  });

/**
 * What was stored. Only for who holds the turn.
 *
 * @param {Record<string, unknown>} stored with it and its copy
 * @returns {Promise<Memory>}
 */
export async function readMemory(stored) {
  const whole = wholeIn(stored, MEMORY, isMemory);
  if (isMemory(whole)) return whole;
  // Of one of a later version, or of two that are damaged, what can still be read; without its salt, no fingerprint means anything.
  const salted = withCopies(MEMORY).map((key) => Object(stored[key])).find(({ salt }) => isSalt(salt));
  if (salted) return { version: 1, salt: salted.salt, said: fingerprints(salted.said), dismissed: fingerprints(salted.dismissed) };
  if (isLaterMemory(stored)) return FRESH;
  // What is damaged stays as it is, and is told of, until there is something else to remember.
  await api.storage.local.set(isWhole(stored[MEMORY]) ? twice({ [MEMORY]: FRESH }) : { [copyOf(MEMORY)]: FRESH }).catch(() => {});
  return FRESH;
}

/**
 * Whether stored memory is of a later version.
 *
 * @param {Record<string, unknown>} stored with it and its copy
 */
export const isLaterMemory = (stored) => Number(Object(wholeIn(stored, MEMORY, hasVersion)).version) > 1;

/** @param {unknown} value */
const hasVersion = (value) => value === undefined || Number.isSafeInteger(Object(value).version);

/**
 * Whether stored memory is as it was written, or there is none yet.
 *
 * @param {unknown} stored
 */
const isWhole = (stored) => stored === undefined || isMemory(stored);

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
