// Ways to the page that checks a message: the context menu of a selection, and the keyboard.

import { api } from '../browser.js';
import { MOST_TEXT } from '../protocol.js';
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
  api.contextMenus.onClicked.addListener(async (click, tab) => {
    if (click.menuItemId !== MENU) return;
    const text = await selected(click, tab);
    // Where there is no room for the text, the page is worth opening all the same.
    await openWith(PAGE, text).catch(() => openPage(PAGE));
  });
  api.commands.onCommand.addListener((command) => {
    if (command === COMMAND) openPage(PAGE);
  });
}

/**
 * The text that the menu was opened on. The browser gives it without its lines (Chromium) or cut off
 * (Firefox), so its frame is asked, if we may: the click allows it for the page's own site.
 *
 * @param {chrome.contextMenus.OnClickData} click
 * @param {chrome.tabs.Tab} [tab]
 */
async function selected({ selectionText = '', frameId = 0 }, tab) {
  try {
    const target = { tabId: tab?.id ?? api.tabs.TAB_ID_NONE, frameIds: [frameId] };
    const [{ result }] = await api.scripting.executeScript({ target, func: selectedHere, injectImmediately: true });
    // What is selected inside a shadow root may not be what a frame tells.
    const whole = result?.find((one) => one && letters(one).startsWith(letters(selectionText)));
    if (whole) return whole.slice(0, MOST_TEXT + 1);
  } catch {
    // No script may run there, or the frame is gone.
  }
  return selectionText;
}

/** What is selected in the field of a frame that has the focus, and in its text; it is sent there as text. */
function selectedHere() {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  const field = focused instanceof HTMLTextAreaElement || focused instanceof HTMLInputElement ? focused : null;
  // A password stays where it is.
  const isOpen = field && field.type !== 'password';
  const inField = isOpen ? field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0) : '';
  return [inField, getSelection()?.toString() ?? ''];
}

/** A text without what a browser may change between its letters. @param {string} text */
const letters = (text) => text.replaceAll(/\s/g, '');

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
