// A guardian's lock: what it fixes, how it opens, what it counts, and how it is reset.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { validMessage } from '../../extension/protocol.js';
import { browsers, eventually, inOverlay, launch, untilRead } from './harness.mjs';
import { card, isAccessible, openCard, pictures, press, store, stored } from './steps.mjs';

/** @typedef {import('./harness.mjs').Session} Session */
/** @typedef {import('./harness.mjs').Popup} Popup */
/** @typedef {import('puppeteer-core').Page} Page */

describe('the message that something is counted', () => {
  const sender = { id: 'ours', url: 'https://tieba.baidu.com/p/1' };

  it('is taken from our own script only, and in its shape only', () => {
    assert.ok(validMessage({ type: 'tally', what: 'asked', count: 1 }, sender, 'ours'));
    assert.equal(validMessage({ type: 'tally', what: 'asked', count: 1 }, { ...sender, id: 'another' }, 'ours'), null);
    for (const wrong of [{ what: 'pages' }, { what: undefined }, { count: 0 }, { count: -1 }, { count: 1.5 }, { count: '1' }, { count: Infinity }]) {
      assert.equal(validMessage({ type: 'tally', what: 'asked', count: 1, ...wrong }, sender, 'ours'), null, JSON.stringify(wrong));
    }
  });
});

/** What the guardian's page shows. */
const seen = () => ({
  state: ['none', 'locked', 'open'].filter((id) => document.getElementById(id)?.hidden === false).join(),
  done: document.getElementById('done')?.textContent ?? '',
  error: [...document.querySelectorAll('.error')].map(({ textContent }) => textContent).join(''),
  busy: document.querySelector('[aria-disabled=true]') !== null,
  reset: document.getElementById('resetting')?.checkVisibility() ? document.getElementById('reset-when')?.textContent : null,
  warned: ['record', 'counted-damaged'].filter((id) => document.getElementById(id)?.checkVisibility()).join(),
  rows: [...document.querySelectorAll('#rows tr')].map((row) => [...row.children].map(({ textContent }) => textContent)),
  focused: document.activeElement?.id || document.activeElement?.textContent,
});

/**
 * Waits until the page shows something.
 *
 * @param {Popup} own
 * @param {Partial<ReturnType<typeof seen>>} wanted
 */
const shows = (own, wanted) =>
  eventually(async () => {
    const now = /** @type {any} */ (await own.run(seen));
    return Object.entries(wanted).every(([key, value]) => now[key] === value) ? null : `the page shows ${JSON.stringify(now)}`;
  });

/**
 * Fills a form in, sends it, and waits for what is said of it.
 *
 * @param {Popup} own
 * @param {string} form
 * @param {Record<string, string>} values by the fields' ids
 */
async function send(own, form, values) {
  await own.run(
    (sent) => {
      const byId = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
      for (const [id, text] of Object.entries(sent.values)) byId(id).value = text;
      byId('done').textContent = '';
      byId(sent.form).requestSubmit();
    },
    { form, values },
  );
  await eventually(async () => {
    const { busy, done, error } = await own.run(seen);
    return !busy && (done || error) ? null : 'nothing is said yet';
  });
  return own.run(seen);
}

/** @param {Popup} own @param {string} id */
const click = (own, id) => own.run((one) => document.getElementById(one)?.click(), id);

/** What the popup shows: its switches, and what is said of the guardian. */
const popupSeen = () => ({
  switches: Object.fromEntries(
    [...document.querySelectorAll('input')].map(({ id, name, checked, disabled }) => [name || id, `${checked ? 'on' : 'off'}${disabled ? ', locked' : ''}`]),
  ),
  guarded: document.getElementById('guarded')?.checkVisibility() ? document.getElementById('guarded')?.innerText : null,
  reset: document.getElementById('resetting')?.checkVisibility() ? document.getElementById('resetting')?.textContent : null,
});

/** What the options show: their switches that are locked, and what is said of the guardian. */
const optionsSeen = () => ({
  locked: [...document.querySelectorAll('input[role=switch][name]:disabled')].map((input) => input.getAttribute('name')).join(),
  said: document.getElementById('guardian-what')?.textContent,
  by: [...document.querySelectorAll('.choice .locked')].map(({ textContent }) => textContent),
});

/** @param {Session} session */
async function popupOf(session) {
  const popup = await session.openPopup();
  await eventually(() => popup.run(() => (document.getElementById('on-label')?.textContent ? null : 'the popup is empty')));
  const shown = await popup.run(popupSeen);
  return { ...shown, popup };
}

/** @param {Page} page */
const asks = (page) =>
  eventually(async () => {
    await page.click('#chat');
    return (await inOverlay(page, (root) => root.querySelector('dialog[open]') !== null)) ? null : 'the guard does not ask';
  });

const LONG = '长'.repeat(9_990) + 'ＡＢＣ１２３４５６７';
const LOCKED = { on: 'on, locked', guard: 'on, locked', pill: 'off, locked', suspects: 'on, locked' };

for (const name of browsers) {
  describe(`${name}: a guardian`, () => {
    let folder = '';
    /** @type {Session} */
    let session;
    /** @type {Page} */
    let forum;
    /** @type {Popup} */
    let own;
    /** @type {Popup} */
    let options;

    const start = async () => {
      session = await launch(name, { language: 'zh-CN', profile: join(folder, 'profile'), downloads: join(folder, 'downloads') });
      forum = await session.open('tieba.baidu.com', 'guard.html');
      await untilRead(forum);
      await open();
    };
    const open = async () => {
      own = await session.openOwn('guardian.html');
      await own.page.bringToFront();
      await eventually(async () => ((await own.run(seen)).state ? null : 'the page shows nothing'));
    };
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'fournos-guardian-'));
      await start();
    });
    after(async () => {
      await session.close();
      await rm(folder, { recursive: true });
    });

    it('a passphrase that is too short, too long or mistyped is refused, and nothing is stored', async () => {
      await store(own, { settings: { version: 1, guard: false, pill: false }, sitesOff: [`tieba.baidu.com:${session.port}`] });
      const before = await stored(own);
      for (const [one, other, words] of [
        ['', '', /太短/],
        ['12345', '12345', /太短/],
        ['x'.repeat(10_001), 'x'.repeat(10_001), /太长，最多 10,000 个字符/],
        ['abcdef', 'abcdeg', /不一样/],
      ]) {
        const { error, state, focused } = await send(own, 'lock', { new: String(one), repeat: String(other) });
        assert.match(error, /** @type {RegExp} */ (words));
        assert.match(error, /什么也没有变/);
        assert.equal(state, 'none');
        assert.equal(focused, 'new');
      }
      assert.deepEqual(await stored(own), before);
    });

    it('one of 10,000 characters is taken while the page goes on, and is stored nowhere', async () => {
      await own.run(() => {
        const times = Object.assign(globalThis, { busy: 0, longest: 0 });
        let [begun, last] = [0, 0];
        const tick = () => {
          const now = performance.now();
          if (begun > 0) times.longest = Math.max(times.longest, now - last);
          last = now;
        };
        setInterval(tick, 10);
        const form = document.querySelector('#lock');
        form?.addEventListener('submit', () => (begun = last = performance.now()), { capture: true });
        new MutationObserver(() => {
          if (form?.querySelector('[aria-disabled=true]')) return;
          tick();
          times.busy = last - begun;
          begun = 0;
        }).observe(/** @type {Element} */ (form), { attributeFilter: ['aria-disabled'], subtree: true });
      });
      const { state, done } = await send(own, 'lock', { new: LONG, repeat: LONG });
      assert.equal(state, 'locked');
      assert.equal(done, '设置已锁上。');
      const { busy, longest } = await own.run(() => ({ busy: /** @type {any} */ (globalThis).busy, longest: /** @type {any} */ (globalThis).longest }));
      assert.ok(busy > 0 && longest < busy / 2, `of ${busy} ms, the page stood still for ${longest}`);
      const { guardian, ...others } = await stored(own);
      assert.deepEqual(Object.keys(guardian).sort(), ['hash', 'iterations', 'salt', 'version']);
      assert.ok(guardian.iterations >= 600_000);
      assert.doesNotMatch(JSON.stringify([guardian, others]), /长长|ABC|ＡＢＣ/);
      assert.equal(await own.run(() => /** @type {HTMLInputElement} */ (document.getElementById('new')).value), '');
    });

    it('the guard and every site are on, whatever was chosen; in pages that are open too', async () => {
      await forum.bringToFront();
      await untilRead(forum);
      await asks(forum);
      await forum.keyboard.press('Escape');
      const { switches, guarded, popup } = await popupOf(session);
      assert.deepEqual(switches, LOCKED);
      assert.match(guarded ?? '', /家长锁定了四不的设置.*会统计.*标出多少条.*不会统计.*你写了什么/s);
      // Not even what writes past the switches.
      const says = await popup.run(async () => {
        const { saveSettings, switchSite } = await import(chrome.runtime.getURL('settings.js'));
        const refused = /** @param {Error} error */ (error) => error.constructor.name;
        return Promise.all([saveSettings({ guard: false }), saveSettings({ suspects: false }), switchSite('tieba.baidu.com', false)].map((done) => done.then(() => 'done', refused)));
      });
      assert.deepEqual(says, ['Locked', 'Locked', 'Locked']);
      await popup.run(async () => (await import(chrome.runtime.getURL('settings.js'))).saveSettings({ region: 'HK' }));
      assert.equal((await stored(popup)).settings.region, 'HK');
      await popup.page.close();
      options = await session.openOwn('options.html');
      await eventually(async () => {
        const { locked, said, by } = await options.run(optionsSeen);
        return locked === 'suspects,guard,pill,young' && said === '这些设置由家长锁定。家长可以输入口令打开十分钟。' && String(by) === Array(4).fill('由家长设定').join()
          ? null
          : `the options show ${locked} as locked by ${by}, and say ${said}`;
      });
      await pictures(session, 'options.html', 'options-guarded');
    });

    it('the card speaks to a young reader, and says to tell an adult', async () => {
      await forum.bringToFront();
      await openCard(forum, '支付宝');
      assert.match((await card(forum)) ?? '', /只是扫个码”？你一扫.*告诉爸妈或老师/s);
      await press(forum, '我已经租了／扫了');
      assert.match((await card(forum)) ?? '', /别怕，先告诉爸妈或老师/);
      await forum.keyboard.press('Escape');
    });

    it('counts by week and site what the table shows, and saves it as a table', async () => {
      // The sample on our own page is nobody's offer.
      const welcome = await session.openOwn('welcome.html');
      await welcome.page.bringToFront();
      await eventually(async () => ((await welcome.run(() => CSS.highlights.get('fournos-offer')?.size)) ? null : 'the sample is not marked'));
      await welcome.page.close();
      await forum.bringToFront();
      await forum.reload();
      await untilRead(forum);
      await asks(forum);
      await press(forum, '我清楚风险，继续');
      /** @type {(string | null)[][]} */
      let rows = [];
      await eventually(async () => {
        ({ rows } = await own.run(seen));
        // Two offers, met twice; one card; the guard asked twice, and was gone past once.
        return String(rows[0]?.slice(1)) === 'tieba.baidu.com,4,1,2,1' && rows.length === 1 ? null : `counted: ${JSON.stringify(rows)}`;
      });
      const { summary } = await stored(own);
      const [week] = Object.keys(summary);
      const monday = new Date(`${week}T00:00`);
      assert.equal(monday.getDay(), 1);
      assert.ok(Date.now() - monday.getTime() < 8 * 86_400_000);
      assert.deepEqual(summary, { [week]: { 'tieba.baidu.com': { offers: 4, cards: 1, asked: 2, goneOn: 1 } } });
      await click(own, 'export');
      const downloads = join(folder, 'downloads');
      const table = await own.run(async () => {
        const { csvOf } = await import(chrome.runtime.getURL('summary.js'));
        const some = { offers: 1, cards: 0, asked: 0, goneOn: 0 };
        return csvOf({ '2026-11-23': { 'a.com': some, '*': some } }, ['a "b" c'], '其他网站');
      });
      assert.equal(table, '\uFEFF"a ""b"" c"\r\n2026-11-23,a.com,1,0,0,0\r\n2026-11-23,"其他网站",1,0,0,0\r\n');
      await eventually(async () => {
        const files = await readdir(downloads).catch(() => []);
        const file = files.find((one) => /^fournos-\d{4}-\d\d-\d\d\.csv$/.test(one));
        const text = file ? await readFile(join(downloads, file), 'utf8') : '';
        const wanted = `\uFEFF"周（从周一起）","网站","标出","看说明","提醒","继续"\r\n${week},tieba.baidu.com,4,1,2,1\r\n`;
        return text === wanted ? null : `saved: ${files} ${JSON.stringify(text)}`;
      });
    });

    it('keeps a year, and a hundred sites of a week; what is broken in it is left out', async () => {
      const none = { offers: 0, cards: 0, asked: 0, goneOn: 0 };
      const { summary } = await stored(own);
      const [week] = Object.keys(summary);
      const weeks = Array.from({ length: 60 }, (_, at) => `2020-${String(1 + Math.floor(at / 28)).padStart(2, '0')}-${String(1 + (at % 28)).padStart(2, '0')}`);
      const sites = Array.from({ length: 100 }, (_, at) => [`${at}.58.com`, none]);
      const damaged = {
        ...Object.fromEntries(weeks.map((one) => [one, { 'www.58.com': { ...none, offers: 'many', cards: 7 } }])),
        [week]: Object.fromEntries(sites),
        broken: 7,
      };
      await shows(own, { warned: '' });
      // Where the one is damaged, the copy stands in.
      for (const broken of ['broken', damaged, { [week]: { 'tieba.baidu.com': { ...none, cards: -1 } } }]) {
        await store(own, { summary: broken });
        await shows(own, { warned: 'counted-damaged' });
        const { rows } = await own.run(seen);
        assert.deepEqual(rows.map((row) => row.slice(1)), [['tieba.baidu.com', '4', '1', '2', '1']]);
      }
      await isAccessible(session, own);
      // Of two that are damaged, what can be read is kept.
      await store(own, { summary: damaged, summaryCopy: damaged });
      await eventually(async () => ((await own.run(seen)).rows.length > 1 ? null : 'what is left is not shown'));
      await forum.bringToFront();
      await forum.reload();
      await untilRead(forum);
      await eventually(async () => {
        const now = (await stored(own)).summary;
        return now[week]['*']?.offers === 2 ? null : `counted: ${JSON.stringify(now[week])}`;
      });
      const { summary: now, summaryCopy } = await stored(own);
      assert.deepEqual(summaryCopy, now);
      await shows(own, { warned: '' });
      assert.equal(Object.keys(now).length, 53);
      assert.equal(Object.keys(now[week]).length, 101);
      assert.deepEqual(now[weeks[59]], { 'www.58.com': { ...none, cards: 7 } });
      assert.equal(now[weeks[0]], undefined);
      await store(own, { summary: { [week]: { 'tieba.baidu.com': { offers: 12, cards: 3, asked: 2, goneOn: 1 }, 'www.58.com': { ...none, offers: 3 } } } });
    });

    it('a wrong passphrase is refused, the fourth has to wait, and a clock that is set back does not help', async () => {
      for (const wrong of ['abcdef', '长', `${LONG}x`]) {
        const { error, state } = await send(own, 'unlock', { passphrase: wrong });
        assert.equal(error, '口令不对。设置还锁着。');
        assert.equal(state, 'locked');
      }
      const early = await send(own, 'unlock', { passphrase: LONG });
      assert.match(early.error, /错了太多次，\d+秒钟后才能再试/);
      await store(own, { guardianTries: { count: 8, at: Date.now() + 86_400_000 } });
      const late = await send(own, 'unlock', { passphrase: LONG });
      assert.match(late.error, /错了太多次，16分钟后才能再试/);
      const { guardianTries } = await stored(own);
      assert.ok(guardianTries.at <= Date.now(), 'it waits for a day');
      await isAccessible(session, own);
    });

    it('opened, in another way to type the same, it can be changed, but for the guard and the sites', async () => {
      await store(own, { guardianTries: { count: 3, at: Date.now() - 31_000 } });
      const { state, done } = await send(own, 'unlock', { passphrase: LONG.normalize('NFKC') });
      assert.equal(state, 'open');
      assert.equal(done, '已解锁。');
      await eventually(async () => {
        const { locked, said } = await options.run(optionsSeen);
        return locked === 'guard' && said === '家长已解锁，现在可以改。改完请去锁上。' ? null : `the options show ${locked} as locked, and say ${said}`;
      });
      // The end of the ten minutes is seen on both pages, and nothing is left of it.
      await own.run(() => chrome.storage.session.set({ guardianOpen: { from: Date.now() - 1, until: Date.now() + 1_000 } }));
      await eventually(async () => ((await options.run(optionsSeen)).said?.startsWith('这些设置由家长锁定') ? null : 'the options are open'));
      await options.page.close();
      await shows(own, { state: 'locked' });
      await eventually(async () => ((await own.run(() => chrome.storage.session.get('guardianOpen'))).guardianOpen ? 'it is kept' : null));
      await own.run(() => chrome.storage.session.set({ guardianOpen: { from: Date.now() - 1, until: Date.now() + 600_000 } }));
      await shows(own, { state: 'open' });
      const { switches, popup } = await popupOf(session);
      assert.deepEqual(switches, { ...LOCKED, pill: 'off', suspects: 'on' });
      await popup.run(() => /** @type {HTMLElement} */ (document.querySelector('[name=suspects]')).click());
      await eventually(async () => ((await stored(popup)).settings.suspects === false ? null : 'it is not changed'));
      await popup.page.close();
      const changed = await send(own, 'change', { next: 'twelve green hills', 'next-repeat': 'twelve green hills' });
      assert.equal(changed.done, '口令换好了。');
      await isAccessible(session, own);
      await pictures(session, 'guardian.html', 'guardian-open');
      await click(own, 'close');
      await shows(own, { state: 'locked', done: '设置已锁上。' });
      assert.match((await send(own, 'unlock', { passphrase: LONG })).error, /口令不对/);
      const again = await popupOf(session);
      assert.equal(again.switches.suspects, 'off, locked');
      await again.popup.page.close();
    });

    it('by keyboard alone: opens, and locks again', async () => {
      await own.page.close();
      await open();
      const { keyboard } = own.page;
      await keyboard.press('Tab');
      await shows(own, { focused: 'passphrase' });
      await keyboard.type('twelve green hills');
      await keyboard.press('Enter');
      await shows(own, { state: 'open', focused: 'done' });
      await keyboard.press('Tab');
      await shows(own, { focused: 'close' });
      await keyboard.press('Enter');
      await shows(own, { state: 'locked', focused: 'done' });
      for (let at = 0; at < 4; at += 1) await keyboard.press('Tab');
      await shows(own, { focused: '忘了口令？' });
      await keyboard.press('Enter');
      await keyboard.press('Tab');
      await shows(own, { focused: 'reset' });
      await keyboard.press('Enter');
      await shows(own, { reset: '正在重置家长锁定，24小时后解除。', done: '重置已开始。' });
    });

    it('a reset says how long it takes, also in the popup, where it can be called off', async () => {
      const { reset, popup } = await popupOf(session);
      assert.match(reset ?? '', /正在重置家长锁定，24小时后解除。\s*取消重置/);
      await isAccessible(session, popup);
      await pictures(session, 'popup.html', 'popup-guarded');
      await click(popup, 'call-off');
      await eventually(async () => ((await popup.run(popupSeen)).reset === '重置已取消，锁定照旧。' ? null : 'nothing is said'));
      await shows(own, { reset: null, state: 'locked' });
      assert.equal((await stored(popup)).guardianReset, undefined);
      await popup.page.close();
    });

    it('survives a new start of the browser, and a clock that is set back; after 24 hours it opens', async () => {
      await click(own, 'reset');
      await shows(own, { reset: '正在重置家长锁定，24小时后解除。' });
      // Twenty hours ago, it had begun.
      await store(own, { guardianReset: { waited: 0, last: Date.now() - 20 * 3_600_000 } });
      await shows(own, { reset: '正在重置家长锁定，4小时后解除。' });
      await pictures(session, 'guardian.html', 'guardian-reset');
      await session.close();
      await start();
      await shows(own, { state: 'locked', reset: '正在重置家长锁定，4小时后解除。' });
      // The clock is set back by two days: the hours that have passed stay, and none is waited for twice.
      const { guardianReset } = await stored(own);
      await store(own, { guardianReset: { ...guardianReset, last: Date.now() + 48 * 3_600_000 } });
      await shows(own, { reset: '正在重置家长锁定，4小时后解除。' });
      await eventually(async () => ((await stored(own)).guardianReset.last <= Date.now() ? null : 'it waits for the clock'));
      const { switches, popup } = await popupOf(session);
      assert.equal(switches.guard, 'on, locked');
      await popup.page.close();
      await store(own, { guardianReset: { waited: 20 * 3_600_000, last: Date.now() - 4 * 3_600_000 - 1_000 } });
      await shows(own, { state: 'none' });
      const { guardian, guardianCopy, summary, summaryCopy, settings, sitesOff } = await stored(own);
      assert.deepEqual([guardian, guardianCopy, summary, summaryCopy], Array(4).fill(undefined));
      assert.equal(sitesOff.length, 1);
      const free = await popupOf(session);
      // What the user had chosen before.
      assert.deepEqual(free.switches, { on: 'on', guard: 'off', pill: 'off', suspects: 'off' });
      assert.equal(free.guarded, null);
      assert.equal(settings.young, true);
      await free.popup.page.close();
    });

    it('a broken record locks, no passphrase fits it, and the page says so', async () => {
      await isAccessible(session, own);
      for (const guardian of ['broken', 7, null, [], {}, { version: 1, salt: '!', iterations: 1, hash: '' }, { version: 2, salt: '', iterations: 600_000, hash: '' }]) {
        await store(own, { guardian });
        await shows(own, { state: 'locked', warned: 'record' });
        assert.match((await send(own, 'unlock', { passphrase: 'abcdef' })).error, /记录损坏了，或是新版四不存的/);
        assert.deepEqual((await stored(own)).guardian, guardian);
      }
      // Nor does it open anything that the browser cannot read what is stored.
      const kept = await stored(own);
      await own.run(() => {
        const { local } = chrome.storage;
        const get = local.get.bind(local);
        Object.assign(globalThis, { readable: () => Object.defineProperty(local, 'get', { value: get, configurable: true }) });
        Object.defineProperty(local, 'get', { value: () => Promise.reject(new Error('damaged')), configurable: true });
      });
      assert.match((await send(own, 'unlock', { passphrase: 'abcdef' })).error, /浏览器读不出四不存的东西。.*锁定也不会因此解除/);
      assert.match((await send(own, 'lock', { new: 'abcdef', repeat: 'abcdef' })).error, /浏览器读不出/);
      await click(own, 'reset');
      await shows(own, { state: '', done: /** @type {any} */ (await own.run(async () => (await import(chrome.runtime.getURL('texts.js'))).t('unreadable'))) });
      assert.ok(await own.run(() => document.getElementById('unreadable')?.checkVisibility()));
      await isAccessible(session, own);
      const says = await own.run(async () => {
        const { saveSettings, switchSite } = await import(chrome.runtime.getURL('settings.js'));
        const refused = /** @param {Error} wrong */ (wrong) => wrong.constructor.name;
        return Promise.all([saveSettings({ guard: false }), switchSite('tieba.baidu.com', false)].map((done) => done.then(() => 'done', refused)));
      });
      assert.deepEqual(says, ['Unreadable', 'Unreadable']);
      await own.run(() => /** @type {any} */ (globalThis).readable());
      assert.deepEqual(await stored(own), kept);
      await own.run(() => chrome.storage.local.remove('guardian'));
      await shows(own, { state: 'none' });
    });

    it('can be removed, and a later version’s settings or a full storage are said and lose nothing', async () => {
      await store(own, { guardianReset: { waited: 86_300_000, last: Date.now() } });
      await send(own, 'lock', { new: 'abcdef', repeat: 'abcdef' });
      await shows(own, { state: 'locked', reset: null });
      // A record that is damaged, or gone: its copy locks, opens with the same passphrase, and then both are whole.
      const { guardian, guardianCopy } = await stored(own);
      assert.deepEqual(guardianCopy, guardian);
      await own.run(() => chrome.storage.local.remove('guardian'));
      await shows(own, { state: 'locked', warned: 'record' });
      await store(own, { guardian: { ...guardian, hash: '!' } });
      await shows(own, { state: 'locked', warned: 'record' });
      assert.match((await own.run(() => document.getElementById('record')?.textContent)) ?? '', /记录坏了.*原来的口令照样能用/);
      await send(own, 'unlock', { passphrase: 'abcdef' });
      await shows(own, { state: 'open', warned: '' });
      const repaired = await stored(own);
      assert.deepEqual([repaired.guardian, repaired.guardianCopy], [guardian, guardian]);
      await click(own, 'remove');
      await shows(own, { state: 'none', done: '家长锁定已取消。' });
      const later = { settings: { version: 99, guard: false } };
      await store(own, later);
      assert.match((await send(own, 'lock', { new: 'abcdef', repeat: 'abcdef' })).error, /新版四不存的.*原样留着/);
      assert.deepEqual((await stored(own)).settings, later.settings);
      await store(own, { settings: { version: 1 } });
      // A lock that somebody else has set meanwhile: a message that comes late, as the form was still there.
      await store(own, { guardian: {} });
      await shows(own, { state: 'locked' });
      assert.equal((await send(own, 'lock', { new: 'abcdef', repeat: 'abcdef' })).error, '这一项已被家长或单位锁定，没有改。');
      await own.run(() => chrome.storage.local.remove('guardian'));
      await shows(own, { state: 'none' });
      if (name === 'firefox') return; // Its limit is half of the disk.
      const fill = () =>
        own.run(async () => {
          const { local } = chrome.storage;
          await local.set({ full: 'x'.repeat(local.QUOTA_BYTES - (await local.getBytesInUse()) - 20) });
        });
      // It does not keep the guardian out, nor a passphrase from being counted that is wrong.
      await send(own, 'lock', { new: 'abcdef', repeat: 'abcdef' });
      await shows(own, { state: 'locked' });
      await fill();
      assert.match((await send(own, 'unlock', { passphrase: 'abcdeg' })).error, /口令不对/);
      assert.equal((await stored(own)).guardianTries.count, 1);
      await click(own, 'reset');
      await shows(own, { reset: '正在重置家长锁定，24小时后解除。' });
      await send(own, 'unlock', { passphrase: 'abcdef' });
      await shows(own, { state: 'open', warned: '', reset: null });
      await own.run(() => chrome.storage.local.remove('full'));
      await click(own, 'remove');
      await shows(own, { state: 'none' });
      await store(own, { settings: { version: 1 } });
      await fill();
      const { error, state } = await send(own, 'lock', { new: 'abcdef', repeat: 'abcdef' });
      assert.match(error, /没能存下来，可能是存储空间满了。什么也没有变。/);
      assert.equal(state, 'none');
      assert.deepEqual((await stored(own)).settings, { version: 1 });
    });
  });
}
