// Sites: those that are read from the start, those that a user may like to add, and what a site is: a
// host name, with all that stands under it.

import { api } from './browser.js';

/** Broad sites that are only read if the user asks for it. */
export const SUGGESTED = Object.freeze([
  'linkedin.com',
  'indeed.com',
  'upwork.com',
  'fiverr.com',
  'freelancer.com',
  'craigslist.org',
  'reddit.com',
  'quora.com',
  'facebook.com',
  'vk.com',
  'discord.com',
  'web.telegram.org',
]);

/** The most sites that a user may add. */
export const MOST_SITES = 500;

/** The sites of the manifest, which are read from the start. */
export const listedSites = () =>
  /** @type {string[]} */ (api.runtime.getManifest().host_permissions ?? []).map(siteOfPattern).filter((site) => site !== null);

/** The browser did not allow a site to be read. */
export class Denied extends Error {
  /** @param {string} site */
  constructor(site) {
    super(site);
    this.site = site;
  }
}

/**
 * The pages of a site, as the browser's permissions name them.
 *
 * @param {string} site
 */
export const patternOf = (site) => `*://*.${site}/*`;

/**
 * Asks the browser for some sites, which asks the user. Only in the user's own click, before anything is
 * waited for.
 *
 * @param {string[]} sites
 */
export const askFor = (sites) => api.permissions.request({ origins: sites.map(patternOf) });

/**
 * Those of some sites that the browser does not let us read.
 *
 * @param {string[]} sites
 */
export async function unallowed(sites) {
  const allowed = await Promise.all(sites.map((site) => api.permissions.contains({ origins: [patternOf(site)] })));
  return sites.filter((_, at) => !allowed[at]);
}

/**
 * The site that a permission is for, or null if it is for more or less than one.
 *
 * @param {string} pattern
 */
export function siteOfPattern(pattern) {
  const site = /^\*:\/\/\*\.([^/]+)\/\*$/.exec(pattern)?.[1];
  return isSite(site) ? /** @type {string} */ (site) : null;
}

/**
 * Whether a value names a site: a host name with a dot in it, and no address of numbers.
 *
 * @param {unknown} value
 */
export const isSite = (value) =>
  typeof value === 'string' && value.length <= 253 && /^([a-z0-9_]([a-z0-9_-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/.test(value);

/**
 * Whether a value names a site, or one of its ports.
 *
 * @param {unknown} value
 */
export const isHost = (value) => typeof value === 'string' && isSite(value.replace(/:\d+$/, ''));

/**
 * Whether a value is what `URL.host` may be, with or without a port, also of an address of numbers.
 *
 * @param {unknown} value
 */
export const isUrlHost = (value) =>
  typeof value === 'string' &&
  value !== '' &&
  // Each leaves the port out that is its own.
  ['http', 'https'].map((scheme) => `${scheme}://${value}`).some((address) => URL.canParse(address) && new URL(address).host === value);

/** @param {unknown} value */
export const isSiteList = (value) => Array.isArray(value) && value.length <= MOST_SITES && value.every(isSite);

/**
 * The site that somebody means by what they typed, which may be a page's whole address; null if none.
 *
 * @param {string} typed
 */
export function siteFrom(typed) {
  const text = typed.trim();
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(address)) return null;
  const { hostname, protocol } = new URL(address);
  const site = hostname.replace(/^www\.(?=.+\.)/, '');
  return /^https?:$/.test(protocol) && isSite(site) ? site : null;
}

/**
 * Whether a site holds a host. A site with a port holds that port only.
 *
 * @param {string} site
 * @param {string} host as in `URL.host`
 */
export function holds(site, host) {
  const name = host.replace(/:\d+$/, '');
  return site === host || site === name || name.endsWith(`.${site}`);
}

/**
 * Whether a host is switched off.
 *
 * @param {string[]} sitesOff
 * @param {string} host as in `URL.host`
 */
export const isOff = (sitesOff, host) => sitesOff.some((site) => holds(site, host));
