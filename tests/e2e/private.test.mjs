// Private windows, where the user has let the extension into them: all works there, and nothing is kept.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { browsers, eventually, inFirefox, inOverlay, launch } from './harness.mjs';
import { badgesAreBeside, cardIsClosed, marked, openCard, press, store, stored } from './steps.mjs';

/** @typedef {import('./harness.mjs').Session} Session */
/** @typedef {import('./harness.mjs').Popup} Popup */
/** @typedef {import('puppeteer-core').Page} Page */

const WEIXIN = { in: '#weixin', has: '微信号', level: 'offer' };
const QQ = { in: '#qq', has: 'QQ 号', level: 'offer' };
const ENGLISH = { in: '#english', has: 'WhatsApp account', level: 'offer' };

/**
 * Lets the extension into private windows, as the user does on the browser's page of extensions: there,
 * the browser loads it anew.
 *
 * @param {Session} session
 */
async function allow({ name, browser, id }) {
  if (name === 'chromium') {
    const path = fileURLToPath(new URL('../../dist/chromium', import.meta.url));
    const client = await browser.target().createCDPSession();
    await client.send(/** @type {any} */ ('Extensions.loadUnpacked'), { path, enableInIncognito: true });
    await client.detach();
    return;
  }
  const [page] = await browser.pages();
  await inFirefox(
    page,
    `(async () => {
      const { ExtensionPermissions } = ChromeUtils.importESModule('resource://gre/modules/ExtensionPermissions.sys.mjs');
      const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
      const { extension } = WebExtensionPolicy.getByID('${id}');
      await ExtensionPermissions.add('${id}', { permissions: ['internal:privateBrowsingAllowed'], origins: [] }, extension);
      await (await AddonManager.getAddonByID('${id}')).reload();
    })()`,
  );
}

/**
 * Opens a page in a private window.
 *
 * @param {Session} session
 * @param {Popup} own
 * @param {string} url
 */
async function openPrivately({ browser }, own, url) {
  await own.run((wanted) => chrome.windows.create({ incognito: true, url: wanted }), url);
  /** @type {Page | undefined} */
  let page;
  await eventually(async () => {
    page = (await browser.pages()).find((one) => one.url() === url);
    return page ? null : 'there is no page';
  });
  return /** @type {Page} */ (page);
}

/** The badges of the offers that were read before. @param {Page} page */
const readBefore = (page) => inOverlay(page, (root) => root.querySelectorAll('.badge.again').length);

for (const name of browsers) {
  describe(`${name}: a private window`, () => {
    /** @type {Session} */
    let session;
    /** @type {Popup} */
    let own;
    before(async () => {
      session = await launch(name, { language: 'zh-CN' });
      await allow(session);
      await eventually(async () => {
        own = await session.openOwn('options.html');
        const allowed = await own.run(() => chrome.extension?.isAllowedIncognitoAccess()).catch(() => false);
        if (!allowed) await own.page.close();
        return allowed ? null : 'the extension is not allowed in private windows';
      });
    });
    after(() => session.close());

    it('nothing is kept of a post that was marked, read or dismissed there', async () => {
      // Somebody has a guardian, so offers are counted as well.
      await store(own, { guardian: { version: 1 } });
      const ordinary = await session.open('tieba.baidu.com', 'repeats.html');
      await openCard(ordinary, '闲置支付宝');
      await press(ordinary, '标错了');
      await marked(ordinary, []);
      await eventually(async () => {
        const { memory, summary } = await stored(own);
        const counts = Object.values(summary ?? {})[0]?.['tieba.baidu.com'];
        return memory?.said.length === 1 && memory.dismissed.length === 1 && counts?.cards === 1 ? null : `kept of an ordinary window: ${JSON.stringify({ memory, summary })}`;
      });
      await ordinary.close();
      const before = await stored(own);

      const page = await openPrivately(session, own, `http://tieba.baidu.com:${session.port}/sample.html`);
      assert.equal(await own.run(async () => (await chrome.tabs.query({})).filter(({ incognito }) => incognito).length), 1);
      await marked(page, [WEIXIN, QQ, ENGLISH]);
      await openCard(page, '微信号');
      await press(page, '关闭');
      await cardIsClosed(page);
      await openCard(page, 'QQ 号');
      await press(page, '标错了');
      await marked(page, [WEIXIN, ENGLISH]);
      // What was kept would show now: one post would not be marked, and the other be one that was read.
      await page.reload();
      await marked(page, [WEIXIN, QQ, ENGLISH]);
      await badgesAreBeside(page, 3);
      assert.equal(await readBefore(page), 0);
      // What an ordinary window has kept holds here as well.
      await page.goto(`http://tieba.baidu.com:${session.port}/repeats.html`);
      await marked(page, []);
      assert.deepEqual(await stored(own), before);
      await page.close();
      assert.deepEqual(await stored(own), before);
    });
  });
}
