// A guardian's page: sets the lock up, opens it, resets it, and shows everybody what is counted.

import { LaterVersion, Unreadable, api, orEmpty } from '../browser.js';
import { element } from '../dom.js';
import {
  BrokenRecord,
  Closed,
  FEWEST,
  GUARDIAN,
  MOST,
  OPEN,
  RESET,
  TooSoon,
  WrongPassphrase,
  beginReset,
  callOffReset,
  close,
  forgetCounts,
  open,
  openUntil,
  removeGuardian,
  setGuardian,
  timeLeft,
  watchReset,
  wrongWithRecord,
} from '../guardian.js';
import { COUNTED } from '../protocol.js';
import { Locked, loadSettings, loadState, saveSettings } from '../settings.js';
import { OTHERS, SUMMARY, csvOf, isSummaryDamaged, loadSummary, rowsOf } from '../summary.js';
import { t, textsOf, translate, use } from '../texts.js';
import { fromNow, today } from '../time.js';
import { withCopies } from '../twice.js';
import { byId, download } from './page.js';

/** How long until the page looks at the clock again, in milliseconds. */
const MINUTE = 60_000;

/** What is said of a passphrase that cannot be one. */
class Unfit extends Error {}

/** @param {string} id */
const field = (id) => byId(id, HTMLInputElement);

const done = byId('done', HTMLElement);

/** @type {ReturnType<typeof setTimeout> | undefined} shows anew when the settings lock themselves */
let ending;

/** Shows what there is to do now. */
async function show() {
  await watchReset();
  const [stored, until, summary, summaryDamaged, { locked, guarded, unreadable }] = await Promise.all([
    orEmpty(api.storage.local.get([...withCopies(GUARDIAN), RESET])),
    openUntil(),
    loadSummary(),
    isSummaryDamaged(),
    loadState(),
  ]);
  clearTimeout(ending);
  if (until > 0) ending = setTimeout(show, until - Date.now());
  // Where nothing can be read, nobody knows whether it is locked, and so there is no way in.
  const state = unreadable ? '' : !guarded ? 'none' : until > 0 ? 'open' : 'locked';
  for (const id of ['none', 'locked', 'open']) byId(id, HTMLElement).hidden = id !== state;
  byId('open-until', HTMLElement).textContent = t('guardian_open', time(until));
  const left = timeLeft(stored[RESET]);
  byId('resetting', HTMLElement).hidden = left === null;
  byId('forgot', HTMLElement).hidden = left !== null;
  byId('reset-when', HTMLElement).textContent = left === null ? '' : t('popup_resetting', fromNow(left));
  byId('counted-whom', HTMLElement).textContent = t(guarded ? 'guardian_counted_whom' : 'guardian_counted_later');
  byId('unreadable', HTMLElement).hidden = !unreadable;
  const wrong = wrongWithRecord(stored);
  byId('record', HTMLElement).hidden = wrong === '';
  byId('record', HTMLElement).textContent = wrong && t(`guardian_${wrong}`);
  byId('counted-damaged', HTMLElement).hidden = !summaryDamaged;
  byId('counted-whom', HTMLElement).hidden = unreadable;
  byId('counted', HTMLElement).hidden = !guarded;
  byId('policy', HTMLElement).hidden = !Object.values(locked).includes('policy');
  byId('forget', HTMLElement).hidden = state !== 'open';
  fill(summary);
}

/** @param {import('../summary.js').Summary} summary */
function fill(summary) {
  const rows = rowsOf(summary);
  byId('rows', HTMLElement).replaceChildren(
    ...rows.map(({ week, site, counts }) =>
      element(
        'tr',
        {},
        element('td', {}, day(week)),
        element('td', {}, site === OTHERS ? t('guardian_counted_others') : site),
        ...COUNTED.map((what) => element('td', {}, counts[what].toLocaleString(t('lang')))),
      ),
    ),
  );
  byId('nothing', HTMLElement).hidden = rows.length > 0;
  byId('scroll', HTMLElement).hidden = rows.length === 0;
  byId('export', HTMLElement).hidden = rows.length === 0;
}

/** @param {string} week */
const day = (week) => new Date(`${week}T00:00`).toLocaleDateString(t('lang'), { dateStyle: 'medium' });

/** @param {number} when */
const time = (when) => new Date(when).toLocaleTimeString(t('lang'), { timeStyle: 'short' });

/**
 * The passphrase in two fields.
 *
 * @param {string} id of the first
 * @param {string} repeat of the second
 * @throws {Unfit} if it cannot be one
 */
function chosen(id, repeat) {
  const { value } = field(id);
  if (value.length < FEWEST) throw new Unfit(t('guardian_short', String(FEWEST)));
  if (value.length > MOST) throw new Unfit(t('guardian_long', MOST.toLocaleString(t('lang'))));
  if (value.normalize('NFKC') !== field(repeat).value.normalize('NFKC')) throw new Unfit(t('guardian_differ'));
  return value;
}

/** @param {unknown} error */
function said(error) {
  if (error instanceof Unfit) return error.message;
  if (error instanceof Unreadable) return t('unreadable');
  if (error instanceof WrongPassphrase) return t('guardian_wrong');
  if (error instanceof TooSoon) return t('guardian_wait', fromNow(error.wait));
  if (error instanceof Closed) return t('guardian_closed');
  if (error instanceof BrokenRecord) return t('guardian_broken');
  if (error instanceof LaterVersion) return t('guardian_later');
  if (error instanceof Locked) return t('options_locked');
  return t('guardian_failed');
}

/**
 * Has a form do something when it is sent, and say why it could not.
 *
 * @param {string} id
 * @param {() => Promise<string>} act what is said when it is done
 */
function onSubmit(id, act) {
  const form = byId(id, HTMLFormElement);
  const error = byId(`${id}-error`, HTMLElement);
  const [first, ...others] = [...form.querySelectorAll('input:not([type=checkbox])')].filter((input) => input instanceof HTMLInputElement);
  const button = form.querySelector('button');
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (button?.ariaDisabled === 'true') return;
    error.textContent = '';
    // Not `disabled`, which would take the focus away.
    if (button) button.ariaDisabled = 'true';
    try {
      const words = await act();
      form.reset();
      for (const input of form.querySelectorAll('.show')) input.dispatchEvent(new Event('change'));
      await say(words);
    } catch (problem) {
      error.textContent = said(problem);
      first.focus();
    } finally {
      if (button) button.ariaDisabled = null;
    }
  });
  form.querySelector('.show')?.addEventListener('change', ({ target }) => {
    const shown = target instanceof HTMLInputElement && target.checked;
    for (const input of [first, ...others]) input.type = shown ? 'text' : 'password';
  });
}

/**
 * Has a button do something, and says that it is done.
 *
 * @param {string} id
 * @param {() => Promise<unknown>} act
 * @param {string} words
 */
function onClick(id, act, words) {
  byId(id, HTMLButtonElement).addEventListener('click', async () => {
    try {
      await act();
      await say(t(words));
    } catch (problem) {
      await say(said(problem));
    }
  });
}

/**
 * Says what was done, where the focus can go when its button is no longer there.
 *
 * @param {string} words
 */
async function say(words) {
  await show();
  done.textContent = words;
  done.focus();
}

async function exportSummary() {
  const headings = ['week', 'site', ...COUNTED].map((name) => t(`guardian_counted_${name}`));
  const table = csvOf(await loadSummary(), headings, t('guardian_counted_others'));
  download(`fournos-${today()}.csv`, table, 'text/csv');
}

/**
 * Locks the settings, with a way to speak that the young person then keeps. A lock that fails changes nothing.
 *
 * @param {string} passphrase
 */
async function lock(passphrase) {
  const { young } = field('young').disabled ? {} : await loadSettings();
  if (young !== undefined) await saveSettings({ young: field('young').checked });
  try {
    await setGuardian(passphrase);
  } catch (error) {
    // Somebody else's lock stands, and with it what they have chosen.
    if (young !== undefined) await saveSettings({ young }).catch(() => {});
    throw error;
  }
}

async function begin() {
  const { settings, locked } = await loadState();
  use(await textsOf(settings.language));
  translate();
  document.title = t('guardian_title');
  field('young').disabled = locked.young === 'policy';
  // What a policy has fixed is shown as it is, and still is when the form has been sent.
  if (field('young').disabled) field('young').defaultChecked = settings.young;
  onSubmit('lock', async () => {
    await lock(chosen('new', 'repeat'));
    return t('guardian_is_locked');
  });
  onSubmit('unlock', async () => {
    await open(field('passphrase').value);
    return t('guardian_is_open');
  });
  onSubmit('change', async () => {
    await setGuardian(chosen('next', 'next-repeat'));
    return t('guardian_changed');
  });
  onClick('close', close, 'guardian_is_locked');
  onClick('remove', removeGuardian, 'guardian_removed');
  onClick('reset', beginReset, 'guardian_reset_begun');
  onClick('call-off', callOffReset, 'popup_called_off');
  onClick('forget', forgetCounts, 'guardian_counted_forgotten');
  byId('export', HTMLButtonElement).addEventListener('click', exportSummary);
  api.storage.onChanged.addListener((changes) => {
    if ([...withCopies(GUARDIAN, SUMMARY), OPEN, RESET].some((key) => key in changes)) show();
  });
  setInterval(show, MINUTE);
  await show();
}

begin();
