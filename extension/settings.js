// What holds: what the school or firm has fixed (`policy.js`) over what a guardian has locked
// (`guardian.js`) over what the user has chosen, in the browser's local storage for extensions.
//
// What the user has chosen are two keys, each written as a whole:
// - `settings`: a {@link Settings}, with the version of its shape. In place of a field of the wrong
//   type, which a broken storage may hold, stands that of its copy (`twice.js`). A shape of an earlier
//   version lacks fields, which have their defaults; it becomes one of this version when it is written
//   next. A shape of a later version is read for the fields known here and never written over.
// - `sitesOff`: the sites that are switched off. One with a port, as in `URL.host`, is off there only.
//   It has a copy as well.
//
// Two pages of ours may change something at once, so changes are made in turn, by the browser's locks.
// A page that we only read cannot take part in that: its script asks the worker.

import { LaterVersion, Unreadable, api, readLocal } from './browser.js';
import { GUARDIAN, RESET, isGuarded, openUntil } from './guardian.js';
import { POLICY, readPolicy } from './policy.js';
import { isRegion } from './regions.js';
import { holds, isHost, isSiteList } from './sites.js';
import { isLanguage } from './texts.js';
import { copyOf, twice, wholeIn, withCopies } from './twice.js';
import { isWordList } from './words.js';

/**
 * @typedef {object} Settings
 * @property {2} version of this shape; the first had no own words and no sites of the user's
 * @property {boolean} guard whether to ask before a risky step in a post with an offer
 * @property {boolean} pill whether to show the summary of a page that has marks
 * @property {boolean} suspects whether to mark what is not sure, and not only offers
 * @property {string} region whose channels a report goes to, as a key of `REGIONS`; empty for the
 *   one that the language of the browser suggests
 * @property {boolean} young whether the card speaks to a young reader
 * @property {string} language of the interface, as a key of `LANGUAGES`; empty for the browser's own
 * @property {string[]} sites that the user added, as in `sites.js`; each needs the browser's permission
 * @property {string[]} ownWords words to mark
 * @property {string[]} neverWords words never to mark
 */

/** @typedef {Exclude<keyof Settings, 'version'> | 'sitesOff'} Name of something that can be chosen */

/**
 * @typedef {object} State
 * @property {Settings} settings what holds
 * @property {string[]} sitesOff the hosts where the extension is switched off
 * @property {Partial<Record<Name, 'policy' | 'guardian'>>} locked who has fixed what
 * @property {boolean} guarded whether there is a guardian
 * @property {string[]} wrong the fields of the policy that are wrong
 * @property {boolean} damaged whether part of what was stored cannot be read
 * @property {boolean} unreadable whether nothing that was stored can be read: there may be a guardian or not
 * @property {boolean} later whether what was stored is of a later version, and cannot be changed here
 */

/** The version of the shape that is written. */
export const VERSION = 2;

/** Where the settings are kept. */
export const SETTINGS = 'settings';

/** Where the sites that the user switched off are kept. */
export const SITES_OFF = 'sitesOff';

/** The keys of the local storage that say what holds. */
export const STATE_KEYS = [...withCopies(SETTINGS, SITES_OFF, GUARDIAN), POLICY];

/** @type {Readonly<Settings>} */
export const DEFAULTS = Object.freeze({
  version: VERSION,
  guard: true,
  pill: true,
  suspects: true,
  young: false,
  region: '',
  language: '',
  sites: [],
  ownWords: [],
  neverWords: [],
});

/** What a guardian fixes for good. Everything else stays as it is, and is locked until they open it. */
const GUARDED = { guard: true };

/** @type {Name[]} what stays locked when a guardian has opened the settings: no site is off, either */
const FIXED = ['guard', 'sitesOff'];

/** @type {Name[]} what a guardian leaves to the young person, as it changes nothing in what is marked */
const FREE = ['region', 'language'];

/** @param {unknown} value */
const isBoolean = (value) => typeof value === 'boolean';

/** @type {Record<Exclude<keyof Settings, 'version'>, (value: any) => boolean>} what each field may hold */
export const VALID = {
  guard: isBoolean,
  pill: isBoolean,
  suspects: isBoolean,
  young: isBoolean,
  region: (value) => value === '' || isRegion(value),
  language: (value) => value === '' || isLanguage(value),
  sites: isSiteList,
  ownWords: isWordList,
  neverWords: isWordList,
};

/** @type {Record<Name, (value: any) => boolean>} what each field of a policy may hold, as in `managed_schema.json` */
export const POLICIES = { ...VALID, sitesOff: (value) => Array.isArray(value) && value.every(isHost) };

/** Somebody else has fixed what was to be changed. */
export class Locked extends Error {}

/** What was to be kept is not what a field may hold: a list is full, say. */
export class Invalid extends Error {
  /** @param {string} field */
  constructor(field) {
    super(field);
    this.field = field;
  }
}

/**
 * The settings in what was stored: each field that is valid, and for the others those of `last`.
 *
 * @param {unknown} stored
 * @param {Readonly<Settings>} [last] the last that were good
 * @returns {Settings}
 */
export function settingsOf(stored, last = DEFAULTS) {
  const fields = /** @type {Record<string, unknown>} */ (typeof stored === 'object' && stored !== null ? stored : {});
  const valid = Object.entries(VALID).filter(([key, isValid]) => isValid(fields[key]));
  return { ...last, ...Object.fromEntries(valid.map(([key]) => [key, fields[key]])), version: VERSION };
}

/**
 * What the user has chosen, by what was stored.
 *
 * @param {Record<string, unknown>} stored with the settings and their copy
 */
export const chosenIn = (stored) => settingsOf(stored[SETTINGS], settingsOf(stored[copyOf(SETTINGS)]));

/**
 * Whether stored settings are of a later version.
 *
 * @param {unknown} stored
 */
export const isLater = (stored) => versionOf(stored) > VERSION;

/**
 * Whether stored settings cannot be read as they were written.
 *
 * @param {unknown} stored
 */
function isDamaged(stored) {
  if (stored === undefined || isLater(stored)) return false;
  const fields = /** @type {Record<string, unknown>} */ (stored);
  return versionOf(stored) < 1 || Object.entries(VALID).some(([key, isValid]) => Object.hasOwn(fields, key) && !isValid(fields[key]));
}

/**
 * The version of stored settings; 0 if they have none.
 *
 * @param {unknown} stored
 */
function versionOf(stored) {
  const { version } = /** @type {{ version?: unknown }} */ (stored ?? {});
  return typeof version === 'number' ? version : 0;
}

/**
 * The hosts in what was stored as the sites that are off.
 *
 * @param {unknown} stored
 * @returns {string[]}
 */
export const sitesOf = (stored) =>
  Array.isArray(stored) ? stored.filter((host) => typeof host === 'string' && host !== '') : [];

/**
 * The sites that the user switched off, by what was stored.
 *
 * @param {Record<string, unknown>} stored with them and their copy
 */
export const sitesOffIn = (stored) => sitesOf(wholeIn(stored, SITES_OFF, areSites));

/**
 * Whether stored sites are as they were written, or there are none yet.
 *
 * @param {unknown} stored
 */
const areSites = (stored) => stored === undefined || (Array.isArray(stored) && sitesOf(stored).length === stored.length);

/**
 * What holds, and who has fixed it; the defaults where the storage cannot be read.
 *
 * @returns {Promise<State>}
 */
export async function loadState() {
  const [read, policy, open] = await Promise.all([
    readLocal([...STATE_KEYS, RESET]).catch(() => null),
    readPolicy(POLICIES),
    openUntil(),
  ]);
  const stored = read ?? {};
  const guarded = isGuarded(stored);
  /** @param {Name} name */
  const isFree = (name) => (open > 0 ? !FIXED.includes(name) : FREE.includes(name));
  const names = /** @type {Name[]} */ (Object.keys(POLICIES));
  const layers = names.flatMap((name) => {
    if (Object.hasOwn(policy.values, name)) return [[name, 'policy']];
    return guarded && !isFree(name) ? [[name, 'guardian']] : [];
  });
  return {
    settings: settingsOf(policy.values, { ...chosenIn(stored), ...(guarded ? GUARDED : {}) }),
    sitesOff: sitesOf(policy.values.sitesOff ?? (guarded ? [] : sitesOffIn(stored))),
    locked: Object.fromEntries(layers),
    guarded,
    wrong: policy.wrong,
    damaged: isDamaged(stored[SETTINGS]) || !areSites(stored[SITES_OFF]),
    unreadable: read === null,
    later: isLater(stored[SETTINGS]),
  };
}

/**
 * Who has fixed what, for who is about to change something.
 *
 * @throws {Unreadable} if nobody can tell
 */
export async function lockedNow() {
  const { locked, unreadable } = await loadState();
  if (unreadable) throw new Unreadable();
  return locked;
}

/** The settings that hold. */
export const loadSettings = async () => (await loadState()).settings;

/**
 * Changes some settings and keeps the others.
 *
 * @param {Changes | ((chosen: Settings) => Changes | null)} change what changes, or what it is by what is chosen
 *   now; null if nothing is to be written
 * @throws {Locked} if somebody else has fixed one of them; then none is changed
 * @throws {Invalid} if one of them would not be valid; nor then
 * @throws {LaterVersion} if what is stored must not be written over
 * @throws {Unreadable} if what is stored cannot be read
 */
export const saveSettings = (change) =>
  navigator.locks.request(SETTINGS, async () => {
    const stored = await readLocal(withCopies(SETTINGS));
    if (isLater(stored[SETTINGS])) throw new LaterVersion();
    const chosen = chosenIn(stored);
    const changes = typeof change === 'function' ? change(chosen) : change;
    if (!changes) return;
    const locked = await lockedNow();
    if (Object.keys(changes).some((name) => Object.hasOwn(locked, name))) throw new Locked();
    const fields = /** @type {[keyof typeof VALID, unknown][]} */ (Object.entries(changes));
    const wrong = fields.find(([name, value]) => !VALID[name](value));
    if (wrong) throw new Invalid(wrong[0]);
    const settings = settingsOf(changes, chosen);
    await api.storage.local.set(twice({ [SETTINGS]: settings }));
  });

/**
 * Adds sites that are not on the list yet; the browser has to allow them as well.
 *
 * @param {string[]} added
 * @throws what {@link saveSettings} throws
 */
export const addSites = (added) =>
  saveSettings(({ sites }) => {
    const all = new Set([...sites, ...added]);
    return all.size > sites.length ? { sites: [...all] } : null;
  });

/** @typedef {Partial<Omit<Settings, 'version'>>} Changes */

/**
 * Switches a site on or off.
 *
 * @param {string} host a site, or a host as in `URL.host`
 * @param {boolean} on
 * @throws {Locked} if somebody else has fixed which sites are on
 * @throws {LaterVersion} if what is stored must not be written over
 * @throws {Unreadable} if what is stored cannot be read
 */
export const switchSite = (host, on) =>
  navigator.locks.request(SETTINGS, async () => {
    const locked = await lockedNow();
    if (locked.sitesOff) throw new Locked();
    const stored = await readLocal([SETTINGS, ...withCopies(SITES_OFF)]);
    if (isLater(stored[SETTINGS])) throw new LaterVersion();
    const others = sitesOffIn(stored).filter((site) => !holds(site, host));
    await api.storage.local.set(twice({ [SITES_OFF]: on ? others : [...others, host] }));
  });
