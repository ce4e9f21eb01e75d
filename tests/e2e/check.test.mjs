// "Check a message", in real browsers.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { browsers, eventually, inFirefox, launch } from './harness.mjs';
import { isAccessible, store, verdictOf } from './steps.mjs';

const FILES = new URL('../files/', import.meta.url);
/** The beginnings of files that hold no text to read here. */
const NO_TEXT = {
  'letter.pdf': '%PDF-1.4\n1 0 obj\n',
  'letter.rtf': "{\\rtf1\\ansi {\\'c4\\'e3}}",
  'letter.docx': 'PK\u0003\u0004\u0014\u0000\u0006\u0000',
  'empty.txt': '\n',
  'empty.html': '<script>1</script>',
  'pictures.mht': 'MIME-Version: 1.0\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n',
  'damaged.eml': 'MIME-Version: 1.0\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nx=\u00e4=\r\n',
};
/** Each may be an offer or not. */
const UNSURE = [
  ...(await readFile(new URL('../pages/unsure.html', import.meta.url), 'utf8')).matchAll(/<li><p>(.*)<\/p>/g),
].map(([, text]) => text);

/** What the page shows: the verdict's level, the marked words, the notice and the box. */
const seen = () => ({
  level: document.getElementById('verdict')?.className ?? '',
  verdict: document.getElementById('verdict')?.textContent ?? '',
  marks: [...document.querySelectorAll('blockquote mark')].map(({ textContent }) => textContent),
  meanings: document.querySelectorAll('dd').length,
  notice: document.getElementById('notice')?.textContent ?? '',
  box: /** @type {HTMLTextAreaElement} */ (document.getElementById('message')).value,
});

/**
 * Chromium's menus and its own keys are out of a test's reach, so its worker is told what the browser
 * would tell it; that there is such a menu and such a key is asked of the browser.
 *
 * @param {import('./harness.mjs').Session} session
 */
async function workerOf({ browser }) {
  const worker = await (await browser.waitForTarget((target) => target.type() === 'service_worker')).worker();
  if (!worker) throw new Error('there is no worker');
  return worker;
}

/** What the person at the keyboard does. @param {import('./harness.mjs').Session} session @param {import('puppeteer-core').Page} page */
async function pressKeys(session, page) {
  if (session.name === 'firefox') {
    await inFirefox(
      page,
      `{
        const processor = Cc['@mozilla.org/text-input-processor;1'].createInstance(Ci.nsITextInputProcessor);
        processor.beginInputTransactionForTests(window);
        const keys = [['Alt', 'AltLeft', 0], ['Shift', 'ShiftLeft', 0], ['K', 'KeyK', 75]];
        const events = keys.map(([key, code, keyCode]) => new KeyboardEvent('', { key, code, keyCode }));
        for (const event of events) processor.keydown(event);
        for (const event of events.reverse()) processor.keyup(event);
      }`,
    );
    return;
  }
  const shortcut = await (await workerOf(session)).evaluate(async () => {
    const command = (await chrome.commands.getAll()).find(({ name }) => name === 'check-message');
    /** @type {any} */ (chrome.commands.onCommand).dispatch(command?.name);
    return command?.shortcut;
  });
  assert.equal(shortcut, 'Alt+Shift+K');
}

/**
 * Chooses our entry of the menu of what is selected.
 *
 * @param {import('./harness.mjs').Session} session
 * @param {import('puppeteer-core').Page} page
 * @param {{ x: number, y: number }} at where the selected words are
 * @param {import('puppeteer-core').Frame} [frame] the one that they are in
 */
async function chooseFromMenu(session, page, { x, y }, frame = page.mainFrame()) {
  if (session.name === 'firefox') {
    await page.mouse.click(x, y, { button: 'right' });
    await eventually(() =>
      inFirefox(
        page,
        `{
          const menu = document.getElementById('contentAreaContextMenu');
          const entry = [...menu.querySelectorAll('menuitem')].find((one) => one.getAttribute('label') === '用四不检查这段文字');
          const ready = menu.state === 'open' && entry;
          if (ready) menu.activateItem(entry);
          ready ? null : 'the menu is ' + menu.state;
        }`,
      ),
    );
    return;
  }
  // Without its lines, as Chromium tells it.
  const flat = await frame.evaluate(() => {
    const field = document.activeElement;
    const isField = field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement;
    return (isField ? field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0) : String(getSelection())).replaceAll('\n', ' ');
  });
  await (await workerOf(session)).evaluate(
    async (selectionText, address) => {
      const menuItemId = 'check-selection';
      const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
      const target = { tabId: tab.id ?? 0, allFrames: true };
      const frames = await chrome.scripting.executeScript({ target, func: () => location.href }).catch(() => []);
      const frameId = frames.find(({ result }) => result === address)?.frameId ?? 0;
      // It fails if there is no such entry.
      await chrome.contextMenus.update(menuItemId, {});
      /** @type {any} */ (chrome.contextMenus.onClicked).dispatch({ menuItemId, selectionText, frameId }, tab);
    },
    flat,
    await frame.evaluate(() => location.href),
  );
}

/**
 * Drops a file of text on the page.
 *
 * @param {import('./harness.mjs').Popup} check
 * @param {string} name
 * @param {Uint8Array} content
 */
const drop = (check, name, content) =>
  check.run(
    ({ name, base64 }) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], name, { type: 'text/plain' }));
      document.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    },
    { name, base64: Buffer.from(content).toString('base64') },
  );

/** Empties the box. @param {import('./harness.mjs').Popup} check */
const empty = (check) =>
  check.run(() => {
    /** @type {HTMLTextAreaElement} */ (document.getElementById('message')).value = '';
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
      await isAccessible(session, check);
    });

    it('says what it is not sure of, in a page that is accessible too', async () => {
      assert.ok(UNSURE.length > 10, 'they were not found in their page');
      const answer = await check.run((texts) => chrome.runtime.sendMessage({ type: 'scan', texts, title: '' }), UNSURE);
      /** @type {import('../../extension/protocol.js').Mark[][]} */
      const found = answer.marks;
      const unsure = found.findIndex((some) => some.length > 0 && some.every(({ level }) => level === 'suspect'));
      assert.equal(await verdictOf(check, UNSURE[unsure] ?? ''), 'suspect');
      const { verdict, marks } = await check.run(seen);
      assert.notEqual(verdict, '');
      assert.ok(marks.length > 0);
      await isAccessible(session, check);
    });

    for (const [file, type] of [['saved.html', 'text/html'], ['thread.php', '']]) {
      it(`reads what ${file}, a saved page that is dropped, shows, and runs nothing of it`, async () => {
        await check.run(
          ([file, type]) => {
            const box = /** @type {HTMLTextAreaElement} */ (document.getElementById('message'));
            box.value = '';
            const html =
              '<!doctype html><title>x</title><script>document.title = "ran"</script><h1>兼职</h1>' +
              '<p>收微信号，180元一天<p hidden>无</p><style>.junk { display: none }</style><p class="junk">无</p>' +
              '<p style="display: none">无</p><style media="print">p { display: none }</style>';
            const data = new DataTransfer();
            data.items.add(new File([html], file, { type }));
            document.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
          },
          [file, type],
        );
        await eventually(async () => ((await check.run(seen)).box ? null : 'not read yet'));
        const { box } = await check.run(seen);
        assert.match(box, /^兼职\s+收微信号，180元一天\s*$/);
        assert.notEqual(await check.run(() => document.title), 'ran');
      });
    }

    it('keeps the box when a file has no words to read, and says what to do instead', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'fournos-'));
      const icon = await readFile(new URL('../../extension/icons/16.png', import.meta.url));
      const files = { 'picture.PNG': icon, ...NO_TEXT };
      for (const [file, content] of Object.entries(files)) {
        const path = join(folder, file);
        await writeFile(path, content);
        await check.run(() => document.getElementById('notice')?.replaceChildren());
        await check.choose('#file', path);
        await eventually(async () => ((await check.run(seen)).notice ? null : `nothing was said of ${file}`));
        const { notice, box } = await check.run(seen);
        assert.match(notice, file.startsWith('picture.') ? /^图片.*把那些话打出来/ : /^没能从这个文件里读出文字。请打开它，把里面的文字复制出来/, file);
        assert.match(box, /收微信号/, file);
      }
      await rm(folder, { recursive: true });
    });

    it('says so when a file is gone before it is read', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'fournos-'));
      const path = join(folder, 'gone.txt');
      await writeFile(path, '你好');
      await check.run(() => {
        const field = document.createElement('input');
        field.type = 'file';
        field.id = 'taken';
        document.body.append(field);
      });
      await check.choose('#taken', path);
      await rm(folder, { recursive: true });
      await check.run(() => {
        const field = /** @type {HTMLInputElement} */ (document.getElementById('taken'));
        const data = new DataTransfer();
        data.items.add(/** @type {FileList} */ (field.files)[0]);
        field.remove();
        document.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
      });
      await eventually(async () => (/可能已经被删掉或移走了/.test((await check.run(seen)).notice) ? null : 'nothing was said'));
      assert.match((await check.run(seen)).box, /收微信号/);
    });

    it('says of a folder that is dropped that it is one', { skip: name === 'firefox' && 'without a display it can drag nothing' }, async () => {
      await check.page.bringToFront();
      const protocol = await check.page.createCDPSession();
      const data = { items: [], files: [fileURLToPath(FILES)], dragOperationsMask: 1 };
      for (const type of /** @type {const} */ (['dragEnter', 'dragOver', 'drop'])) {
        await protocol.send('Input.dispatchDragEvent', { type, x: 100, y: 100, data });
      }
      await eventually(async () => (/^这是一个文件夹。请打开它/.test((await check.run(seen)).notice) ? null : 'nothing was said'));
      assert.match((await check.run(seen)).box, /收微信号/);
    });

    it('reads texts, saved pages and mails in the encodings that people have them in, whether they name it or not', async () => {
      const files = await readdir(FILES);
      assert.ok(files.length > 10);
      for (const file of files) {
        await empty(check);
        await check.choose('#file', fileURLToPath(new URL(file, FILES)));
        await eventually(async () => ((await check.run(seen)).box ? null : `${file} was not read`));
        const { box, level, notice } = await check.run(seen);
        const text = file.startsWith('big5') ? '你好，高價收購LINE帳號，掃碼登入即可，一天1800元，不影響使用。' : '你好，高价收微信号，扫码登录即可，一天180元，不影响使用。';
        // Of a damaged one, what is whole; of one with rare characters, those too.
        const more = { 'damaged.html': '\ufffd', 'gb18030.txt': '㐂𠮷' }[file] ?? '';
        assert.equal(box.replaceAll(/\s/g, ''), text + more, file);
        assert.deepEqual({ level, notice }, { level: 'offer', notice: '' }, file);
      }
    });

    it('keeps the box when a file is no text or too large, and says so; of a long one, it reads the beginning', async () => {
      const { box } = await check.run(seen);
      await drop(check, 'picture.txt', await readFile(new URL('../../extension/icons/16.png', import.meta.url)));
      await eventually(async () => (/认不出这个文件的文字编码/.test((await check.run(seen)).notice) ? null : 'nothing was said'));
      await check.run(() => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(20e6 + 1)], 'large.txt', { type: 'text/plain' }));
        document.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
      });
      await eventually(async () => (/文件超过 20 MB/.test((await check.run(seen)).notice) ? null : 'nothing was said'));
      assert.equal((await check.run(seen)).box, box);
      await drop(check, 'long.txt', Buffer.from(`${box}${'\n今天天气很好'.repeat(40_000)}`));
      await eventually(async () => (/只检查了前 25 万字/.test((await check.run(seen)).notice) ? null : 'nothing was said'));
      assert.equal((await check.run(seen)).level, 'offer');
      await empty(check);
      await drop(check, 'gbk.txt', await readFile(new URL('gbk.txt', FILES)));
      await eventually(async () => ((await check.run(seen)).notice ? 'the notice stays' : null));
    });

    it('is accessible, with what it has found', async () => {
      await eventually(async () => ((await check.run(seen)).level === 'offer' ? null : 'nothing is found'));
      await isAccessible(session, check);
      await check.page.close();
    });

    it('opens from the menu of selected words, and takes them whole, line by line; nothing of them is left', async () => {
      // Choosing from the menu allows it on any site; Chromium, which is only told of it, knows this one.
      const page = await session.open(name === 'firefox' ? 'example.com' : 'tieba.baidu.com', 'sample.html');
      await page.bringToFront();
      const at = await page.$eval('#weixin p', (words) => {
        // More than Firefox tells of itself.
        words.append(document.createElement('br'), '今天天气很好。'.repeat(3_000), document.createElement('br'), '完');
        getSelection()?.selectAllChildren(words);
        const { left, top } = words.getBoundingClientRect();
        return { x: left + 20, y: top + 10 };
      });
      const whole = await page.evaluate(() => String(getSelection()));
      assert.match(whole, /^长期收闲置微信号.*\n.{21000}\n完$/s);
      await chooseFromMenu(session, page, at);
      const opened = await session.ownPage('check.html');
      await eventually(async () => ((await opened.run(seen)).level === 'offer' ? null : 'the words did not come'));
      assert.equal((await opened.run(seen)).box, whole);
      assert.deepEqual(await opened.run(() => chrome.storage.session.get('pages/check.html')), {});
      await opened.page.close();
    });

    it('takes what is selected in a field, and in a frame, of another site too, whole and line by line', async () => {
      const page = await session.open('tieba.baidu.com', 'iframes.html');
      await page.bringToFront();
      await page.waitForFunction(() => document.readyState === 'complete' && document.querySelectorAll('iframe').length === 3);
      const frames = page.frames().filter((frame) => frame.parentFrame());
      assert.deepEqual(frames.map((frame) => frame.url().replace(/.*:\d+/, '')).sort(), ['/inner/other.html', '/inner/post.html', 'about:srcdoc']);
      const words = '长期收微信号，一天八十元\n扫码就行';
      for (const { kind, frame } of [
        { kind: 'textarea', frame: page.mainFrame() },
        { kind: 'input', frame: page.mainFrame() },
        { kind: 'shadow', frame: page.mainFrame() },
        ...frames.flatMap((inner) => [{ kind: 'p', frame: inner }, { kind: 'textarea', frame: inner }]),
      ]) {
        const whole = kind === 'input' ? words.replace('\n', '') : words;
        await page.bringToFront();
        const place = await frame.evaluateHandle(
          (kind, text) => {
            const host = document.createElement('div');
            const node = document.createElement(kind === 'shadow' ? 'textarea' : kind);
            if (kind === 'shadow') host.attachShadow({ mode: 'open' }).append(node);
            else host.append(node);
            document.body.prepend(host);
            if (node instanceof HTMLTextAreaElement || node instanceof HTMLInputElement) {
              node.value = `头${text}尾`;
              node.focus();
              node.setSelectionRange(1, 1 + text.length);
            } else {
              node.style.whiteSpace = 'pre';
              node.textContent = text;
              getSelection()?.selectAllChildren(node);
            }
            return host;
          },
          kind,
          whole,
        );
        const box = await place.boundingBox();
        assert.ok(box);
        await chooseFromMenu(session, page, { x: box.x + 20, y: box.y + 10 }, frame);
        const opened = await session.ownPage('check.html');
        await eventually(async () => ((await opened.run(seen)).box ? null : `nothing came of ${kind} in ${frame.url()}`));
        assert.equal((await opened.run(seen)).box, whole, `${kind} in ${frame.url()}`);
        await opened.page.close();
        await place.evaluate((host) => host.remove());
      }
      await page.close();
    });

    it('takes what the browser tells of selected words where no script may read them', { skip: name === 'firefox' && 'its menu always allows it' }, async () => {
      const page = await session.open('example.com', 'sample.html');
      await page.bringToFront();
      await page.$eval('#weixin p', (words) => {
        words.append(document.createElement('br'), '完');
        getSelection()?.selectAllChildren(words);
      });
      await chooseFromMenu(session, page, { x: 0, y: 0 });
      const opened = await session.ownPage('check.html');
      await eventually(async () => ((await opened.run(seen)).level === 'offer' ? null : 'the words did not come'));
      assert.match((await opened.run(seen)).box, /^长期收闲置微信号[^\n]* 完$/);
      await opened.page.close();
    });

    it('opens by its keys', async () => {
      const page = await session.open('tieba.baidu.com', 'sample.html');
      await page.bringToFront();
      await pressKeys(session, page);
      const opened = await session.ownPage('check.html');
      await eventually(async () => ((await opened.run(() => document.querySelector('h1')?.textContent)) ? null : 'the page says nothing'));
      assert.equal((await opened.run(seen)).box, '');
      await opened.page.close();
    });

    it('speaks to a young reader where it is told to, and says to tell an adult', async () => {
      const before = await session.openOwn('check.html');
      await store(before, { settings: { version: 1, young: true } });
      await before.page.close();
      const young = await session.openOwn('check.html');
      await eventually(async () => ((await young.run(() => document.querySelector('h1')?.textContent)) ? null : 'the page says nothing'));
      await drop(young, 'gbk.txt', await readFile(new URL('gbk.txt', FILES)));
      await eventually(async () => ((await young.run(seen)).level === 'offer' ? null : 'no offer yet'));
      const said = await young.run(() => document.querySelector('section')?.innerText ?? '');
      assert.match(said, /只是扫个码”？你一扫.*谁都能免费注册一个号.*告诉爸妈或老师.*你的同学和家人.*验证码和密码谁也不给/s);
    });
  });
}
