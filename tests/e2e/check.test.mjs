// "Check a message", in real browsers.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { browsers, eventually, launch } from './harness.mjs';

/** What the page shows: the verdict's level, the marked words, the notice and the box. */
const seen = () => ({
  level: document.getElementById('verdict')?.className ?? '',
  verdict: document.getElementById('verdict')?.textContent ?? '',
  marks: [...document.querySelectorAll('blockquote mark')].map(({ textContent }) => textContent),
  meanings: document.querySelectorAll('dd').length,
  notice: document.getElementById('notice')?.textContent ?? '',
  box: /** @type {HTMLTextAreaElement} */ (document.getElementById('message')).value,
});

for (const name of browsers) {
  describe(`${name}: check a message`, () => {
    /** @type {import('./harness.mjs').Session} */
    let session;
    /** @type {import('./harness.mjs').Popup} */
    let check;
    before(async () => {
      session = await launch(name, { language: 'zh-CN' });
      check = await session.openOwn('check.html');
      // The page is ready once it speaks.
      await eventually(async () =>
        (await check.run(() => document.querySelector('h1')?.textContent)) ? null : 'the page says nothing',
      );
    });
    after(() => session.close());

    it('marks an offer that is typed, and says why', async () => {
      await check.run(() => {
        const box = /** @type {HTMLTextAreaElement} */ (document.getElementById('message'));
        box.value = '你好，高价收微信号，扫码登录即可，一天180元，不影响使用';
        box.dispatchEvent(new InputEvent('input', { bubbles: true }));
      });
      await eventually(async () => ((await check.run(seen)).level === 'offer' ? null : 'no offer yet'));
      const { verdict, marks, meanings } = await check.run(seen);
      assert.equal(verdict, '这是在打你账号的主意');
      assert.match(marks.join(''), /收微信号/);
      assert.ok(meanings > 1);
    });

    it('says of an honest text that nothing was found, and that this is no promise', async () => {
      await check.run(() => {
        const box = /** @type {HTMLTextAreaElement} */ (document.getElementById('message'));
        box.value = '周末奶茶店招兼职，时薪 20 元，包一餐，联系店长。';
        box.dispatchEvent(new InputEvent('input', { bubbles: true }));
      });
      await eventually(async () => ((await check.run(seen)).level === 'none' ? null : 'no verdict yet'));
      assert.match((await check.run(seen)).verdict, /不等于安全/);
    });

    it('reads the text of a saved page that is dropped, and runs nothing of it', async () => {
      await check.run(() => {
        const html = '<title>x</title><script>document.title = "ran"</script><h1>兼职</h1><p>收微信号，180元一天<p hidden>无</p>';
        const data = new DataTransfer();
        data.items.add(new File([html], 'saved.html', { type: 'text/html' }));
        document.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
      });
      await eventually(async () => ((await check.run(seen)).level === 'offer' ? null : 'not read yet'));
      const { box } = await check.run(seen);
      assert.match(box, /兼职\s+收微信号，180元一天/);
      assert.doesNotMatch(box, /无/);
      assert.notEqual(await check.run(() => document.title), 'ran');
    });

    it('keeps the box when a file is of another kind, and says so', async () => {
      await check.run(() => {
        const data = new DataTransfer();
        data.items.add(new File(['x'], 'picture.png', { type: 'image/png' }));
        document.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
      });
      await eventually(async () => ((await check.run(seen)).notice ? null : 'nothing was said'));
      const { notice, box } = await check.run(seen);
      assert.match(notice, /这种文件打不开/);
      assert.match(box, /收微信号/);
    });
  });
}
