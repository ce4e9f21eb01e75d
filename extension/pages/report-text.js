// A report in words, for people who know nothing of the extension.

import { bySlot } from '../evidence.js';
import { t } from '../texts.js';

/** The most of a word that is evidence, in UTF-16 code units. */
const LONGEST_WORD = 200;

/**
 * @param {import('../protocol.js').Report} report
 * @returns {string}
 */
export function reportText({ address, title, time, text, evidence }) {
  const when = new Intl.DateTimeFormat(t('lang'), { dateStyle: 'full', timeStyle: 'long' }).format(time);
  const about = [
    t('report_line_site', URL.parse(address)?.host ?? ''),
    t('report_line_title', title),
    t('report_line_address', address),
    t('report_line_time', when),
  ];
  return [t('report_head'), about.join('\n'), `${t('report_post')}\n${text}`, why(evidence), t('report_made')]
    .filter((part) => part !== '')
    .join('\n\n');
}

/**
 * The words of the post that it was marked for, by the part that they play.
 *
 * @param {import('../protocol.js').Report['evidence']} evidence
 */
function why(evidence) {
  const lines = bySlot(evidence, LONGEST_WORD).map(({ slot, words }) => t('report_line_words', words.join(' / '), t(`slot_${slot}`)));
  return lines.length > 0 ? [t('report_why'), ...lines].join('\n') : '';
}
