// The way from a card to the page that makes a report of its post.

import { isReport } from '../protocol.js';
import { openWith, take } from './handover.js';

const PAGE = 'pages/report.html';

/**
 * Opens the page of the report. Where and when is what the browser says, not what the page does.
 *
 * @param {import('../protocol.js').ReportedPost} post
 * @param {chrome.runtime.MessageSender} sender
 */
export async function openReport(post, { tab, url }) {
  /** @type {import('../protocol.js').Report} */
  const report = { ...post, address: tab?.url ?? url ?? '', time: Date.now() };
  await openWith(PAGE, report, tab);
}

/** The report that waits for its page, or null. */
export async function takeReport() {
  const report = await take(PAGE);
  return isReport(report) ? report : null;
}
