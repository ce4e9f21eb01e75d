// Pictures of what is ours, in dist/screenshots, for people to look at: every page in Chinese and in
// English, light and dark; card, guard and popup in every language. What does not fit there is told.

import assert from 'node:assert/strict';
import { mkdir, readdir } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { browsers, eventually, inOverlay, launch, untilRead } from './harness.mjs';
import { PICTURES, picture, store, untilWhole, verdictOf } from './steps.mjs';

/** @typedef {import('./harness.mjs').Session} Session */
/** @typedef {import('./harness.mjs').Popup} Popup */

/** The size of each page, in CSS pixels. */
const TAB = { width: 900, height: 1000 };
const POPUP = { width: 340, height: 600 };
const PHONE = { width: 480, height: 900 };
const NARROW = { width: 320, height: 1400 };

/** @type {import('../../extension/protocol.js').Report} */
const REPORT = {
  address: 'https://tieba.baidu.com/p/1',
  title: '同城兼职 - 校园生活论坛',
  time: Date.UTC(2026, 0, 31, 12),
  text: '宅家小兼职\n长期收闲置微信号，租一天 60 元，扫个码就行，有意加我。',
  evidence: [
    { slot: 'act', text: '长期收' },
    { slot: 'account', text: '闲置微信号' },
  ],
};

/**
 * Has all that is ours speak a language.
 *
 * @param {Popup} own a page of ours
 * @param {string} language
 */
const speak = (own, language) => store(own, { settings: { version: 2, language } });

/**
 * Opens a page of ours in front, and waits until it shows everything.
 *
 * @param {Session} session
 * @param {string} file
 * @param {{ width: number, height: number }} size
 * @param {string} language
 */
async function show(session, file, size, language) {
  const own = await session.openOwn(file);
  await own.page.setViewport(size);
  // The popup tells of the page that is in front when it opens; a page marks its sample once it is seen.
  if (file !== 'popup.html') await own.page.bringToFront();
  await untilWhole(own, file, language);
  await own.page.bringToFront();
  return own;
}

/** What of the open card or question does not fit its box. @param {Popup} own */
const tooWide = (own) =>
  inOverlay(own.page, (root) =>
    [...root.querySelectorAll('.card, .card *, dialog, dialog *')]
      .filter((part) => part instanceof HTMLElement && part.checkVisibility() && part.clientWidth > 0 && part.scrollWidth > part.clientWidth)
      .map((part) => `${part.localName}.${part.className}: ${part.textContent}`),
  );

describe('pictures', () => {
  before(async () => {
    await mkdir(PICTURES, { recursive: true });
  });

  for (const name of browsers) {
    describe(`${name}: pictures`, () => {
      /** @type {Session} */
      let session;
      /** @type {Popup} */
      let own;
      before(async () => {
        session = await launch(name, { language: 'zh-CN' });
        own = await session.openOwn('report.html');
      });
      after(() => session.close());

      it('every page, in Chinese and in English, light and dark', async () => {
        const files = await readdir(new URL(`../../dist/${name}/pages/`, import.meta.url));
        for (const language of ['zh-CN', 'en']) {
          await speak(own, language);
          for (const file of files.filter((one) => one.endsWith('.html'))) {
            await own.run((report) => chrome.storage.session.set({ 'pages/report.html': report }), REPORT);
            // The popup tells of the page in front.
            const sample = await session.open('tieba.baidu.com', 'sample.html');
            await untilRead(sample);
            const page = await show(session, file, file === 'popup.html' ? POPUP : TAB, language);
            if (file === 'check.html') assert.equal(await verdictOf(page, REPORT.text), 'offer');
            for (const dark of [true, false]) {
              await session.showDark(page.page, dark);
              await eventually(async () => ((await page.run(() => matchMedia('(prefers-color-scheme: dark)').matches)) === dark ? null : 'no other colours'));
              await picture(page, `${name}-${file.replace('.html', '')}-${language}-${dark ? 'dark' : 'light'}`, true);
            }
            await page.page.close();
            await sample.close();
          }
        }
      });

      // One browser is enough for the words.
      if (name !== browsers[0]) return;
      it('card, guard and popup in every language, and nothing is cut off', async () => {
        await own.run(async () => {
          const { LANGUAGES } = await import(chrome.runtime.getURL('texts.js'));
          Object.assign(globalThis, { languages: Object.keys(LANGUAGES) });
        });
        const languages = await own.run(() => /** @type {string[]} */ (/** @type {any} */ (globalThis).languages));
        assert.ok(languages.length > 10);
        for (const language of languages) {
          await speak(own, language);
          const welcome = await show(session, 'welcome.html', PHONE, language);
          await eventually(async () => {
            const said = await inOverlay(welcome.page, (root) => {
              /** @type {HTMLElement | null} */ (root.querySelector('.badge'))?.click();
              return root.querySelector('.card:popover-open')?.getAttribute('lang');
            });
            return said === language ? null : `the card speaks ${said}, not ${language}`;
          });
          await picture(welcome, `card-${language}`);
          assert.deepEqual(await tooWide(welcome), [], language);
          await welcome.page.keyboard.press('Escape');
          await welcome.run(() => getSelection()?.selectAllChildren(/** @type {Element} */ (document.querySelector('#sample'))));
          await welcome.page.keyboard.down('Control');
          await welcome.page.keyboard.press('c');
          await welcome.page.keyboard.up('Control');
          await eventually(() => inOverlay(welcome.page, (root) => (root.querySelector('dialog[open]') ? null : 'it does not ask')));
          await picture(welcome, `guard-${language}`);
          assert.deepEqual(await tooWide(welcome), [], language);
          const popup = await show(session, 'popup.html', POPUP, language);
          await picture(popup, `popup-${language}`);
          assert.ok(await popup.run(() => document.documentElement.scrollWidth <= innerWidth), `the popup scrolls sideways in ${language}`);
          await popup.page.close();
          await welcome.page.close();
          for (const file of ['options.html', 'guardian.html', 'report.html', 'check.html']) {
            const page = await show(session, file, NARROW, language);
            assert.ok(await page.run(() => document.documentElement.scrollWidth <= innerWidth), `${file} scrolls sideways in ${language}`);
            if (file !== 'report.html') await picture(page, `${file.replace('.html', '')}-${language}`);
            await page.page.close();
          }
        }
      });
    });
  }
});
