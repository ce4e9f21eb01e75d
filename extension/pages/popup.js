// The popup: the marks of this page, and the switches for this site.

import { api } from '../browser.js';
import { element } from '../dom.js';
import { callOffReset, resetLeft } from '../guardian.js';
import { POPUP_PORT } from '../protocol.js';
import { runIn } from '../script.js';
import { addSites, loadState, saveSettings, switchSite } from '../settings.js';
import { askFor, holds, isOff, listedSites, siteFrom, unallowed } from '../sites.js';
import { counted, t, textsOf, translate, use } from '../texts.js';
import { fromNow } from '../time.js';
import { byId } from './page.js';
import { complaint } from './complaint.js';

/** How long a page without our script is waited for, in milliseconds. */
const SILENCE = 300;

/** @type {Map<string, import('../protocol.js').FrameMarks['marks']>} the marks of each frame */
const frames = new Map();
/** @type {chrome.runtime.Port | undefined} */
let port;
/** Whether the page in front is one of ours, which is no site. */
let isOwn = false;

const summary = byId('summary', HTMLElement);
const list = byId('marks', HTMLOListElement);
const check = byId('check', HTMLButtonElement);
const always = byId('always', HTMLButtonElement);
const site = byId('site', HTMLLabelElement);
const on = byId('on', HTMLInputElement);

/** @param {number} tab */
function connect(tab) {
  port?.disconnect();
  frames.clear();
  port = api.tabs.connect(tab, { name: POPUP_PORT });
  port.onMessage.addListener((/** @type {import('../protocol.js').FrameMarks} */ message) => {
    frames.set(message.frame, message.marks);
    show();
  });
  port.onDisconnect.addListener(() => void api.runtime.lastError);
}

function show() {
  const all = [...frames].flatMap(([frame, marks]) => marks.map((mark) => ({ frame, ...mark })));
  const count = (/** @type {string} */ wanted) => all.filter(({ level }) => level === wanted).length;
  summary.textContent = !on.checked
    ? t('popup_off')
    : all.length === 0
      ? t('popup_none')
      : t('popup_some', counted('count_offers', count('offer')), counted('count_suspects', count('suspect')));
  if (on.checked && count('own') > 0) summary.append(` ${t('own_count', String(count('own')))}`);
  list.replaceChildren(...all.map(row));
  check.hidden = always.hidden = true;
  site.hidden = isOwn;
}

/** @param {{ frame: string, id: number, level: string, text: string }} mark */
function row({ frame, id, level, text }) {
  const jump = () => {
    port?.postMessage({ jump: { frame, id } });
    window.close();
  };
  const label = element('b', {}, t(`level_${level}`));
  return element('li', {}, element('button', { type: 'button', className: level, onclick: jump }, label, text));
}

/** @param {number} tab */
async function checkPage(tab) {
  try {
    await runIn(tab);
    connect(tab);
  } catch {
    // The browser's own pages and its store are closed to extensions.
    check.hidden = always.hidden = true;
    summary.textContent = t('popup_closed');
  }
}

/**
 * What the young person has to know: that there is a guardian, what is counted, and whether a reset runs.
 *
 * @param {import('../settings.js').State} state
 */
async function showGuardian({ guarded }) {
  byId('guarded', HTMLElement).hidden = !guarded;
  if (!guarded) return;
  byId('guardian', HTMLAnchorElement).textContent = t('popup_counted');
  const left = await resetLeft();
  const reset = byId('resetting', HTMLElement);
  reset.hidden = left === null;
  byId('reset-when', HTMLElement).textContent = t('popup_resetting', fromNow(left ?? 0));
  byId('call-off', HTMLButtonElement).addEventListener('click', async () => {
    await callOffReset();
    reset.textContent = t('popup_called_off');
  });
}

/**
 * Offers to read a site from now on. The browser asks in the click itself; if that closes the popup,
 * the worker puts the site on the list.
 *
 * @param {string} host
 * @param {() => void} then
 */
function offerAlways(host, then) {
  const wanted = siteFrom(host);
  if (!wanted) return;
  always.hidden = false;
  always.textContent = t('popup_always', wanted);
  always.addEventListener('click', async () => {
    if (!(await askFor([wanted]))) return;
    if (await kept(addSites([wanted]))) then();
  });
}

/**
 * Says so where the browser does not let us read the site in front, or any of the list, and has it ask.
 * Where it lets us read some of the list, nothing is said on other sites: the user may want it so.
 *
 * @param {string} name the site in front
 * @param {string[]} added the sites that the user added
 * @param {() => void} then once the site in front may be read
 * @returns {Promise<boolean>} whether it does not let us read the site in front
 */
async function showUnallowed(name, added, then) {
  const listed = listedSites();
  const [closed, closedAdded] = await Promise.all([listed, added].map(unallowed));
  const here = on.checked && [...closed, ...closedAdded].includes(name);
  const part = byId('unallowed', HTMLElement);
  part.hidden = !here && closed.length < listed.length;
  const [said] = part.getElementsByTagName('p');
  said.textContent = here ? t('popup_unallowed', name) : t('popup_unallowed_list');
  byId('allow', HTMLButtonElement).onclick = async () => {
    if ((await askFor(closedAdded.includes(name) ? [name] : closed)) && here) then();
  };
  return here;
}

/**
 * Whether a change was kept; says so if not.
 *
 * @param {Promise<unknown>} change
 */
async function kept(change) {
  try {
    await change;
    return true;
  } catch (error) {
    byId('wrong', HTMLElement).textContent = complaint(error);
    return false;
  }
}

/** @param {import('../settings.js').State} state */
function showSettings({ settings, locked, wrong, unreadable }) {
  for (const name of /** @type {const} */ (['guard', 'pill', 'suspects'])) {
    const input = document.querySelector(`input[name=${name}]`);
    if (!(input instanceof HTMLInputElement)) throw new Error(`popup.html has no ${name}`);
    input.checked = settings[name];
    lock(input, locked[name]);
    input.addEventListener('change', async () => {
      if (!(await kept(saveSettings({ [name]: input.checked })))) input.checked = !input.checked;
    });
  }
  if (unreadable) byId('wrong', HTMLElement).textContent = t('unreadable');
  if (wrong.length > 0) byId('wrong', HTMLElement).textContent = t('policy_wrong', wrong.join(', '));
}

/**
 * Shows that a switch is fixed, and by whom.
 *
 * @param {HTMLInputElement} input
 * @param {'policy' | 'guardian' | undefined} owner
 */
function lock(input, owner) {
  input.disabled = owner !== undefined;
  if (owner) input.closest('label')?.append(element('small', { className: 'locked' }, t(`locked_${owner}`)));
}

async function begin() {
  const state = await loadState();
  use(await textsOf(state.settings.language));
  translate();
  showSettings(state);
  showGuardian(state);
  const [tab] = await api.tabs.query({ active: true, currentWindow: true });
  const { id } = tab;
  const host = URL.canParse(tab.url ?? '') ? new URL(tab.url ?? '').host : '';
  if (id === undefined) return;
  isOwn = Boolean(tab.url?.startsWith(api.runtime.getURL('')));
  // A switch is for the whole site that the page belongs to.
  const name = [...listedSites(), ...state.settings.sites].find((one) => holds(one, host)) ?? host;
  byId('on-label', HTMLElement).textContent = t('popup_on', name);
  on.checked = !isOff(state.sitesOff, host);
  const tellUnallowed = () => showUnallowed(name, state.settings.sites, () => checkPage(id));
  lock(on, state.locked.sitesOff);
  on.addEventListener('change', async () => {
    // Switched on, nothing keeps the page off any more, not even a switch for this part of the site.
    const wanted = on.checked ? host : name;
    if (!(await kept(switchSite(wanted, on.checked)))) on.checked = !on.checked;
    show();
    await tellUnallowed();
  });
  check.addEventListener('click', () => checkPage(id));
  api.permissions.onAdded.addListener(tellUnallowed);
  api.permissions.onRemoved.addListener(tellUnallowed);
  const isClosed = await tellUnallowed();
  connect(id);
  setTimeout(() => {
    if (frames.size > 0) return;
    summary.textContent = isClosed ? '' : t('popup_unlisted');
    check.hidden = false;
    if (!isClosed && !state.locked.sites) offerAlways(host, () => checkPage(id));
  }, SILENCE);
}

begin();
