// Real browsers with the built extension, on pages that they take for the real sites.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';
import { serve } from './server.mjs';

/** @typedef {import('puppeteer-core').Page} Page */
/** @typedef {'chromium' | 'firefox'} BrowserName */
/** @typedef {{ level: 'offer' | 'suspect' | 'own', text: string, ids: string[] }} PaintedPart */

export const FIREFOX_ID = JSON.parse(readFileSync(new URL('../../manifest.json', import.meta.url), 'utf8'))
  .browser_specific_settings.gecko.id;
const FIREFOX_UUID = '4f4e3f5a-6d5b-4a52-9a0e-1f2d3c4b5a69';
/** The extension, to Firefox's own window. */
const IN_FIREFOX = `WebExtensionPolicy.getByID(${JSON.stringify(FIREFOX_ID)}).extension`;

/** How long a frame may take to answer, in milliseconds: one that could not be loaded never does. */
const FRAME_LIMIT = 1_000;

/** The programs a browser may be called. */
const PROGRAMS = {
  chromium: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  firefox: ['firefox', 'firefox-esr'],
};

/**
 * The path of a browser, or undefined if there is none.
 *
 * @param {BrowserName} name
 */
export function pathOf(name) {
  const told = process.env[name === 'chromium' ? 'CHROMIUM_BIN' : 'FIREFOX_BIN'];
  if (told) return told;
  const found = PROGRAMS[name].map((program) => spawnSync('which', [program], { encoding: 'utf8' }).stdout.trim());
  return found.find((path) => path !== '');
}

/** The browsers that are here. */
export const browsers = /** @type {const} */ (['chromium', 'firefox']).filter((name) => pathOf(name));

/**
 * A browser with the extension, and the server of its pages.
 *
 * @param {BrowserName} name
 * @param {{ language?: string, folder?: string, headless?: boolean, prefs?: Record<string, any>, program?: string, downloads?: string, greet?: boolean, profile?: string, forced?: string }} [options]
 *   `language` is the browser's own, as a BCP 47 tag; `prefs` are Firefox's preferences; `program` is
 *   another path than the browser's usual one; `downloads` is a folder for them; `greet` leaves the
 *   page open that greets the user; `profile` is a folder for what the browser keeps when it is closed;
 *   `forced` is the extension's id where a policy installs it
 */
export async function launch(name, { language = 'en-US', folder, headless = true, prefs = {}, program, downloads, greet = false, profile, forced } = {}) {
  const extension = fileURLToPath(new URL(`../../dist/${name}`, import.meta.url));
  const executablePath = program ?? pathOf(name);
  const browser =
    name === 'chromium'
      ? await puppeteer.launch({
          executablePath,
          headless,
          userDataDir: profile,
          pipe: true,
          enableExtensions: true,
          downloadBehavior: downloads ? { policy: 'allow', downloadPath: downloads } : undefined,
          env: { ...process.env, LANGUAGE: language.replace('-', '_') },
          // What a policy installs is fetched in the background.
          ignoreDefaultArgs: forced ? ['--disable-background-networking'] : [],
          args: [
            '--no-sandbox',
            '--disable-gpu',
            '--disable-quic',
            '--no-first-run',
            '--disable-component-update',
            '--disable-sync',
            `--lang=${language}`,
            '--host-resolver-rules=MAP * 127.0.0.1',
          ],
        })
      : await puppeteer.launch({
          browser: 'firefox',
          executablePath,
          headless,
          userDataDir: profile,
          // Lets a test open the extension's own pages.
          args: ['--remote-allow-system-access'],
          extraPrefsFirefox: {
            ...prefs,
            ...(downloads ? { 'browser.download.folderList': 2, 'browser.download.dir': downloads } : {}),
            'network.dns.forceResolve': '127.0.0.1',
            'intl.locale.requested': language,
            // It is installed for the time being only, and would leave nothing behind.
            'extensions.webextensions.keepStorageOnUninstall': true,
            'extensions.webextensions.keepUuidOnUninstall': true,
            // So that the address of the extension's pages is known.
            'extensions.webextensions.uuids': JSON.stringify({ [FIREFOX_ID]: FIREFOX_UUID }),
          },
        });
  const server = await serve(folder);
  const close = async () => {
    await browser.close();
    server.close();
  };
  const id = await install().catch(async (error) => {
    // Either would keep the tests from ending.
    await close();
    throw error;
  });
  return {
    name,
    browser,
    /** The extension's id. */
    id,
    /** The server's port, under every host name. */
    port: server.port,
    /**
     * Opens a page under a host name.
     *
     * @param {string} host
     * @param {string} path
     */
    open: async (host, path) => {
      const page = await browser.newPage();
      await page.setViewport({ width: 900, height: 900 });
      await page.goto(`http://${host}:${server.port}/${path}`, { waitUntil: 'domcontentloaded' });
      return page;
    },
    /**
     * Opens the popup in a tab behind the one that is in front, so that it tells of that one.
     *
     * @returns {Promise<Popup>}
     */
    openPopup: () => openOwn('popup.html'),
    /** Opens another page of the extension, by its file in `pages/`. */
    openOwn,
    /**
     * Has pages shown dark, or light.
     *
     * @param {Page} page
     * @param {boolean} dark
     */
    showDark: async (page, dark) => {
      if (name === 'chromium') {
        await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }]);
      } else {
        await inFirefox(page, `Services.prefs.setIntPref('layout.css.prefers-color-scheme.content-override', ${dark ? 0 : 1})`);
      }
    },
    /** A page that the extension opens itself, by its file in `pages/`, once it is there. */
    ownPage,
    /**
     * Whether the extension's worker is awake.
     *
     * @param {Page} page any
     */
    isAwake,
    /**
     * Puts the worker to sleep, as the browser does after half a minute.
     *
     * @param {Page} page any
     */
    putToSleep: async (page) => {
      await stopWorker(page);
      await eventually(async () => ((await isAwake(page)) ? 'the worker still runs' : null));
    },
    stopWorker,
    close,
  };

  /** Brings the extension into the browser, and gives its id. */
  async function install() {
    const id = forced ?? (await browser.installExtension(extension));
    // It greets, and would come to the front while a test looks at something else.
    if (!greet && !forced) await (await ownPage('welcome.html')).page.close();
    return id;
  }

  /**
   * Has the browser stop the worker, whatever it is at.
   *
   * @param {Page} page any
   */
  async function stopWorker(page) {
    if (name === 'firefox') {
      await inFirefox(page, `${IN_FIREFOX}.terminateBackground()`);
      return;
    }
    const client = await page.createCDPSession();
    await client.send('ServiceWorker.enable');
    await client.send('ServiceWorker.stopAllWorkers');
    await client.detach();
  }

  /** The worker in Chromium, while it is awake. */
  function workerTarget() {
    return browser.targets().find((target) => target.type() === 'service_worker');
  }

  /** @param {Page} page */
  async function isAwake(page) {
    if (name === 'chromium') return workerTarget() !== undefined;
    return (await inFirefox(page, `${IN_FIREFOX}.backgroundState`)) === 'running';
  }

  /**
   * @param {string} file
   * @returns {Promise<Popup>}
   */
  async function openOwn(file) {
    const page = await browser.newPage({ type: 'tab', background: true });
    const base = name === 'chromium' ? `chrome-extension://${id}` : `moz-extension://${FIREFOX_UUID}`;
    const url = `${base}/pages/${file}`;
    const bidi = bidiOf(page);
    if (bidi) {
      // Firefox tells nobody that a page of an extension has loaded, so it is asked.
      await bidi.send('browsingContext.navigate', { ...bidi.context, url, wait: 'none' });
      const isThere = `() => location.href === ${JSON.stringify(url)} && document.readyState === 'complete'`;
      await eventually(async () => ((await bidi.call(isThere).catch(() => false)) ? null : `${file} does not load`));
    } else {
      await page.goto(url);
    }
    return inside(page);
  }

  /**
   * @param {string} file
   * @returns {Promise<Popup>}
   */
  async function ownPage(file) {
    /** @type {Page[]} */
    let found = [];
    await eventually(async () => {
      const pages = await browser.pages();
      const urls = await Promise.all(pages.map(urlOf));
      found = pages.filter((_, at) => urls[at].endsWith(`/pages/${file}`));
      const loaded = found.length > 0 && (await inside(found[0]).run(() => document.readyState === 'complete'));
      return loaded ? null : `no ${file} among ${urls}`;
    });
    return inside(found[0]);
  }
}

/**
 * The address of a page. Firefox tells puppeteer nothing of a page of an extension, but answers.
 *
 * @param {Page} page
 * @returns {Promise<string>}
 */
async function urlOf(page) {
  const bidi = bidiOf(page);
  if (!bidi) return page.url();
  const { contexts } = await bidi.send('browsingContext.getTree', { maxDepth: 0 });
  // One that was just closed is not among them.
  return contexts.find((/** @type {any} */ { context }) => context === bidi.context.context)?.url ?? '';
}

/**
 * @param {Page} page one of the extension's
 * @returns {Popup}
 */
function inside(page) {
  const bidi = bidiOf(page);
  const load = (/** @type {string} */ source) => (bidi ? bidi.call(`() => { ${source} }`) : page.evaluate(source).then(() => {}));
  if (!bidi) {
    return {
      page,
      run: (act, argument) => page.evaluate(act, /** @type {any} */ (argument)),
      load,
      choose: async (selector, path) => {
        const field = /** @type {import('puppeteer-core').ElementHandle<HTMLInputElement> | null} */ (await page.$(selector));
        await field?.uploadFile(path);
      },
    };
  }
  return {
    page,
    run: (act, argument) => bidi.call(`() => (${act})(${JSON.stringify(argument)})`),
    load,
    choose: async (selector, path) => {
      const { nodes } = await bidi.send('browsingContext.locateNodes', { ...bidi.context, locator: { type: 'css', value: selector } });
      await bidi.send('input.setFiles', { ...bidi.context, element: { sharedId: nodes[0].sharedId }, files: [path] });
    },
  };
}

/** @typedef {Awaited<ReturnType<typeof launch>>} Session */

/**
 * A page of ours, such as the popup. `run` runs a function in it with an argument; the function is sent
 * as text and knows nothing of this module, the argument as JSON. `load` runs a script. `choose` has the
 * user choose a file of this machine in a field.
 *
 * @typedef {object} Popup
 * @property {Page} page
 * @property {<Argument, Result>(act: (argument: Argument) => Result, argument?: Argument) => Promise<Awaited<Result>>} run
 * @property {(source: string) => Promise<void>} load
 * @property {(selector: string, path: string) => Promise<void>} choose
 */

/**
 * Firefox's own protocol, WebDriver BiDi, for what puppeteer does not offer; undefined in Chromium.
 *
 * @param {Page} page
 */
function bidiOf(page) {
  const { connection } = /** @type {any} */ (page.browser());
  if (!connection) return undefined;
  const context = { context: /** @type {any} */ (page.mainFrame())._id };
  /**
   * @param {string} method
   * @param {object} params
   */
  const send = async (method, params) => {
    const { result } = await connection.send(method, params);
    if (result.exceptionDetails) throw new Error(result.exceptionDetails.text);
    return result;
  };
  return {
    context,
    send,
    /**
     * The result of a function called with some nodes of the page.
     *
     * @param {Function | string} act is sent as text
     * @param {{ sharedId: string }[]} nodes
     */
    call: async (act, ...nodes) => {
      const { result } = await send('script.callFunction', {
        functionDeclaration: `async (...nodes) => JSON.stringify((await (${act})(...nodes)) ?? null)`,
        arguments: nodes,
        target: context,
        awaitPromise: true,
      });
      return JSON.parse(result.value);
    },
  };
}

/**
 * Evaluates an expression in Firefox's own window, as its interface does.
 *
 * @param {Page} page
 * @param {string} expression
 */
export async function inFirefox(page, expression) {
  const bidi = bidiOf(page);
  if (!bidi) throw new Error('this is no Firefox');
  const { contexts } = await bidi.send('browsingContext.getTree', { 'moz:scope': 'chrome', maxDepth: 0 });
  const { result } = await bidi.send('script.evaluate', {
    expression,
    target: { context: contexts[0].context },
    awaitPromise: true,
  });
  return result.value ?? null;
}

/**
 * What is painted in a page and its frames: the text of each range, and the ids of the elements
 * that it stands in.
 *
 * @param {Page} page
 * @returns {Promise<PaintedPart[]>}
 */
export async function painted(page) {
  const parts = await Promise.all(
    page.frames().map((frame) => Promise.race([paintedIn(frame), delay(FRAME_LIMIT, [])])),
  );
  return parts.flat();
}

/**
 * @param {import('puppeteer-core').Frame} frame
 * @returns {Promise<PaintedPart[]>}
 */
const paintedIn = (frame) =>
  frame
    .evaluate(() =>
      /** @type {const} */ (['offer', 'suspect', 'own']).flatMap((level) =>
        [...(CSS.highlights.get(`fournos-${level}`) ?? [])].map((range) => {
          const ids = [];
          /** @type {Node | null} */
          let node = range.startContainer;
          while (node) {
            if (node instanceof Element && node.id) ids.push(node.id);
            // A form may have a field named parentNode.
            node = node instanceof ShadowRoot ? node.host : Reflect.get(Node.prototype, 'parentNode', node);
          }
          return { level, text: String(range), ids };
        }),
      ),
    )
    .catch(() => []);

/**
 * Waits until a condition gives no complaint any more.
 *
 * @param {() => Promise<string | null>} complaint what is still wrong, or null
 * @param {number} [limit] in milliseconds
 */
export async function eventually(complaint, limit = 20_000) {
  const end = Date.now() + limit;
  for (;;) {
    const wrong = await complaint();
    if (wrong === null) return;
    if (Date.now() > end) throw new Error(wrong);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/**
 * Waits until a page has been read: its canary is marked.
 *
 * @param {Page} page
 * @param {number} [limit] in milliseconds
 */
export const untilRead = (page, limit) =>
  eventually(async () => {
    const parts = await painted(page);
    return parts.some(({ ids }) => ids.includes('canary')) ? null : 'the page was not read';
  }, limit);

/**
 * What is wrong with the marks of a page, or null: every expected one is there, the canary is, and
 * nothing else.
 *
 * @param {PaintedPart[]} parts
 * @param {{ in: string, has: string, level: string }[]} expected `in` is an id with its #
 * @param {boolean} [canary]
 */
export function wrong(parts, expected, canary = true) {
  const wanted = canary ? [...expected, { in: '#canary', has: '收微信号', level: 'offer' }] : expected;
  for (const mark of wanted) {
    const text = parts
      .filter((part) => part.level === mark.level && part.ids.includes(mark.in.slice(1)))
      .map((part) => part.text)
      .join('')
      .replace(/\s/g, '');
    if (!text.includes(mark.has.replace(/\s/g, ''))) {
      return `${mark.in} has no ${mark.level} with “${mark.has}”; painted: ${JSON.stringify(parts)}`;
    }
  }
  const more = parts.find((part) => !wanted.some((mark) => part.ids.includes(mark.in.slice(1))));
  return more ? `“${more.text}” is marked as ${more.level} in ${more.ids}` : null;
}

/**
 * Runs a function in the page with the closed shadow root that the extension's host holds.
 *
 * @template Result, [Argument=undefined]
 * @param {Page} page
 * @param {(root: ShadowRoot, argument: Argument) => Result} act is sent as text: it knows nothing of
 *   this module
 * @param {Argument} [argument] is sent as JSON
 * @returns {Promise<Awaited<Result> | null>} null if the page has no host
 */
export async function inOverlay(page, act, argument) {
  const run = `(root) => (${act})(root, ${JSON.stringify(argument)})`;
  const host = await page.$('fournos-marks');
  if (!host) return null;
  const bidi = bidiOf(page);
  if (bidi) {
    // A serialized element names its shadow root, a closed one too.
    const { result } = await bidi.send('script.evaluate', {
      expression: 'document.querySelector("fournos-marks")',
      target: bidi.context,
      awaitPromise: false,
      serializationOptions: { maxDomDepth: 1, includeShadowTree: 'all' },
    });
    return bidi.call(run, { sharedId: result.value.shadowRoot.sharedId });
  }
  // Chromium, by its own protocol.
  const client = await page.createCDPSession();
  const { result: element } = await client.send('Runtime.evaluate', {
    expression: 'document.querySelector("fournos-marks")',
  });
  const { node } = await client.send('DOM.describeNode', { objectId: element.objectId, pierce: true, depth: 1 });
  const { object } = await client.send('DOM.resolveNode', { backendNodeId: node.shadowRoots?.[0].backendNodeId });
  const { result, exceptionDetails } = await client.send('Runtime.callFunctionOn', {
    objectId: object.objectId,
    functionDeclaration: `async function () { return JSON.stringify((await (${run})(this)) ?? null); }`,
    returnByValue: true,
    awaitPromise: true,
  });
  await client.detach();
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return JSON.parse(result.value);
}
