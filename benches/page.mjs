// What the extension costs a large page, and how soon its first mark comes. The same page is opened
// under a listed host name, with the extension, and under another, without it: all figures that are
// held against each other come from one browser in one run. They are the best of several visits, as
// whatever else the machine does only adds to them. Nothing is asserted.
//
//   ./build.sh bench page [chromium|firefox] [--nodes 50000] [--runs 5]

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { browsers, eventually, launch } from '../tests/e2e/harness.mjs';

/** @typedef {import('../tests/e2e/harness.mjs').Session} Session */

/**
 * All times are milliseconds. `first` is when the first mark was painted and `span` how long was
 * measured, both counted from when the page was parsed; `busy` is the sum of the clock's delays and
 * `longest` the longest of them.
 *
 * @typedef {{ first: number | null, span: number, busy: number, longest: number }} Reading
 */

const LISTED = 'tieba.baidu.com';
const UNLISTED = 'example.com';
/** The small page that the first mark is timed on, in text nodes. */
const SMALL = 400;

/** The five texts of a post. */
const HONEST = [
  ['周末展会引导员，招六人', '周六周日两天，每天一百六，管一顿午饭，收工当场结清，', '普通话清楚', '，站得住就行', '会展小李 5 分钟前'],
  ['初二数学家教', '每周两个晚上，八十元一小时，家在地铁四号线旁边，来去方便，', '师范专业优先', '，可以先来试讲一次', '林妈妈 12 分钟前'],
  ['奶茶店招晚班', '傍晚五点到十点，一小时二十一元，不会可以现学，老员工带，', '健康证不急', '，我们带你去办', '半糖店长 26 分钟前'],
  ['驿站快递分拣', '早上七点到九点，一次四十元，月底一起发，就在学校东门外面，', '离宿舍很近', '，走路只要五分钟', '东门驿站 1 小时前'],
  ['求高数的课堂笔记', '下周就要考试了，上课的时候没有听懂，谁的笔记能借我看看，', '请你喝奶茶', '，图书馆二楼当面还', '挂科边缘人 2 小时前'],
];
const OFFERS = [
  ['宅家小兼职', '长期收微信小号，一天六十元，不要密码，', '扫码登录就行', '，做完就结', '小鹿好运来 3 分钟前'],
  ['闲置号别浪费', '出租闲置QQ号，按周给钱，一周三百块，', '安全不封号', '，老号优先', '星河不打烊 9 分钟前'],
  ['现金收号', '高价回收支付宝账号，一个一百块，当面付，', '长期有效', '，私聊我', '蓝胖子 30 分钟前'],
];

/**
 * A page with so many text nodes. The offers stand near its start, in its middle and near its end.
 *
 * @param {number} nodes
 */
function forum(nodes) {
  const count = Math.ceil(nodes / HONEST[0].length);
  const places = [0.14, 0.5, 0.98].map((part) => Math.floor(part * count));
  const posts = Array.from({ length: count }, (_, at) => {
    const [title, text, bold, rest, about] = OFFERS[places.indexOf(at)] ?? HONEST[at % HONEST.length];
    return `<div class="post"><h3>${title}</h3><p>${text}<b>${bold}</b>${rest}</p><span>${about}</span></div>`;
  });
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>同城兼职</title><script>(${meter})()</script></head><body>${posts.join('')}</body></html>`;
}

/**
 * Runs in the page, from its start: lets a clock beat and notes where it is late. The clock is named
 * by the address: `idle` beats whenever nothing else wants the main thread, so its delays are all
 * that the thread does; `timer` and `frame` beat as a page's own timers and animations do.
 */
function meter() {
  /** The shortest delay that counts; a browser's clock may have steps of 1 ms. */
  const LEAST = 2;
  /** How long is measured after the first mark. */
  const REST = 500;
  /** @type {Record<string, (beat: () => void) => unknown>} */
  const clocks = {
    idle: (beat) => scheduler.postTask(beat, { priority: 'background' }),
    timer: (beat) => setTimeout(beat),
    frame: (beat) => requestAnimationFrame(beat),
  };
  const next = clocks[location.search.slice(1)];
  /** @type {[start: number, end: number][]} */
  const delays = [];
  /** @type {number | null} */
  let marked = null;
  let last = performance.now();

  function beat() {
    const now = performance.now();
    if (now - last >= LEAST) delays.push([last, now]);
    last = now;
    if (CSS.highlights.get('fournos-offer')?.size) marked ??= now;
    next(beat);
  }

  /**
   * @param {number | null} span until the marks have come and settled if null
   * @returns {Promise<Reading>}
   */
  async function read(span) {
    const [navigation] = performance.getEntriesByType('navigation');
    const start = /** @type {PerformanceNavigationTiming} */ (navigation).domInteractive;
    const isOver = () => (span === null ? marked !== null && last > marked + REST : last > start + span);
    while (!isOver()) await new Promise((resolve) => setTimeout(resolve, 50));
    const end = span === null ? last : start + span;
    const lengths = delays.map(([from, to]) => Math.min(to, end) - Math.max(from, start)).filter((length) => length > 0);
    return {
      first: marked === null ? null : marked - start,
      span: end - start,
      busy: lengths.reduce((sum, length) => sum + length, 0),
      longest: Math.max(0, ...lengths),
    };
  }

  beat();
  Object.assign(globalThis, { read });
}

/** Runs in the page: the least that anybody who reads all of its text has to do. */
function walk() {
  const start = performance.now();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let [nodes, characters] = [0, 0];
  while (walker.nextNode()) {
    nodes += 1;
    characters += walker.currentNode.nodeValue?.length ?? 0;
  }
  return { nodes, characters, time: performance.now() - start };
}

/**
 * What the clock of a page shows, and a bare walk over the page.
 *
 * @param {Session} session
 * @param {string} host
 * @param {string} path
 * @param {number | null} [span]
 */
async function visit(session, host, path, span = null) {
  const page = await session.open(host, path);
  const reading = /** @type {Reading} */ (await page.evaluate(`read(${span})`));
  const walked = await page.evaluate(walk);
  await page.close();
  return { ...reading, walked };
}

/** @typedef {Awaited<ReturnType<typeof visit>>} Visit */

/**
 * Puts the extension's worker to sleep, as the browser does after half a minute.
 *
 * @param {Session} session
 */
async function stopWorker({ browser, id }) {
  const { connection } = /** @type {any} */ (browser);
  if (connection) {
    const scope = { 'moz:scope': 'chrome', maxDepth: 0 };
    const { result } = await connection.send('browsingContext.getTree', scope);
    await connection.send('script.evaluate', {
      expression: `WebExtensionPolicy.getByID(${JSON.stringify(id)}).extension.terminateBackground()`,
      target: { context: result.contexts[0].context },
      awaitPromise: true,
    });
    return;
  }
  const target = () => browser.targets().find((one) => one.type() === 'service_worker');
  await (await target()?.worker())?.close();
  await eventually(async () => (target() ? 'the worker still runs' : null));
}

/**
 * What a clock shows with the extension and, for as long, without it.
 *
 * @param {Session} session
 * @param {string} clock
 * @param {number} runs
 */
async function compare(session, clock, runs) {
  /** @type {{ listed: Visit, unlisted: Visit }[]} */
  const visits = [];
  for (let run = 0; run < runs; run += 1) {
    const listed = await visit(session, LISTED, `large.html?${clock}`);
    visits.push({ listed, unlisted: await visit(session, UNLISTED, `large.html?${clock}`, listed.span) });
  }
  return {
    /** @param {(visit: Visit) => number} figure */
    least: (figure) => ({
      listed: Math.min(...visits.map(({ listed }) => figure(listed))),
      unlisted: Math.min(...visits.map(({ unlisted }) => figure(unlisted))),
    }),
    size: visits[0].unlisted.walked,
  };
}

/**
 * How soon the small page has its first mark.
 *
 * @param {Session} session
 * @param {number} runs
 * @param {boolean} cold
 */
async function firstMark(session, runs, cold) {
  const times = [];
  for (let run = 0; run < runs; run += 1) {
    if (cold) await stopWorker(session);
    times.push((await visit(session, LISTED, 'small.html?timer')).first ?? NaN);
  }
  return Math.min(...times);
}

/**
 * @param {string} what
 * @param {...string} figures
 */
const row = (what, ...figures) => console.log(what.padEnd(46) + figures.map((figure) => figure.padStart(12)).join(''));

/** @param {number} time */
const ms = (time) => `${time.toFixed(time < 20 ? 1 : 0)} ms`;

/**
 * @param {Session} session
 * @param {number} runs
 */
async function measure(session, runs) {
  const idle = await compare(session, 'idle', runs);
  const timer = await compare(session, 'timer', runs);
  const frame = await compare(session, 'frame', runs);
  const cold = await firstMark(session, runs, true);
  const warm = await firstMark(session, runs, false);
  const busy = idle.least((visit) => visit.busy);
  const wait = timer.least((visit) => visit.longest);
  const still = frame.least((visit) => visit.longest);
  const walked = timer.least((visit) => visit.walked.time).unlisted;
  const large = timer.least((visit) => visit.first ?? NaN).listed;
  const own = busy.listed - busy.unlisted;
  const { nodes, characters } = idle.size;

  console.log(`\n${await session.browser.version()}: ${nodes} text nodes, ${characters} characters; best of ${runs} runs\n`);
  row('', 'without', 'with', 'difference');
  row('main thread busy', ms(busy.unlisted), ms(busy.listed), ms(own));
  row("longest wait of the page's timers", ms(wait.unlisted), ms(wait.listed));
  row('longest time between two frames', ms(still.unlisted), ms(still.listed));
  row('bare walk over the text nodes', ms(walked));
  row('difference ÷ bare walk', '', '', `${(own / walked).toFixed(1)} ×`);
  row('first mark after the page was parsed', '', ms(large));
  row(`first mark on ${SMALL} text nodes, worker warm`, '', ms(warm));
  row(`first mark on ${SMALL} text nodes, worker asleep`, '', ms(cold));
  row('worker asleep ÷ warm', '', `${(cold / warm).toFixed(1)} ×`);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    nodes: { type: 'string', default: '50000' },
    runs: { type: 'string', default: '5' },
  },
});
const folder = await mkdtemp(join(tmpdir(), 'fournos-bench-'));
try {
  await writeFile(join(folder, 'large.html'), forum(Number(values.nodes)));
  await writeFile(join(folder, 'small.html'), forum(SMALL));
  for (const name of browsers.filter((one) => positionals.length === 0 || positionals.includes(one))) {
    const session = await launch(name, { folder });
    try {
      await measure(session, Number(values.runs));
    } finally {
      await session.close();
    }
  }
} finally {
  await rm(folder, { recursive: true });
}
