// What the user has chosen, in the browser's local storage for extensions.
//
// Two keys, each written as a whole:
// - `settings`: a {@link Settings}, with the version of its shape. Fields of the wrong type, which a
//   broken storage or a hand-made file may hold, are as good as absent. A shape of a later version
//   is read for the fields known here and never written over.
// - `sitesOff`: the hosts where the extension is switched off, with their ports as in `URL.host`.

import { api } from './browser.js';
import { isRegion } from './regions.js';
import { isLanguage } from './texts.js';

/**
 * @typedef {object} Settings
 * @property {1} version of this shape
 * @property {boolean} guard whether to ask before a risky step in a post with an offer
 * @property {boolean} pill whether to show the summary of a page that has marks
 * @property {boolean} suspects whether to mark what is not sure, and not only offers
 * @property {string} region whose channels a report goes to, as a key of `REGIONS`; empty for the
 *   one that the language of the browser suggests
 * @property {string} language of the interface, as a key of `LANGUAGES`; empty for the browser's own
 */

/** The version of the shape that is written. */
export const VERSION = 1;

/** Where the settings are kept. */
export const SETTINGS = 'settings';

/** Where the sites that the user switched off are kept. */
export const SITES_OFF = 'sitesOff';

/** @type {Readonly<Settings>} */
export const DEFAULTS = Object.freeze({ version: VERSION, guard: true, pill: true, suspects: true, region: '', language: '' });

/** @param {unknown} value */
const isBoolean = (value) => typeof value === 'boolean';

/** @type {Record<Exclude<keyof Settings, 'version'>, (value: any) => boolean>} what each field may hold */
const VALID = {
  guard: isBoolean,
  pill: isBoolean,
  suspects: isBoolean,
  region: (value) => value === '' || isRegion(value),
  language: (value) => value === '' || isLanguage(value),
};

/** The settings are of a later version of the extension, which would lose some. */
export class LaterVersion extends Error {}

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
 * The hosts in what was stored as the sites that are off.
 *
 * @param {unknown} stored
 * @returns {string[]}
 */
export const sitesOf = (stored) =>
  Array.isArray(stored) ? stored.filter((host) => typeof host === 'string' && host !== '') : [];

/**
 * The settings, or the defaults where the storage cannot be read.
 *
 * @returns {Promise<Settings>}
 */
export async function loadSettings() {
  const { [SETTINGS]: stored } = await api.storage.local.get(SETTINGS).catch(() => ({ [SETTINGS]: undefined }));
  return settingsOf(stored);
}

/**
 * Changes some settings and keeps the others.
 *
 * @param {Partial<Omit<Settings, 'version'>>} changes
 * @throws {LaterVersion} if what is stored must not be written over
 */
export async function saveSettings(changes) {
  const { [SETTINGS]: stored } = await api.storage.local.get(SETTINGS);
  const { version } = /** @type {{ version?: unknown }} */ (stored ?? {});
  if (typeof version === 'number' && version > VERSION) throw new LaterVersion();
  await api.storage.local.set({ [SETTINGS]: settingsOf(changes, settingsOf(stored)) });
}

/** The hosts where the extension is switched off. */
export async function loadSitesOff() {
  const { [SITES_OFF]: stored } = await api.storage.local.get(SITES_OFF);
  return sitesOf(stored);
}

/**
 * Switches a site on or off.
 *
 * @param {string} host as in `URL.host`
 * @param {boolean} on
 */
export async function switchSite(host, on) {
  const others = (await loadSitesOff()).filter((other) => other !== host);
  await api.storage.local.set({ [SITES_OFF]: on ? others : [...others, host] });
}
