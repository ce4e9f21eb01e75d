// The page that greets whoever has installed the extension, in real browsers.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { browsers, eventually, inOverlay, launch } from './harness.mjs';
import { card, cardIsClosed, cardIsOpen, focused, isAccessible, press } from './steps.mjs';

const MANIFEST = JSON.parse(await readFile(new URL('../../manifest.json', import.meta.url), 'utf8'));
/** The text that says what each permission is for; reading a page takes two. */
const PERMISSIONS = {
  activeTab: 'welcome_permission_tab',
  contextMenus: 'welcome_permission_menu',
  scripting: 'welcome_permission_tab',
  storage: 'welcome_permission_storage',
};
/** The most that is read in a minute: characters of Chinese, words of English. */
const MINUTE = { zh_CN: 450, zh_TW: 450, zh_HK: 450, en: 230 };

const seen = () => ({
  title: document.title,
  marked: [...(CSS.highlights.get('fournos-offer') ?? []), ...(CSS.highlights.get('fournos-suspect') ?? [])].map((range) => ({
    text: String(range),
    inSample: document.getElementById('sample')?.contains(range.startContainer),
  })),
  pin: document.getElementById('pin')?.textContent ?? '',
  links: [...document.querySelectorAll('main a')].map((link) => /** @type {HTMLAnchorElement} */ (link).pathname),
});

/** The letters of the sample whose ink is in a box. */
const hidden = (/** @type {{ left: number, right: number, top: number, bottom: number }} */ box) => {
  const canvas = document.createElement('canvas').getContext('2d');
  if (!canvas) throw new Error('there is no canvas');
  const texts = document.createTreeWalker(/** @type {Element} */ (document.getElementById('sample')), NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    canvas.font = getComputedStyle(/** @type {Element} */ (node.parentElement)).font;
    for (const { segment, index } of new Intl.Segmenter().segment(node.nodeValue ?? '')) {
      const range = new Range();
      range.setStart(node, index);
      range.setEnd(node, index + segment.length);
      const { left, right, top } = range.getBoundingClientRect();
      const { fontBoundingBoxAscent, actualBoundingBoxAscent, actualBoundingBoxDescent } = canvas.measureText(segment);
      const line = top + fontBoundingBoxAscent;
      const [high, low] = [line - actualBoundingBoxAscent, line + actualBoundingBoxDescent];
      // A touch hides nothing.
      const isOver = Math.min(right, box.right) - Math.max(left, box.left) > 2 && Math.min(low, box.bottom) - Math.max(high, box.top) > 3;
      if (segment.trim() !== '' && isOver) found.push(segment);
    }
  }
  return found.join('');
};

describe('the page that greets', () => {
  it('is read in a minute', async () => {
    const html = await readFile(new URL('../../extension/pages/welcome.html', import.meta.url), 'utf8');
    const keys = [...html.matchAll(/data-t="(\w+)"/g)].map(([, key]) => key);
    assert.ok(keys.length > 10);
    for (const [folder, most] of Object.entries(MINUTE)) {
      const messages = JSON.parse(await readFile(new URL(`../../extension/_locales/${folder}/messages.json`, import.meta.url), 'utf8'));
      const text = [...keys, 'welcome_pin_firefox'].map((key) => messages[key].message).join(' ');
      const long = (text.match(folder === 'en' ? /[\w’]+/g : /\p{Script=Han}|[\w’]+/gu) ?? []).length;
      assert.ok(long <= most, `${folder} has ${long}`);
    }
  });

  it('says what every permission is for', async () => {
    assert.deepEqual(Object.keys(PERMISSIONS), [...MANIFEST.permissions].sort());
    const html = await readFile(new URL('../../extension/pages/welcome.html', import.meta.url), 'utf8');
    for (const key of [...Object.values(PERMISSIONS), 'welcome_permission_sites']) assert.ok(html.includes(`"${key}"`), key);
    const [, ...languages] = (await readFile(new URL('../../docs/permissions.md', import.meta.url), 'utf8')).split(/^# /m);
    assert.equal(languages.length, 2);
    const asked = [...MANIFEST.permissions, ...Object.keys(MANIFEST).filter((key) => /permissions$|^commands$/.test(key) && key !== 'permissions')];
    for (const text of languages) {
      for (const permission of asked) assert.ok(text.includes(`\`${permission}\``), `nothing is said of ${permission}: ${text}`);
    }
  });
});

for (const name of browsers) {
  describe(`${name}: the page that greets`, () => {
    /** @type {import('./harness.mjs').Session} */
    let session;
    /** @type {import('./harness.mjs').Popup} */
    let welcome;
    before(async () => {
      session = await launch(name, { language: 'zh-CN', greet: true });
      welcome = await session.ownPage('welcome.html');
      await welcome.page.bringToFront();
      await eventually(async () => ((await welcome.run(seen)).marked.length > 0 ? null : 'the sample is not marked'));
    });
    after(() => session.close());

    it('opens once the extension is installed, with a post that is marked as any other, and nothing else', async () => {
      const { title, marked } = await welcome.run(seen);
      assert.equal(title, '四不装好了');
      assert.match(marked.map(({ text }) => text).join(''), /收闲置微信号/);
      assert.ok(marked.every(({ inSample }) => inSample), JSON.stringify(marked));
    });

    it('hides no letter of the post behind its badge, wide or narrow', async () => {
      for (const width of [900, 360]) {
        await welcome.page.setViewport({ width, height: 700 });
        await eventually(async () => {
          const box = await inOverlay(welcome.page, (root) => root.querySelector('.badge')?.getBoundingClientRect().toJSON());
          if (!box) return 'there is no badge';
          const letters = await welcome.run(hidden, box);
          return letters === '' ? null : `“${letters}” is behind it, ${width} px wide`;
        }, 3_000);
      }
    });

    it('tells how to pin the icon in this browser, and leads to what locks the settings for a child', async () => {
      const { pin, links } = await welcome.run(seen);
      assert.match(pin, name === 'firefox' ? /齿轮/ : /图钉/);
      assert.deepEqual(links, ['/pages/guardian.html']);
    });

    it('is accessible', () => isAccessible(session, welcome));

    it('the popup tells of its mark, and offers no switch for a site that it is not', async () => {
      const popup = await session.openPopup();
      await eventually(() => popup.run(() => (document.querySelector('#marks button') ? null : 'no mark is listed')));
      assert.equal(await popup.run(() => document.getElementById('site')?.checkVisibility()), false);
      await popup.page.close();
      await welcome.page.bringToFront();
    });

    it('the card can be tried there, by keyboard alone: it opens, explains and closes', async () => {
      const { page } = welcome;
      for (let at = 0; at < 9 && !(await focused(page))?.startsWith('疑似收号租号'); at += 1) await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await cardIsOpen(page);
      assert.match((await card(page)) ?? '', /我只是扫个码.*不租 · 不借 · 不卖 · 不轻信.*闲置微信号/s);
      await page.keyboard.press('Escape');
      await cardIsClosed(page);
      await eventually(async () => ((await focused(page))?.startsWith('疑似收号租号') ? null : 'the focus is not on the badge'));
    });

    it('the guard can be tried there as well, and so can the report', async () => {
      const { page } = welcome;
      await welcome.run(() => getSelection()?.selectAllChildren(/** @type {Element} */ (document.querySelector('#sample'))));
      await page.keyboard.down('Control');
      await page.keyboard.press('c');
      await page.keyboard.up('Control');
      await eventually(() => inOverlay(page, (root) => (root.querySelector('dialog[open]') ? null : 'it does not ask')));
      await press(page, '算了，不理它');
      await page.keyboard.press('Enter');
      await press(page, '去举报');
      const report = await session.ownPage('report.html');
      await eventually(async () =>
        (await report.run(() => document.querySelector('textarea')?.value))?.includes('收闲置微信号') ? null : 'the report is empty',
      );
    });
  });
}
