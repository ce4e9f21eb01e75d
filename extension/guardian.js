// A guardian: somebody who set FourNos up for a young person, and locked its settings by a passphrase.
//
// The passphrase itself is kept nowhere. What is kept is what PBKDF2 makes of it and of a random salt,
// with the number of iterations that OWASP recommends for SHA-256:
// https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#pbkdf2
//
// What it withstands: a wrong passphrase is throttled, and the waits outlast a restart. What it does
// not: whoever may remove the extension, or open the browser's developer tools on it, is rid of the
// lock; and whoever sets the clock of the device forward makes the waits and the reset end early. A
// clock that is set back makes neither end early, and none begins anew because of it; settings that are
// open stay open for longer.

import { api, orEmpty, readLocal } from './browser.js';
import { forgetSummary } from './summary.js';
import { copyOf, twice, wholeIn, withCopies } from './twice.js';

/** Where it is kept that there is a guardian; twice. */
export const GUARDIAN = 'guardian';
/** Where a reset that is running is kept, and how often a passphrase was wrong. */
export const RESET = 'guardianReset';
const TRIES = 'guardianTries';
/** Where it is kept that the settings are open; in memory, so a new start of the browser locks them. */
export const OPEN = 'guardianOpen';

/** The fewest and the most characters of a passphrase, in code units. */
export const FEWEST = 6;
export const MOST = 10_000;
/** As OWASP recommended in 2026. What is stored names its own number, so this one can grow. */
const ITERATIONS = 600_000;
/** More than this in a broken record would keep the device busy for minutes. */
const MOST_ITERATIONS = 10_000_000;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** How long a reset takes, in milliseconds. */
const RESET_TIME = 24 * HOUR;
/** How long the settings stay open, in milliseconds. */
const OPEN_TIME = 10 * MINUTE;
/** So many wrong passphrases cost no wait; then each costs twice the wait before it, up to an hour. */
const FREE_TRIES = 3;
const FIRST_WAIT = 30 * SECOND;

/**
 * @typedef {object} Guardian
 * @property {1} version of this shape
 * @property {string} salt 16 bytes, in base64
 * @property {number} iterations of PBKDF2
 * @property {string} hash 32 bytes, in base64
 */

/** @typedef {{ waited: number, last: number }} Reset milliseconds that have passed, and when that was last looked at */

/** The passphrase is not the guardian's. */
export class WrongPassphrase extends Error {}

/** Too many were wrong. */
export class TooSoon extends Error {
  /** @param {number} wait in milliseconds */
  constructor(wait) {
    super();
    this.wait = wait;
  }
}

/** The settings are not open any more. */
export class Closed extends Error {}

/** What is kept of the passphrase is broken, or of a later version of the extension. */
export class BrokenRecord extends Error {}

/**
 * Whether what was stored says that there is a guardian. A broken record locks too: or breaking it
 * would be the way out.
 *
 * @param {Record<string, unknown>} stored with the keys {@link GUARDIAN}, of its copy, and {@link RESET}
 */
export const isGuarded = (stored) => withCopies(GUARDIAN).some((key) => stored[key] !== undefined) && timeLeft(stored[RESET]) !== 0;

/**
 * What is wrong with the record of the passphrase: `damaged` where its copy stands in, `broken` where
 * that cannot be read either.
 *
 * @param {Record<string, unknown>} stored with the keys {@link GUARDIAN}, of its copy, and {@link RESET}
 * @returns {'damaged' | 'broken' | ''}
 */
export function wrongWithRecord(stored) {
  if (!isGuarded(stored) || isGuardian(stored[GUARDIAN])) return '';
  return isGuardian(stored[copyOf(GUARDIAN)]) ? 'damaged' : 'broken';
}

/**
 * How long a reset still takes, in milliseconds; null if none is running.
 *
 * @param {unknown} reset what is stored under {@link RESET}
 */
export const timeLeft = (reset) => (isReset(reset) ? Math.max(0, RESET_TIME - waitedOf(reset, Date.now())) : null);

/**
 * How much of a reset has passed, in milliseconds. A clock that was set back adds nothing.
 *
 * @param {Reset} reset
 * @param {number} now in milliseconds since 1970
 */
const waitedOf = ({ waited, last }, now) => waited + Math.max(0, now - last);

/** How long the reset that is running still takes, in milliseconds; null if none is. */
export const resetLeft = async () => timeLeft((await orEmpty(api.storage.local.get(RESET)))[RESET]);

/** Until when the settings are open, in milliseconds since 1970; 0 if they are not. */
export async function openUntil() {
  // A page's script has no session storage, and nothing to open.
  const { [OPEN]: times } = await orEmpty(Promise.resolve(api.storage.session?.get(OPEN) ?? {}));
  const { from, until } = /** @type {{ from?: number, until?: number }} */ (times ?? {});
  const now = Date.now();
  // Where the clock was set back to before they were opened, nobody knows how long they have been.
  return typeof from === 'number' && typeof until === 'number' && from <= now && now < until ? until : 0;
}

/**
 * Sets a guardian up, or gives one whose settings are open another passphrase.
 *
 * @param {string} passphrase between {@link FEWEST} and {@link MOST} characters
 * @throws {Closed}
 */
export async function setGuardian(passphrase) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  /** @type {Guardian} */
  const guardian = {
    version: 1,
    salt: salt.toBase64(),
    iterations: ITERATIONS,
    hash: (await hashOf(passphrase, salt, ITERATIONS)).toBase64(),
  };
  await changing(async () => {
    // A reset that was left over would open the new lock.
    await api.storage.local.remove([RESET, TRIES]);
    await api.storage.local.set(twice({ [GUARDIAN]: guardian }));
  });
}

/**
 * Opens the settings for a while.
 *
 * @param {string} passphrase
 * @throws {WrongPassphrase | TooSoon | BrokenRecord}
 */
export const open = (passphrase) =>
  inTurn(async () => {
    const { [TRIES]: stored, ...records } = await readLocal([...withCopies(GUARDIAN), TRIES]);
    const guardian = wholeIn(records, GUARDIAN, isGuardian);
    if (!isGuardian(guardian)) throw new BrokenRecord();
    const now = Date.now();
    const tries = isTries(stored) ? stored : { count: 0, at: 0 };
    const wait = tries.count < FREE_TRIES ? 0 : Math.min(FIRST_WAIT * 2 ** (tries.count - FREE_TRIES), HOUR);
    // Where the clock was set back, the wait begins now.
    const since = Math.min(tries.at, now);
    if (now < since + wait) {
      await keep({ [TRIES]: { ...tries, at: since } });
      throw new TooSoon(since + wait - now);
    }
    // Counted before it is known, so that closing the page does not undo it.
    await keep({ [TRIES]: { count: tries.count + 1, at: now } });
    const hash = await hashOf(passphrase, Uint8Array.fromBase64(guardian.salt), guardian.iterations);
    if (hash.toBase64() !== guardian.hash) throw new WrongPassphrase();
    await api.storage.local.remove([TRIES, RESET]);
    if (!withCopies(GUARDIAN).every((key) => isGuardian(records[key]))) {
      // What was damaged is whole again; in a full storage, what can be read still is.
      await api.storage.local.set(twice({ [GUARDIAN]: guardian })).catch(() => {});
    }
    await api.storage.session.set({ [OPEN]: { from: now, until: now + OPEN_TIME } });
  });

/**
 * Stores something small. A full storage has room in the place of the record's copy: or filling it would
 * keep the guardian out. The copy comes back when the settings are opened.
 *
 * @param {Record<string, unknown>} values
 */
async function keep(values) {
  try {
    await api.storage.local.set(values);
  } catch (error) {
    const stored = await readLocal(GUARDIAN);
    if (!isGuardian(stored[GUARDIAN])) throw error;
    await api.storage.local.remove(copyOf(GUARDIAN));
    await api.storage.local.set(values);
  }
}

/** Locks the settings again. */
export const close = () => api.storage.session.remove(OPEN);

/**
 * There is no guardian any more, and nothing is counted.
 *
 * @throws {Closed}
 */
export const removeGuardian = () => changing(remove);

/**
 * Forgets what was counted.
 *
 * @throws {Closed}
 */
export const forgetCounts = () => changing(forgetSummary);

/**
 * Does what only a guardian may, where there is one.
 *
 * @param {() => Promise<void>} act
 */
const changing = (act) =>
  inTurn(async () => {
    if (isGuarded(await readLocal([...withCopies(GUARDIAN), RESET])) && (await openUntil()) === 0) throw new Closed();
    await act();
  });

/** Begins a reset, for a passphrase that was forgotten. */
export const beginReset = () =>
  inTurn(async () => {
    // One that cannot be read now may be running, and must not begin anew.
    if (timeLeft((await readLocal(RESET))[RESET]) !== null) return;
    await keep({ [RESET]: { waited: 0, last: Date.now() } });
  });

/** Calls a reset off. Everybody may: it takes nothing from anyone. */
export const callOffReset = () => inTurn(() => api.storage.local.remove(RESET));

/**
 * Notes how much of a reset has passed, and ends it with its guardian when all of it has; locks what is
 * open no longer, so that every page hears of it. To be called whenever there is an occasion: only the
 * time since the last one depends on the clock.
 */
export const watchReset = () =>
  inTurn(async () => {
    if ((await openUntil()) === 0) await close();
    const { [RESET]: reset } = await orEmpty(api.storage.local.get(RESET));
    if (!isReset(reset)) return;
    const now = Date.now();
    const waited = waitedOf(reset, now);
    if (waited >= RESET_TIME) {
      await remove();
    } else if (Math.abs(now - reset.last) >= MINUTE) {
      // A full storage keeps what it had, and that is enough.
      await api.storage.local.set({ [RESET]: { waited, last: now } }).catch(() => {});
    }
  });

async function remove() {
  await forgetSummary(...withCopies(GUARDIAN), RESET, TRIES);
  await close();
}

/**
 * One after another, in all of our pages and the worker: each reads what the last wrote.
 *
 * @template Result
 * @param {() => Promise<Result>} act
 * @returns {Promise<Result>}
 */
const inTurn = (act) => navigator.locks.request(GUARDIAN, act);

/**
 * @param {string} passphrase in one of the ways to type it, which a keyboard chooses
 * @param {Uint8Array<ArrayBuffer>} salt
 * @param {number} iterations
 */
async function hashOf(passphrase, salt, iterations) {
  const bytes = new TextEncoder().encode(passphrase.normalize('NFKC'));
  const key = await crypto.subtle.importKey('raw', bytes, 'PBKDF2', false, ['deriveBits']);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, key, 256));
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isObject = (value) => typeof value === 'object' && value !== null;

/** @param {unknown} value a time or a number of something */
const isCount = (value) => Number.isSafeInteger(value) && Number(value) >= 0;

/** @param {unknown} value @returns {value is Reset} */
const isReset = (value) => isObject(value) && isCount(value.waited) && isCount(value.last);

/** @param {unknown} value @returns {value is { count: number, at: number }} */
const isTries = (value) => isObject(value) && isCount(value.count) && isCount(value.at);

/** @param {unknown} value @returns {value is Guardian} */
const isGuardian = (value) =>
  isObject(value) &&
  value.version === 1 &&
  isBytes(value.salt, 16) &&
  isBytes(value.hash, 32) &&
  isCount(value.iterations) &&
  Number(value.iterations) > 0 &&
  Number(value.iterations) <= MOST_ITERATIONS;

/** @param {unknown} value @param {number} length */
function isBytes(value, length) {
  try {
    return typeof value === 'string' && Uint8Array.fromBase64(value).length === length;
  } catch {
    return false;
  }
}
