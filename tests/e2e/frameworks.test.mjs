// Pages that frameworks build and rebuild under us, by the real ones.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, afterEach, before, describe, it } from 'node:test';
import { build } from 'esbuild';
import { browsers, eventually, launch, painted } from './harness.mjs';
import { badgesAreBeside, marked, tidyUp } from './steps.mjs';

/** @typedef {import('puppeteer-core').Page} Page */
/** @typedef {{ id: string, title: string, text: string }} Post */

const SOURCES = fileURLToPath(new URL('../frameworks/', import.meta.url));
const NAMES = ['react', 'vue', 'virtual'];
const OFFER = '长期收微信小号，一天六十元，扫码登录就行';
const HONEST = '周末去湖边骑车，还差两个人，自带水和雨衣';
const ABOUT = '今天发的';

/** @param {Page} page @param {Post[]} posts */
const show = (page, posts) =>
  page.evaluate((fresh) => /** @type {any} */ (globalThis).show(fresh), posts);

/** @param {string} id */
const offer = (id) => ({ id, title: ABOUT, text: OFFER });
/** @param {string} id */
const honest = (id) => ({ id, title: ABOUT, text: HONEST });
/** @param {string} id */
const isMarked = (id) => ({ in: `#${id}`, has: '收微信小号', level: 'offer' });

/** What the page shows, without us. @param {Page} page */
const shown = (page) => page.$eval('#app', (app) => app.textContent);

/** @type {string} */
let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fournos-frameworks-'));
  await build({
    entryPoints: NAMES.map((name) => `${SOURCES}${name}.js`),
    bundle: true,
    minify: true,
    outdir: folder,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const page = (/** @type {string} */ name) =>
    `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>同城</title><div id="app"></div><script src="${name}.js"></script>`;
  await Promise.all(NAMES.map((name) => writeFile(join(folder, `${name}.html`), page(name))));
});
after(() => rm(folder, { recursive: true }));

for (const name of browsers) {
  describe(`${name}: frameworks`, () => {
    /** @type {import('./harness.mjs').Session} */
    let session;
    before(async () => {
      session = await launch(name, { folder });
    });
    after(() => session.close());
    afterEach(() => tidyUp(session));

    for (const framework of ['react', 'vue']) {
      it(`${framework}: marks go with the words as posts are moved, changed, removed and built anew`, async () => {
        const page = await session.open('tieba.baidu.com', `${framework}.html`);
        /** @type {string[]} */
        const errors = [];
        page.on('pageerror', (error) => errors.push(String(error)));
        const [a, b, c, d] = ['a', 'b', 'c', 'd'];
        await show(page, [honest(a), offer(b), honest(c)]);
        await marked(page, [isMarked(b)]);
        await badgesAreBeside(page);
        // Moved, with one that is new above it.
        await show(page, [honest(d), honest(c), offer(b), honest(a)]);
        await marked(page, [isMarked(b)]);
        await badgesAreBeside(page);
        // Changed in place: one is an offer no more, another has become one.
        await show(page, [honest(d), offer(c), honest(b), honest(a)]);
        await marked(page, [isMarked(c)]);
        await badgesAreBeside(page);
        await page.evaluate(() => /** @type {any} */ (globalThis).leave());
        await marked(page, []);
        await show(page, [offer(a)]);
        await marked(page, [isMarked(a)]);
        await badgesAreBeside(page);
        assert.equal(await shown(page), ABOUT + OFFER);
        assert.deepEqual(errors, []);
      });
    }

    it('a virtual list of 20,000 posts: what is in view is marked, and only that', async () => {
      const page = await session.open('tieba.baidu.com', 'virtual.html');
      await page.waitForSelector('#at0');
      for (const at of [7, 107, 10_007, 19_907, 7]) {
        await page.evaluate((index) => /** @type {any} */ (globalThis).goTo(index), at);
        await eventually(async () => {
          const offers = (await painted(page)).filter(({ ids }) => ids.includes('app'));
          return offers.length === 1 && offers[0].ids.includes(`at${at}`) && offers[0].text.includes('微信小号')
            ? null
            : `at ${at}: ${JSON.stringify(offers)}`;
        });
        await badgesAreBeside(page);
      }
    });
  });
}
