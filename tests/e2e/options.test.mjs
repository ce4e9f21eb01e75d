// What the user chooses, and that it holds everywhere.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { browsers, eventually, inOverlay, launch } from './harness.mjs';
import { card, marked, openCard, press, tidyUp } from './steps.mjs';

for (const name of browsers) {
  describe(`${name}: options`, () => {
    /** @type {import('./harness.mjs').Session} */
    let session;
    before(async () => {
      session = await launch(name, { language: 'zh-CN' });
    });
    after(() => session.close());
    afterEach(() => tidyUp(session));

    it('all that is ours speaks the language that was chosen, in pages that are open too', async () => {
      const page = await session.open('tieba.baidu.com', 'br-splits.html');
      await marked(page);
      const popup = await session.openPopup();
      const says = (/** @type {string} */ text) =>
        eventually(async () => ((await popup.run(() => document.body.textContent))?.includes(text) ? null : `the popup does not say “${text}”`));
      await says('一切都在本机完成');
      await popup.run(() => chrome.storage.local.set({ settings: { version: 1, language: 'en' } }));
      await eventually(async () =>
        (await inOverlay(page, (root) => root.querySelector('.pill')?.textContent))?.includes('2 to watch out for') ? null : 'the page speaks Chinese',
      );
      await openCard(page, '微信号');
      assert.match((await card(page)) ?? '', /^!This offer wants your account.*No rent · No loan · No sale · No trust/);
      await press(page, 'Report');
      const report = await session.ownPage('report.html');
      await eventually(async () => ((await report.run(() => document.querySelector('h1')?.textContent)) === 'Report this post' ? null : 'the report speaks Chinese'));
      await page.bringToFront();
      assert.equal(await inOverlay(page, (root) => root.querySelector('[role=region]')?.getAttribute('lang')), 'en');
      await page.reload();
      await eventually(async () =>
        (await inOverlay(page, (root) => root.querySelector('.pill')?.textContent))?.includes('2 to watch out for') ? null : 'the page speaks Chinese',
      );
      const english = await session.openPopup();
      await eventually(async () => ((await english.run(() => document.body.textContent))?.includes('Everything happens on this device') ? null : 'the popup speaks Chinese'));
      const check = await session.openOwn('check.html');
      await eventually(async () => ((await check.run(() => document.querySelector('h1')?.textContent)) === 'Check a message' ? null : 'the check speaks Chinese'));
    });
  });
}
