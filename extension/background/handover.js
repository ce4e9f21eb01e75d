// What somebody leaves for a page of ours that opens: in memory, and only until it has taken it.

import { api } from '../browser.js';

/**
 * Opens one of our pages, with something that waits for it.
 *
 * @param {string} page its path
 * @param {unknown} left
 * @param {chrome.tabs.Tab} [opener] the tab that the page opens beside, and gives back when it is closed
 */
export async function openWith(page, left, opener) {
  await api.storage.session.set({ [page]: left });
  try {
    await openPage(page, opener);
  } catch (error) {
    await api.storage.session.remove(page);
    throw error;
  }
}

/**
 * @param {string} page its path
 * @param {chrome.tabs.Tab} [opener]
 */
export function openPage(page, opener) {
  // From a private window, a page of ours may have to open in another one.
  const beside =
    opener && !opener.incognito ? { openerTabId: opener.id, windowId: opener.windowId, index: opener.index + 1 } : {};
  return api.tabs.create({ url: api.runtime.getURL(page), ...beside });
}

/**
 * What was left for a page, which is then forgotten; undefined if there is nothing.
 *
 * @param {string} page its path
 * @returns {Promise<unknown>}
 */
export async function take(page) {
  const { [page]: left } = await api.storage.session.get(page);
  await api.storage.session.remove(page);
  return left;
}
