// A back-up as a file, the way back, and the way back to the beginning.

import { BadBackup, LARGEST, makeBackup, nothing, readBackup, replaceAll } from '../backup.js';
import { t } from '../texts.js';
import { today } from '../time.js';
import { giveBack } from './options-sites.js';
import { byId, download } from './page.js';

/** @typedef {import('./options.js').Attempt} Attempt */

/** @typedef {import('../backup.js').Everything} Everything */

/** @type {Record<import('../settings.js').Name, string>} how this page calls what can be chosen */
const CALLED = {
  suspects: 'popup_suspects',
  guard: 'popup_guard',
  pill: 'popup_pill',
  young: 'options_young',
  language: 'options_language',
  region: 'options_region',
  sites: 'options_sites_added',
  sitesOff: 'options_sites_listed',
  ownWords: 'options_own',
  neverWords: 'options_never',
};

/**
 * @param {import('./options.js').Shown} shown
 * @param {Attempt} attempt
 */
export function showBackup({ frozen, locked, memoryWrong }, attempt) {
  const save = byId('save', HTMLButtonElement);
  const restore = byId('restore', HTMLInputElement);
  const reset = byId('reset', HTMLButtonElement);
  save.disabled = restore.disabled = reset.disabled = frozen || memoryWrong === 'later';
  for (const id of ['restore-locked', 'reset-locked']) byId(id, HTMLElement).hidden = Object.keys(locked).length === 0;
  save.onclick = () => attempt(saveBackup, () => t('options_backup_saved'));
  restore.onchange = async () => {
    const [file] = restore.files ?? [];
    if (file) await replace(async () => readBackup(await contentOf(file)), 'options_restored', attempt);
    // So that the same file can be chosen again.
    restore.value = '';
  };
  reset.onclick = () => replace(nothing, 'options_reset_done', attempt);
}

async function saveBackup() {
  download(`fournos-${today()}.json`, await makeBackup(), 'application/json');
}

/** @param {File} file */
function contentOf(file) {
  if (file.size > LARGEST) throw new BadBackup('large');
  return file.text();
}

/**
 * Puts everything in the place of what there is. It can be taken back as long as nothing else changes.
 *
 * @param {() => Promise<Readonly<Everything>>} next
 * @param {string} key of what is said when it is done
 * @param {Attempt} attempt
 */
async function replace(next, key, attempt) {
  /** @type {Awaited<ReturnType<typeof put>> | undefined} */
  let done;
  await attempt(
    async () => (done = await put(await next())),
    () => saidOf(done, key),
    async () => done && saidOf(await put(done.before, done.after), 'options_undone'),
  );
}

/**
 * What is said of it when it is done: all of it, or what stayed because it is locked.
 *
 * @param {Awaited<ReturnType<typeof put>> | undefined} done
 * @param {string} key for all of it
 */
function saidOf(done, key) {
  if (!done || done.stayed.length === 0) return t(key);
  const list = new Intl.ListFormat(t('lang'), { type: 'conjunction' });
  return t('options_kept', list.format(done.stayed.map((name) => t(CALLED[name]))));
}

/**
 * @param {Readonly<Everything>} next
 * @param {Everything} [onlyIf] what there has to be before
 */
async function put(next, onlyIf) {
  const done = await replaceAll(next, onlyIf);
  // The permission for a site goes with the site; if it comes back, the browser asks anew.
  await giveBack(done.before.settings.sites.filter((site) => !done.after.settings.sites.includes(site)));
  return done;
}
