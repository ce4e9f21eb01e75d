// What the card and the page that checks a message say: in other words, where they speak to a young reader.

import { t } from './texts.js';

/** @type {Record<string, string>} the texts that have other words for a young reader, and where those are */
const YOUNG = {
  belief_scan: 'belief_scan_young',
  belief_lend: 'belief_lend_young',
  belief_suspect: 'belief_suspect_young',
  question: 'question_young',
  risk_identity: 'risk_identity_young',
  risk_money: 'risk_money_young',
  risk_account: 'risk_account_young',
  advice_stay_calm: 'advice_stay_calm_young',
  advice_call: 'advice_call_young',
  already_calm: 'already_calm_young',
};

let young = false;

/** @param {boolean} isYoung whom the words are for from now on */
export const speakTo = (isYoung) => {
  young = isYoung;
};

/** @param {string} key */
export const say = (key) => t((young && YOUNG[key]) || key);

/** What only a young reader is told: whom to turn to. */
export const onlyYoung = () => (young ? ['advice_tell_young'] : []);
