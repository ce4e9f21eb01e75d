// Our script, where the manifest does not run it.

import { api } from './browser.js';

// From the root: Firefox looks for a style sheet beside the page that asks.
export const JS = '/content/content.js';
export const CSS = '/content/highlight.css';

/**
 * Runs it in a tab's page and its frames; where it runs already, it stays as it is.
 *
 * @param {number} tab
 */
export async function runIn(tab) {
  const target = { tabId: tab, allFrames: true };
  await api.scripting.insertCSS({ target, files: [CSS] });
  await api.scripting.executeScript({ target, files: [JS] });
}
