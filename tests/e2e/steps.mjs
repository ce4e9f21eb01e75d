// What tests do and see on a page, in the words of a person.

import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { eventually, inOverlay, painted, wrong } from './harness.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

/** The check for accessibility, as a script. */
export const AXE = await readFile(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

const POST = { in: '#post', has: '微信号', level: 'offer' };

/**
 * @param {Page} page
 * @param {{ in: string, has: string, level: string }[]} [marks]
 */
export const marked = (page, marks = [POST]) => eventually(async () => wrong(await painted(page), marks));

/** @param {Page} page */
export const unmarked = (page) =>
  eventually(async () => {
    const parts = await painted(page);
    return parts.length === 0 ? null : `still painted: ${JSON.stringify(parts)}`;
  });

/**
 * The text of the open card, or null.
 *
 * @param {Page} page
 */
export const card = (page) => inOverlay(page, (root) => root.querySelector('.card:popover-open')?.textContent);

/** @param {Page} page */
export const cardIsOpen = (page) => eventually(async () => ((await card(page)) ? null : 'no card is open'));

/** @param {Page} page */
export const cardIsClosed = (page) => eventually(async () => ((await card(page)) ? 'a card is open' : null));

/** @param {Page} page */
export const focusedBadge = (page) => inOverlay(page, (root) => root.activeElement?.ariaLabel);

/**
 * Presses the button of ours that has a text or a name, as a click of the mouse does.
 *
 * @param {Page} page
 * @param {string} name
 * @param {number} [times] 2 for a double click
 */
export const press = (page, name, times = 1) =>
  eventually(async () => {
    const said = await inOverlay(
      page,
      (root, { wanted, times }) => {
        const buttons = [...root.querySelectorAll('button')].filter((button) => button.checkVisibility());
        const found = buttons.find((button) => button.textContent === wanted || button.ariaLabel === wanted);
        for (let click = 0; click < times; click += 1) found?.click();
        return found ? 'pressed' : `no button “${wanted}” among ${buttons.map((button) => button.ariaLabel ?? button.textContent)}`;
      },
      { wanted: name, times },
    );
    return said === 'pressed' ? null : (said ?? 'the page has nothing of ours');
  });

/**
 * Opens the card of the mark in an element, by its badge.
 *
 * @param {Page} page
 * @param {string} words part of the mark's words
 */
export async function openCard(page, words) {
  await eventually(async () => {
    const said = await inOverlay(
      page,
      (root, wanted) => {
        const badges = [...root.querySelectorAll('button')].filter((button) => button.matches('.badge'));
        const badge = badges.find(({ ariaLabel }) => ariaLabel?.includes(wanted));
        const isOpen = () => root.querySelector('.card:popover-open') !== null;
        if (!isOpen()) badge?.click();
        return isOpen()
          ? 'open'
          : `no card for “${wanted}” among ${badges.map(({ ariaLabel }) => ariaLabel)}`;
      },
      words,
    );
    return said === 'open' ? null : (said ?? 'the page has nothing of ours');
  });
}

/**
 * Where the focus is: the name of the element of ours that has it, or null.
 *
 * @param {Page} page
 */
export const focused = (page) =>
  inOverlay(page, ({ activeElement }) => activeElement && (activeElement.ariaLabel ?? activeElement.textContent));

/**
 * What the status messages of ours say.
 *
 * @param {Page} page
 */
export const statuses = (page) =>
  inOverlay(page, (root) => [...root.querySelectorAll('[role=status]')].map(({ textContent }) => textContent).join('\n'));

/**
 * What the page is made of, without us.
 *
 * @param {Page} page
 */
export const lightDom = (page) => page.evaluate(() => document.head.outerHTML + document.body.outerHTML);

/**
 * Leaves one empty tab and no memory of the tests before.
 *
 * @param {import('./harness.mjs').Session} session
 */
export async function tidyUp(session) {
  const popup = await session.openPopup();
  await eventually(() =>
    popup.run(async () => {
      if (!globalThis.chrome?.storage) return 'the popup is not there yet';
      await chrome.storage.local.clear();
      return null;
    }),
  );
  const [, ...others] = await session.browser.pages();
  await Promise.all(others.map((page) => page.close()));
}

/**
 * What axe finds wrong in a page of ours.
 *
 * @param {import('./harness.mjs').Popup} own
 */
export async function violations(own) {
  await own.load(AXE);
  return own.run(async () => {
    const { axe } = /** @type {any} */ (globalThis);
    const found = await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
    return found.violations.map((/** @type {any} */ { id, nodes }) => ({ id, html: nodes.map((/** @type {any} */ node) => node.html) }));
  });
}

/**
 * Checks a page of ours as people see it: light and dark, wide and narrow. Leaves it light and wide.
 *
 * @param {import('./harness.mjs').Session} session
 * @param {import('./harness.mjs').Popup} own
 */
export async function isAccessible(session, own) {
  for (const dark of [true, false]) {
    await session.showDark(own.page, dark);
    for (const width of [320, 900]) {
      await own.page.setViewport({ width, height: 900 });
      await eventually(async () => {
        const seen = await own.run(() => ({ dark: matchMedia('(prefers-color-scheme: dark)').matches, width: innerWidth }));
        return seen.dark === dark && seen.width === width ? null : `the page is seen ${JSON.stringify(seen)}`;
      });
      assert.deepEqual(await violations(own), [], `${dark ? 'dark' : 'light'}, ${width} px wide`);
      assert.ok(await own.run(() => document.documentElement.scrollWidth <= innerWidth), `it scrolls sideways at ${width} px`);
    }
  }
}

/** Where the pictures of our pages go. */
export const PICTURES = new URL('../../dist/screenshots/', import.meta.url);

/** @type {Record<string, () => boolean>} whether a page of ours shows what comes last: some of it long after the heading */
const WHOLE = {
  'check.html': () => document.querySelector('#privacy:not(:empty)') !== null,
  'guardian.html': () => document.querySelector('section[id]:not([hidden])') !== null,
  'options.html': () => document.querySelector('#said-count:not(:empty)') !== null,
  'popup.html': () => document.querySelector('#summary:not(:empty), #check:not([hidden])') !== null,
  'report.html': () => document.querySelector('textarea')?.value !== '' || document.querySelector('#status:not(:empty)') !== null,
  'welcome.html': () => document.querySelector('fournos-marks') !== null,
};

/**
 * Waits until a page of ours speaks a language and has all that it shows.
 *
 * @param {import('./harness.mjs').Popup} own
 * @param {string} file in `pages/`
 * @param {string} language
 */
export const untilWhole = (own, file, language) =>
  eventually(async () => {
    // It is away for a moment while it loads anew.
    const lang = await own.run(() => document.documentElement.lang).catch(() => '');
    if (lang !== language) return `${file} speaks “${lang}”, not ${language}`;
    return (await own.run(WHOLE[file]).catch(() => false)) ? null : `${file} does not show everything yet`;
  });

/**
 * A picture of a page of ours, in the folder of the pictures.
 *
 * @param {import('./harness.mjs').Popup} own
 * @param {string} called
 * @param {boolean} [fullPage] also what one has to scroll to
 */
export async function picture(own, called, fullPage = false) {
  // What was shown just now is painted in the frame after the next.
  await own.run(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(null)))));
  await own.page.screenshot({ path: /** @type {`${string}.png`} */ (fileURLToPath(new URL(`${called}.png`, PICTURES))), fullPage });
}

/**
 * Types a message into “Check a message”, and waits for its verdict.
 *
 * @param {import('./harness.mjs').Popup} check
 * @param {string} message
 * @returns {Promise<string>} the verdict's level
 */
export async function verdictOf(check, message) {
  await check.run((words) => {
    const box = /** @type {HTMLTextAreaElement} */ (document.getElementById('message'));
    box.value = words;
    // Of the message before it says nothing any more.
    const verdict = /** @type {HTMLElement} */ (document.getElementById('verdict'));
    verdict.className = '';
    box.dispatchEvent(new InputEvent('input', { bubbles: true }));
  }, message);
  let level = '';
  await eventually(async () => {
    level = await check.run(() => document.getElementById('verdict')?.className ?? '');
    return level ? null : `no verdict on “${message}” yet`;
  });
  return level;
}

/**
 * Pictures of a page of ours for people to look at, in Chinese and English, light and dark.
 *
 * @param {import('./harness.mjs').Session} session
 * @param {string} file in `pages/`
 * @param {string} called what the pictures are called
 */
export async function pictures(session, file, called) {
  await mkdir(PICTURES, { recursive: true });
  const own = await session.openOwn(file);
  const { settings } = await own.run(() => chrome.storage.local.get('settings'));
  for (const language of ['zh-CN', 'en']) {
    await choose(own, { version: 1, .../** @type {object} */ (settings), language });
    await own.run(() => {
      // It is told from the one that comes.
      document.documentElement.lang = '';
      location.reload();
    });
    await untilWhole(own, file, language);
    await own.page.bringToFront();
    await own.page.setViewport({ width: file === 'popup.html' ? 340 : 900, height: 900 });
    for (const dark of [false, true]) {
      await session.showDark(own.page, dark);
      await eventually(async () => ((await own.run(() => matchMedia('(prefers-color-scheme: dark)').matches)) === dark ? null : 'no other colours'));
      await picture(own, `${session.name}-${called}-${language}-${dark ? 'dark' : 'light'}`, true);
    }
    await session.showDark(own.page, false);
  }
  await choose(own, settings);
  await own.page.close();
}

/**
 * @param {import('./harness.mjs').Popup} own
 * @param {unknown} settings
 */
const choose = (own, settings) => store(own, { settings: settings ?? {} });

/**
 * Stores something in the extension's own storage, as if it had been stored before: not in the middle
 * of a change that it makes itself.
 *
 * @param {import('./harness.mjs').Popup} own a page of ours
 * @param {object} values
 */
export const store = (own, values) => own.run((all) => navigator.locks.request('settings', () => chrome.storage.local.set(all)), values);

/**
 * All that is in the extension's own storage.
 *
 * @param {import('./harness.mjs').Popup} own a page of ours
 * @returns {Promise<any>}
 */
export const stored = (own) => own.run(() => chrome.storage.local.get());

/**
 * Waits until each badge stands beside the words of a mark, and one for every mark that is seen.
 *
 * @param {Page} page
 * @param {number} [least] how many badges there are at least
 */
export const badgesAreBeside = (page, least = 1) =>
  eventually(async () => {
    const said = await inOverlay(page, (root) => {
      const ends = ['offer', 'suspect', 'own'].flatMap((level) =>
        [...(CSS.highlights.get(`fournos-${level}`) ?? [])].flatMap((range) => {
          const [first = new DOMRect(), ...others] = /** @type {Range} */ (range).getClientRects();
          const line = [first, ...others.filter((rect) => rect.top < first.bottom && rect.bottom > first.top)];
          const { right, top } = line.at(-1) ?? first;
          return [{ right, top }];
        }),
      );
      const badges = [...root.querySelectorAll('.badge')].filter((badge) => badge.checkVisibility());
      // One far off the viewport is not seen, and follows its mark only once it comes near.
      const seen = badges.filter((badge) => badge.checkVisibility({ checkOpacity: true }));
      const astray = seen.filter((badge) => {
        const { left, bottom } = badge.getBoundingClientRect();
        return !ends.some(({ right, top }) => Math.abs(left - right) < 12 && Math.abs(bottom - top) < 18);
      });
      return { badges: badges.length, astray: astray.map((badge) => JSON.stringify(badge.getBoundingClientRect())), ends };
    });
    if (!said) return 'the page has nothing of ours';
    if (said.badges < least) return `${said.badges} badges`;
    return said.astray.length === 0 ? null : `beside no mark: ${said.astray}; marks end at ${JSON.stringify(said.ends)}`;
  });

/** Preferences of Firefox that leave an extension 10 MB, not half of the disk. */
export const LITTLE_ROOM = { 'dom.quotaManager.temporaryStorage.fixedLimit': 10_240 };

/**
 * Fills the extension's own storage, in Firefox where it was launched with little room. Gives the keys
 * of what it is filled with.
 *
 * @param {import('./harness.mjs').Popup} own a page of ours
 */
export const fillStorage = (own) =>
  own.run(async () => {
    /** Nothing that could be packed. @param {number} size */
    const noise = (size) => {
      const parts = [];
      for (let left = size; left > 0; left -= 65_536) {
        parts.push(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(Math.min(left, 65_536))).map((byte) => byte % 128)));
      }
      return parts.join('');
    };
    /** @type {string[]} */
    const keys = [];
    for (let size = 2 ** 20; size >= 1; ) {
      const key = `full${keys.length}`;
      try {
        await chrome.storage.local.set({ [key]: noise(size) });
        keys.push(key);
      } catch {
        size = Math.floor(size / 2);
      }
      if (keys.length > 100) throw new Error('it cannot be filled');
    }
    return keys;
  });
