// Where to report: the channels of a region that the user can change. A link opens the channel's own
// page; nothing of the report goes with it.

import { api } from '../browser.js';
import { element } from '../dom.js';
import { REGIONS, namedRegions, regionOf } from '../regions.js';
import { t } from '../texts.js';

/**
 * @param {string} chosen the region in the settings, or empty
 * @param {(region: string) => void} onChoose
 * @returns {HTMLElement[]}
 */
export function channels(chosen, onChoose) {
  const region = chosen || regionOf(language());
  const all = element('ul', { className: 'channels' }, ...list(region));
  const select = element(
    'select',
    {
      onchange: () => {
        all.replaceChildren(...list(select.value));
        if (select.value) onChoose(select.value);
      },
    },
    // Only as long as no region is known: there is nothing to remember about it.
    ...(region ? [] : [element('option', { value: '' }, t('report_elsewhere'))]),
    ...namedRegions(t('lang')).map(({ value, name }) => element('option', { value }, name)),
  );
  select.value = region;
  return [element('label', {}, t('report_region'), ' ', select), all];
}

/**
 * The language of the browser; or of our texts, where the two differ for another reason than that we
 * have none in the browser's.
 */
function language() {
  const [browser, ours] = [api.i18n.getUILanguage(), t('lang')];
  return ours === 'en' || browser.split('-')[0] === ours.split('-')[0] ? browser : ours;
}

/** @param {string} region */
const list = (region) =>
  region ? REGIONS[region].map((channel) => element('li', {}, ...described(channel))) : [element('li', {}, t('report_police'))];

/**
 * @param {import('../regions.js').Channel} channel
 * @returns {(Node | string)[]}
 */
function described(channel) {
  const { name, lang } = channel;
  if ('program' in channel) return [t('report_program', channel.program)];
  if ('app' in channel) return [t('report_app', channel.app, name)];
  if ('phone' in channel) return [element('span', { lang }, name), ' ', element('b', {}, channel.phone)];
  const link = element('a', { href: channel.url, target: '_blank', rel: 'noopener noreferrer' });
  link.append(element('span', { lang }, name), ` ${t('report_new_tab')}`);
  return [link];
}
