// What went wrong when something was to be changed, in words.

import { BadBackup, Changed } from '../backup.js';
import { LaterVersion, Locked } from '../settings.js';
import { t } from '../texts.js';

/**
 * @param {unknown} error
 * @returns {string}
 */
export function complaint(error) {
  if (error instanceof BadBackup) return t(`options_bad_${error.what}`, error.field);
  if (error instanceof Changed) return t('options_changed');
  if (error instanceof LaterVersion) return t('options_later');
  if (error instanceof Locked) return t('options_locked');
  return t('options_not_stored');
}
