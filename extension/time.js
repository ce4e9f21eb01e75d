// Times, as people read them.

import { t } from './texts.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The day where the user is, such as 2026-01-31, for the name of a file: Swedes write it so. */
export const today = () => new Date().toLocaleDateString('sv');

/**
 * A time that is still to come, in the user's words: such as “in 23 hours”, rounded up, so that nothing is over earlier than it says.
 *
 * @param {number} milliseconds
 */
export function fromNow(milliseconds) {
  const format = new Intl.RelativeTimeFormat(t('lang'));
  if (milliseconds > 2 * HOUR) return format.format(Math.ceil(milliseconds / HOUR), 'hour');
  if (milliseconds > 2 * MINUTE) return format.format(Math.ceil(milliseconds / MINUTE), 'minute');
  return format.format(Math.ceil(milliseconds / 1_000), 'second');
}
