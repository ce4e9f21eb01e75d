// WCAG 2.2 AA for what we draw on a page, by axe-core on the real elements: the page is told of our
// closed shadow root for the time of the check, and only then.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { browsers, eventually, inOverlay, launch, untilRead } from './harness.mjs';
import { AXE, badgesAreBeside, focused, isAccessible, openCard, press, statuses, tidyUp } from './steps.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

/**
 * What axe finds wrong in our elements, and how many it looked at inside the shadow root.
 *
 * @param {Page} page
 */
async function check(page) {
  await inOverlay(page, (root) => void Object.defineProperty(root.host, 'shadowRoot', { value: root, configurable: true }));
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = /** @type {any} */ (globalThis);
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    const { violations: found, passes } = await axe.run('fournos-marks', { runOnly: tags });
    /** @param {any[]} rules */
    const nodes = (rules) => rules.flatMap(({ id, nodes: all }) => all.map((/** @type {any} */ { target, failureSummary }) => ({ id, target, failureSummary })));
    return {
      violations: nodes(found),
      inside: nodes(passes).filter(({ target }) => Array.isArray(target[0]) && target[0].length > 1).length,
    };
  });
}

/** @param {Page} page */
async function isClean(page) {
  const { violations: found, inside } = await check(page);
  assert.deepEqual(found, []);
  assert.ok(inside > 10, `axe looked at ${inside} elements of ours only`);
}

/**
 * The lightest point of a picture, from 0 to 255, along the right edge of a box, inside its border.
 *
 * @param {string} image a PNG in base64
 * @param {DOMRect} box
 */
async function brightest(image, { right, top, height }) {
  const bytes = Uint8Array.from(atob(image), (letter) => letter.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
  if (!canvas) throw new Error('there is no canvas');
  canvas.drawImage(bitmap, 0, 0);
  const { data } = canvas.getImageData(right - 12, top + 20, 8, height - 60);
  return Math.max(...data.filter((_, at) => at % 4 !== 3));
}

/**
 * Where the card or the box of a message is, and how wide its scrollbar, in CSS pixels.
 *
 * @param {ParentNode} root
 */
function scrolling(root = document) {
  const box = /** @type {HTMLElement | null} */ (root.querySelector('.card, textarea'));
  if (!box) return null;
  const { borderLeftWidth, borderRightWidth } = getComputedStyle(box);
  const bar = box.offsetWidth - box.clientWidth - parseFloat(borderLeftWidth) - parseFloat(borderRightWidth);
  return { strip: box.getBoundingClientRect().toJSON(), bar };
}

/**
 * Checks all that we draw on a page.
 *
 * @param {import('./harness.mjs').Session} session
 * @param {number} width of the window, in CSS pixels
 * @param {(page: Page) => Promise<unknown>} [prepare]
 */
async function everything(session, width, prepare = async () => {}) {
  const page = await session.open('tieba.baidu.com', 'guard.html');
  await page.setViewport({ width, height: 800 });
  await prepare(page);
  await untilRead(page);
  await badgesAreBeside(page);
  await inOverlay(page, (root) => /** @type {HTMLElement | null} */ (root.querySelector('.count'))?.click());
  await isClean(page);
  await openCard(page, '支付宝');
  await isClean(page);
  const wide = await inOverlay(page, (root) => (root.querySelector('.card')?.scrollWidth ?? 0) - (root.querySelector('.card')?.clientWidth ?? 0));
  assert.equal(wide, 0, 'the card scrolls sideways');
  await press(page, '我已经租了／扫了');
  await isClean(page);
  await press(page, '返回');
  await press(page, '关闭');
  await page.focus('#chat');
  await page.keyboard.press('Enter');
  await eventually(() => inOverlay(page, (root) => (root.querySelector('dialog[open]') ? null : 'it does not ask')));
  await isClean(page);
}

/**
 * How the user sees pages: the media features of Chromium, the preferences of Firefox, the font size.
 *
 * @type {{ how: string, query: string, features: { name: string, value: string }[], prefs: object, size: number }[]}
 */
const MODES = [
  {
    how: 'dark, with reduced motion',
    query: '(prefers-color-scheme: dark) and (prefers-reduced-motion: reduce)',
    features: [
      { name: 'prefers-color-scheme', value: 'dark' },
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ],
    prefs: { 'layout.css.prefers-color-scheme.content-override': 0, 'ui.prefersReducedMotion': 1 },
    size: 16,
  },
  {
    how: 'in forced colours',
    query: '(forced-colors: active)',
    features: [{ name: 'forced-colors', value: 'active' }],
    prefs: { 'browser.display.document_color_use': 2 },
    size: 16,
  },
  {
    how: 'with letters of twice the size',
    query: 'all',
    features: [],
    prefs: { 'font.size.variable.zh-CN': 32, 'font.size.variable.x-western': 32 },
    size: 32,
  },
];

for (const name of browsers) {
  describe(`${name}: accessibility`, () => {
    /** @type {import('./harness.mjs').Session} */
    let session;
    before(async () => {
      session = await launch(name, { language: 'zh-CN' });
    });
    after(() => session.close());
    afterEach(() => tidyUp(session));

    for (const width of [900, 320]) {
      it(`the pill, the card in its two views and the guard, ${width} px wide`, () => everything(session, width));
    }

    it('the check sees what is wrong inside the closed shadow root', async () => {
      const page = await session.open('tieba.baidu.com', 'guard.html');
      await untilRead(page);
      await page.waitForFunction(() => document.readyState === 'complete');
      await openCard(page, '支付宝');
      await inOverlay(page, (root) => {
        const close = root.querySelector('.card .close');
        close?.removeAttribute('aria-label');
        close?.replaceChildren();
      });
      const { violations: found } = await check(page);
      assert.deepEqual(found.map(({ id }) => id), ['button-name']);
    });

    it('by keyboard alone: from the page to the card, to its other side, and back', async () => {
      const page = await session.open('tieba.baidu.com', 'repeats.html');
      await untilRead(page);
      await page.waitForFunction(() => document.readyState === 'complete');
      /** @type {(string | null)[]} */
      const names = [];
      for (let at = 0; at < 5; at += 1) {
        await page.keyboard.press('Tab');
        names.push(await focused(page));
      }
      assert.deepEqual(names.slice(0, 4), ['!3 处要当心', '上一处', '下一处', '在这一页收起']);
      assert.match(names[4] ?? '', /^疑似收号租号，点开看原因： 高价回收闲置支付宝账号/);
      await page.keyboard.press('Enter');
      /** @param {string} wanted */
      const tabTo = async (wanted) => {
        for (let at = 0; at < 12 && (await focused(page)) !== wanted; at += 1) await page.keyboard.press('Tab');
        assert.equal(await focused(page), wanted);
      };
      await eventually(async () => ((await focused(page))?.startsWith('!这是在打你账号的主意') ? null : 'the card has no focus'));
      await tabTo('我已经租了／扫了');
      await page.keyboard.press('Enter');
      await tabTo('返回');
      await page.keyboard.press('Enter');
      assert.equal(await focused(page), '我已经租了／扫了');
      await page.keyboard.press('Escape');
      await eventually(async () => ((await focused(page)) === names[4] ? null : 'the focus is not on the badge'));
    });

    it('the popup', async () => {
      await session.open('tieba.baidu.com', 'sample.html');
      const popup = await session.openPopup();
      await eventually(() => popup.run(() => (document.querySelector('#marks button') ? null : 'no marks are listed')));
      await isAccessible(session, popup);
    });

    it('suspects: their badges, their card and their lines in the summary', async () => {
      const page = await session.open('tieba.baidu.com', 'unsure.html');
      await untilRead(page);
      await badgesAreBeside(page);
      const badges = await inOverlay(page, (root) =>
        [...root.querySelectorAll('.badge')].map(({ className, ariaLabel }) => ({ className, ariaLabel })),
      );
      const suspect = badges?.find(({ className }) => className.includes('suspect'));
      assert.ok(suspect?.ariaLabel, 'none of them is a suspect');
      await press(page, `!${badges?.length} 处要当心`);
      await isClean(page);
      await openCard(page, suspect.ariaLabel);
      assert.equal(await inOverlay(page, (root) => root.querySelector('.card:popover-open')?.className), 'card suspect');
      await isClean(page);
    });

    it('the summary never stands over what has the focus', async () => {
      const page = await session.open('tieba.baidu.com', 'guard.html');
      await untilRead(page);
      await page.evaluate(() => {
        for (const place of ['bottom: 0; right: 0', 'top: 0; right: 0', 'bottom: 0; left: 0', 'top: 0; left: 0', 'inset: 0; width: 100%; height: 100%']) {
          const field = document.createElement('input');
          field.className = 'field';
          field.style.cssText = `position: fixed; width: 300px; height: 100px; ${place}`;
          document.body.append(field);
        }
      });
      for (let at = 0; at < 5; at += 1) {
        await page.evaluate((field) => /** @type {HTMLElement} */ (document.querySelectorAll('.field')[field]).focus(), at);
        await eventually(async () => {
          const over = await inOverlay(page, (root) => {
            const pill = root.querySelector('.pill');
            const focus = document.activeElement?.getBoundingClientRect();
            if (!pill || !focus || !document.activeElement?.matches('.field')) return 'there is nothing to see';
            const { left, right, top, bottom } = pill.getBoundingClientRect();
            const covers = left < focus.right && focus.left < right && top < focus.bottom && focus.top < bottom;
            return covers && pill.checkVisibility({ visibilityProperty: true }) ? 'the summary is over the field' : '';
          });
          return over === '' ? null : `${over} ${at}`;
        });
      }
      // Without the focus it comes back.
      await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).blur());
      await eventually(async () =>
        (await inOverlay(page, (root) => root.querySelector('.pill')?.checkVisibility({ visibilityProperty: true }))) ? null : 'the summary stays away',
      );
    });

    it('dark: no scrollbar of ours is bright', { skip: name === 'chromium' && 'without a window it shows none' }, async () => {
      const page = await session.open('tieba.baidu.com', 'sample.html');
      await page.setViewport({ width: 700, height: 420 });
      await session.showDark(page, true);
      await untilRead(page);
      await openCard(page, 'QQ 号');
      const own = await session.openOwn('check.html');
      await own.run(() => {
        /** @type {HTMLTextAreaElement} */ (document.getElementById('message')).value = '你好\n'.repeat(100);
      });
      for (const { shown, box } of [
        { shown: page, box: await inOverlay(page, scrolling) },
        { shown: own.page, box: await own.run(scrolling) },
      ]) {
        assert.ok(box && box.bar > 0, 'there is no scrollbar');
        const { strip } = box;
        await shown.bringToFront();
        await eventually(async () => {
          const image = await shown.screenshot({ encoding: 'base64' });
          const light = await page.evaluate(brightest, image, strip);
          return light < 180 ? null : `something of a light of ${light} is at ${JSON.stringify(strip)}`;
        }, 5_000);
      }
      await session.showDark(page, false);
    });

    it('the pill: says how many marks there are, steps through them, lists them, and hides', async () => {
      const page = await session.open('tieba.baidu.com', 'sample.html');
      await untilRead(page);
      await eventually(async () => ((await statuses(page))?.includes('4 处很像') ? null : 'nothing is said'));
      await press(page, '下一处');
      await eventually(async () => ((await statuses(page))?.includes('第 1 处，共 4 处') ? null : 'nothing is said'));
      await press(page, '!4 处要当心');
      assert.equal(await inOverlay(page, (root) => root.querySelectorAll('#snippets button').length), 4);
      await inOverlay(page, (root) => /** @type {HTMLElement} */ (root.querySelectorAll('#snippets button')[1]).click());
      assert.match((await focused(page)) ?? '', /QQ 号/);
      await press(page, '在这一页收起');
      assert.equal(await inOverlay(page, (root) => root.querySelector('.pill')?.checkVisibility()), false);
    });
  });
  for (const { how, query, features, prefs, size } of MODES) {
    describe(`${name}: accessibility, ${how}`, () => {
      it('the pill, the card in its two views and the guard', async () => {
        const session = await launch(name, { language: 'zh-CN', prefs });
        try {
          await everything(session, 900, async (page) => {
            if (name === 'chromium') {
              const client = await page.createCDPSession();
              await client.send('Emulation.setEmulatedMedia', { features });
              await client.send('Page.setFontSizes', { fontSizes: { standard: size } });
            }
            assert.ok(await page.evaluate((media) => matchMedia(media).matches, query), `the page is not ${how}`);
            const shown = await page.evaluate(() => getComputedStyle(document.documentElement).fontSize);
            assert.equal(shown, `${size}px`);
          });
        } finally {
          await session.close();
        }
      });
    });
  }
}
