// The worker: answers the pages, and sleeps.

import { api } from '../browser.js';
import { watchReset } from '../guardian.js';
import { keepPolicy } from '../policy.js';
import { validMessage } from '../protocol.js';
import { POLICIES, loadState } from '../settings.js';
import { isOff } from '../sites.js';
import { excerpt, snippet } from '../snippet.js';
import { add } from '../summary.js';
import { textsOf } from '../texts.js';
import { forgetCounts, setCount } from './badge.js';
import { offerCheck, takeSelection } from './check.js';
import { goBy, judgedBy, prepare, scan, skim } from './engine.js';
import { recall, remember } from './memory.js';
import { ownWordsOf } from './own.js';
import { openReport, takeReport } from './report.js';
import { followSites } from './sites.js';
import { first } from './turns.js';
import { offerWelcome } from './welcome.js';

/** The most of a mark's words that a list of marks shows, in code units. */
const MOST_SHOWN = 60;

offerCheck();
offerWelcome();
followSites();
keepPolicy(POLICIES);
watchReset();
api.storage.managed.onChanged.addListener(() => keepPolicy(POLICIES));
api.runtime.onMessage.addListener((message, sender, respond) => {
  const valid = validMessage(message, sender, api.runtime.id);
  if (!valid) {
    respond({ error: 'FourNos does not know this message.' });
    return false;
  }
  answer(valid, sender).then(respond, (error) => respond({ error: String(error) }));
  return true;
});

/**
 * @param {import('../protocol.js').Message} message
 * @param {chrome.runtime.MessageSender} sender
 * @returns {Promise<object>}
 */
async function answer(message, sender) {
  const tab = sender.tab?.id;
  switch (message.type) {
    case 'scan':
      return { marks: await first(() => wanted(message)) };
    case 'skim':
      return { places: await skim(message.text) };
    case 'excerpt':
      return { excerpts: message.marks.map((mark) => snippet(excerpt(mark), MOST_SHOWN)) };
    case 'enabled':
      // A page begins with its top frame.
      if (message.begins && tab !== undefined && sender.frameId === 0) {
        forgetCounts(tab);
        watchReset();
      }
      return told(sender, message.begins);
    case 'remember':
      // A private window leaves nothing behind.
      if (!sender.tab?.incognito) await remember(message.what, message.fingerprint, message.forget);
      return {};
    case 'report':
      await openReport(message.post, sender);
      return {};
    case 'reported':
      return { report: await takeReport() };
    case 'options':
      await api.runtime.openOptionsPage();
      return {};
    case 'selection':
      return { text: await takeSelection() };
    case 'count':
      if (tab !== undefined) setCount(tab, sender.frameId ?? 0, message.count);
      return {};
    case 'tally':
      await tally(message, sender);
      return {};
  }
}

/**
 * Whether a page's site is switched on: a frame follows the page it stands in.
 *
 * @param {import('../settings.js').State} state
 * @param {chrome.runtime.MessageSender} sender
 */
function isOn({ sitesOff }, { tab, frameId, url }) {
  const page = (frameId === 0 ? url : tab?.url) ?? url ?? 'about:blank';
  return !isOff(sitesOff, new URL(page).host);
}

/**
 * What holds for a page. One that begins will soon send its texts: the engine is made ready for it.
 *
 * @param {chrome.runtime.MessageSender} sender
 * @param {boolean} begins
 * @returns {Promise<import('../protocol.js').EnabledAnswer>}
 */
async function told(sender, begins) {
  const state = await loadState();
  const { settings, guarded } = state;
  const enabled = isOn(state, sender);
  if (enabled && begins) prepare();
  // A page that hears of a change asks here first, so its next texts are judged by it.
  goBy(settings);
  return { enabled, guarded, settings, texts: await textsOf(settings.language) };
}

/**
 * Counts something for a guardian, if there is one; nothing in private windows, nor the sample in a page of ours.
 *
 * @param {import('../protocol.js').TallyMessage} message
 * @param {chrome.runtime.MessageSender} sender
 */
async function tally({ what, count }, { tab }) {
  if (!tab?.url || !/^https?:/.test(tab.url) || tab.incognito || !(await loadState()).guarded) return;
  await add(new URL(tab.url).hostname, what, count);
}

/**
 * The marks in each text that the user wants to see.
 *
 * @param {import('../protocol.js').ScanRequest} request
 */
async function wanted({ texts, title }) {
  const marks = await scan(texts, title);
  if (marks.every((some) => some.length === 0)) return marks;
  const { suspects } = await judgedBy();
  const shown = suspects ? marks : marks.map((some) => some.flatMap((mark) => (mark.level === 'suspect' ? ownWordsOf(mark) : [mark])));
  return Promise.all(shown.map(recall));
}
