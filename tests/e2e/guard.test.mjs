// The guard: one question before a risky step in a post with an offer, and nowhere else.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { siteOf } from '../../extension/content/risky.js';
import { browsers, eventually, inOverlay, launch, untilRead } from './harness.mjs';
import { press, tidyUp } from './steps.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

/** The text of the open question, or null. @param {Page} page */
const question = (page) => inOverlay(page, (root) => root.querySelector('dialog[open]')?.textContent);

/** @param {Page} page @param {string} words */
const asks = (page, words) =>
  eventually(async () => ((await question(page))?.includes(words) ? null : `no question with “${words}”`));

/** What the page was told of. @param {Page} page */
const told = (page) => /** @type {Promise<string[]>} */ (page.evaluate('did'));

/** @param {Page} page @param {string} id */
async function copy(page, id) {
  await page.evaluate((wanted) => getSelection()?.selectAllChildren(/** @type {Node} */ (document.getElementById(wanted))), id);
  await page.keyboard.down('Control');
  await page.keyboard.press('c');
  await page.keyboard.up('Control');
}

describe('the site that a host belongs to', () => {
  it('is what stands under a registry, however short its name is', () => {
    for (const [host, site] of [
      ['bj.58.com', '58.com'],
      ['bbs.nga.cn', 'nga.cn'],
      ['spb.hh.ru', 'hh.ru'],
      ['www.ptt.cc', 'ptt.cc'],
      ['www.olx.in', 'olx.in'],
      ['www.104.com.tw', '104.com.tw'],
      ['www.olx.co.id', 'olx.co.id'],
      ['shop.example.co.uk', 'example.co.uk'],
      ['v2ex.com', 'v2ex.com'],
      ['localhost', 'localhost'],
    ]) assert.equal(siteOf(host), site);
  });
});

for (const name of browsers) {
  describe(`${name}: the guard`, () => {
    /** @type {import('./harness.mjs').Session} */
    let session;
    before(async () => {
      session = await launch(name, { language: 'zh-CN' });
    });
    after(() => session.close());
    afterEach(() => tidyUp(session));

    const open = async () => {
      const page = await session.open('tieba.baidu.com', 'guard.html');
      await page.waitForFunction(() => document.readyState === 'complete');
      await untilRead(page);
      return page;
    };

    /** @type {[string, (page: Page) => Promise<unknown>, string, string][]} */
    const steps = [
      ['copying a contact', (page) => copy(page, 'contact'), '这个联系方式', 'copy zhang_8800123'],
      ['following a link out', (page) => page.click('#out'), '这个链接', 'out'],
      ['opening a chat', (page) => page.click('#chat'), '要的是你的账号', 'chat'],
      ['looking at a picture that may be a code', (page) => page.click('#code'), '二维码', 'code'],
    ];
    for (const [step, act, words, deed] of steps) {
      it(`${step}: it asks, the safe answer stops it, and who goes on is not asked again`, async () => {
        const page = await open();
        await act(page);
        await asks(page, words);
        assert.deepEqual(await told(page), []);
        // The safe answer has the focus.
        await page.keyboard.press('Enter');
        await eventually(async () => ((await question(page)) ? 'the question is still there' : null));
        assert.deepEqual(await told(page), []);
        await act(page);
        await asks(page, words);
        await page.keyboard.press('Tab');
        await page.keyboard.press('Enter');
        await eventually(async () => ((await told(page)).includes(deed) ? null : `done: ${await told(page)}`));
        await page.click('#chat');
        await eventually(async () => ((await told(page)).at(-1) === 'chat' ? null : 'the page does not go on'));
        assert.ok(!(await question(page)));
      });
    }

    it('a reply box is asked about when one types in it, and has the focus again afterwards', async () => {
      const page = await open();
      await page.focus('#reply');
      await page.keyboard.press('h');
      await asks(page, '要的是你的账号');
      await press(page, '我清楚风险，继续');
      await eventually(async () =>
        (await page.evaluate(() => document.activeElement?.id)) === 'reply' ? null : 'the reply box has no focus',
      );
      await page.keyboard.type('hello');
      assert.equal(await page.$eval('#reply', (box) => /** @type {HTMLTextAreaElement} */ (box).value), 'hello');
    });

    it('what is harmless, and what is outside the post, goes on unasked', async () => {
      const page = await open();
      await copy(page, 'friend');
      for (const id of ['own', 'like', 'elsewhere', 'talk']) await page.click(`#${id}`);
      assert.deepEqual(await told(page), ['copy wang_8800456', 'own', 'like', 'elsewhere', 'talk']);
      assert.ok(!(await question(page)));
    });

    it('it asks inside a closed shadow root of the page as well', async () => {
      const page = await session.open('tieba.baidu.com', 'guard-shadow.html');
      await untilRead(page);
      const { x, y } = await page.evaluate(() => /** @type {any} */ (globalThis).middle());
      await page.mouse.click(x, y);
      await asks(page, '要的是你的账号');
      assert.deepEqual(await told(page), []);
      await press(page, '我清楚风险，继续');
      await eventually(async () => ((await told(page)).includes('chat') ? null : 'the page does not go on'));
    });

    it('it can be switched off', async () => {
      const page = await open();
      const popup = await session.openPopup();
      await eventually(() =>
        popup.run(async () => {
          if (!globalThis.chrome?.storage) return 'the popup is not there yet';
          await chrome.storage.local.set({ settings: { version: 1, guard: false, pill: 'broken' } });
          return null;
        }),
      );
      await page.bringToFront();
      await eventually(async () => {
        await page.click('#chat');
        if ((await told(page)).includes('chat')) return null;
        await page.keyboard.press('Escape');
        return 'it still asks';
      });
    });
  });
}
