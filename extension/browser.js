// The browser's API, through one door. Both browsers know it as `chrome` and answer with promises.

export const api = chrome;

/** Whether this script still belongs to an installed extension: not after an update or a removal. */
export const isInstalled = () => {
  try {
    return Boolean(api.runtime?.id);
  } catch {
    return false;
  }
};

/**
 * What a storage gives, or nothing where it cannot be read.
 *
 * @param {Promise<Record<string, unknown>>} read
 */
export const orEmpty = (read) => read.catch(() => /** @type {Record<string, unknown>} */ ({}));

/** What is stored is of a later version of the extension, and writing would lose some of it. */
export class LaterVersion extends Error {}

/** The browser cannot read what we have stored. */
export class Unreadable extends Error {}

/**
 * What is stored on this device, for who must not take for nothing what cannot be read.
 *
 * @param {string | string[]} keys
 * @returns {Promise<Record<string, unknown>>}
 * @throws {Unreadable}
 */
export const readLocal = (keys) =>
  api.storage.local.get(keys).catch(() => {
    throw new Unreadable();
  });
