// What a guardian sees: counts by week and site, and nothing else. No page, no post, no text, no
// time of day. They stay on the device, and there are none while there is no guardian.

import { api, orEmpty, readLocal } from './browser.js';
import { COUNTED } from './protocol.js';
import { twice, withCopies } from './twice.js';

/** Where it is kept; twice. */
export const SUMMARY = 'summary';
/** The most weeks, and the most sites of a week; further sites count as {@link OTHERS}. */
const MOST_WEEKS = 53;
const MOST_SITES = 100;
export const OTHERS = '*';

/** @typedef {import('./protocol.js').Counted} Counted */
/** @typedef {Record<Counted, number>} Counts */
/** @typedef {Record<string, Record<string, Counts>>} Summary counts by the Monday of a week, as `2026-11-23`, and by host name */

/**
 * What was counted; what is broken in it is left out.
 *
 * @returns {Promise<Summary>}
 */
export const loadSummary = async () => summaryIn(await orEmpty(api.storage.local.get(withCopies(SUMMARY))));

/** Whether what was counted cannot be read as it was written, until something is counted next. */
export async function isSummaryDamaged() {
  const { [SUMMARY]: stored } = await orEmpty(api.storage.local.get(SUMMARY));
  return stored !== undefined && !isSummary(stored);
}

/**
 * What was counted: its copy where it is damaged, and of two that are, what can still be read.
 *
 * @param {Record<string, unknown>} stored with both
 * @returns {Summary}
 */
function summaryIn(stored) {
  const kept = withCopies(SUMMARY).map((key) => stored[key]);
  const best = kept.find(isSummary) ?? kept.find((one) => entries(one).length > 0);
  return Object.fromEntries(
    entries(best)
      .filter(([week]) => isWeek(week))
      .map(([week, sites]) => [week, Object.fromEntries(entries(sites).map(([site, counts]) => [site, countsOf(counts)]))]),
  );
}

/**
 * Counts something on a site.
 *
 * @param {string} site its host name
 * @param {Counted} what
 * @param {number} count
 */
export const add = (site, what, count) =>
  inTurn(async () => {
    // What cannot be read now is not written over.
    const summary = summaryIn(await readLocal(withCopies(SUMMARY)));
    const week = mondayOf(new Date());
    const sites = summary[week] ?? {};
    const name = Object.hasOwn(sites, site) || Object.keys(sites).length < MOST_SITES ? site : OTHERS;
    const counts = Object.hasOwn(sites, name) ? sites[name] : countsOf({});
    const all = { ...summary, [week]: { ...sites, [name]: { ...counts, [what]: counts[what] + count } } };
    const latest = Object.keys(all).sort().slice(-MOST_WEEKS);
    await api.storage.local.set(twice({ [SUMMARY]: Object.fromEntries(latest.map((kept) => [kept, all[kept]])) }));
  });

/**
 * Forgets all that was counted.
 *
 * @param {string[]} others keys of what goes in the same step, so that neither is left without the other
 */
export const forgetSummary = (...others) => inTurn(() => api.storage.local.remove([...withCopies(SUMMARY), ...others]));

/**
 * The rows of a summary, the latest week first.
 *
 * @param {Summary} summary
 */
export const rowsOf = (summary) =>
  Object.entries(summary)
    .sort(([one], [other]) => (one < other ? 1 : -1))
    .flatMap(([week, sites]) => Object.entries(sites).map(([site, counts]) => ({ week, site, counts })));

/**
 * A summary as a table that other programs can read: RFC 4180, with a byte order mark, without which
 * some take it for another encoding.
 *
 * @param {Summary} summary
 * @param {string[]} headings of the week, the site, and what is {@link COUNTED}
 * @param {string} others what stands for further sites
 */
export function csvOf(summary, headings, others) {
  const quoted = (/** @type {string} */ text) => `"${text.replaceAll('"', '""')}"`;
  const rows = rowsOf(summary).map(({ week, site, counts }) => [week, site === OTHERS ? quoted(others) : site, ...COUNTED.map((what) => counts[what])]);
  const lines = [headings.map(quoted), ...rows];
  return `\uFEFF${lines.map((cells) => `${cells.join(',')}\r\n`).join('')}`;
}

/**
 * The Monday of a day's week, where the user is.
 *
 * @param {Date} day
 */
function mondayOf(day) {
  const monday = new Date(day.getFullYear(), day.getMonth(), day.getDate() - ((day.getDay() + 6) % 7));
  return [monday.getFullYear(), monday.getMonth() + 1, monday.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
}

/** @param {string} text */
const isWeek = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text);

/** @param {unknown} count */
const isCount = (count) => Number.isSafeInteger(count) && Number(count) >= 0;

/** @param {unknown} value */
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Whether stored counts are as they were written.
 *
 * @param {unknown} stored
 */
const isSummary = (stored) =>
  isObject(stored) &&
  entries(stored).every(
    ([week, sites]) =>
      isWeek(week) && isObject(sites) && entries(sites).every(([, counts]) => isObject(counts) && entries(counts).every(([, count]) => isCount(count))),
  );

/** @param {unknown} value @returns {[string, unknown][]} */
const entries = (value) => (typeof value === 'object' && value !== null ? Object.entries(value) : []);

/** @param {unknown} stored @returns {Counts} */
function countsOf(stored) {
  const found = Object.fromEntries(entries(stored).filter(([, count]) => isCount(count)));
  return /** @type {Counts} */ (Object.fromEntries(COUNTED.map((what) => [what, found[what] ?? 0])));
}

/**
 * @template Result
 * @param {() => Promise<Result>} act
 * @returns {Promise<Result>}
 */
const inTurn = (act) => navigator.locks.request(SUMMARY, act);
