// What the extension costs a page's main thread, held against what others do with the same page in
// the same run: the browser's `innerText`, a bare walk that asks each text node whether it is seen,
// and a plain content script that wraps the hits of a regular expression. Nothing is asserted.
//
// A page is loaded with the extension switched off for its site; once it is quiet, the extension is
// switched on, so that whatever the main thread does then is the extension's. All times but that of
// the first mark are processor time of the page's main thread, so that what else the machine does
// counts little; figures are the best of several visits.
//
//   ./build.sh bench page [chromium|firefox] [--runs 3] [--nodes 5000,50000] [--offers 0,3] [PAGE.html …]

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { browsers, inFirefox, launch } from '../tests/e2e/harness.mjs';
import { WORDS, forum } from './forum.mjs';
import { innerText, nothing, plainScript, size, startClock, walk } from './in-page.mjs';

/** @typedef {import('../tests/e2e/harness.mjs').Session} Session */
/** @typedef {import('../tests/e2e/harness.mjs').Popup} Popup */
/** @typedef {import('puppeteer-core').Page} Page */
/** @typedef {{ marked: number | null }} Clock */

const LISTED = 'tieba.baidu.com';
const UNLISTED = 'example.com';
/** How long nothing happens when all is done, in milliseconds. */
const QUIET = 1_500;
/** How often the peers are asked, at a time: Firefox tells of processor time in steps of 10 ms. */
const PEER_RUNS = 20;
/** How often the worker's requests are looked at, in milliseconds. */
const PAUSE = 100;
/** How often the post changes, of which the quickest counts: a layout of the page comes on top. */
const CHANGES = 3;
const MARK_JS = fileURLToPath(new URL('../node_modules/mark.js/dist/mark.min.js', import.meta.url));

/** The headers let the page's clock be exact: without them a browser's clock has coarse steps. */
const ABOUT = JSON.stringify({
  canary: false,
  headers: { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' },
});

/**
 * Switches the extension on or off for the bench's site.
 *
 * @param {Popup} popup
 * @param {boolean} on
 * @param {number} port
 */
const turn = (popup, on, port) =>
  popup.run(
    on
      ? () => chrome.storage.local.set({ sitesOff: [] })
      : /** @type {() => Promise<void>} */ (
          new Function(`return chrome.storage.local.set({ sitesOff: ['${LISTED}:${port}'] })`)
        ),
  );

/**
 * The texts that the worker was sent to judge so far, and how many marks there are.
 *
 * @param {Popup} popup
 * @returns {Promise<{ requests: number, marks: number }>}
 */
const counts = (popup) => popup.run(() => /** @type {any} */ (globalThis).counts);

/** @param {Popup} popup */
const count = (popup) =>
  popup.run(() => {
    const counts = { requests: 0, marks: 0 };
    Object.assign(globalThis, { counts });
    chrome.runtime.onMessage.addListener((message) => {
      if (message.type === 'scan' || message.type === 'skim') counts.requests += 1;
      if (message.type === 'count') counts.marks = message.count;
    });
  });

/**
 * What a page's process tells of itself.
 *
 * @typedef {object} Gauge
 * @property {() => Promise<number>} time the processor time of the page's main thread, in ms
 * @property {() => Promise<number>} memory the memory of the page's scripts after a collection, in
 *   bytes; NaN where the browser does not tell
 * @property {(act: () => Promise<void>) => Promise<number>} longest the longest task while something
 *   is done, in ms of processor time; NaN where the browser does not tell
 */

/**
 * @param {Session} session
 * @param {Page} page
 * @returns {Promise<Gauge>}
 */
async function gaugeOf(session, page) {
  if (session.name === 'firefox') {
    const expression = `ChromeUtils.requestProcInfo().then(({ children }) => {
      const process = children.find(({ windows }) => windows.some(({ documentURI }) => documentURI?.spec === ${JSON.stringify(page.url())}));
      return process.threads.find(({ tid, name }) => tid === process.pid || name === 'GeckoMain').cpuTime / 1e6;
    })`;
    return {
      time: () => inFirefox(page, expression),
      memory: async () => NaN,
      longest: async (act) => {
        await act();
        return NaN;
      },
    };
  }
  const client = await page.createCDPSession();
  await client.send('Performance.enable', { timeDomain: 'threadTicks' });
  return {
    time: async () => {
      const { metrics } = await client.send('Performance.getMetrics');
      return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN);
    },
    memory: async () => {
      await client.send('HeapProfiler.collectGarbage');
      return (await client.send('Runtime.getHeapUsage')).usedSize;
    },
    longest: async (act) => {
      // Not devtools.timeline: with it, the browser counts all boxes of the page at every layout.
      await page.tracing.start({ categories: ['toplevel', 'blink.user_timing'] });
      const here = `here ${Math.random()}`;
      await page.evaluate((name) => void performance.mark(name), here);
      await act();
      const trace = await page.tracing.stop();
      /** @type {{ traceEvents: any[] }} */
      const { traceEvents } = JSON.parse(new TextDecoder().decode(trace));
      const own = traceEvents.find(({ name }) => name === here);
      const tasks = traceEvents.filter(
        ({ name, pid, tid, tdur }) =>
          name === 'ThreadControllerImpl::RunTask' && pid === own?.pid && tid === own.tid && tdur !== undefined,
      );
      return tasks.length > 0 ? Math.max(...tasks.map(({ tdur }) => tdur / 1000)) : NaN;
    },
  };
}

/** @param {Session} session */
async function memoryOfWorker({ name, browser }) {
  if (name !== 'chromium') return NaN;
  const client = await browser.targets().find((one) => one.type() === 'service_worker')?.createCDPSession();
  if (!client) return NaN;
  const usage = /** @type {any} */ (await client.send('Runtime.getHeapUsage'));
  // The browser does not put a worker to sleep that its tools look into.
  await client.detach();
  return usage.usedSize + (usage.backingStorageSize ?? 0);
}

/**
 * Waits until the worker is asked nothing more and no mark comes: those of many offers come one after
 * the other, long after the last question.
 *
 * @param {Popup} popup
 */
async function settled(popup) {
  let last = { requests: -1, marks: -1 };
  for (let same = 0; same < QUIET; same += PAUSE) {
    const now = await counts(popup);
    if (now.requests !== last.requests || now.marks !== last.marks) same = 0;
    last = now;
    await delay(PAUSE);
  }
  return last.requests;
}

/**
 * One visit: all of a page is read, then one post of it changes, and last the page is read again
 * under the browser's own recorder.
 *
 * @param {Session} session
 * @param {Popup} popup
 * @param {string} path
 */
async function visit(session, popup, path) {
  await turn(popup, false, session.port);
  const page = await session.open(LISTED, path);
  const gauge = await gaugeOf(session, page);
  const sent = await settled(popup);
  /** @param {() => Promise<unknown>} act */
  const timed = async (act) => {
    const start = await gauge.time();
    await act();
    await settled(popup);
    return (await gauge.time()) - start;
  };
  const change = () =>
    page.evaluate(() => {
      const all = document.querySelectorAll('p, td, li');
      const text = all[Math.floor(all.length / 2)]?.firstChild;
      if (text instanceof Text) text.data += '，谢谢';
    });
  const changes = async () => {
    const times = [];
    while (times.length < CHANGES) times.push(await timed(change));
    return Math.min(...times);
  };
  const memory = await gauge.memory();
  const quiet = await timed(async () => undefined);
  const own = await changes();
  const busy = (await timed(() => turn(popup, true, session.port))) - quiet;
  const asked = (await counts(popup)).requests - sent;
  const more = (await gauge.memory()) - memory;
  const worker = await memoryOfWorker(session);
  const time = Math.max(0, (await changes()) - own);
  const changed = { time, requests: Math.round(((await counts(popup)).requests - sent - asked) / CHANGES) };
  await turn(popup, false, session.port);
  await settled(popup);
  const longest = await gauge.longest(async () => {
    await turn(popup, true, session.port);
    await settled(popup);
  });
  /** @param {() => number} act is sent as text */
  const peer = async (act) => {
    const start = await gauge.time();
    await page.evaluate(/** @type {() => void} */ (new Function(`for (let run = 0; run < ${PEER_RUNS}; run += 1) (${act})();`)));
    return ((await gauge.time()) - start) / PEER_RUNS;
  };
  const none = await peer(nothing);
  const peers = { ...(await page.evaluate(size)), innerText: (await peer(innerText)) - none, walk: (await peer(walk)) - none };
  await page.close();
  return { busy, longest, asked, memory: more, worker, changed, peers };
}

/**
 * @param {Session} session
 * @param {string} path
 */
async function plain(session, path) {
  const page = await session.open(UNLISTED, path);
  await page.addScriptTag({ path: MARK_JS });
  const gauge = await gaugeOf(session, page);
  const start = await gauge.time();
  await page.evaluate(plainScript, WORDS);
  const time = (await gauge.time()) - start;
  await page.close();
  return time;
}

/**
 * How soon after the page was loaded it has its first mark.
 *
 * @param {Session} session
 * @param {string} path
 * @param {boolean} cold whether the worker sleeps
 */
async function firstMark(session, path, cold) {
  const other = await session.open(UNLISTED, path);
  if (cold) await session.putToSleep(other);
  await other.close();
  const page = await session.open(LISTED, path);
  const time = await page.evaluate(async () => {
    const [navigation] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType('navigation'));
    const clock = /** @type {Clock} */ (/** @type {any} */ (globalThis).clock);
    while (clock.marked === null) await new Promise((resolve) => setTimeout(resolve, 20));
    return clock.marked - navigation.loadEventEnd;
  });
  await page.close();
  return time;
}

/**
 * The least of some figures.
 *
 * @template Figures
 * @param {Figures[]} visits
 * @param {(one: Figures) => number} figure
 */
const least = (visits, figure) => Math.min(...visits.map(figure));

/** @param {number} time */
const ms = (time) => (Number.isNaN(time) ? '–' : time.toFixed(time < 20 ? 1 : 0));
/** @param {number} bytes */
const mb = (bytes) => (Number.isNaN(bytes) ? '–' : (bytes / 1e6).toFixed(1));

/** @param {string[]} figures */
const row = (...figures) => console.log(figures.map((figure, at) => (at ? figure.padStart(11) : figure.padEnd(24))).join(''));

/**
 * @param {Session} session
 * @param {{ name: string, path: string, marked: boolean }[]} pages
 * @param {number} runs
 */
async function measure(session, pages, runs) {
  console.log(`\n${await session.browser.version()}; times in ms, memory in MB; best of ${runs} visits\n`);
  row('page', 'nodes', 'ours', '÷ innerText', '÷ walk', 'mark.js', 'longest', 'requests', 'one change', 'requests', 'tab', 'worker');
  for (const { name, path } of pages) {
    const popup = await session.openPopup();
    await count(popup);
    const visits = [];
    const plains = [];
    for (let run = 0; run < runs; run += 1) {
      visits.push(await visit(session, popup, path));
      plains.push(await plain(session, path));
    }
    await popup.page.close();
    const ours = least(visits, ({ busy }) => busy);
    row(
      name,
      String(visits[0].peers.nodes),
      ms(ours),
      (ours / least(visits, ({ peers }) => peers.innerText)).toFixed(2),
      (ours / least(visits, ({ peers }) => peers.walk)).toFixed(2),
      ms(Math.min(...plains)),
      ms(least(visits, ({ longest }) => longest)),
      String(visits[0].asked),
      ms(least(visits, ({ changed }) => changed.time)),
      String(visits[0].changed.requests),
      mb(least(visits, ({ memory }) => memory)),
      mb(least(visits, ({ worker }) => worker)),
    );
  }
  console.log('');
  for (const { name, path } of pages.filter(({ marked }) => marked)) {
    const times = { cold: /** @type {number[]} */ ([]), warm: /** @type {number[]} */ ([]) };
    for (let run = 0; run < runs; run += 1) {
      times.cold.push(await firstMark(session, path.replace('.html', '-clock.html'), true));
      times.warm.push(await firstMark(session, path.replace('.html', '-clock.html'), false));
    }
    console.log(`first mark on ${name}: ${ms(Math.min(...times.cold))} ms with the worker asleep, ${ms(Math.min(...times.warm))} ms with it awake`);
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    nodes: { type: 'string', default: '5000,50000,200000' },
    offers: { type: 'string', default: '0,3,500' },
    runs: { type: 'string', default: '3' },
  },
});
const saved = positionals.filter((one) => one.endsWith('.html'));
const chosen = positionals.filter((one) => !one.endsWith('.html'));
const folder = await mkdtemp(join(tmpdir(), 'fournos-bench-'));
try {
  /** @type {{ name: string, path: string, marked: boolean }[]} */
  const pages = [];
  /**
   * @param {string} name
   * @param {string} path
   * @param {string} html
   * @param {boolean} marked
   */
  const add = async (name, path, html, marked) => {
    pages.push({ name, path, marked });
    await writeFile(join(folder, path), html);
    await writeFile(join(folder, path.replace('.html', '.json')), ABOUT);
    if (!marked) return;
    const clocked = path.replace('.html', '-clock.html');
    await writeFile(join(folder, clocked), html.replace('<head>', `<head><script>(${startClock})()</script>`));
    await writeFile(join(folder, clocked.replace('.html', '.json')), ABOUT);
  };
  if (saved.length === 0) {
    for (const nodes of values.nodes.split(',').map(Number)) {
      for (const offers of values.offers.split(',').map(Number)) {
        await add(`${nodes}, ${offers} offers`, `${nodes}-${offers}.html`, forum(nodes, offers), offers > 0);
      }
    }
  }
  for (const [at, file] of saved.entries()) {
    await add(basename(file).slice(0, 22), `saved-${at}.html`, await readFile(file, 'utf8'), false);
  }
  for (const name of browsers.filter((one) => chosen.length === 0 || chosen.includes(one))) {
    const session = await launch(name, {
      folder,
      // So that the page's clock is exact.
      prefs: { 'privacy.reduceTimerPrecision': false },
    });
    try {
      await measure(session, pages, Number(values.runs));
    } finally {
      await session.close();
    }
  }
} finally {
  await rm(folder, { recursive: true });
}
