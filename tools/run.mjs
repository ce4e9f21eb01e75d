// Opens the sample page in a browser with the extension. Where there is no display, it prints what
// is marked there and why, and takes a picture.
//
//   node tools/run.mjs [chromium|firefox]

import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { browsers, inOverlay, launch, untilRead } from '../tests/e2e/harness.mjs';
import { PAGES } from '../tests/e2e/server.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

const SAMPLE = 'sample';
const SCREENSHOT = fileURLToPath(new URL('../dist/screenshot.png', import.meta.url));

/**
 * What each badge and its card say. Opening the cards is the only way to the evidence: the
 * extension shows it to people and to nobody else.
 *
 * @param {Page} page
 */
const readCards = (page) =>
  inOverlay(page, (root) =>
    [...root.querySelectorAll('button')]
      .filter((button) => button.matches('.badge'))
      .map((badge) => {
        badge.click();
        return {
          level: badge.matches('.offer') ? 'offer' : 'suspect',
          text: (badge.ariaLabel ?? '').slice(badge.title.length),
          evidence: [...root.querySelectorAll('.card dt')].map((term) => ({
            words: [...term.children].map((word) => word.textContent),
            part: term.nextElementSibling?.textContent,
          })),
        };
      }),
  );

/** @param {Page} page */
const openFirstCard = (page) => inOverlay(page, (root) => [...root.querySelectorAll('button')].find((button) => button.matches('.badge'))?.click());

/** @param {Page} page */
async function report(page) {
  await untilRead(page);
  for (const { level, text, evidence } of (await readCards(page)) ?? []) {
    console.log(`\n${level.padEnd(8)}${text.trim()}`);
    for (const { words, part } of evidence) console.log(`        ${words.join(' · ')}: ${part}`);
  }
  await openFirstCard(page);
  await page.screenshot({ path: SCREENSHOT });
  console.log(`\nThe page with the card of its first mark is in ${relative('', SCREENSHOT)}.`);
}

/** @param {Page} page */
async function stayOpen(page) {
  // The page fills the window, whatever size that has.
  await page.setViewport(null);
  console.log('Close the browser or press Ctrl-C to end.');
  await new Promise((resolve) => page.browser().once('disconnected', resolve));
}

const [name = browsers[0]] = process.argv.slice(2);
const browser = browsers.find((one) => one === name);
if (!browser) {
  console.error(`There is no ${name ?? 'browser'} here; found: ${browsers.join(', ') || 'none'}`);
  process.exit(2);
}
const hasDisplay =
  ['darwin', 'win32'].includes(process.platform) || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
const { host } = JSON.parse(await readFile(`${PAGES}${SAMPLE}.json`, 'utf8'));
const session = await launch(browser, { language: 'zh-CN', headless: !hasDisplay });
try {
  const page = await session.open(host, `${SAMPLE}.html`);
  await (hasDisplay ? stayOpen(page) : report(page));
} finally {
  await session.close();
}
