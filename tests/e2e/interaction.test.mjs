// What people do with the marks: the card, the popup, the switch for a site; and what goes wrong
// around a page: the worker dies, the extension goes.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, afterEach, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { browsers, eventually, inOverlay, launch, painted, wrong } from './harness.mjs';
import { card, cardIsClosed, cardIsOpen, focusedBadge, marked, unmarked } from './steps.mjs';

/**
 * Whether a badge with its name and the summary of the page are there.
 *
 * @param {ShadowRoot} root
 */
const drawn = (root) =>
  (root.querySelector('.pill')?.checkVisibility() ?? false) && [...root.querySelectorAll('button')].some((button) => button.ariaLabel?.includes('微信号'));

/** @typedef {import('puppeteer-core').Page} Page */
/** @typedef {import('./harness.mjs').Popup} Popup */

/**
 * Waits until the popup says something.
 *
 * @param {Popup} popup
 * @param {string} part
 */
const says = (popup, part) =>
  eventually(async () => {
    const summary = await popup.run(() => document.querySelector('#summary')?.textContent ?? '');
    return summary.includes(part) ? null : `the popup says “${summary}”`;
  });

/** @param {Popup} popup */
const marksListed = (popup) => popup.run(() => document.querySelectorAll('#marks button').length);

/** @param {Popup} popup */
const flipSwitch = (popup) => popup.run(() => /** @type {HTMLInputElement} */ (document.querySelector('#on')).click());

/** Whether anything of ours shows in a page. @param {Page} page */
const isShown = (page) =>
  page.evaluate(() => [...document.querySelectorAll('fournos-marks')].some((host) => host.checkVisibility()));

for (const name of browsers) {
  describe(`${name}: the card and the popup`, () => {
    /** @type {import('./harness.mjs').Session} */
    let session;
    before(async () => {
      session = await launch(name, { language: 'zh-CN' });
    });
    after(() => session.close());
    afterEach(async () => {
      const [first, ...others] = await session.browser.pages();
      assert.ok(first);
      await Promise.all(others.map((page) => page.close()));
    });

    it('a click on the marked words opens a card that answers the belief', async () => {
      const page = await session.open('tieba.baidu.com', 'br-splits.html');
      await marked(page);
      const { x, y } = await page.evaluate(() => {
        const [range] = CSS.highlights.get('fournos-offer') ?? [];
        const rect = /** @type {Range} */ (range).getBoundingClientRect();
        return { x: rect.left + 4, y: rect.top + rect.height / 2 };
      });
      await page.mouse.click(x, y);
      await cardIsOpen(page);
      const text = (await card(page)) ?? '';
      for (const part of ['反正闲着', '出租', '60元/天', '不租 · 不借 · 不卖 · 不轻信', '2020 年 6 月 29 日']) {
        assert.ok(text.includes(part), `the card says nothing of ${part}: ${text}`);
      }
      await page.keyboard.press('Escape');
      await cardIsClosed(page);
    });

    it('by keyboard: Tab goes to the badge, Enter opens the card, Esc gives the focus back', async () => {
      const page = await session.open('tieba.baidu.com', 'br-splits.html');
      await marked(page);
      // The words are painted first; what the keyboard goes to is drawn a moment later.
      await eventually(async () => ((await inOverlay(page, drawn)) ? null : 'there is no badge, or no summary'));
      // The summary of the page comes first, with four buttons.
      for (let at = 0; at < 5; at += 1) await page.keyboard.press('Tab');
      const badge = await focusedBadge(page);
      assert.match(badge ?? '', /微信号/);
      await page.keyboard.press('Enter');
      await cardIsOpen(page);
      await page.keyboard.press('Escape');
      await cardIsClosed(page);
      await eventually(async () => ((await focusedBadge(page)) === badge ? null : 'the focus is not on the badge'));
    });

    it('the page keeps its own elements; one of ours is added behind them', async () => {
      const page = await session.open('tieba.baidu.com', 'br-splits.html');
      await marked(page);
      const [own, served, added] = await page.evaluate(async () => {
        const source = await (await fetch(location.href)).text();
        const fresh = new DOMParser().parseFromString(source, 'text/html');
        const children = [...document.documentElement.children].map((child) => child.localName);
        return [document.body.innerHTML, fresh.body.innerHTML, children];
      });
      assert.equal(own, served);
      assert.deepEqual(added, ['head', 'body', 'fournos-marks']);
    });

    it('a page without marks gets nothing at all', async () => {
      const page = await session.open('example.com', 'unlisted.html');
      assert.equal(await page.$('fournos-marks'), null);
    });

    it('the popup counts the marks of the page and its frames, and goes to each', async () => {
      const page = await session.open('tieba.baidu.com', 'iframes.html');
      await marked(page, [
        { in: '#inner', has: '收微信小号', level: 'offer' },
        { in: '#same', has: '高价收QQ号', level: 'offer' },
        { in: '#other', has: '出租闲置QQ号', level: 'offer' },
      ]);
      const popup = await session.openPopup();
      await says(popup, '4');
      assert.equal(await marksListed(popup), 4);
    });

    it('a mark is brought into view from the popup', async () => {
      const page = await session.open('tieba.baidu.com', 'many-posts.html');
      await marked(page, [
        { in: '#post700', has: '收微信小号', level: 'offer' },
        { in: '#post2500', has: '出租闲置QQ号', level: 'offer' },
        { in: '#post4900', has: '回收支付宝账号', level: 'offer' },
      ]);
      const popup = await session.openPopup();
      await eventually(async () => ((await marksListed(popup)) === 4 ? null : 'the marks are not listed'));
      await popup.run(() => /** @type {HTMLElement} */ (document.querySelectorAll('#marks button')[1]).click());
      await page.bringToFront();
      await eventually(() =>
        page.$eval('#post2500', (post) => {
          const { top, bottom } = post.getBoundingClientRect();
          return top >= 0 && bottom <= innerHeight ? null : `the post is at ${top}`;
        }),
      );
    });

    it('switched off for a site, its marks go and stay away; switched on, they come back', async () => {
      const page = await session.open('tieba.baidu.com', 'br-splits.html');
      await marked(page);
      const popup = await session.openPopup();
      await says(popup, '2');
      await flipSwitch(popup);
      await unmarked(page);
      await eventually(async () => ((await page.$('fournos-marks')) ? 'our element is still there' : null));
      await page.reload();
      await says(popup, '已在本站关闭');
      assert.deepEqual(await painted(page), []);
      await flipSwitch(popup);
      await marked(page);
    });

    it('a message of a shape that nobody knows is refused', async () => {
      await session.open('tieba.baidu.com', 'br-splits.html');
      const popup = await session.openPopup();
      const answers = await popup.run(() =>
        Promise.all(
          [{ type: 'nonsense' }, { type: 'scan', texts: [5], title: '' }, { type: 'skim', text: 'x'.repeat(300_000) }, 'scan', null].map(
            (message) => chrome.runtime.sendMessage(message),
          ),
        ),
      );
      for (const answer of answers) assert.ok(answer.error, JSON.stringify(answer));
      const { marks } = await popup.run(() =>
        chrome.runtime.sendMessage({ type: 'scan', texts: ['长期收微信号，一天80元'], title: '' }),
      );
      assert.equal(marks[0].length, 1);
    });
  });

  describe(`${name}: when the extension goes`, () => {
    it('the page goes on without errors and without us', async () => {
      const session = await launch(name);
      try {
        const page = await session.open('tieba.baidu.com', 'br-splits.html');
        await marked(page);
        /** @type {string[]} */
        const errors = [];
        page.on('pageerror', (error) => errors.push(String(error)));
        page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
        await session.browser.uninstallExtension(session.id);
        await page.evaluate(() => document.body.append(document.createElement('p')));
        await page.click('#post');
        await eventually(async () => ((await isShown(page)) ? 'our element still shows' : null));
        assert.deepEqual(errors, []);
      } finally {
        await session.close();
      }
    });
  });
}

for (const name of browsers) {
  describe(`${name}: the worker that sleeps, or dies`, () => {
    /** @type {import('./harness.mjs').Session} */
    let session;
    /** @type {(() => void) | undefined} */
    let finish;
    // Sends the beginning of a page, and the rest when it is told to.
    const slow = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.write('<!doctype html><title>兼职</title><p id="post">');
      finish = () => response.end('出租闲置QQ号，一周三百块');
    });
    before(async () => {
      session = await launch(name);
      await new Promise((resolve) => slow.listen(0, '127.0.0.1', () => resolve(undefined)));
    });
    after(async () => {
      slow.closeAllConnections();
      slow.close();
      await session.close();
    });

    it('a scan whose worker dies is made again', async () => {
      const page = await session.open('tieba.baidu.com', 'many-posts.html');
      // One of these comes in the middle of a scan, however fast the machine is.
      for (let times = 0; times < 4; times += 1) {
        await delay(100);
        await session.stopWorker(page);
      }
      await marked(page, [
        { in: '#post700', has: '收微信小号', level: 'offer' },
        { in: '#post2500', has: '出租闲置QQ号', level: 'offer' },
        { in: '#post4900', has: '回收支付宝账号', level: 'offer' },
      ]);
      await page.close();
    });

    it('is awake before the page has its text', async () => {
      const page = await session.browser.newPage();
      await session.putToSleep(page);
      const { port } = /** @type {import('node:net').AddressInfo} */ (slow.address());
      const loaded = page.goto(`http://tieba.baidu.com:${port}/`);
      await eventually(async () => ((await session.isAwake(page)) ? null : 'the worker sleeps on'));
      finish?.();
      await loaded;
      const offer = { in: '#post', has: '出租闲置QQ号', level: 'offer' };
      await eventually(async () => wrong(await painted(page), [offer], false));
    });

    it('goes by what was changed while the page was loading', async () => {
      const popup = await session.openPopup();
      await popup.run(() => {
        Object.assign(globalThis, { asked: 0 });
        chrome.runtime.onMessage.addListener((message) => {
          if (message.type === 'enabled') /** @type {any} */ (globalThis).asked += 1;
        });
      });
      /** @param {number} times */
      const asked = (times) =>
        eventually(async () => {
          const now = await popup.run(() => /** @type {number} */ (/** @type {any} */ (globalThis).asked));
          return now >= times ? null : `asked ${now} times`;
        });
      const { port } = /** @type {import('node:net').AddressInfo} */ (slow.address());
      const page = await session.browser.newPage();
      const loaded = page.goto(`http://tieba.baidu.com:${port}/`);
      await asked(1);
      const off = new Function(`return chrome.storage.local.set({ sitesOff: ['tieba.baidu.com:${port}'] })`);
      await popup.run(/** @type {() => Promise<void>} */ (off));
      finish?.();
      await loaded;
      await asked(2);
      assert.deepEqual(await painted(page), []);
    });
  });
}

if (browsers.includes('chromium')) {
  describe('chromium: the toolbar', () => {
    /** @type {import('./harness.mjs').Session} */
    let session;
    before(async () => {
      session = await launch('chromium');
    });
    after(() => session.close());

    it('a page of a site that is not on the list is checked when the user asks', async () => {
      const page = await session.open('example.com', 'unlisted.html');
      const extension = (await session.browser.extensions()).get(session.id);
      assert.ok(extension);
      const opened = session.browser.waitForTarget((one) => one.url().endsWith('/pages/popup.html'));
      await page.triggerExtensionAction(extension);
      const popup = await (await opened).asPage();
      await popup.waitForSelector('#check:not([hidden])');
      await popup.$eval('#check', (check) => /** @type {HTMLElement} */ (check).click());
      await eventually(async () => ((await painted(page)).length > 1 ? null : 'nothing is marked'));
      await page.close();
    });
  });
}
