// The options. Each choice holds at once. What is shown is what is stored: after every change, of this
// page or of another, all of it is read and shown anew.

import { api } from '../browser.js';
import { element } from '../dom.js';
import { OPEN, openUntil } from '../guardian.js';
import { MEMORY, loadMemory, wrongWithMemory } from '../memory.js';
import { namedRegions } from '../regions.js';
import { STATE_KEYS, loadState, saveSettings } from '../settings.js';
import { LANGUAGES, t, textsOf, translate, use } from '../texts.js';
import { complaint } from './complaint.js';
import { showBackup } from './options-backup.js';
import { showMemory } from './options-memory.js';
import { showSites } from './options-sites.js';
import { showWords } from './options-words.js';
import { byId } from './page.js';

/**
 * What the parts of the page are given: a change that is made, told of and, where there is a way,
 * taken back.
 *
 * @callback Attempt
 * @param {() => Promise<unknown>} act
 * @param {() => string} [done] what is said when it is done
 * @param {() => Promise<unknown>} [undo] gives what is said of it, or nothing to have it called undone
 * @returns {Promise<boolean>} whether it is done
 */

/** @typedef {import('../settings.js').State & { memory: Readonly<import('../memory.js').Memory>, memoryWrong: 'damaged' | 'later' | '', frozen: boolean }} Shown `frozen` if nothing can be changed */

const notice = byId('notice', HTMLElement);
const said = byId('said', HTMLElement);
const undoing = byId('undo', HTMLButtonElement);

const SWITCHES = /** @type {const} */ (['suspects', 'guard', 'pill', 'young']);
const SELECTS = /** @type {const} */ (['language', 'region']);

/** @type {Attempt} */
async function attempt(act, done, undo) {
  try {
    await act();
  } catch (error) {
    await show();
    say(complaint(error), undefined, true);
    return false;
  }
  await show();
  if (done) say(done(), undo);
  else notice.hidden = true;
  return true;
}

/**
 * @param {string} text
 * @param {() => Promise<unknown>} [undo]
 * @param {boolean} [failed]
 */
function say(text, undo, failed = false) {
  notice.hidden = false;
  notice.classList.toggle('failed', failed);
  undoing.hidden = undo === undefined;
  /** @type {unknown} */
  let words;
  undoing.onclick = undo ? () => attempt(async () => (words = await undo()), () => (typeof words === 'string' ? words : t('options_undone'))) : null;
  // A status has to be there before its text comes, or nobody reads it out.
  said.textContent = '';
  requestAnimationFrame(() => (said.textContent = text));
}

/** @param {Shown} shown */
function warn({ damaged, memoryWrong, unreadable, later, wrong: fields }) {
  const texts = [
    ...(unreadable ? [t('unreadable')] : []),
    ...(later ? [t('options_later')] : []),
    ...(damaged ? [t('options_damaged')] : []),
    ...(memoryWrong ? [t(`options_memory_${memoryWrong}`)] : []),
    ...(fields.length > 0 ? [t('policy_wrong', fields.join(', '))] : []),
  ];
  const warnings = byId('warnings', HTMLElement);
  if (warnings.textContent !== texts.join('')) warnings.replaceChildren(...texts.map((text) => element('p', {}, text)));
}

/** @param {Shown} shown */
function showSimple({ settings, locked, frozen }) {
  for (const name of SWITCHES) {
    const input = /** @type {HTMLInputElement} */ (document.querySelector(`[name=${name}]`));
    input.checked = settings[name];
    lock(input, frozen, locked[name]);
  }
  options('language', t('options_language_browser'), Object.entries(LANGUAGES).map(([tag, name]) => ({ value: tag, name, lang: tag })));
  options('region', t('options_region_language'), namedRegions(t('lang')).map((region) => ({ ...region, lang: '' })));
  for (const name of SELECTS) {
    const select = byId(name, HTMLSelectElement);
    select.value = settings[name];
    lock(select, frozen, locked[name]);
  }
}

/**
 * @param {string} id of a list to choose from
 * @param {string} first what stands for no choice
 * @param {{ value: string, name: string, lang: string }[]} others
 */
const options = (id, first, others) =>
  byId(id, HTMLSelectElement).replaceChildren(
    element('option', { value: '' }, first),
    ...others.map(({ value, name, lang }) => element('option', lang ? { value, lang } : { value }, name)),
  );

/**
 * Shows whether something can be changed, and who has fixed it if not.
 *
 * @param {HTMLInputElement | HTMLSelectElement} input
 * @param {boolean} frozen
 * @param {'policy' | 'guardian' | undefined} owner
 */
function lock(input, frozen, owner) {
  input.disabled = frozen || owner !== undefined;
  const choice = /** @type {HTMLElement} */ (input.closest('.choice'));
  choice.querySelector('.locked')?.remove();
  if (owner) choice.append(element('small', { className: 'locked' }, t(`locked_${owner}`)));
}

/** @type {Promise<unknown>} Each showing reads what is stored once the one before is done. */
let last = Promise.resolve();
const show = () => (last = last.then(showAll, showAll));

/** @type {ReturnType<typeof setTimeout> | undefined} shows the settings anew when they lock themselves */
let ending;

async function showAll() {
  const [state, memory, memoryWrong, open] = await Promise.all([loadState(), loadMemory(), wrongWithMemory(), openUntil()]);
  clearTimeout(ending);
  if (open > 0) ending = setTimeout(show, open - Date.now());
  const shown = { ...state, memory, memoryWrong, frozen: state.later || state.unreadable };
  use(await textsOf(shown.settings.language));
  translate();
  document.title = `${t('options_title')} – ${t('name')}`;
  byId('close', HTMLButtonElement).textContent = t('close');
  warn(shown);
  const guardian = !state.guarded ? 'options_guardian_what' : open > 0 ? 'options_guardian_open' : 'options_guarded';
  byId('guardian-what', HTMLElement).textContent = t(guardian);
  showSimple(shown);
  await showSites(shown, attempt);
  showWords(shown, attempt);
  showMemory(shown, attempt);
  showBackup(shown, attempt);
}

async function begin() {
  for (const name of SWITCHES) {
    const input = /** @type {HTMLInputElement} */ (document.querySelector(`[name=${name}]`));
    input.addEventListener('change', () => attempt(() => saveSettings({ [name]: input.checked })));
  }
  for (const name of SELECTS) {
    const select = byId(name, HTMLSelectElement);
    select.addEventListener('change', () => attempt(() => saveSettings({ [name]: select.value })));
  }
  byId('close', HTMLButtonElement).addEventListener('click', () => (notice.hidden = true));
  api.storage.onChanged.addListener((changes) => {
    if ([...STATE_KEYS, MEMORY, OPEN].some((key) => key in changes)) show();
  });
  api.permissions.onAdded.addListener(show);
  api.permissions.onRemoved.addListener(show);
  await show();
}

begin();
