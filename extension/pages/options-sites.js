// The sites: those that the user added, those that they may like to add, those of the manifest, and
// what else is switched off. The browser asks for every site singly, and only if the user does.

import { api } from '../browser.js';
import { element } from '../dom.js';
import { addSites, saveSettings, switchSite } from '../settings.js';
import { Denied, MOST_SITES, SUGGESTED, askFor, holds, isOff, listedSites, patternOf, siteFrom, unallowed } from '../sites.js';
import { t } from '../texts.js';
import { byId } from './page.js';

/** @typedef {import('./options.js').Attempt} Attempt */

/** @typedef {import('./options.js').Shown} Shown */

const input = byId('site', HTMLInputElement);
const complaint = byId('site-wrong', HTMLElement);
const LISTED = listedSites();

/**
 * @param {Shown} shown
 * @param {Attempt} attempt
 */
export async function showSites({ settings, sitesOff, locked, frozen }, attempt) {
  const { sites } = settings;
  const fixed = frozen || locked.sites !== undefined;
  const fixedOff = frozen || locked.sitesOff !== undefined;
  const closed = await unallowed([...sites, ...LISTED]);

  byId('add-site', HTMLFormElement).onsubmit = (event) => {
    event.preventDefault();
    const site = siteFrom(input.value);
    const wrong = wrongWith(site, sites);
    complain(wrong);
    input.ariaInvalid = String(wrong !== '');
    const typed = input.value;
    if (!wrong && site) add(site, attempt).then((added) => added && input.value === typed && (input.value = ''));
    input.focus();
  };
  for (const control of byId('add-site', HTMLFormElement).querySelectorAll('input, button')) control.toggleAttribute('disabled', fixed);
  owned('added-what', locked.sites);

  fill('added', sites.length > 0 ? sites.map((site) => addedRow(site, !closed.includes(site), fixed, attempt)) : [element('li', {}, t('options_sites_none'))]);
  /** @param {string} site */
  const suggest = (site) => {
    const wrong = wrongWith(site, sites);
    complain(wrong);
    input.ariaInvalid = 'false';
    if (!wrong) add(site, attempt);
  };
  const suggested = SUGGESTED.filter((site) => !sites.includes(site));
  fill('suggested', suggested.map((site) => element('li', {}, button(t('options_add_site', site), () => suggest(site), fixed))));
  byId('suggested-title', HTMLElement).hidden = suggested.length === 0;

  const closedHere = LISTED.filter((site) => closed.includes(site));
  refill(
    'unallowed',
    byId('listed-count', HTMLElement),
    ...(closedHere.length > 0
      ? [t('options_sites_unallowed', String(closedHere.length)), ' ', button(t('options_allow'), () => askFor(closedHere))]
      : []),
  );
  const off = LISTED.filter((site) => isOff(sitesOff, site));
  byId('listed-count', HTMLElement).textContent = t('options_sites_count', String(LISTED.length), String(off.length));
  owned('listed-title', locked.sitesOff);
  showSwitches(sitesOff, fixedOff, attempt);

  const known = [...LISTED, ...sites];
  const others = sitesOff.filter((site) => !LISTED.includes(site));
  byId('off-part', HTMLElement).hidden = others.length === 0;
  fill(
    'off',
    others.map((site) =>
      row(
        known.some((other) => other !== site && holds(other, site)) ? t('options_site_part', site) : site,
        button(t('options_switch_on', site), () => attempt(() => switchSite(site, true), () => t('options_switched_on', site), () => switchSite(site, false)), fixedOff),
      ),
    ),
  );
}

/**
 * @param {string} site
 * @param {boolean} isAllowed
 * @param {boolean} fixed
 * @param {Attempt} attempt
 */
function addedRow(site, isAllowed, fixed, attempt) {
  const removal = button(t('options_remove', site), () => remove(site, attempt), fixed);
  if (isAllowed) return row(site, removal);
  return row(`${site} – ${t('options_site_unallowed')}`, button(t('options_allow_site', site), () => askFor([site])), removal);
}

/**
 * A switch for each site of the manifest; they stay the same elements, so that the focus stays.
 *
 * @param {string[]} sitesOff
 * @param {boolean} fixed
 * @param {Attempt} attempt
 */
function showSwitches(sitesOff, fixed, attempt) {
  const list = byId('listed', HTMLUListElement);
  if (list.children.length === 0) {
    list.append(...LISTED.map((site) => element('li', {}, element('label', {}, element('input', { type: 'checkbox', role: 'switch', value: site }), ` ${site}`))));
  }
  for (const box of list.querySelectorAll('input')) {
    box.checked = !isOff(sitesOff, box.value);
    box.disabled = fixed;
    box.onchange = () => attempt(() => switchSite(box.value, box.checked));
  }
}

/**
 * Adds a site, once the browser allows it. To be called in the user's own click, before anything is
 * waited for: the browser asks only then.
 *
 * @param {string} site
 * @param {Attempt} attempt
 */
const add = (site, attempt) =>
  attempt(
    () => putIn(site),
    () => t('options_site_added', site),
    () => takeOut(site),
  );

/**
 * @param {string} site
 * @param {Attempt} attempt
 */
const remove = (site, attempt) =>
  attempt(
    () => takeOut(site),
    () => t('options_site_removed', site),
    // The browser has to be asked anew, in this click.
    () => putIn(site),
  );

/** Asks the browser for a site, and puts it on the list. @param {string} site */
async function putIn(site) {
  if (!(await askFor([site]))) throw new Denied(site);
  await addSites([site]);
}

/** Takes a site off the list, and gives the permission for it back. @param {string} site */
async function takeOut(site) {
  await saveSettings(({ sites }) => ({ sites: sites.filter((other) => other !== site) }));
  await giveBack([site]);
}

/**
 * Gives the permissions for sites back that are off the list, but for what the manifest needs.
 *
 * @param {string[]} sites
 */
export async function giveBack(sites) {
  const origins = sites.filter((site) => !LISTED.some((listed) => holds(listed, site))).map(patternOf);
  if (origins.length === 0) return;
  await api.permissions.remove({ origins }).catch(() => {
    // The sites are off the list all the same, and no script of ours runs there.
  });
}

/**
 * What is wrong with a site that is to be added, in words; empty if nothing.
 *
 * @param {string | null} site
 * @param {string[]} sites
 */
function wrongWith(site, sites) {
  if (site === null) return t('options_site_wrong');
  const there = [...LISTED, ...sites].find((other) => holds(other, site));
  if (there) return t('options_site_there', there);
  return sites.length >= MOST_SITES ? t('options_sites_most', String(MOST_SITES)) : '';
}

/** @param {string} text */
const complain = (text) => (complaint.textContent = text);

/**
 * @param {string} id of a list
 * @param {HTMLElement[]} rows
 */
const fill = (id, rows) => refill(id, input, ...rows);

/**
 * Puts something in the place of what there is. If a button in it has the focus, that goes to the same
 * button, or to the one that stands there now.
 *
 * @param {string} id
 * @param {HTMLElement} otherwise where it goes if there is no button any more
 * @param {...(Node | string)} children
 */
function refill(id, otherwise, ...children) {
  const part = byId(id, HTMLElement);
  const { activeElement } = document;
  const at = activeElement instanceof HTMLButtonElement ? [...part.querySelectorAll('button')].indexOf(activeElement) : -1;
  part.replaceChildren(...children);
  if (at < 0) return;
  const buttons = [...part.querySelectorAll('button')];
  const same = buttons.find(({ textContent }) => textContent === activeElement?.textContent);
  (same ?? buttons[at] ?? buttons.at(-1) ?? otherwise).focus();
}

/**
 * @param {string} text
 * @param {...HTMLElement} controls
 */
const row = (text, ...controls) => element('li', {}, element('span', {}, text), ...controls);

/**
 * @param {string} text
 * @param {() => unknown} act
 * @param {boolean} [disabled]
 */
const button = (text, act, disabled = false) => element('button', { type: 'button', disabled, onclick: act }, text);

/**
 * Says behind an element who has fixed what it is about.
 *
 * @param {string} id
 * @param {'policy' | 'guardian' | undefined} owner
 */
function owned(id, owner) {
  const about = byId(id, HTMLElement);
  if (about.nextElementSibling?.matches('.locked')) about.nextElementSibling.remove();
  if (owner) about.after(element('small', { className: 'locked' }, t(`locked_${owner}`)));
}
