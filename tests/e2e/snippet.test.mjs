// Words of a mark that are too long for their place, cut by real browsers.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { browsers, eventually, inOverlay, launch, untilRead } from './harness.mjs';
import { press } from './steps.mjs';

const FAMILY = '👨‍👩‍👧‍👦';
/** @type {{ text: string, most: number, cut: string }[]} */
const CUTS = [
  { text: ' one\n two\u001fthree ', most: 13, cut: 'one two three' },
  { text: 'one two three', most: 12, cut: 'one two…' },
  { text: 'one two three', most: 8, cut: 'one two…' },
  { text: 'one two three', most: 7, cut: 'one two…' },
  // In a very long word, at a letter.
  { text: `see ${'x'.repeat(40)}`, most: 34, cut: `see ${'x'.repeat(30)}…` },
  { text: `${'x'.repeat(20)}नमस्ते${'x'.repeat(20)}`, most: 23, cut: `${'x'.repeat(20)}नम…` },
  { text: `收号${FAMILY}日结`, most: 5, cut: '收号…' },
  { text: '收号😀日结', most: 3, cut: '收号…' },
  { text: '不影响使用', most: 2, cut: '不…' },
];
/** Marks in the middle of words, some of which are longer than what is kept of them. */
const EXCERPTS = [
  { before: '', text: 'two', after: '', whole: 'two' },
  { before: '', text: 'two three fo', after: 'ur', whole: 'two three four' },
  { before: 'tw', text: 'o three', after: '', whole: 'two three' },
  { before: '今天天气很好', text: '收微信号', after: '', whole: '…收微信号' },
  { before: 'x'.repeat(20), text: 'x two', after: '', whole: `…${'x'.repeat(21)} two` },
  { before: '', text: 'two x', after: 'x'.repeat(20), whole: `two ${'x'.repeat(21)}…` },
];

for (const name of browsers) {
  describe(`${name}: words that are cut`, () => {
    /** @type {import('./harness.mjs').Session} */
    let session;
    before(async () => {
      session = await launch(name, { language: 'zh-CN' });
    });
    after(() => session.close());

    it('end with a whole word, or a whole letter of a very long one, and the sign that there is more', async () => {
      const own = await session.openOwn('check.html');
      for (const { text, most, cut } of CUTS) {
        const found = await own.run(
          async ({ text, most }) => {
            const { snippet } = await import(new URL('../snippet.js', location.href).href);
            return snippet(text, most);
          },
          { text, most },
        );
        assert.equal(found, cut, JSON.stringify(text));
      }
      await own.page.close();
    });

    it('of a mark are whole at both ends, with the sign where the sentence or a very long word goes on', async () => {
      const own = await session.openOwn('check.html');
      for (const { before, text, after, whole } of EXCERPTS) {
        const found = await own.run(
          async (mark) => {
            const { excerpt } = await import(new URL('../snippet.js', location.href).href);
            return excerpt(mark);
          },
          { around: before + text + after, start: before.length, end: (before + text).length },
        );
        assert.equal(found, whole, before + text + after);
      }
      await own.page.close();
    });

    it('of a mark in the middle of a sentence are whole too, in the list of the page and in that of the popup', async () => {
      const page = await session.open('tieba.baidu.com', 'sample.html');
      await untilRead(page);
      const pill = () => inOverlay(page, (root) => root.querySelector('.pill .count')?.textContent);
      await eventually(async () => (/4/.test((await pill()) ?? '') ? null : 'there is no list yet'));
      await press(page, (await pill()) ?? '');
      const listed = () => inOverlay(page, (root) => [...root.querySelectorAll('#snippets span')].map(({ textContent }) => textContent ?? ''));
      const popup = await session.openPopup();
      await eventually(async () => ((await popup.run(() => document.querySelectorAll('#marks button').length)) === 4 ? null : 'the popup lists no four'));
      const inPopup = () => popup.run(() => [...document.querySelectorAll('#marks button')].map((button) => button.lastChild?.textContent ?? ''));
      assert.equal((await listed())?.length, 4);
      /** @param {string[]} listed */
      const wrong = (listed) =>
        page.evaluate((all) => {
          const flat = document.body.innerText.replace(/\s+/g, ' ');
          return all.map((words) => {
            const core = words.replace(/^…|…$/g, '');
            const at = flat.indexOf(core);
            if (at < 0) return `“${core}” is not on the page`;
            const [before, after] = [flat.slice(Math.max(0, at - 20), at), flat.slice(at + core.length, at + core.length + 20)];
            // As this browser tells words apart.
            const starts = [...new Intl.Segmenter(undefined, { granularity: 'word' }).segment(before + core + after)].map(({ index }) => index);
            if (!starts.includes(before.length)) return `“${words}” begins in a word`;
            if (after !== '' && !starts.includes(before.length + core.length)) return `“${words}” ends in a word`;
            if (words.startsWith('…') !== /[\p{L}\p{N}]$/u.test(before)) return `“${words}” begins without a sign, or with a wrong one`;
            return words.endsWith('…') || !/^[\p{L}\p{N}]/u.test(after) ? null : `“${words}” ends without a sign`;
          });
        }, listed);
      // Until the worker has told them, marks are called by their text.
      await eventually(async () => (await wrong([...((await listed()) ?? []), ...(await inPopup())])).find((one) => one !== null) ?? null);
      await popup.page.close();
    });
  });
}
