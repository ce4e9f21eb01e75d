// What a school or a firm has fixed, by real policy files.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { FIREFOX_ID, browsers, eventually, inOverlay, launch, untilRead } from './harness.mjs';
import { chromiumPolicies, firefoxWith, forcedInstallation, obstacle } from './policies.mjs';
import { isAccessible, openCard, pictures, press } from './steps.mjs';

/** @typedef {import('./harness.mjs').Session} Session */
/** @typedef {import('puppeteer-core').Page} Page */

/** `pill` is of a wrong type, there is no region “XX”, and an address is no host. */
const GOOD = { guard: false, region: 'GB', sitesOff: [] };
const WRONG = { ...GOOD, region: 'XX', pill: 'no', sitesOff: ['https://tieba.baidu.com/'] };

/** What the popup shows: its switches, what is said beside them, and what is said of the policy. */
const seen = () => ({
  switches: Object.fromEntries(
    [...document.querySelectorAll('input')].map(({ id, name, checked, disabled, parentElement }) => [
      name || id,
      { checked, disabled, said: parentElement?.querySelector('.locked')?.textContent ?? '' },
    ]),
  ),
  wrong: document.getElementById('wrong')?.textContent ?? '',
});

/** @param {Session} session */
async function popupOf(session) {
  const popup = await session.openPopup();
  await eventually(() => popup.run(() => (document.getElementById('on-label')?.textContent ? null : 'the popup is empty')));
  return { ...(await popup.run(seen)), popup };
}

/**
 * Whether the guard asks before a chat is opened.
 *
 * @param {Page} page
 */
async function asks(page) {
  await page.click('#chat');
  const asked = Boolean(await inOverlay(page, (root) => root.querySelector('dialog[open]')));
  if (asked) await page.keyboard.press('Escape');
  return asked;
}

/** What fixes settings in Chromium. @param {string} id @param {object} policy */
const fixing = (id, policy) => ({ '3rdparty': { extensions: { [id]: policy } } });

/** What the user has chosen: the policy goes over it. @param {Session} session */
async function choose(session) {
  const { popup } = await popupOf(session);
  await popup.run(() =>
    chrome.storage.local.set({
      settings: { version: 1, guard: true, pill: false, suspects: true, region: 'CN' },
      sitesOff: ['www.zhihu.com'],
    }),
  );
  await popup.page.close();
}

/**
 * The policy {@link GOOD} holds, in the page and in the popup, over what the user has chosen.
 *
 * @param {Session} session
 * @param {Page} page
 */
async function holds(session, page) {
  await page.bringToFront();
  await eventually(async () => ((await asks(page)) ? 'the guard still asks' : null));
  await openCard(page, '支付宝');
  await press(page, '去举报');
  const report = await session.ownPage('report.html');
  const channels = () => report.run(() => document.getElementById('channels')?.textContent);
  await eventually(async () => ((await channels())?.includes('Report Fraud') ? null : 'the region does not hold'));
  await report.page.close();
  await page.bringToFront();
  await page.keyboard.press('Escape');
  const { switches, popup } = await popupOf(session);
  assert.deepEqual(switches.guard, { checked: false, disabled: true, said: '由学校或单位设定' });
  assert.deepEqual(switches.on, { checked: true, disabled: true, said: '由学校或单位设定' });
  assert.deepEqual(switches.pill, { checked: false, disabled: false, said: '' });
  await popup.page.close();
}

/** The options say what is fixed and what is wrong. @param {Session} session */
async function optionsSay(session) {
  const options = await session.openOwn('options.html');
  await eventually(() =>
    options.run(() => {
      const guard = /** @type {HTMLInputElement | null} */ (document.querySelector('[name=guard]'));
      const said = guard?.closest('.choice')?.querySelector('.locked')?.textContent;
      const warning = document.getElementById('warnings')?.textContent ?? '';
      return guard?.disabled && said === '由学校或单位设定' && /写错了.*region.*sitesOff/.test(warning) ? null : `${guard?.disabled}, ${said}, ${warning}`;
    }),
  );
  await options.page.close();
}

/** The popup with what is fixed and what is wrong. @param {Session} session */
async function looksRight(session) {
  const { popup } = await popupOf(session);
  await isAccessible(session, popup);
  await popup.page.close();
  await pictures(session, 'popup.html', 'popup-policy');
}

/** The names of the fields that can be fixed. @param {Session} session */
async function names(session) {
  const { popup } = await popupOf(session);
  const found = await popup.run(async () => Object.keys((await import(chrome.runtime.getURL('settings.js'))).POLICIES));
  await popup.page.close();
  return found;
}

for (const name of browsers) {
  // On one's own machine the test may have no right to do so; a test server has to.
  const skip = process.env.CI ? false : (obstacle(name) ?? false);
  describe(`${name}: policies`, { skip }, () => {
    /** @type {Session} */
    let session;
    /** @type {Page} */
    let page;
    /** @type {ReturnType<typeof chromiumPolicies> | undefined} */
    let folder;
    /** @type {ReturnType<typeof firefoxWith> | undefined} */
    let firefox;
    before(async () => {
      if (name === 'chromium') folder = chromiumPolicies();
      // It reads its policies once, when it starts.
      else firefox = firefoxWith({ '3rdparty': { Extensions: { [FIREFOX_ID]: WRONG } } });
      session = await launch(name, { language: 'zh-CN', program: firefox?.program });
      await choose(session);
      page = await session.open('tieba.baidu.com', 'guard.html');
      await untilRead(page);
    });
    after(async () => {
      await session?.close();
      folder?.remove();
      firefox?.remove();
    });

    it('every setting can be fixed, and the schema and the documents name it', async () => {
      const wanted = await names(session);
      const schema = JSON.parse(await readFile(new URL('../../extension/managed_schema.json', import.meta.url), 'utf8'));
      assert.deepEqual(Object.keys(schema.properties).sort(), wanted.sort());
      const [, ...languages] = (await readFile(new URL('../../docs/policies.md', import.meta.url), 'utf8')).split(/^# /m);
      assert.equal(languages.length, 2);
      for (const text of languages) {
        for (const field of wanted) assert.ok(text.includes(`| \`${field}\` |`), `nothing is said of ${field}: ${text}`);
      }
    });

    if (name === 'chromium') {
      it('the user chooses as long as there is no policy', async () => {
        await eventually(async () => ((await asks(page)) ? null : 'the guard does not ask'));
        const { switches, popup } = await popupOf(session);
        assert.deepEqual(Object.values(switches).filter(({ disabled }) => disabled), []);
        await popup.page.close();
      });

      it('a policy that is written while a page is open holds there', async () => {
        folder?.write(fixing(session.id, GOOD));
        await holds(session, page);
      });

      it('a policy with a wrong type is refused field by field: what is right holds', async () => {
        folder?.write(fixing(session.id, WRONG));
        await eventually(async () => {
          const { wrong, popup } = await popupOf(session);
          await popup.page.close();
          return wrong.includes('region, sitesOff') ? null : `of what is wrong, only “${wrong}” is said`;
        });
        await holds(session, page);
        await optionsSay(session);
        await looksRight(session);
      });

      it('without its policy, what the user has chosen holds again', async () => {
        folder?.write(fixing(session.id, {}));
        await page.bringToFront();
        await eventually(async () => ((await asks(page)) ? null : 'the guard does not ask'));
        const { switches, wrong, popup } = await popupOf(session);
        assert.deepEqual(switches.guard, { checked: true, disabled: false, said: '' });
        assert.equal(wrong, '');
        await popup.page.close();
      });
    } else {
      it('what was right before holds in place of what is wrong, and the popup says what is', async () => {
        const { wrong, popup } = await popupOf(session);
        assert.match(wrong, /pill, region, sitesOff/);
        // What was good is written down, for the day that it is not: here, of the day before.
        const kept = await popup.run(async () => (await chrome.storage.local.get('policy')).policy);
        assert.deepEqual(kept, { guard: false });
        await popup.run(() => chrome.storage.local.set({ policy: { guard: false, sitesOff: [], region: 'GB' } }));
        await popup.page.close();
        await holds(session, page);
        await optionsSay(session);
        await looksRight(session);
      });
    }
  });

  describe(`${name}: installed by a policy`, { skip }, () => {
    it('it marks at once, and greets nobody', async () => {
      const { id, policies, remove } = forcedInstallation(name);
      const folder = name === 'chromium' ? chromiumPolicies() : undefined;
      const firefox = name === 'firefox' ? firefoxWith(policies) : undefined;
      /** @type {Session | undefined} */
      let session;
      try {
        folder?.write(policies);
        // What is not from a store is not signed; a Firefox for firms can be told to take it.
        session = await launch(name, { program: firefox?.program, forced: id, prefs: { 'xpinstall.signatures.required': false } });
        const page = await session.open('tieba.baidu.com', 'guard.html');
        await eventually(async () => {
          await page.reload();
          return untilRead(page, 1_000).then(() => null, String);
        });
        const popup = await session.openPopup();
        assert.equal(await popup.run(async () => (await chrome.management.getSelf()).installType), 'admin');
        const addresses = await popup.run(async () => (await chrome.tabs.query({})).map(({ url }) => url));
        assert.deepEqual(addresses.filter((url) => url?.includes('welcome')), []);
        // Who would like to try it finds the way there.
        const options = await session.openOwn('options.html');
        await options.run(() => /** @type {HTMLElement | null} */ (document.querySelector('a[href="welcome.html"]'))?.click());
        await session.ownPage('welcome.html');
      } finally {
        await session?.close();
        folder?.remove();
        firefox?.remove();
        remove();
      }
    });
  });
}
