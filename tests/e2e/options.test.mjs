// The options: what the user chooses holds everywhere, and nothing of it is lost.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { browsers, eventually, inFirefox, inOverlay, launch, painted } from './harness.mjs';
import { LITTLE_ROOM, card, fillStorage, isAccessible, marked, openCard, press as pressMark, store, stored, tidyUp, unmarked, violations } from './steps.mjs';

/** @typedef {import('./harness.mjs').Popup} Popup */
/** @typedef {import('./harness.mjs').Session} Session */


/**
 * Waits until a page of ours has a text.
 *
 * @param {Popup} own
 * @param {string} selector
 * @param {string | RegExp} wanted
 */
const says = (own, selector, wanted) =>
  eventually(async () => {
    const text = await own.run((one) => document.querySelector(one)?.textContent ?? '', selector);
    return (typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text)) ? null : `${selector} says “${text}”, not ${wanted}`;
  });

/** @param {Session} session */
async function optionsOf(session) {
  const own = await session.openOwn('options.html');
  await own.page.bringToFront();
  await says(own, '#said-count', /\d/);
  return own;
}

/** Presses the button with this text. @param {Popup} own @param {string} text */
const press = (own, text) =>
  eventually(() =>
    own.run(
      (wanted) => {
        const found = [...document.querySelectorAll('button')].find((button) => button.textContent === wanted && !button.disabled && button.checkVisibility());
        found?.click();
        return found ? null : `no button “${wanted}”`;
      },
      text,
    ),
  );

/** Sets a switch or a list by its name. @param {Popup} own @param {string} name @param {boolean | string} value */
const choose = (own, name, value) =>
  own.run(
    ([wanted, chosen]) => {
      const control = document.querySelector(`[name="${wanted}"], [value="${wanted}"]`);
      if (control instanceof HTMLInputElement && control.checked !== chosen) control.click();
      if (!(control instanceof HTMLSelectElement)) return;
      control.value = String(chosen);
      control.dispatchEvent(new Event('change'));
    },
    [name, value],
  );

/** Types into a field and presses Enter. @param {Popup} own @param {string} id @param {string} text */
async function enter(own, id, text) {
  await own.page.bringToFront();
  await own.run((one) => /** @type {HTMLInputElement} */ (document.getElementById(one)).select(), id);
  await own.page.keyboard.type(text);
  await own.page.keyboard.press('Enter');
}

/** Gives the file of a back-up. @param {Popup} own @param {string} text */
const restore = (own, text) =>
  own.run(
    (content) => {
      const data = new DataTransfer();
      data.items.add(new File([content], 'backup.json', { type: 'application/json' }));
      const input = /** @type {HTMLInputElement} */ (document.getElementById('restore'));
      input.files = data.files;
      input.dispatchEvent(new Event('change'));
    },
    text,
  );

/** What the page shows of the words to mark, and of a switch. */
const shown = () => ({
  words: [...document.querySelectorAll('#ownWords li span')].map(({ textContent }) => textContent),
  guard: /** @type {HTMLInputElement} */ (document.querySelector('[name=guard]')).checked,
  locked: [...document.querySelectorAll('input, select, button')].filter((control) => /** @type {HTMLInputElement} */ (control).disabled).length,
});

/**
 * Makes Chromium take a yes for granted, as for a user who was asked before: its own window can be
 * pressed by nobody but a person. Firefox's is answered by {@link answer}.
 *
 * @param {Session} session
 * @param {string} site
 */
async function allow(session, site) {
  if (session.name === 'firefox') return;
  const page = await session.browser.newPage();
  await page.goto('chrome://extensions');
  await page.evaluate(
    (id, pattern) => /** @type {any} */ (chrome).developerPrivate.addHostPermission(id, pattern),
    session.id,
    `*://*.${site}/*`,
  );
  await page.close();
}

/**
 * Answers Firefox's question whether a site may be read.
 *
 * @param {Session} session
 * @param {Popup} own
 * @param {'button' | 'secondaryButton'} pressed yes or no
 */
async function answer(session, own, pressed) {
  if (session.name !== 'firefox') return;
  let asked = false;
  await eventually(async () => {
    const expression = `(() => {
      const { panel, isPanelOpen } = PopupNotifications;
      if (isPanelOpen) panel.firstElementChild.${pressed}.click();
      return isPanelOpen;
    })()`;
    const open = await inFirefox(own.page, expression);
    asked ||= open;
    // Pressed too early, it does nothing and stays.
    return asked && !open ? null : `the question is ${open ? 'still' : 'not'} there`;
  });
}

for (const name of browsers) {
  describe(`${name}: options`, () => {
    /** @type {Session} */
    let session;
    let downloads = '';
    before(async () => {
      downloads = await mkdtemp(join(tmpdir(), 'fournos-'));
      session = await launch(name, { language: 'zh-CN', downloads, prefs: LITTLE_ROOM });
    });
    after(async () => {
      await session.close();
      await rm(downloads, { recursive: true });
    });
    afterEach(() => tidyUp(session));

    it('all that is ours speaks the language that was chosen, in pages that are open too', async () => {
      const page = await session.open('tieba.baidu.com', 'br-splits.html');
      await marked(page);
      const options = await optionsOf(session);
      await choose(options, 'language', 'en');
      await says(options, 'h1', 'Settings');
      await says(options, '#listed-count', /^\d+ sites, 0 switched off$/);
      const speaksEnglish = () =>
        eventually(async () =>
          (await inOverlay(page, (root) => root.querySelector('.pill')?.textContent))?.includes('2 to watch out for') ? null : 'the page speaks Chinese',
        );
      await page.bringToFront();
      await speaksEnglish();
      await openCard(page, '微信号');
      assert.match((await card(page)) ?? '', /^!This offer wants your account.*No rent · No loan · No sale · No trust/);
      assert.equal(await inOverlay(page, (root) => root.querySelector('[role=region]')?.getAttribute('lang')), 'en');
      await page.reload();
      await speaksEnglish();
      await says(await session.openPopup(), 'body', 'Everything happens on this device');
      await says(await session.openOwn('check.html'), 'h1', 'Check a message');
      await choose(options, 'language', '');
      await says(options, 'h1', /^设置$|^Settings$/);
    });

    it('levels, guard and summary hold at once in pages that are open', async () => {
      const page = await session.open('tieba.baidu.com', 'unsure.html');
      const levels = async () => new Set((await painted(page)).map(({ level }) => level));
      await eventually(async () => ((await levels()).size === 2 ? null : 'there are no two levels'));
      const summary = () => inOverlay(page, (root) => root.querySelector('.pill')?.checkVisibility() ?? false);
      await eventually(async () => ((await summary()) === true ? null : 'there is no summary'));
      const options = await optionsOf(session);
      await choose(options, 'suspects', false);
      await choose(options, 'pill', false);
      await choose(options, 'guard', false);
      await choose(options, 'region', 'TW');
      await page.bringToFront();
      await eventually(async () => ((await levels()).has('suspect') ? 'suspects are marked' : null));
      await eventually(async () => ((await summary()) === false ? null : 'the summary is there, or nothing of ours'));
      await eventually(async () => {
        const { settings } = await stored(options);
        const { suspects, pill, guard, region, version } = settings;
        return JSON.stringify([version, suspects, pill, guard, region]) === '[2,false,false,false,"TW"]' ? null : JSON.stringify(settings);
      });
    });

    it('a site is switched off with all that stands under it, and what the popup switched off is shown', async () => {
      const page = await session.open('tieba.baidu.com', 'br-splits.html');
      const part = await session.open('bbs.douban.com', 'br-splits.html');
      await marked(part);
      const options = await optionsOf(session);
      await choose(options, 'douban.com', false);
      await says(options, '#listed-count', '关了 1 个');
      await part.bringToFront();
      await unmarked(part);
      // As the first version kept it.
      await store(options, { sitesOff: ['douban.com', `tieba.baidu.com:${session.port}`] });
      await says(options, '#off', `tieba.baidu.com:${session.port}（只关这一部分）`);
      await page.bringToFront();
      await unmarked(page);
      await press(options, `打开 tieba.baidu.com:${session.port}`);
      await marked(page);
      // The popup's switch is for the whole site that a page belongs to.
      await part.bringToFront();
      const popup = await session.openPopup();
      await says(popup, '#on-label', '在 douban.com 上启用');
      await popup.run(() => /** @type {HTMLElement} */ (document.querySelector('#on')).click());
      await marked(part);
      assert.deepEqual((await stored(options)).sitesOff, []);
    });

    it('a site is added once the browser allows it, is read at once, and is removed with its permission', async () => {
      const page = await session.open('bbs.example.com', 'unlisted.html');
      const options = await optionsOf(session);
      for (const [typed, complaint] of [
        ['', '不像一个网站的地址'],
        ['这不是', '不像一个网站的地址'],
        ['127.0.0.1', '不像一个网站的地址'],
        ['about:config', '不像一个网站的地址'],
        ['https://bj.58.com/job', '它属于 58.com'],
      ]) {
        await options.run(() => (/** @type {HTMLInputElement} */ (document.getElementById('site')).value = ''));
        await enter(options, 'site', typed);
        await says(options, '#site-wrong', complaint);
      }
      if (name === 'firefox') {
        await enter(options, 'site', 'example.com');
        await answer(session, options, 'secondaryButton');
        await says(options, '#said', '浏览器没有允许，所以没加 example.com');
        assert.equal((await stored(options)).settings?.sites.length ?? 0, 0);
      }
      await allow(session, 'example.com');
      await enter(options, 'site', 'https://www.example.com/jobs?page=2');
      await answer(session, options, 'button');
      await says(options, '#added', '移除 example.com');
      await says(options, '#notice', '已添加 example.com');
      await page.bringToFront();
      await eventually(async () => ((await painted(page)).length > 1 ? null : 'the open page is not read'));
      await page.reload();
      await eventually(async () => ((await painted(page)).length > 1 ? null : 'the page is not read anew'));
      await press(options, '移除 example.com');
      await says(options, '#added', '还没有。');
      // What is done is said in front only, and until then what is taken back is the change before.
      await options.page.bringToFront();
      await says(options, '#said', '移除了 example.com');
      assert.equal(await options.run(() => chrome.permissions.contains({ origins: ['*://*.example.com/*'] })), false);
      if (name === 'firefox') {
        await options.page.bringToFront();
        await options.run(() => document.getElementById('undo')?.focus());
        await options.page.keyboard.press('Enter');
        await answer(session, options, 'secondaryButton');
        await says(options, '#said', '浏览器没有允许，所以没加 example.com');
        await enter(options, 'site', 'example.com');
        await answer(session, options, 'button');
        await press(options, '移除 example.com');
        await says(options, '#said', '移除了 example.com');
        await says(options, '#added', '还没有。');
      }
      // The browser is asked in the user's own click.
      await options.page.bringToFront();
      await options.run(() => document.getElementById('undo')?.focus());
      await options.page.keyboard.press('Enter');
      await answer(session, options, 'button');
      await says(options, '#added', '移除 example.com');
      // With everything else, a site goes with its permission.
      await press(options, '恢复默认');
      await says(options, '#added', '还没有。');
      assert.equal(await options.run(() => chrome.permissions.contains({ origins: ['*://*.example.com/*'] })), false);
      await press(options, '撤销');
      await says(options, '#added', '浏览器还没允许');
      await options.page.bringToFront();
      await options.run(() => [...document.querySelectorAll('button')].find((button) => button.textContent === '让浏览器允许 example.com')?.focus());
      await options.page.keyboard.press('Enter');
      await answer(session, options, 'button');
      await eventually(async () => ((await options.run(() => document.getElementById('added')?.textContent))?.includes('还没允许') ? 'it is not allowed' : null));
      if (name === 'firefox') {
        // There, the sites of the manifest can be taken away too.
        await options.run(() => chrome.permissions.remove({ origins: ['*://*.58.com/*'] }));
        await says(options, '#unallowed', '其中 1 个，浏览器现在不让“四不”读');
        await options.run(() => /** @type {HTMLElement | null} */ (document.querySelector('#unallowed button'))?.focus());
        await options.page.keyboard.press('Enter');
        await answer(session, options, 'button');
        await says(options, '#unallowed', /^$/);
      }
      // Nor does what the manifest needs stand in the way.
      await store(options, { settings: { version: 2, sites: ['58.com', 'bj.58.com'] } });
      await says(options, '#added', '移除 bj.58.com');
      await press(options, '移除 bj.58.com');
      await says(options, '#said', '移除了 bj.58.com');
      await press(options, '恢复默认');
      await says(options, '#said', '都回到默认了');
      assert.equal(await options.run(() => chrome.permissions.contains({ origins: ['*://*.58.com/*'] })), true);
      // A list that is full takes no site that we suggest, nor what it has.
      const many = Array.from({ length: 499 }, (_, at) => `s${at}.example.org`);
      await store(options, { settings: { version: 2, sites: ['telegram.org', ...many] } });
      await says(options, '#added', '移除 s498.example.org');
      const suggest = (/** @type {string} */ site) =>
        options.run((one) => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('#suggested button'))].find(({ textContent }) => textContent?.endsWith(` ${one}`))?.click(), site);
      await suggest('web.telegram.org');
      await says(options, '#site-wrong', '它属于 telegram.org');
      await suggest('reddit.com');
      await says(options, '#site-wrong', '最多加 500 个网站');
      assert.equal((await stored(options)).settings.sites.length, 500);
      await store(options, { settings: { version: 2, sites: ['example.com'] } });
      // What the browser no longer allows stays on the list, and says so.
      await options.run(() => chrome.permissions.remove({ origins: ['*://*.example.com/*'] }));
      await says(options, '#added', '浏览器还没允许');
      await eventually(async () => ((await options.run(() => chrome.scripting.getRegisteredContentScripts())).length === 0 ? null : 'our script is still there'));
    });

    it('own words are marked, near and far, with a card that says why; words never to mark take marks away', async () => {
      const page = await session.open('tieba.baidu.com', 'honest-jobs.html');
      const options = await optionsOf(session);
      await enter(options, 'ownWords-word', '租');
      await says(options, '#ownWords-wrong', '至少要两个字');
      await enter(options, 'ownWords-word', '长'.repeat(61));
      await says(options, '#ownWords-wrong', '最多 60 个字');
      await enter(options, 'ownWords-word', '發傳單');
      await says(options, '#ownWords ul', '發傳單');
      await enter(options, 'ownWords-word', '發傳單');
      await says(options, '#ownWords-wrong', '已经有这个词了');
      await page.bringToFront();
      await eventually(async () => ((await painted(page)).some(({ level, text }) => level === 'own' && text === '发传单') ? null : JSON.stringify(await painted(page))));
      await openCard(page, '发传单');
      assert.match((await card(page)) ?? '', /这里有你要标的词.*四不没判断.*发传单这是你自己加的词.*改我的词/);
      await pressMark(page, '改我的词');
      await says(await session.ownPage('options.html'), '#ownWords ul', '發傳單');

      const long = await session.open('tieba.baidu.com', 'many-posts.html');
      await enter(options, 'ownWords-word', '回收支付宝');
      await enter(options, 'ownWords-word', '第4321楼');
      await long.bringToFront();
      await eventually(async () => ((await painted(long)).some(({ level, text }) => level === 'own' && text === '第4321楼') ? null : 'the far word is not marked'));
      // What is far is not read again, and yet its mark goes with the word.
      await press(options, '移除 第4321楼');
      await eventually(async () => ((await painted(long)).some(({ level }) => level === 'own') ? 'the far word is still marked' : null));
      assert.ok((await painted(long)).length > 0, 'the offers are no longer marked');
      // An offer that holds one stays an offer, and its card names the word among the others.
      await eventually(async () => {
        await openCard(long, '支付宝');
        const text = (await card(long)) ?? '';
        await long.keyboard.press('Escape');
        return /这是在打你账号的主意.*回收支付宝这是你自己加的词/.test(text) ? null : text;
      });

      await enter(options, 'neverWords-word', '微信号');
      await says(options, '#neverWords ul', '微信号');
      await page.bringToFront();
      await eventually(async () => ((await painted(page)).some(({ ids }) => ids.includes('canary')) ? 'the canary is still marked' : null));
      await press(options, '移除 微信号');
      await eventually(async () => ((await painted(page)).some(({ ids }) => ids.includes('canary')) ? null : 'the canary is not marked'));
      // In a message that is checked, too; an own word makes no verdict.
      const check = await session.openOwn('check.html');
      await eventually(() =>
        check.run(() => {
          const box = /** @type {HTMLTextAreaElement} */ (document.getElementById('message'));
          if (!box.placeholder) return 'the page is not there yet';
          box.value = '周末发传单，做完就结';
          box.dispatchEvent(new InputEvent('input', { bubbles: true }));
          return null;
        }),
      );
      await says(check, 'blockquote mark.own', '发传单');
      await says(check, '#verdict', '没有发现要你账号的内容');
    });

    it('an own word stays marked in what is not sure, if that is not to be marked, and in what was dismissed', async () => {
      const page = await session.open('tieba.baidu.com', 'unsure.html');
      let unsure = '';
      await eventually(async () => {
        // Not all of it: an own word is marked for itself.
        unsure = (await painted(page)).find(({ level }) => level === 'suspect')?.text.slice(0, 3) ?? '';
        return unsure ? null : 'nothing is suspect';
      });
      const post = await session.open('tieba.baidu.com', 'br-splits.html');
      const options = await optionsOf(session);
      await choose(options, 'suspects', false);
      for (const word of [unsure, '微信', '信号']) {
        await enter(options, 'ownWords-word', word);
        await says(options, '#ownWords ul', word);
      }
      await page.bringToFront();
      await eventually(async () => {
        const parts = await painted(page);
        return parts.some(({ level, text }) => level === 'own' && text === unsure) && parts.every(({ level }) => level !== 'suspect') ? null : JSON.stringify(parts);
      });
      // As words that overlap are one mark elsewhere, they are here.
      const own = () =>
        eventually(async () => {
          const parts = (await painted(post)).filter(({ ids }) => ids.includes('post'));
          return parts.every(({ level }) => level === 'own') && parts.map(({ text }) => text).join() === '微信号' ? null : JSON.stringify(parts);
        });
      await post.bringToFront();
      // A card closes as the words of its mark change, until the last of them is there.
      await eventually(async () => {
        await openCard(post, '微信号');
        const text = (await card(post)) ?? '';
        if (/标错了.*微信号这是你自己加的词|微信号这是你自己加的词.*标错了/.test(text)) return null;
        await post.keyboard.press('Escape');
        return `the card says “${text}”`;
      });
      await pressMark(post, '标错了');
      await own();
      await post.reload();
      await own();
      await openCard(post, '微信号');
      assert.match((await card(post)) ?? '', /这里有你要标的词.*这是你自己加的词/);
    });

    it('what was dismissed is forgotten, and that is taken back', async () => {
      const page = await session.open('tieba.baidu.com', 'br-splits.html');
      await openCard(page, '微信号');
      await pressMark(page, '标错了');
      await marked(page, []);
      const options = await optionsOf(session);
      await says(options, '#dismissed-count', '1 条');
      await press(options, '忘掉，重新标');
      await says(options, '#dismissed-count', '0 条');
      await page.bringToFront();
      await page.reload();
      await marked(page);
      await press(options, '撤销');
      await says(options, '#dismissed-count', '1 条');
      await page.reload();
      await marked(page, []);
    });

    it('a back-up brings everything back; a bad one changes nothing and says why', async () => {
      const options = await optionsOf(session);
      await choose(options, 'guard', false);
      await enter(options, 'ownWords-word', '刷单');
      await says(options, '#ownWords ul', '刷单');
      await choose(options, '58.com', false);
      await says(options, '#listed-count', '关了 1 个');
      await press(options, '存一份备份');
      await says(options, '#said', '备份交给浏览器下载了');
      let text = '';
      await eventually(async () => {
        const file = (await readdir(downloads)).find((one) => /^fournos-\d{4}-\d\d-\d\d\.json$/.test(one));
        text = file ? await readFile(join(downloads, file), 'utf8') : '';
        return text.endsWith('}\n') ? null : 'no back-up';
      });
      await press(options, '恢复默认');
      await says(options, '#said', '都回到默认了');
      await says(options, '#listed-count', '关了 0 个');
      assert.deepEqual((await options.run(shown)).words, []);
      await restore(options, text);
      await says(options, '#said', '恢复好了');
      await says(options, '#listed-count', '关了 1 个');
      const good = await stored(options);
      assert.deepEqual((await options.run(shown)).words, ['刷单']);
      assert.equal(good.settings.guard, false);

      const whole = JSON.parse(text);
      for (const [file, complaint] of [
        ['', '不是四不的备份'],
        ['null', '不是四不的备份'],
        ['[1, 2]', '不是四不的备份'],
        ['{"version": 2, "settings": {}}', '不是四不的备份'],
        [JSON.stringify({ ...whole, version: 99 }), '来自更新版本'],
        [JSON.stringify({ ...whole, settings: { ...whole.settings, ownWords: ['好的词', 5] } }), '“ownWords”读不出来'],
        [JSON.stringify({ ...whole, settings: [] }), '“settings”读不出来'],
        ...[{ a: 1 }, [''], ['58.com', 'no host'], ['https://58.com/'], ['58.com/a'], ['58.COM']].map((sitesOff) => [JSON.stringify({ ...whole, sitesOff }), '“sitesOff”读不出来']),
        [JSON.stringify({ ...whole, memory: { ...whole.memory, salt: '' } }), '“memory”读不出来'],
        [text.slice(0, -20), '不是四不的备份'],
        ['x'.repeat(1_000_001), '太大'],
      ]) {
        await restore(options, file);
        await says(options, '#said', complaint);
        assert.deepEqual(await stored(options), good, complaint);
      }
      // Whatever the popup can switch off comes back.
      const hosts = ['58.com', 'bbs.example.com:8080', 'example.com:80', 'example.com:443', 'localhost:3000', '192.168.1.1', '[::1]:8080', 'xn--fiq228c.com'];
      await restore(options, JSON.stringify({ ...whole, sitesOff: hosts }));
      await says(options, '#said', '恢复好了');
      assert.deepEqual((await stored(options)).sitesOff, hosts);
      // One of the first version, which had no own words, is taken as well.
      await restore(options, JSON.stringify({ ...whole, version: 1, settings: { suspects: false } }));
      await says(options, '#ownWords ul', '还没有');
      await says(options, '#said', '恢复好了');
      // What was changed meanwhile is not lost by taking the restoring back.
      await store(options, { sitesOff: ['v2ex.com'] });
      await says(options, '#listed-count', '关了 1 个');
      await press(options, '撤销');
      await says(options, '#said', '没有撤销');
      assert.deepEqual((await stored(options)).sitesOff, ['v2ex.com']);
    });

    it('an old shape is upgraded, a later one is left alone, and in place of a damaged one stands the last that was good', async () => {
      const options = await optionsOf(session);
      await store(options, { settings: { version: 1, guard: false, pill: true, suspects: true, region: 'HK' } });
      await eventually(async () => ((await options.run(shown)).guard ? 'the guard is on' : null));
      await enter(options, 'ownWords-word', '刷单');
      await says(options, '#ownWords ul', '刷单');
      const { settings } = await stored(options);
      assert.deepEqual([settings.version, settings.guard, settings.region, settings.ownWords], [2, false, 'HK', ['刷单']]);

      for (const broken of ['broken', { version: 2, guard: 'no', ownWords: 7, region: 'XX' }]) {
        await store(options, { settings: broken });
        await says(options, '#warnings', '有些设置坏了');
        const { words, guard } = await options.run(shown);
        assert.deepEqual([words, guard], [['刷单'], false]);
      }
      await choose(options, 'pill', false);
      await says(options, '#warnings', /^$/);
      assert.deepEqual((await stored(options)).settings, { ...settings, pill: false });

      await choose(options, '58.com', false);
      await says(options, '#listed-count', '关了 1 个');
      await store(options, { sitesOff: { 0: 'broken' } });
      await says(options, '#warnings', '有些设置坏了');
      await says(options, '#listed-count', '关了 1 个');
      await choose(options, 'v2ex.com', false);
      await says(options, '#warnings', /^$/);
      assert.deepEqual((await stored(options)).sitesOff, ['58.com', 'v2ex.com']);

      const later = { version: 3, guard: true, shape: 'unknown' };
      await store(options, { settings: later });
      await says(options, '#warnings', '更新版本的四不');
      const { locked } = await options.run(shown);
      assert.ok(locked > 60, `${locked} controls are locked`);
      const popup = await session.openPopup();
      await eventually(() => popup.run(() => (document.querySelector('input[name=guard]')?.matches(':checked') ? null : 'the popup is empty')));
      await choose(popup, 'guard', false);
      await says(popup, '#wrong', '更新版本的四不');
      assert.deepEqual((await stored(options)).settings, later);
      // Nor is a site switched off past that.
      const refused = await popup.run(async () => {
        const { switchSite } = await import(chrome.runtime.getURL('settings.js'));
        return switchSite('tieba.baidu.com', false).then(() => 'done', (/** @type {Error} */ error) => error.constructor.name);
      });
      assert.equal(refused, 'LaterVersion');
      assert.deepEqual((await stored(options)).sitesOff, ['58.com', 'v2ex.com']);
    });

    it('in place of remembered posts that are damaged stands their copy, and only what both lack is lost', async () => {
      const page = await session.open('tieba.baidu.com', 'br-splits.html');
      const reloaded = async (/** @type {Parameters<typeof marked>[1]} */ marks) => {
        await page.bringToFront();
        await page.reload();
        await marked(page, marks);
      };
      const dismiss = async () => {
        await openCard(page, '微信号');
        await pressMark(page, '标错了');
        await marked(page, []);
      };
      await dismiss();
      const options = await optionsOf(session);
      await says(options, '#dismissed-count', '1 条');
      const { memory, memoryCopy } = await stored(options);
      assert.deepEqual(memoryCopy, memory);
      for (const broken of ['broken', { ...memory, dismissed: 7 }, { ...memory, salt: '' }]) {
        await store(options, { memory: broken });
        await says(options, '#warnings', '记住的帖子坏了');
        await says(options, '#dismissed-count', '1 条');
        await reloaded([]);
        assert.deepEqual((await stored(options)).memory, broken);
      }
      // One of a later version is read, said, and left alone, whatever is done.
      const later = { ...memory, version: 2, seen: ['unknown'] };
      for (const copy of [later, memory]) {
        await store(options, { memory: later, memoryCopy: copy });
        await says(options, '#warnings', '记住的帖子是更新版本的四不存的');
        await says(options, '#dismissed-count', '1 条');
        assert.ok(await options.run(() => ['forget-dismissed', 'save', 'reset', 'restore'].every((id) => document.getElementById(id)?.matches(':disabled'))));
        await reloaded([]);
        const refused = await options.run(async () => {
          const [{ changeMemory }, { makeBackup, nothing, replaceAll }] = await Promise.all(['memory.js', 'backup.js'].map((file) => import(chrome.runtime.getURL(file))));
          const attempts = [changeMemory('said', () => []), makeBackup(), nothing().then(replaceAll)];
          return Promise.all(attempts.map((done) => done.then(() => 'done', (/** @type {Error} */ error) => error.constructor.name)));
        });
        assert.deepEqual(refused, Array(3).fill('LaterVersion'));
        const kept = await stored(options);
        assert.deepEqual([kept.memory, kept.memoryCopy], [later, copy]);
      }
      await store(options, { memory, memoryCopy: 'broken' });
      await says(options, '#warnings', /^$/);
      await says(options, '#dismissed-count', '1 条');
      // Of two that are damaged, what can be read still holds, and it is whole again with the next post.
      await store(options, { memory: { ...memory, said: 7 }, memoryCopy: 'broken' });
      await says(options, '#warnings', '记住的帖子坏了');
      await reloaded([]);
      await press(options, '忘掉，重新标');
      await says(options, '#warnings', /^$/);
      await press(options, '撤销');
      await says(options, '#dismissed-count', '1 条');
      const repaired = await stored(options);
      assert.deepEqual([repaired.memory, repaired.memoryCopy], Array(2).fill({ ...memory, said: [] }));
      // Where nothing can be read, it is said as well, and what is remembered from now on is kept.
      await store(options, { memory: { ...memory, salt: 7 }, memoryCopy: [] });
      await says(options, '#dismissed-count', '0 条');
      await says(options, '#warnings', '记住的帖子坏了');
      await reloaded(undefined);
      await dismiss();
      await says(options, '#warnings', /^$/);
      await reloaded([]);
    });

    it('two pages that change things at once lose nothing, and both show it', async () => {
      const [one, other] = [await optionsOf(session), await optionsOf(session)];
      /** @param {Popup} own @param {string} letter */
      const addMany = (own, letter) =>
        own.run(
          async (first) => {
            const form = document.querySelector('#ownWords form');
            const input = form?.querySelector('input');
            if (!(form instanceof HTMLFormElement) || !input) throw new Error('no form');
            for (let at = 0; at < 10; at += 1) {
              input.value = `${first}词${at}`;
              form.requestSubmit();
            }
          },
          letter,
        );
      await Promise.all([addMany(one, '甲'), addMany(other, '乙')]);
      for (const own of [one, other]) {
        await eventually(async () => {
          const { words } = await own.run(shown);
          return words.length === 20 ? null : `there are ${words.length} words`;
        });
      }
      // The last place on a list goes to one of them; the other is told, and keeps what was typed.
      const { settings } = await stored(one);
      const words = Array.from({ length: 199 }, (_, at) => `第${at}词`);
      await store(one, { settings: { ...settings, ownWords: words } });
      for (const own of [one, other]) await eventually(async () => ((await own.run(shown)).words.length === 199 ? null : 'there are not 199 words'));
      const fill = (/** @type {Popup} */ own, /** @type {string} */ word) =>
        own.run(
          (typed) => {
            const input = /** @type {HTMLInputElement} */ (document.getElementById('ownWords-word'));
            input.value = typed;
            input.form?.requestSubmit();
          },
          word,
        );
      await one.run(async () => {
        const { SETTINGS } = await import(chrome.runtime.getURL('settings.js'));
        // Both are under way before either is done.
        return new Promise((held) => {
          navigator.locks.request(SETTINGS, () => new Promise((letGo) => (held(null), Object.assign(globalThis, { letGo }))));
        });
      });
      await fill(one, '甲乙');
      await fill(other, '丙丁');
      await one.run(() => /** @type {any} */ (globalThis).letGo());
      await one.page.bringToFront();
      await says(one, '#said', '甲乙');
      await other.page.bringToFront();
      await says(other, '#said', '最多 200 个词');
      assert.equal(await other.run(() => /** @type {HTMLInputElement} */ (document.getElementById('ownWords-word')).value), '丙丁');
      assert.deepEqual((await stored(one)).settings.ownWords, [...words, '甲乙']);
      await choose(one, 'guard', false);
      await eventually(async () => ((await other.run(shown)).guard ? 'the other page shows the guard on' : null));
    });

    it('what somebody else has fixed is shown as such', async () => {
      const options = await optionsOf(session);
      await choose(options, 'pill', false);
      await choose(options, '58.com', false);
      await says(options, '#listed-count', '关了 1 个');
      assert.equal(await options.run(() => document.getElementById('reset-locked')?.checkVisibility()), false);
      await store(options, { guardian: { version: 1 } });
      await says(options, '.choice:has([name=guard]) .locked', '由家长设定');
      await says(options, '#ownWords', '由家长设定');
      await says(options, '#added-what + .locked', '由家长设定');
      const { locked } = await options.run(shown);
      assert.ok(locked > 60, `${locked} controls are locked`);
      // Everything else can still be chosen, and a reset leaves what is fixed.
      await choose(options, 'region', 'HK');
      await eventually(async () => ((await stored(options)).settings?.region === 'HK' ? null : 'the region is not kept'));
      assert.ok(await options.run(() => ['restore-locked', 'reset-locked'].every((id) => document.getElementById(id)?.checkVisibility())));
      await press(options, '恢复默认');
      // What stayed is named, and nothing else.
      await says(options, '#said', /^别的都换好了。由家长、学校或单位锁定的没有动：在网页角落显示小结和自带的网站。$/);
      assert.equal((await stored(options)).settings.region, '');
      assert.equal((await stored(options)).settings.pill, false);
      await press(options, '撤销');
      await says(options, '#said', '撤销好了');
      assert.equal((await stored(options)).settings.region, 'HK');
      const backup = await options.run(async () => (await import(chrome.runtime.getURL('backup.js'))).makeBackup());
      await restore(options, JSON.stringify({ ...JSON.parse(backup), sitesOff: [] }));
      await says(options, '#said', /没有动：自带的网站。$/);
      await press(options, '恢复默认');
      await says(options, '#said', '没有动');
      assert.deepEqual((await stored(options)).guardian, { version: 1 });
      // While the guardian has opened them, the rest can be chosen too; not the guard.
      await options.run(() => chrome.storage.session.set({ guardianOpen: { from: Date.now() - 1, until: Date.now() + 60_000 } }));
      await says(options, '#ownWords .locked', /^$/);
      await enter(options, 'ownWords-word', '刷单');
      await says(options, '#ownWords ul', '刷单');
      await says(options, '.choice:has([name=guard]) .locked', '由家长设定');
      await options.run(() => chrome.storage.session.remove('guardianOpen'));
      await says(options, '#ownWords', '由家长设定');
    });

    it('a storage that is full is told of, and what was stored stays', async () => {
      const options = await optionsOf(session);
      await choose(options, 'pill', false);
      await eventually(async () => ((await stored(options)).settings?.pill === false ? null : 'nothing is stored'));
      const { settings } = await stored(options);
      const backup = JSON.parse(await options.run(async () => (await import(chrome.runtime.getURL('backup.js'))).makeBackup()));
      const filler = await fillStorage(options);
      // Much, as Firefox finds room for a little in what it has already.
      const letter = () => String.fromCodePoint(0x4e00 + Math.floor(Math.random() * 20_000));
      const words = Array.from({ length: 200 }, () => Array.from({ length: 60 }, letter).join(''));
      await restore(options, JSON.stringify({ ...backup, settings: { ...backup.settings, ownWords: words, neverWords: words.map((word) => [...word].reverse().join('')) } }));
      await says(options, '#said', '没存上');
      assert.deepEqual((await stored(options)).settings, settings);
      assert.deepEqual((await options.run(shown)).words, []);
      if (name === 'chromium') {
        await enter(options, 'ownWords-word', '刷单刷单刷单刷单');
        await says(options, '#said', '没存上');
        assert.deepEqual((await stored(options)).settings, settings);
        assert.deepEqual((await options.run(shown)).words, []);
        // Nor is what was typed lost.
        assert.equal(await options.run(() => /** @type {HTMLInputElement} */ (document.getElementById('ownWords-word')).value), '刷单刷单刷单刷单');
      }
      await options.run((keys) => chrome.storage.local.remove(keys), filler);
    });

    if (name === 'chromium') {
      it('the popup adds the site of the page in front, and it is read at once', async () => {
        await allow(session, 'example.net');
        const page = await session.open('bbs.example.net', 'unlisted.html');
        const extension = (await session.browser.extensions()).get(session.id);
        if (!extension) throw new Error('no extension');
        const opened = session.browser.waitForTarget((one) => one.url().endsWith('/pages/popup.html'));
        await page.triggerExtensionAction(extension);
        const popup = await (await opened).asPage();
        const button = await popup.waitForSelector('#always:not([hidden])');
        assert.equal(await button?.evaluate(({ textContent }) => textContent), '以后都读 bbs.example.net');
        await button?.click();
        await eventually(async () => ((await painted(page)).length > 1 ? null : 'nothing is marked'));
        const options = await optionsOf(session);
        await says(options, '#added', '移除 bbs.example.net');
        await press(options, '移除 bbs.example.net');
        await says(options, '#added', '还没有。');
      });
    } else {
      it('the popup says what the browser does not let it read, and asks for it; then it is read at once', async () => {
        const page = await session.open('tieba.baidu.com', 'br-splits.html');
        await marked(page);
        const options = await optionsOf(session);
        const listed = await options.run(() => chrome.runtime.getManifest().host_permissions ?? []);
        const take = (/** @type {string[]} */ origins) => options.run((all) => chrome.permissions.remove({ origins: all }), origins);
        const openPopup = async (/** @type {import('puppeteer-core').Page} */ front) => {
          await front.bringToFront();
          // As the button on the toolbar does, by which the page's address is known.
          await inFirefox(front, `WebExtensionPolicy.getByID('${session.id}').extension.tabManager.addActiveTabPermission(gBrowser.selectedTab)`);
          const popup = await session.openPopup();
          await eventually(async () => ((await popup.run(() => document.getElementById('check')?.checkVisibility())) ? null : 'the page cannot be checked'));
          return popup;
        };
        const said = (/** @type {Popup} */ popup) => popup.run(() => (document.querySelector('#unallowed')?.checkVisibility() ? document.querySelector('#unallowed p')?.textContent : ''));
        const ask = async (/** @type {Popup} */ popup, /** @type {Parameters<typeof answer>[2]} */ pressed) => {
          await popup.page.bringToFront();
          await popup.run(() => document.getElementById('allow')?.focus());
          await popup.page.keyboard.press('Enter');
          await answer(session, popup, pressed);
        };

        await take(['*://*.tieba.baidu.com/*']);
        await page.bringToFront();
        await page.reload();
        const here = await openPopup(page);
        assert.equal(await said(here), '浏览器还没让“四不”读 tieba.baidu.com，所以“四不”不会自己在这里标记。');
        assert.equal(await here.run(() => document.getElementById('always')?.checkVisibility()), false);
        assert.deepEqual(await painted(page), []);
        assert.deepEqual(await violations(here), []);
        await ask(here, 'secondaryButton');
        assert.match((await said(here)) ?? '', /tieba/);
        await ask(here, 'button');
        await eventually(async () => ((await said(here)) === '' ? null : 'it is not allowed'));
        await page.bringToFront();
        await marked(page);
        await says(here, '#marks', '微信号');
        assert.deepEqual((await stored(options)).settings?.sites ?? [], []);

        // Of other sites than the one in front, it says nothing, as long as some of the list can be read.
        const other = await session.open('example.com', 'unlisted.html');
        await take(listed.slice(1));
        const some = await openPopup(other);
        assert.equal(await said(some), '');
        await press(some, '检查这一页');
        await other.bringToFront();
        await eventually(async () => ((await painted(other)).length > 1 ? null : 'nothing is marked'));
        await take(listed);
        await eventually(async () => ((await said(some)) === '浏览器还没让“四不”读名单里的网站，所以“四不”不会自己标记。' ? null : 'nothing is said'));
        await says(options, '#unallowed', `其中 ${listed.length} 个，浏览器现在不让“四不”读`);
        await ask(some, 'button');
        await says(options, '#unallowed', /^$/);
        assert.equal(await said(some), '');
      });
    }

    it('is accessible: light, dark, narrow, with letters of twice the size, and by keyboard alone', async () => {
      const options = await optionsOf(session);
      const { page } = options;
      await store(options, { settings: { version: 2, sites: ['example.com', 'example.org'], ownWords: ['刷单'], neverWords: ['租号玩'] }, sitesOff: ['v2ex.com', 'bbs.douban.com'] });
      await says(options, '#ownWords ul', '刷单');
      await options.run(() => document.querySelector('details')?.setAttribute('open', ''));
      // From the switch to the list of languages, and to the words; by Tab, the space bar and Enter.
      await options.run(() => document.querySelector('h1')?.scrollIntoView());
      const focus = () => options.run(() => document.activeElement?.id || document.activeElement?.getAttribute('name') || document.activeElement?.textContent);
      /** @param {string} wanted */
      const tabTo = async (wanted) => {
        for (let at = 0; at < 120 && (await focus()) !== wanted; at += 1) await page.keyboard.press('Tab');
        assert.equal(await focus(), wanted);
      };
      await tabTo('suspects');
      await page.keyboard.press(' ');
      await eventually(async () => ((await stored(options)).settings.suspects === false ? null : 'the switch does nothing'));
      await tabTo('guard');
      await tabTo('region');
      // When its row is gone, the focus is on the same button of the next, and at last on the field.
      const focusGoesTo = (/** @type {string} */ wanted) => eventually(async () => ((await focus()) === wanted ? null : `the focus is on ${await focus()}`));
      await tabTo('移除 example.com');
      await page.keyboard.press('Enter');
      await focusGoesTo('移除 example.org');
      await tabTo('打开 bbs.douban.com');
      await page.keyboard.press('Enter');
      await says(options, '#said', '已打开 bbs.douban.com');
      await focusGoesTo('site');
      await tabTo('移除 刷单');
      await page.keyboard.press('Enter');
      await says(options, '#said', '移除了“刷单”');
      assert.equal(await focus(), 'ownWords-word');
      await tabTo('undo');
      await page.keyboard.press('Enter');
      await says(options, '#ownWords ul', '刷单');

      await enter(options, 'ownWords-word', '短');
      await says(options, '#ownWords-wrong', '太短了');
      await isAccessible(session, options);

      // Firefox takes another size when it loads a page.
      await larger(page, 32);
      const large = await optionsOf(session);
      await larger(large.page, 32);
      await large.page.setViewport({ width: 640, height: 900 });
      await large.run(() => document.querySelector('details')?.setAttribute('open', ''));
      await eventually(() => large.run(() => (getComputedStyle(document.body).fontSize === '32px' ? null : 'the letters are not larger')));
      assert.deepEqual(await violations(large), []);
      await eventually(() => large.run(() => (document.documentElement.scrollWidth <= innerWidth ? null : `it is ${document.documentElement.scrollWidth} px wide`)));
      await larger(large.page, 16);
    });

    /**
     * Makes the letters of pages larger, as the browser's own settings do.
     *
     * @param {import('puppeteer-core').Page} page
     * @param {number} size in CSS pixels
     */
    async function larger(page, size) {
      if (name === 'chromium') {
        const client = await page.createCDPSession();
        await client.send('Page.setFontSizes', { fontSizes: { standard: size } });
        await client.detach();
      } else {
        for (const group of ['zh-CN', 'x-western']) await inFirefox(page, `Services.prefs.setIntPref('font.size.variable.${group}', ${size})`);
      }
    }
  });
}
