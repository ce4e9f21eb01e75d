// The card: what it says, and what one can do with it.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { browsers, eventually, inOverlay, launch, painted, untilRead } from './harness.mjs';
import { badgesAreBeside, card, cardIsClosed, focused, lightDom, marked, openCard, press, statuses, store, tidyUp } from './steps.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

const FIRST = { in: '#first', has: '支付宝账号', level: 'offer' };
const AGAIN = { in: '#again', has: '支付寶賬號', level: 'offer' };

/** The badges' names, small ones with a star. @param {Page} page */
const badges = (page) =>
  inOverlay(page, (root) =>
    [...root.querySelectorAll('.badge')].map((badge) => (badge.matches('.again') ? '*' : '') + badge.ariaLabel),
  );

/** Whether anybody sees an element. @param {Page} page @param {string} selector */
const isSeen = (page, selector) =>
  page.$eval(selector, (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true }));

for (const name of browsers) {
  describe(`${name}: the card`, () => {
    /** @type {import('./harness.mjs').Session} */
    let session;
    before(async () => {
      session = await launch(name, { language: 'zh-CN' });
    });
    after(() => session.close());
    afterEach(() => tidyUp(session));

    it('shows what becomes of a lent account, in four scenes with captions', async () => {
      const page = await session.open('tieba.baidu.com', 'sample.html');
      await openCard(page, '微信号');
      const scenes = await inOverlay(page, (root) =>
        [...root.querySelectorAll('.story li')].map((scene) => ({
          caption: scene.textContent,
          shapes: scene.querySelectorAll('svg *').length,
          width: scene.querySelector('svg')?.getBoundingClientRect().width ?? 0,
        })),
      );
      assert.deepEqual(
        scenes?.map(({ caption }) => caption),
        ['你扫了码、交了号', '他在别处登录成你', '用你的名字骗钱', '号被封，人来找你'],
      );
      for (const { shapes, width } of scenes ?? []) assert.ok(shapes > 2 && width > 40, JSON.stringify(scenes));
    });

    it('answers the belief that the offer plays on', async () => {
      const page = await session.open('tieba.baidu.com', 'sample.html');
      await openCard(page, '微信号');
      assert.match((await card(page)) ?? '', /^!这是在打你账号的主意✕“我只是扫个码”不等于没事/);
      await press(page, '关闭');
      await openCard(page, 'QQ 号');
      assert.match((await card(page)) ?? '', /^!这是在打你账号的主意✕“反正闲着，借他用用”不等于没事/);
    });

    it('a suspect differs from an offer in words, in shape and in strength', async () => {
      const page = await session.open('tieba.baidu.com', 'unsure.html');
      await untilRead(page);
      await badgesAreBeside(page);
      const seen = await inOverlay(page, (root) => {
        /** @param {string} level */
        const look = (level) => {
          const badge = root.querySelector(`.badge.${level}`);
          if (!(badge instanceof HTMLElement)) return null;
          badge.click();
          const box = root.querySelector('.card');
          if (!box) return null;
          const { borderRadius, borderStyle, backgroundColor } = getComputedStyle(badge);
          return {
            sign: badge.textContent,
            title: root.querySelector('#title')?.textContent,
            radius: borderRadius,
            line: borderStyle,
            filled: backgroundColor !== getComputedStyle(box).backgroundColor,
          };
        };
        return { offer: look('offer'), suspect: look('suspect') };
      });
      assert.deepEqual(seen, {
        offer: { sign: '!', title: '这是在打你账号的主意', radius: '6px', line: 'solid', filled: true },
        suspect: { sign: '?', title: '这条可能是冲着你的账号来的', radius: '50%', line: 'dashed', filled: false },
      });
    });

    it('its first button hides the post and nothing else, and the page keeps its elements', async () => {
      const page = await session.open('tieba.baidu.com', 'sample.html');
      await openCard(page, '微信号');
      const before = await lightDom(page);
      await press(page, '隐藏这条，不理它');
      await cardIsClosed(page);
      await eventually(async () => ((await isSeen(page, '#weixin p')) ? 'the post is still there' : null));
      assert.equal(await isSeen(page, '#qq p'), true);
      assert.equal(await lightDom(page), before);
      assert.ok((await painted(page)).every(({ ids }) => !ids.includes('weixin')));
      assert.equal(await focused(page), '撤销');
      await eventually(async () => ((await statuses(page))?.includes('已隐藏这条。') ? null : 'nothing is said'));
      await press(page, '撤销');
      assert.equal(await isSeen(page, '#weixin p'), true);
      await marked(page, [
        { in: '#weixin', has: '微信号', level: 'offer' },
        { in: '#qq', has: 'QQ 号', level: 'offer' },
        { in: '#english', has: 'WhatsApp account', level: 'offer' },
      ]);
    });

    it('a hidden post whose element the page uses for another post is shown', async () => {
      const page = await session.open('tieba.baidu.com', 'sample.html');
      await openCard(page, '微信号');
      await press(page, '隐藏这条，不理它');
      await eventually(async () => ((await isSeen(page, '#weixin')) ? 'the post is still there' : null));
      await page.$eval('#weixin', (post) => (post.textContent = '周末去湖边骑车，还差两个人。'));
      await eventually(async () => ((await isSeen(page, '#weixin')) ? null : 'the new post is hidden'));
    });

    it('closes with the post that it is about, and comes back when the page has thrown us out', async () => {
      const page = await session.open('tieba.baidu.com', 'sample.html');
      await openCard(page, '微信号');
      await page.$eval('#weixin', (post) => post.remove());
      assert.equal(await card(page), null, 'it stays open for a while');
      assert.equal(await isSeen(page, '#qq p'), true);
      await badgesAreBeside(page);
      await page.$eval('fournos-marks', (host) => host.remove());
      await page.$eval('#qq', (post) => post.after(post.cloneNode(true)));
      await badgesAreBeside(page, 3);
      await openCard(page, 'QQ 号');
    });

    it('the same offer again has a small badge, and once its card was read a short one', async () => {
      const page = await session.open('tieba.baidu.com', 'repeats.html');
      await marked(page, [FIRST, AGAIN]);
      await badgesAreBeside(page, 2);
      assert.match(((await badges(page)) ?? []).slice(0, 2).join('|'), /^疑似收号租号，点开看原因： 高价回收闲置.*\|\*又见到这条.*閒置/);
      await openCard(page, '闲置支付宝');
      assert.equal(await inOverlay(page, (root) => root.querySelectorAll('.body > dl').length), 1);
      await press(page, '关闭');
      await openCard(page, '閒置支付寶');
      assert.match((await card(page)) ?? '', /这条你看过了/);
      assert.equal(await inOverlay(page, (root) => root.querySelectorAll('.body > dl').length), 0);
      // In a later page as well.
      await page.reload();
      await marked(page, [FIRST, AGAIN]);
      await badgesAreBeside(page, 2);
      assert.match(((await badges(page)) ?? []).slice(0, 2).join('|'), /^\*又见到这条.*\|\*又见到这条/);
      // A young reader is told whom to turn to before anything is unfolded.
      const popup = await session.openPopup();
      await store(popup, { settings: { version: 1, young: true } });
      await page.bringToFront();
      await page.reload();
      await marked(page, [FIRST, AGAIN]);
      await openCard(page, '閒置支付寶');
      const short = await inOverlay(page, (root) =>
        [...root.querySelectorAll('.body > p')].map((line) => line.checkVisibility() && line.textContent).join('\n'),
      );
      assert.match(short ?? '', /这条你看过了.*告诉爸妈或老师/s);
      await store(popup, { settings: {} });
    });

    it('what is no offer is not marked again, until that is taken back; its text is not kept', async () => {
      const page = await session.open('tieba.baidu.com', 'repeats.html');
      await marked(page, [FIRST, AGAIN]);
      await openCard(page, '闲置支付宝');
      await press(page, '标错了');
      await marked(page, []);
      await page.reload();
      await marked(page, []);
      const popup = await session.openPopup();
      const { memory } = /** @type {any} */ (await popup.run(() => chrome.storage.local.get('memory')));
      assert.equal(memory.dismissed.length, 1);
      assert.match(memory.dismissed[0], /^[\w-]{43}$/);
      assert.doesNotMatch(JSON.stringify(memory), /支|zhifubao/);
      await popup.run(async () => {
        const { memory: old } = await chrome.storage.local.get('memory');
        await chrome.storage.local.set({ memory: { .../** @type {object} */ (old), dismissed: [] } });
      });
      await page.bringToFront();
      await page.reload();
      await marked(page, [FIRST, AGAIN]);
      await openCard(page, '闲置支付宝');
      await press(page, '标错了');
      await marked(page, []);
      await press(page, '撤销');
      await marked(page, [FIRST, AGAIN]);
    });

    it('“I already did this” says how to take the account back, and leads to the report', async () => {
      const page = await session.open('tieba.baidu.com', 'sample.html');
      await openCard(page, '微信号');
      await press(page, '我已经租了／扫了');
      const steps = await inOverlay(page, (root) => [...root.querySelectorAll('.body ol li')].map(({ textContent }) => textContent));
      assert.equal(steps?.length, 5);
      assert.match(steps?.[0] ?? '', /退出其他设备/);
      await press(page, '去举报');
      await session.ownPage('report.html');
    });
  });
}
