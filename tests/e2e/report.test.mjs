// The report of a post, from the card to a text that is copied and kept, in real browsers.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { MOST_REPORTED, validMessage } from '../../extension/protocol.js';
import { REGIONS, namedRegions, regionOf } from '../../extension/regions.js';
import { browsers, eventually, launch } from './harness.mjs';
import { card, isAccessible, openCard, press } from './steps.mjs';

describe('the messages of a report', () => {
  const ID = 'ours';
  const post = { title: '同城兼职', text: '收微信号', evidence: [{ slot: 'act', text: '收' }] };
  const tab = /** @type {chrome.tabs.Tab} */ ({ id: 1 });
  const script = { id: ID, tab, url: 'https://tieba.baidu.com/p/1' };
  const page = { id: ID, tab, url: `chrome-extension://${ID}/pages/report.html` };

  it('are taken from our own card and our own page', () => {
    assert.ok(validMessage({ type: 'report', post }, script, ID));
    assert.ok(validMessage({ type: 'reported' }, page, ID));
  });

  it('are refused from anybody else', () => {
    assert.equal(validMessage({ type: 'report', post }, { ...script, id: 'another' }, ID), null);
    assert.equal(validMessage({ type: 'report', post }, { ...script, tab: undefined }, ID), null);
    assert.equal(validMessage({ type: 'reported' }, script, ID), null, 'a script in a page asked for it');
    assert.equal(validMessage({ type: 'reported' }, { ...page, id: 'another' }, ID), null);
  });

  it('are refused in another shape', () => {
    const [piece] = post.evidence;
    for (const wrong of [
      undefined,
      null,
      'text',
      { ...post, title: 7 },
      { ...post, title: 'x'.repeat(MOST_REPORTED.words + 1) },
      { ...post, text: undefined },
      { ...post, text: 'x'.repeat(MOST_REPORTED.post + 1) },
      { ...post, evidence: 'act' },
      { ...post, evidence: [null] },
      { ...post, evidence: [{ slot: 'act' }] },
      { ...post, evidence: Array(MOST_REPORTED.pieces + 1).fill(piece) },
    ]) {
      assert.equal(validMessage({ type: 'report', post: wrong }, script, ID), null, JSON.stringify(wrong));
    }
  });
});

/**
 * The channels that docs/sources.md lists, a region after the other.
 *
 * @param {string} sources
 */
function listedChannels(sources) {
  const rows = sources.split('\n| region | channel | source |\n|---|---|---|\n')[1].split('\n\n')[0].split('\n');
  /** @type {{ region: string, cells: string[] }[]} */
  const listed = [];
  for (const row of rows) {
    const [, region, cell] = row.split('|').map((one) => one.trim());
    // A row without a region goes on with the one above.
    if (region) listed.push({ region, cells: [] });
    listed.at(-1)?.cells.push(cell);
  }
  return listed;
}

/** What the list says of a channel. @param {import('../../extension/regions.js').Channel} channel */
function toFind(channel) {
  if ('phone' in channel) return channel.phone;
  if ('program' in channel) return `the mini program ${channel.program}`;
  if ('app' in channel) return `${channel.name} in the app ${channel.app}`;
  return channel.url.split('/')[2].replace(/^www\./, '');
}

/**
 * Whether words, a number or a host stand in a cell, and not as a part of longer ones.
 *
 * @param {string} cell
 * @param {string} words
 */
const hasWhole = (cell, words) =>
  cell.split(words).slice(1).some((after, at) => {
    const before = cell.split(words).slice(0, at + 1).join(words);
    return !/[\p{L}\d.#-]$|\d $/u.test(before) && !/^[\p{L}\d-]|^[. ]\d|^\.\p{L}/u.test(after);
  });

describe('the channels for reports', () => {
  it('are each of one kind, and a page is one of its own over https', () => {
    for (const [code, channels] of Object.entries(REGIONS)) {
      assert.ok(channels.length > 0, code);
      for (const channel of channels) {
        const { name, lang, ...way } = channel;
        assert.ok(name && new Intl.Locale(lang).language, `${code}: ${name}`);
        assert.equal(Object.keys(way).length, 1, `${code}: ${name}`);
        if ('url' in channel) assert.equal(new URL(channel.url).protocol, 'https:', channel.url);
        if ('phone' in channel) assert.match(channel.phone, /^#?\d[\d -]*\d$/);
      }
    }
  });

  it('are suggested by the language, with its region or by the one where it is at home', () => {
    const suggested = {
      'zh-CN': 'CN', zh: 'CN', 'zh-Hant': 'TW', 'zh-HK': 'HK', 'zh-MO': 'MO', 'zh-Hans-SG': 'SG',
      ko: 'KR', vi: 'VN', ru: 'RU', ja: 'JP', th: 'TH', id: 'ID', ms: 'MY', hi: 'IN',
      'pt-BR': 'BR', pt: 'BR', 'pt-PT': 'PT', es: 'ES', 'es-MX': 'MX', 'es-419': '', 'es-CL': '',
      'en-GB': 'GB', 'en-IE': 'IE', 'en-ZA': '', 'fr-CA': 'CA', de: 'DE', 'de-AT': '', nl: '',
    };
    assert.deepEqual(Object.fromEntries(Object.keys(suggested).map((tag) => [tag, regionOf(tag)])), suggested);
  });

  it('are listed in the order of the reader’s language', () => {
    const [english, chinese] = ['en', 'zh-CN'].map((lang) => namedRegions(lang));
    assert.deepEqual(english.slice(0, 3).map(({ name }) => name), ['Argentina', 'Australia', 'Brazil']);
    assert.notDeepEqual(chinese.map(({ value }) => value), english.map(({ value }) => value));
    assert.deepEqual(chinese.map(({ value }) => value).sort(), Object.keys(REGIONS).sort());
  });

  it('are named to administrators by region, and each has a source', async () => {
    const read = (/** @type {string} */ file) => readFile(new URL(`../../${file}`, import.meta.url), 'utf8');
    const [schema, policies, sources] = await Promise.all(['extension/managed_schema.json', 'docs/policies.md', 'docs/sources.md'].map(read));
    const described = JSON.parse(schema).properties.region.description.match(/\b[A-Z]{2}\b/g);
    assert.deepEqual(described, Object.keys(REGIONS));
    const rows = policies.split('\n').filter((line) => line.startsWith('| `region` |'));
    assert.equal(rows.length, 2, 'English and Chinese');
    for (const row of rows) assert.deepEqual(row.match(/(?<=`)[A-Z]{2}(?=`)/g), Object.keys(REGIONS));
    const listed = listedChannels(sources);
    assert.equal(listed.length, Object.keys(REGIONS).length);
    const names = new Intl.DisplayNames('en', { type: 'region' });
    for (const [at, [code, channels]] of Object.entries(REGIONS).entries()) {
      const { region, cells } = listed[at];
      const name = names.of(code) ?? code;
      assert.ok(name.includes(region) || region.includes(name), `${region} is not ${name}`);
      for (const channel of channels) {
        const words = toFind(channel);
        assert.ok(cells.some((cell) => hasWhole(cell, words)), `${region}: ${words}`);
      }
    }
  });
});

const seen = () => ({
  text: /** @type {HTMLTextAreaElement} */ (document.getElementById('text')).value,
  status: document.getElementById('status')?.textContent ?? '',
  channels: document.getElementById('channels')?.textContent ?? '',
  links: [...document.querySelectorAll('a')].map(({ href, target, rel }) => ({ href, target, rel })),
  focused: document.activeElement?.id,
});

for (const name of browsers) {
  describe(`${name}: a report`, () => {
    /** @type {import('./harness.mjs').Session} */
    let session;
    /** @type {import('puppeteer-core').Page} */
    let forum;
    /** @type {import('./harness.mjs').Popup} */
    let report;
    let downloads = '';

    before(async () => {
      downloads = await mkdtemp(join(tmpdir(), 'fournos-'));
      session = await launch(name, { language: 'zh-CN', downloads });
      forum = await session.open('tieba.baidu.com', 'sample.html');
      await openCard(forum, 'QQ 号');
      await press(forum, '去举报', 2);
      report = await session.ownPage('report.html');
      await eventually(async () => ((await report.run(seen)).text ? null : 'no text yet'));
      await report.page.bringToFront();
    });
    after(async () => {
      await session.close();
      await rm(downloads, { recursive: true });
    });

    it('says where and when the post was, what it says and what it was marked for', async () => {
      const { text } = await report.run(seen);
      for (const part of [
        `网站：tieba.baidu.com:${session.port}`,
        '网页标题：同城兼职 - 校园生活论坛',
        `网址：http://tieba.baidu.com:${session.port}/sample.html`,
        `看到的时间：${new Date().getFullYear()}年`,
        '学生党进，号闲着也是闲着\n高价收租闲置 QQ 号，一小时 15 元，三年以上的老号来，保证不封号，滴滴我。\n星河不打烊',
      ]) {
        assert.ok(text.includes(part), `“${part}” is missing in ${text}`);
      }
      assert.match(text, /·.*QQ 号.*（他们要的东西）/);
      assert.doesNotMatch(text, /奶茶/, 'another post is in it');
    });

    it('is one page, though the button was double-clicked, and leaves nothing of the post behind', async () => {
      const open = await report.run(() => chrome.extension.getViews({ type: 'tab' }).filter((view) => view.location.pathname.endsWith('/report.html')).length);
      assert.equal(open, 1);
      assert.deepEqual(await report.run(() => chrome.storage.session.get('pages/report.html')), {});
      const kept = await report.run(async () => JSON.stringify([await chrome.storage.local.get(), await chrome.storage.session.get()]));
      assert.doesNotMatch(kept, /闲置|星河/);
    });

    it('can be changed and copied, by keyboard alone', async () => {
      const { keyboard } = report.page;
      await keyboard.press('Tab');
      assert.equal((await report.run(seen)).focused, 'text');
      await keyboard.down('Control');
      await keyboard.press('Home');
      await keyboard.up('Control');
      await keyboard.type('Please look at this. ');
      const { text } = await report.run(seen);
      assert.match(text, /^Please look at this\. 举报/);
      await keyboard.press('Tab');
      assert.equal((await report.run(seen)).focused, 'copy');
      await keyboard.press('Enter');
      await eventually(async () => ((await report.run(seen)).status === '已复制。' ? null : 'nothing is copied'));
      // What was copied can be pasted in its place.
      await keyboard.down('Shift');
      await keyboard.press('Tab');
      await keyboard.up('Shift');
      await keyboard.down('Control');
      await keyboard.press('a');
      await keyboard.up('Control');
      await keyboard.press('Backspace');
      assert.equal((await report.run(seen)).text, '');
      await keyboard.down('Control');
      await keyboard.press('v');
      await keyboard.up('Control');
      await eventually(async () => ((await report.run(seen)).text === text ? null : 'something else was copied'));
    });

    it('is saved as a plain page, named by the day where the user is, that holds the text and loads nothing', async () => {
      // Where it is another day than in Greenwich.
      const now = new Date();
      const [zone, ahead] = now.getUTCHours() < 11 ? ['Pacific/Pago_Pago', -11] : ['Pacific/Kiritimati', 14];
      await report.page.emulateTimezone(zone);
      const day = new Date(now.getTime() + ahead * 3_600_000).toISOString().slice(0, 10);
      assert.notEqual(day, now.toISOString().slice(0, 10));
      await report.run(() => {
        const text = /** @type {HTMLTextAreaElement} */ (document.getElementById('text'));
        text.value += '\n<script>document.title = "ran"</script><img src="http://example.com/x.png">';
        document.getElementById('save')?.click();
      });
      /** @type {string | undefined} */
      let file;
      await eventually(async () => {
        const files = await readdir(downloads);
        file = files.find((one) => one === `fournos-report-${day}.html`);
        const whole = file && (await readFile(join(downloads, file), 'utf8')).endsWith('</html>\n');
        return whole ? null : `no file among ${files}`;
      });
      const { text, status } = await report.run(seen);
      assert.ok(status.includes(file ?? '?'), status);
      const page = await session.browser.newPage();
      /** @type {string[]} */
      const asked = [];
      page.on('request', (request) => void asked.push(request.url()));
      await page.goto(pathToFileURL(join(downloads, file ?? '')).href);
      assert.equal(await page.$eval('pre', (body) => body.textContent), text);
      assert.equal(await page.title(), '举报这条帖子');
      assert.deepEqual(await page.$$eval('script, img, link, a', (all) => all.length), 0);
      assert.equal(asked.filter((url) => !url.startsWith('file:')).length, 0, asked.join());
      await page.close();
    });

    it('shows the channels of the region that the language suggests, or of one that is chosen', async () => {
      assert.match((await report.run(seen)).channels, /腾讯110.*96110/s);
      assert.deepEqual((await report.run(seen)).links, [{ href: 'https://www.12377.cn/', target: '_blank', rel: 'noopener noreferrer' }]);
      await report.run(() => {
        const select = document.querySelector('select');
        if (!select) throw new Error('no region to choose');
        select.value = 'TW';
        select.dispatchEvent(new Event('change'));
      });
      assert.deepEqual((await report.run(seen)).links.map(({ href }) => href), ['https://165.npa.gov.tw/']);
      await eventually(async () => {
        const { settings } = await report.run(() => chrome.storage.local.get('settings'));
        return /** @type {any} */ (settings)?.region === 'TW' ? null : 'the region is not kept';
      });
    });

    it('is accessible', () => isAccessible(session, report));

    it('closed, gives the card back as it was; opened by itself, says where to begin', async () => {
      // What was pasted and saved is not asked about.
      await report.page.close();
      await forum.bringToFront();
      assert.match((await card(forum)) ?? '', /去举报/);
      const empty = await session.openOwn('report.html');
      await eventually(async () =>
        (await empty.run(() => document.getElementById('status')?.textContent ?? '')).startsWith('这里没有帖子') ? null : 'nothing is said',
      );
      assert.equal((await empty.run(seen)).text, '');
      await empty.page.close();
    });

    it('says so on the card when the browser has no room left for it', async () => {
      const own = await session.openOwn('report.html');
      const fill = () =>
        own.run(async () => {
          // Down to the last kilobyte, in pieces that get smaller.
          for (let [size, at] = [2 ** 20, 0]; size > 1_000; at += 1) {
            await chrome.storage.session.set({ [`full${at}`]: 'x'.repeat(size) }).catch(() => (size /= 2));
          }
        });
      await fill();
      await forum.bringToFront();
      await press(forum, '去举报');
      await eventually(async () => ((await card(forum))?.includes('举报页没能打开') ? null : 'the card says nothing'));
      await own.run(() => chrome.storage.session.clear());
      await press(forum, '返回');
      await press(forum, '去举报');
      const opened = await session.ownPage('report.html');
      await opened.page.close();
    });
  });
}
