// Real browsers with the built extension, on pages that they take for the real sites.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';
import { serve } from './server.mjs';

/** @typedef {'chromium' | 'firefox'} BrowserName */
/** @typedef {{ level: 'offer' | 'suspect', text: string, ids: string[] }} PaintedPart */

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
 * @param {{ language?: string, folder?: string, dark?: boolean }} [options] `language` is the
 *   browser's own, as a BCP 47 tag
 */
export async function launch(name, { language = 'en-US', folder } = {}) {
  const server = await serve(folder);
  const extension = fileURLToPath(new URL(`../../dist/${name}`, import.meta.url));
  const executablePath = pathOf(name);
  const browser =
    name === 'chromium'
      ? await puppeteer.launch({
          executablePath,
          pipe: true,
          enableExtensions: true,
          env: { ...process.env, LANGUAGE: language.replace('-', '_') },
          args: [
            '--no-sandbox',
            '--disable-gpu',
            '--disable-quic',
            '--no-first-run',
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync',
            `--lang=${language}`,
            '--host-resolver-rules=MAP * 127.0.0.1',
          ],
        })
      : await puppeteer.launch({
          browser: 'firefox',
          executablePath,
          extraPrefsFirefox: {
            'network.dns.forceResolve': '127.0.0.1',
            'intl.locale.requested': language,
            'dom.disable_open_during_load': false,
          },
        });
  const id = await browser.installExtension(extension);
  return {
    name,
    browser,
    /** The extension's id. */
    id,
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
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}

/** @typedef {Awaited<ReturnType<typeof launch>>} Session */

/**
 * What is painted in a page and its frames: the text of each range, and the ids of the elements
 * that it stands in.
 *
 * @param {import('puppeteer-core').Page} page
 * @returns {Promise<PaintedPart[]>}
 */
export async function painted(page) {
  const parts = await Promise.all(
    page.frames().map((frame) =>
      frame
        .evaluate(() =>
          /** @type {const} */ (['offer', 'suspect']).flatMap((level) =>
            [...(CSS.highlights.get(`fournos-${level}`) ?? [])].map((range) => {
              const ids = [];
              /** @type {Node | null} */
              let node = range.startContainer;
              while (node) {
                if (node instanceof Element && node.id) ids.push(node.id);
                node = node instanceof ShadowRoot ? node.host : node.parentNode;
              }
              return { level, text: String(range), ids };
            }),
          ),
        )
        .catch(() => []),
    ),
  );
  return parts.flat();
}

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
