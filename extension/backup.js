// A back-up of all that the user has chosen, as a file of JSON that they keep, and the way back.
//
// What is fixed by somebody else is neither in it nor changed by it. A file is taken as a whole or not
// at all.

import { LaterVersion, api, readLocal } from './browser.js';
import { MEMORY, inTurn, isLaterMemory, isMemory, loadMemory, readMemory } from './memory.js';
import { DEFAULTS, SETTINGS, SITES_OFF, VALID, VERSION, chosenIn, isLater, lockedNow, settingsOf, sitesOffIn } from './settings.js';
import { isUrlHost } from './sites.js';
import { twice, withCopies } from './twice.js';

/** The largest file that is read, in bytes; a back-up has a tenth of it at most. */
export const LARGEST = 1_000_000;
/** Where what the user has chosen is kept, and what is remembered. */
const CHOSEN = withCopies(SETTINGS, SITES_OFF, MEMORY);
/** How the file says what it is. */
const FORMAT = 'FourNos backup';

/**
 * @typedef {object} Everything
 * @property {import('./settings.js').Settings} settings
 * @property {string[]} sitesOff
 * @property {import('./memory.js').Memory} memory
 */

/** A file that is no back-up that can be read here. `field` is the first that is wrong, if one is. */
export class BadBackup extends Error {
  /**
   * @param {'large' | 'foreign' | 'later' | 'damaged'} what
   * @param {string} [field]
   */
  constructor(what, field = '') {
    super(`${what} ${field}`);
    this.what = what;
    this.field = field;
  }
}

/** Something was changed meanwhile, which would be lost. */
export class Changed extends Error {}

/** A back-up, as the text of a file. */
export async function makeBackup() {
  const stored = await readLocal(CHOSEN);
  if (isLater(stored[SETTINGS]) || isLaterMemory(stored)) throw new LaterVersion();
  const { version, ...settings } = chosenIn(stored);
  const everything = { format: FORMAT, version, settings, sitesOff: sitesOffIn(stored), memory: await loadMemory() };
  return `${JSON.stringify(everything, null, 2)}\n`;
}

/**
 * What is in a back-up.
 *
 * @param {string} text of the file
 * @returns {Everything}
 * @throws {BadBackup}
 */
export function readBackup(text) {
  const { format, version, settings, sitesOff, memory } = parsed(text);
  if (format !== FORMAT || !Number.isSafeInteger(version) || version < 1) throw new BadBackup('foreign');
  if (version > VERSION) throw new BadBackup('later');
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) throw new BadBackup('damaged', 'settings');
  // An earlier version lacks fields; whatever is there has to be right.
  const wrong = Object.entries(VALID).find(([name, isValid]) => Object.hasOwn(settings, name) && !isValid(settings[name]));
  if (wrong) throw new BadBackup('damaged', wrong[0]);
  if (!Array.isArray(sitesOff) || !sitesOff.every(isUrlHost)) throw new BadBackup('damaged', 'sitesOff');
  if (!isMemory(memory)) throw new BadBackup('damaged', 'memory');
  const { salt, said, dismissed } = memory;
  return { settings: settingsOf(settings), sitesOff, memory: { version: 1, salt, said, dismissed } };
}

/**
 * @param {string} text
 * @returns {any} an object
 */
function parsed(text) {
  try {
    return Object(JSON.parse(text));
  } catch {
    throw new BadBackup('foreign');
  }
}

/** What there is before anybody has chosen anything. */
export const nothing = async () => ({
  settings: DEFAULTS,
  sitesOff: [],
  memory: { ...(await loadMemory()), said: [], dismissed: [] },
});

/**
 * Puts everything in the place of what there is, in one step, except what somebody else has fixed.
 *
 * @param {Readonly<Everything>} next
 * @param {Everything} [onlyIf] what there has to be before
 * @returns {Promise<{ before: Everything, after: Everything, stayed: import('./settings.js').Name[] }>} `stayed` would
 *   be something else now, were it not fixed
 * @throws {Changed} if there is something else than `onlyIf`
 * @throws {LaterVersion} if what is stored must not be written over
 */
export const replaceAll = (next, onlyIf) =>
  navigator.locks.request(SETTINGS, () =>
    inTurn(async () => {
      const stored = await readLocal(CHOSEN);
      if (isLater(stored[SETTINGS]) || isLaterMemory(stored)) throw new LaterVersion();
      /** @type {Everything} */
      const before = { settings: chosenIn(stored), sitesOff: sitesOffIn(stored), memory: await readMemory(stored) };
      if (onlyIf && JSON.stringify(onlyIf) !== JSON.stringify(before)) throw new Changed();
      const locked = await lockedNow();
      const free = Object.entries(next.settings).filter(([name]) => !Object.hasOwn(locked, name));
      const after = {
        settings: settingsOf(Object.fromEntries(free), before.settings),
        sitesOff: locked.sitesOff ? before.sitesOff : next.sitesOff,
        memory: next.memory,
      };
      const { settings, sitesOff, memory } = after;
      await api.storage.local.set(twice({ [SETTINGS]: settings, [SITES_OFF]: sitesOff, [MEMORY]: memory }));
      const [wanted, kept] = [next, after].map((all) => ({ ...all.settings, sitesOff: all.sitesOff }));
      const names = /** @type {import('./settings.js').Name[]} */ (Object.keys(locked));
      return { before, after, stayed: names.filter((name) => JSON.stringify(wanted[name]) !== JSON.stringify(kept[name])) };
    }),
  );
