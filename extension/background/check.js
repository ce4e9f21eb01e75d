// Ways to the page that checks a message: the context menu of a selection, and the keyboard.

import { api } from '../browser.js';
import { STATE_KEYS, loadSettings } from '../settings.js';
import { t, textsOf, use } from '../texts.js';
import { openPage, openWith, take } from './handover.js';

const PAGE = 'pages/check.html';
const MENU = 'check-selection';
const COMMAND = 'check-message';

/** Offers the ways; to be called when the worker starts. */
export function offerCheck() {
  api.runtime.onInstalled.addListener(async () => {
    api.contextMenus.create({ id: MENU, title: await title(), contexts: ['selection'] });
  });
  api.storage.onChanged.addListener(async (changes) => {
    if (!STATE_KEYS.some((key) => key in changes)) return;
    const now = await title();
    await api.contextMenus.update(MENU, { title: now }).catch(() => {
      // It is not there yet, and will say it when it is.
    });
  });
  api.contextMenus.onClicked.addListener(({ menuItemId, selectionText }) => {
    // Where there is no room for the text, the page is worth opening all the same.
    if (menuItemId === MENU) openWith(PAGE, selectionText ?? '').catch(() => openPage(PAGE));
  });
  api.commands.onCommand.addListener((command) => {
    if (command === COMMAND) openPage(PAGE);
  });
}

/** What the menu says, in the language that holds now. */
async function title() {
  use(await textsOf((await loadSettings()).language));
  return t('check_menu');
}

/** The text that waits for the page; empty if there is none. */
export async function takeSelection() {
  const text = await take(PAGE);
  return typeof text === 'string' ? text : '';
}
