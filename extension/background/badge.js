// The number on the toolbar button: the marks of all frames of a tab.

import { api } from '../browser.js';

/** @typedef {Record<number, number>} FrameCounts marks by frame id */

/** @type {Promise<unknown>} Changes are made one after another: each reads what the last wrote. */
let last = Promise.resolve();

/**
 * Notes how many marks a frame has.
 *
 * @param {number} tab
 * @param {number} frame
 * @param {number} count
 */
export function setCount(tab, frame, count) {
  last = last.then(() => change(tab, frame, count)).catch(() => {
    // The tab is gone.
  });
}

/**
 * @param {number} tab
 * @param {number} frame
 * @param {number} count
 */
async function change(tab, frame, count) {
  // The worker sleeps between messages, so the counts are kept in the session's storage.
  const key = `counts:${tab}`;
  const stored = await api.storage.session.get(key);
  const counts = /** @type {FrameCounts} */ (stored[key] ?? {});
  counts[frame] = count;
  await api.storage.session.set({ [key]: counts });
  const sum = Object.values(counts).reduce((a, b) => a + b, 0);
  await api.action.setBadgeBackgroundColor({ tabId: tab, color: '#b3261e' });
  await api.action.setBadgeText({ tabId: tab, text: sum > 0 ? String(sum) : '' });
}

/**
 * Forgets the counts of a tab, which shows another page now.
 *
 * @param {number} tab
 */
export function forgetCounts(tab) {
  last = last.then(() => api.storage.session.remove(`counts:${tab}`));
}
