// Ways to the page that checks a message: the context menu of a selection, and the keyboard.

import { api } from '../browser.js';
import { SETTINGS, loadSettings } from '../settings.js';
import { t, textsOf, use } from '../texts.js';

const PAGE = 'pages/check.html';
const MENU = 'check-selection';
const COMMAND = 'check-message';
/** Where a selected text waits for the page: in memory, and only until the page has taken it. */
const SELECTION = 'selection';

/** Offers the ways; to be called when the worker starts. */
export function offerCheck() {
  api.runtime.onInstalled.addListener(async () => {
    api.contextMenus.create({ id: MENU, title: await title(), contexts: ['selection'] });
  });
  api.storage.onChanged.addListener(async (changes) => {
    if (SETTINGS in changes) await api.contextMenus.update(MENU, { title: await title() });
  });
  api.contextMenus.onClicked.addListener(async ({ menuItemId, selectionText }) => {
    if (menuItemId !== MENU) return;
    await api.storage.session.set({ [SELECTION]: selectionText ?? '' });
    openPage();
  });
  api.commands.onCommand.addListener((command) => {
    if (command === COMMAND) openPage();
  });
}

/** What the menu says, in the language that holds now. */
async function title() {
  use(await textsOf((await loadSettings()).language));
  return t('check_menu');
}

const openPage = () => api.tabs.create({ url: api.runtime.getURL(PAGE) });

/** The text that waits for the page, which is then forgotten; empty if there is none. */
export async function takeSelection() {
  const { [SELECTION]: text } = await api.storage.session.get(SELECTION);
  await api.storage.session.remove(SELECTION);
  return typeof text === 'string' ? text : '';
}
