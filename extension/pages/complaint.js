// What went wrong when something was to be changed, in words.

import { BadBackup, Changed } from '../backup.js';
import { LaterVersion, Unreadable } from '../browser.js';
import { Invalid, Locked } from '../settings.js';
import { Denied, MOST_SITES } from '../sites.js';
import { t } from '../texts.js';
import { MOST_WORDS } from '../words.js';

/**
 * @param {unknown} error
 * @returns {string}
 */
export function complaint(error) {
  if (error instanceof BadBackup) return t(`options_bad_${error.what}`, error.field);
  if (error instanceof Changed) return t('options_changed');
  if (error instanceof Unreadable) return t('unreadable');
  if (error instanceof LaterVersion) return t('options_later');
  if (error instanceof Locked) return t('options_locked');
  if (error instanceof Denied) return t('options_site_denied', error.site);
  // What is put on a list was looked at before; meanwhile, another page may have filled it.
  if (error instanceof Invalid && error.field === 'sites') return t('options_sites_most', String(MOST_SITES));
  if (error instanceof Invalid && /Words$/.test(error.field)) return t('options_words_most', String(MOST_WORDS));
  return t('options_not_stored');
}
