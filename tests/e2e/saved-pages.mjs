// Opens saved pages of any kind with the extension and prints whatever it marks in them: on pages
// without offers, every line is a false mark. Not a test, as it needs pages that are not ours.
//
//   node tests/e2e/saved-pages.mjs FOLDER

import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { browsers, launch, painted, untilRead } from './harness.mjs';

/** @typedef {import('./harness.mjs').Session} Session */

const HOST = 'tieba.baidu.com';
/** How long a page may take, in milliseconds; what it asks of other hosts is refused at once. */
const LIMIT = 15_000;
/** After the first scan, how long changes by the page's own scripts are waited for. */
const SETTLED = 500;

/** What goes with every page: nobody is there to answer what it asks, or to look at what it opens. */
const ABOUT = JSON.stringify({ headers: { 'content-security-policy': 'sandbox allow-scripts allow-same-origin' } });
/** Some pages show nothing until a script of another host has run, but the canary has to be seen. */
const SEEN = '<style>#canary { display: block; visibility: visible }</style>';

/**
 * Copies the pages of a folder into another, in UTF-8, which the server says they all are.
 *
 * @param {string} from
 * @param {string} to
 * @returns {Promise<string[]>} their names
 */
async function copyPages(from, to) {
  const names = (await readdir(from)).filter((name) => name.endsWith('.html')).sort();
  for (const name of names) {
    const bytes = await readFile(join(from, name));
    const [, charset = 'utf-8'] = /<meta[^>]*\bcharset\s*=\s*["']?([\w-]+)/i.exec(bytes.toString('latin1')) ?? [];
    await writeFile(join(to, name), new TextDecoder(charset).decode(bytes) + SEEN);
    await writeFile(join(to, name.replace(/html$/, 'json')), ABOUT);
  }
  return names;
}

/**
 * What is marked in a page, but for the canary.
 *
 * @param {Session} session
 * @param {string} name
 */
async function marksOf(session, name) {
  const page = await session.browser.newPage();
  try {
    // A load may fail or never end for what other hosts refuse; the canary tells what was read.
    page.goto(`http://${HOST}:${session.port}/${encodeURIComponent(name)}`).catch(() => undefined);
    await untilRead(page, LIMIT);
    await new Promise((resolve) => setTimeout(resolve, SETTLED));
    return (await painted(page)).filter(({ ids }) => !ids.includes('canary'));
  } finally {
    await page.close();
  }
}

/**
 * @param {Session} session
 * @param {string[]} names
 */
async function check(session, names) {
  let [marks, unread] = [0, 0];
  for (const name of names) {
    try {
      for (const { level, text } of await marksOf(session, name)) {
        marks += 1;
        console.log([name, session.name, level, text.replace(/\s+/g, ' ').trim()].join('\t'));
      }
    } catch (error) {
      unread += 1;
      console.log([name, session.name, 'unread', error instanceof Error ? error.message : error].join('\t'));
    }
  }
  console.log(`${session.name}: ${marks} marks in ${names.length} pages, ${unread} of them not read`);
  return marks;
}

const [source] = process.argv.slice(2);
if (!source) {
  console.error('usage: node tests/e2e/saved-pages.mjs FOLDER');
  process.exit(2);
}
const folder = await mkdtemp(join(tmpdir(), 'fournos-pages-'));
try {
  const names = await copyPages(source, folder);
  for (const browser of browsers) {
    const session = await launch(browser, { folder });
    try {
      if ((await check(session, names)) > 0) process.exitCode = 1;
    } finally {
      await session.close();
    }
  }
} finally {
  await rm(folder, { recursive: true });
}
