// Pages as they are: what moves by itself, editors, paper, other kinds of documents, and tabs that are
// put away and come back. Marks stay on their words, and the page feels nothing of us.

import assert from 'node:assert/strict';
import { inflateSync } from 'node:zlib';
import { after, afterEach, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { browsers, eventually, inOverlay, launch, painted, untilRead } from './harness.mjs';
import { badgesAreBeside, marked, openCard, press, tidyUp } from './steps.mjs';

/** @typedef {import('puppeteer-core').Page} Page */
/** @typedef {import('./harness.mjs').Session} Session */

const HOST = 'tieba.baidu.com';
/** How long nothing may happen, in milliseconds; longer than anything of ours waits. */
const IDLE = 2_000;
const MOVING = [
  { in: '#bar', has: '收微信小号', level: 'offer' },
  { in: '#head', has: '出租闲置QQ号', level: 'offer' },
  { in: '#inner', has: '回收支付宝账号', level: 'offer' },
];

/** The number of badges that are seen. @param {Page} page */
const badges = (page) =>
  inOverlay(page, (root) => [...root.querySelectorAll('.badge')].filter((badge) => badge.checkVisibility()).length);

/** Waits until all of an element is in view. @param {Page} page @param {string} selector */
const inView = (page, selector) =>
  eventually(() =>
    page.$eval(selector, (post) => {
      const { top, bottom } = post.getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight ? null : `the mark is at ${top}`;
    }),
  );

/** @param {Page} page @param {string} selector @param {number} top @param {number} [left] */
const scroll = (page, selector, top, left = 0) =>
  page.$eval(selector, (box, to) => box.scrollTo({ ...to, behavior: 'instant' }), { top, left });

/**
 * What a page is on paper. In Firefox what the PDF of it draws; in Chromium, which draws marked words one by one though they look like the others, a picture.
 *
 * @param {Page} page
 */
async function onPaper(page) {
  if (/chrom/i.test(await page.browser().version())) {
    await page.emulateMediaType('print');
    return [Buffer.from(await page.screenshot()).toString('base64')];
  }
  const pdf = Buffer.from(await page.pdf());
  const streams = pdf.toString('latin1').matchAll(/(<<[^>]*>>[^<]{0,3})?stream\r?\n(.*?)endstream/gs);
  const plain = [...streams].map(([, about = '', stream]) =>
    about.includes('/FlateDecode') ? inflateSync(Buffer.from(stream, 'latin1')).toString('latin1') : stream,
  );
  return plain.filter((stream) => /^\S+ \S+ \S+ \S+ \S+ \S+ cm$/m.test(stream));
}

/**
 * The tab that shows a page: putting a tab away can give it another.
 *
 * @param {Session} session
 * @param {string} path
 */
async function tabWith(session, path) {
  const pages = await session.browser.pages();
  return pages.find((page) => page.url().endsWith(path));
}

for (const name of browsers) {
  describe(`${name}: pages as they are`, () => {
    /** @type {Session} */
    let session;
    before(async () => {
      session = await launch(name, { language: 'zh-CN' });
    });
    after(() => session.close());
    afterEach(() => tidyUp(session));

    it('marks in what is fixed, sticks or scrolls by itself stay on their words, at any zoom', async () => {
      const page = await session.open(HOST, 'moving.html');
      await marked(page, MOVING);
      await badgesAreBeside(page, 4);
      await scroll(page, 'html', 700);
      await badgesAreBeside(page, 4);
      await scroll(page, 'html', 0);
      await scroll(page, '#box', 20);
      await badgesAreBeside(page, 4);
      // Its words are out of the box now, and so is its badge.
      for (const [top, left] of [[600, 0], [0, 1_200]]) {
        await scroll(page, '#box', top, left);
        await eventually(async () => ((await badges(page)) === 3 ? null : `${await badges(page)} badges`));
        await scroll(page, '#box', 0);
        await badgesAreBeside(page, 4);
      }
      assert.equal(await page.evaluate('shifts'), 0, 'the page was shifted');
      // Something above that pushes all down, by a style sheet alone.
      await page.evaluate(() => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync('body { padding-block-start: 333px !important }');
        document.adoptedStyleSheets.push(sheet);
      });
      await badgesAreBeside(page, 4);
      const popup = await session.openPopup();
      for (const zoom of [2, 0.5, 1]) {
        await eventually(() =>
          popup.run(
            /** @type {() => Promise<string | null>} */ (
              new Function(`return (async () => {
                if (!globalThis.chrome?.tabs) return 'the popup is not there yet';
                const [tab] = await chrome.tabs.query({ url: 'http://${HOST}/*' });
                await chrome.tabs.setZoom(tab.id, ${zoom});
                return null;
              })()`)
            ),
          ),
        );
        await page.bringToFront();
        await badgesAreBeside(page, 4);
      }
      assert.deepEqual(await page.evaluate('changes'), [], 'the page saw changes of ours');
    });

    it('a badge far off is not seen where its mark was, and the keyboard brings its mark into view', async () => {
      const page = await session.open(HOST, 'many-posts.html');
      const offers = [
        { in: '#post700', has: '收微信小号', level: 'offer' },
        { in: '#post2500', has: '出租闲置QQ号', level: 'offer' },
        { in: '#post4900', has: '回收支付宝账号', level: 'offer' },
      ];
      await marked(page, offers);
      // Ten screens of something new push all marks down.
      const place = await page.$eval('#post700', (post) => post.getBoundingClientRect().top);
      await page.evaluate(() => {
        const news = document.createElement('div');
        news.style.blockSize = '1000vh';
        document.body.prepend(news);
      });
      await scroll(page, 'html', place - 300);
      await badgesAreBeside(page, offers.length);
      for (const at of [2, 1, 0]) {
        await inOverlay(page, (root, nth) => /** @type {HTMLElement} */ (root.querySelectorAll('.badge')[nth]).focus(), at);
        await inView(page, offers[at].in);
        await badgesAreBeside(page, offers.length);
        const isSeen = () => inOverlay(page, (root) => root.activeElement?.checkVisibility({ checkOpacity: true }));
        await eventually(async () => ((await isSeen()) ? null : 'the badge that has the focus is not seen'));
      }
    });

    it('of hundreds of marks those near the viewport are drawn, and every other one once somebody goes there', async () => {
      const page = await session.open(HOST, 'many-posts.html');
      await untilRead(page);
      await page.evaluate(() => {
        for (const post of [...document.querySelectorAll('.post p')].slice(1_000, 1_300)) post.textContent = '长期收微信小号，一天六十元，扫码登录就行';
      });
      const count = () => inOverlay(page, (root) => root.querySelector('.count')?.textContent);
      await eventually(async () => ((await count())?.includes('304') ? null : `the page counts ${await count()}`), 60_000);
      const isPainted = async (/** @type {string} */ id) => (await painted(page)).some(({ ids }) => ids.includes(id));
      const few = async () => {
        const [all, ours] = [(await painted(page)).length, await badges(page)];
        return all < 250 && ours === all ? null : `${all} are painted, ${ours} badges are there`;
      };
      await eventually(few);
      for (const id of ['post1150', 'post1230']) {
        assert.equal(await isPainted(id), false, `${id} is painted already`);
        await page.$eval(`#${id}`, (post) => post.scrollIntoView({ behavior: 'instant', block: 'center' }));
        await eventually(async () => ((await isPainted(id)) ? null : `${id} is not painted`));
        await eventually(few);
        await badgesAreBeside(page);
        const end = await page.$eval(`#${id} p`, (post) => {
          const range = document.createRange();
          range.selectNodeContents(post);
          const { right, top } = range.getBoundingClientRect();
          return { right, top };
        });
        const own = await inOverlay(
          page,
          (root, { right, top }) =>
            [...root.querySelectorAll('.badge')].filter((badge) => {
              const box = badge.getBoundingClientRect();
              return Math.abs(box.left - right) < 12 && Math.abs(box.bottom - top) < 18 && badge.checkVisibility({ checkOpacity: true });
            }).length,
          end,
        );
        assert.equal(own, 1, `${id} has no badge`);
      }
      await scroll(page, 'html', 0);
      await eventually(async () => ((await isPainted('post1150')) ? 'what is far off stays painted' : null));
      await press(page, (await count()) ?? '');
      await inOverlay(page, (root) => /** @type {HTMLElement} */ (root.querySelectorAll('#snippets button')[151]).click());
      await inView(page, '#post1150');
      assert.ok(await isPainted('post1150'), 'what was jumped to is not painted');
      await badgesAreBeside(page);
      const focus = () =>
        inOverlay(page, (root) => [...root.querySelectorAll('.badge')].findIndex((badge) => badge === root.activeElement && badge.checkVisibility({ checkOpacity: true })));
      await eventually(async () => (((await focus()) ?? -1) >= 0 ? null : 'its badge has no focus'));
      // The keyboard goes on from there, farther than what was drawn at first.
      for (let steps = 0; steps < 60; steps += 1) await page.keyboard.press('Tab');
      await inView(page, '#post1210');
    });

    it('of hundreds of marks in one element those are drawn that somebody scrolls to, far below its box', async () => {
      const page = await session.open(HOST, 'overflow.html');
      const areDrawn = () =>
        eventually(async () => {
          const { length } = (await painted(page)).filter(({ ids }) => ids.includes('log'));
          return length === 200 ? null : `${length} are painted`;
        });
      await areDrawn();
      await scroll(page, 'html', 40_000);
      await badgesAreBeside(page);
      await areDrawn();
    });

    it('an editor that saves at every change of the page is not woken, nor marked', async () => {
      const page = await session.open(HOST, 'editor.html');
      await marked(page, [{ in: '#post', has: '收微信小号', level: 'offer' }]);
      await badgesAreBeside(page);
      await openCard(page, '微信小号');
      await press(page, '隐藏这条，不理它');
      await press(page, '撤销');
      await marked(page, [{ in: '#post', has: '收微信小号', level: 'offer' }]);
      assert.equal(await page.evaluate(() => /** @type {any} */ (globalThis).saved), 0);
    });

    it('paper has no marks', async () => {
      const page = await session.open(HOST, 'unsure.html');
      await untilRead(page);
      await badgesAreBeside(page);
      const marks = await onPaper(page);
      const plain = await onPaper(await session.open('example.com', 'unsure.html'));
      assert.ok(marks.length > 0, 'nothing is on the paper');
      assert.deepEqual(marks, plain);
    });

    it('XML and PDF are left alone', async () => {
      const feed = await session.open(HOST, 'feed.xml');
      const paper = await session.browser.newPage();
      // What the browser's own viewer takes over is not awaited like a page.
      await paper.goto(`http://${HOST}:${session.port}/paper.pdf`).catch(() => undefined);
      await eventually(async () => {
        const type = await paper.evaluate(() => document.contentType).catch(String);
        return type === 'application/pdf' ? null : `the paper is ${type}`;
      });
      // What is asked later is answered later: these would have been read by now.
      const page = await session.open(HOST, 'editor.html');
      await untilRead(page);
      assert.deepEqual(await painted(feed), []);
      assert.equal(await feed.$('fournos-marks'), null);
      assert.match(await feed.evaluate(() => document.documentElement.textContent ?? ''), /收微信小号/);
      assert.deepEqual(await painted(paper), []);
    });

    it('a page that was left and is come back to has its marks, and the toolbar its number', async () => {
      const page = await session.open(HOST, 'moving.html');
      await marked(page, MOVING);
      await page.goto(`http://${HOST}:${session.port}/honest-jobs.html`, { waitUntil: 'domcontentloaded' });
      await untilRead(page);
      // A page from the cache is not loaded, so that in Firefox this waits in vain.
      await page.goBack({ waitUntil: 'domcontentloaded', timeout: 2_000 }).catch(() => undefined);
      await marked(page, MOVING);
      await badgesAreBeside(page, 4);
      assert.equal(await page.evaluate('persisted'), true, 'it did not come from the cache');
      const popup = await session.openPopup();
      await eventually(() =>
        popup.run(async () => {
          if (!globalThis.chrome?.tabs) return 'the popup is not there yet';
          const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
          const text = await chrome.action.getBadgeText({ tabId: tab.id });
          return text === '4' ? null : `the toolbar says “${text}”`;
        }),
      );
    });

    it('a tab that the browser has put away to save memory comes back marked', async () => {
      await session.open(HOST, 'editor.html').then(untilRead);
      await session.open('example.com', 'unlisted.html');
      const popup = await session.openPopup();
      await eventually(() =>
        popup.run(async () => {
          if (!globalThis.chrome?.tabs) return 'the popup is not there yet';
          const [tab] = await chrome.tabs.query({ url: '*://tieba.baidu.com/*' });
          if (!tab.discarded) await chrome.tabs.discard(/** @type {number} */ (tab.id));
          const [away] = await chrome.tabs.query({ url: '*://tieba.baidu.com/*' });
          return away.discarded ? null : 'it is still there';
        }),
      );
      await popup.run(async () => {
        const [tab] = await chrome.tabs.query({ url: '*://tieba.baidu.com/*' });
        await chrome.tabs.update(/** @type {number} */ (tab.id), { active: true });
      });
      await eventually(async () => {
        const page = await tabWith(session, 'editor.html');
        if (!page) return 'the tab is gone';
        return (await painted(page)).some(({ ids }) => ids.includes('post')) ? null : 'it is not marked';
      });
    });

    it('20,000 posts by scrolling on and on: each offer is marked once, and nothing is kept of what is gone', async () => {
      const page = await session.open(HOST, 'endless.html');
      await marked(page, [{ in: '#post5', has: '回收支付宝账号', level: 'offer' }]);
      const number = 1_990;
      const offers = [5];
      for (let first = 100; first < 20_000; first += number) {
        await page.evaluate((count) => /** @type {any} */ (globalThis).more(count), number);
        offers.push(first + 5);
      }
      await marked(page, offers.map((at) => ({ in: `#post${at}`, has: '回收支付宝账号', level: 'offer' })));
      assert.equal((await painted(page)).length, offers.length + 1);
      await badgesAreBeside(page, offers.length + 1);
      await page.evaluate(() => /** @type {any} */ (globalThis).trim(100));
      await marked(page, []);
      if (name === 'firefox') return;
      const client = await page.createCDPSession();
      await eventually(async () => {
        await client.send('HeapProfiler.collectGarbage');
        const { nodes } = await client.send('Memory.getDOMCounters');
        return nodes < 5_000 ? null : `${nodes} nodes are kept`;
      });
    });

    it('a page that is read and left alone sends nothing, with marks and without', async () => {
      for (const path of ['moving.html', 'terms.html']) {
        const page = await session.open(HOST, path);
        await untilRead(page);
        await badgesAreBeside(page);
        const popup = await session.openPopup();
        await eventually(() =>
          popup.run(() => {
            if (!globalThis.chrome?.runtime) return 'the popup is not there yet';
            Object.assign(globalThis, { heard: [] });
            chrome.runtime.onMessage.addListener(({ type }) => void /** @type {any} */ (globalThis).heard.push(type));
            return null;
          }),
        );
        await page.bringToFront();
        await delay(IDLE);
        assert.deepEqual(await popup.run(() => /** @type {any} */ (globalThis).heard), []);
        // It hears what there is to hear.
        await page.$eval('p', (text) => text.append('，长期收微信号，一天八十元，扫码就行，加我'));
        await eventually(async () => ((await popup.run(() => /** @type {any} */ (globalThis).heard)).includes('scan') ? null : 'nothing was heard'));
        await popup.page.close();
        await page.close();
      }
    });
  });
}

if (browsers.includes('chromium')) {
  describe('chromium: what the page feels of us', () => {
    /** @type {Session} */
    let session;
    before(async () => {
      session = await launch('chromium');
    });
    after(() => session.close());
    afterEach(() => tidyUp(session));

    /**
     * What Chromium's recorder sees of our script while something goes on, each with the event's name.
     *
     * @param {Page} page
     * @param {() => Promise<unknown>} act
     */
    async function recorded(page, act) {
      const categories = ['devtools.timeline', 'disabled-by-default-devtools.timeline.stack', 'v8.execute'];
      await page.tracing.start({ categories });
      /** @type {Uint8Array | undefined} */
      let trace;
      try {
        await act();
      } finally {
        trace = await page.tracing.stop();
      }
      const { traceEvents } = JSON.parse(new TextDecoder().decode(trace));
      const all = /** @type {{ name: string, args: object }[]} */ (traceEvents);
      return { names: all.map(({ name }) => name), ours: all.filter(({ args }) => JSON.stringify(args).includes('content/content.js')).map(({ name }) => name) };
    }

    it('an animated page is never laid out for our sake', async () => {
      const page = await session.open(HOST, 'animated.html');
      const { names, ours } = await recorded(page, async () => {
        await page.evaluate(() => /** @type {any} */ (globalThis).begin());
        await marked(page, [5, 15, 25, 35].map((at) => ({ in: `#post${at}`, has: '回收支付宝账号', level: 'offer' })));
      });
      assert.ok(names.filter((name) => name === 'Layout').length > 20, 'the page was not laid out at all');
      assert.ok(ours.includes('FunctionCall'), 'we were not seen at all');
      assert.deepEqual(ours.filter((name) => name === 'Layout'), []);
    });

    it('nothing of ours runs in a page that is read and left alone', async () => {
      const page = await session.open(HOST, 'moving.html');
      await marked(page, MOVING);
      await badgesAreBeside(page, 4);
      await delay(IDLE);
      const { ours } = await recorded(page, () => delay(IDLE));
      assert.deepEqual(ours, []);
    });
  });
}
