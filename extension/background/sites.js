// The sites that the user added: our script runs there once the browser allows it.

import { api } from '../browser.js';
import { CSS, JS, runIn } from '../script.js';
import { STATE_KEYS, addSites, loadState } from '../settings.js';
import { patternOf, siteOfPattern } from '../sites.js';

/** The names of our scripts on these sites, among the scripts that are registered. */
const SCRIPT = 'added-sites';
const EARLY = 'added-sites-early';

/** Keeps to the list of sites and to what the browser allows; to be called when the worker starts. */
export function followSites() {
  api.runtime.onInstalled.addListener(register);
  api.runtime.onStartup.addListener(register);
  api.storage.onChanged.addListener((changes) => {
    if (STATE_KEYS.some((key) => key in changes)) register();
  });
  api.permissions.onRemoved.addListener(register);
  // What the browser was told to allow goes on the list, wherever it was told.
  api.permissions.onAdded.addListener(async ({ origins = [] }) => {
    const listed = api.runtime.getManifest().host_permissions ?? [];
    const added = origins.filter((origin) => !listed.includes(origin)).map(siteOfPattern);
    await addSites(added.filter((site) => site !== null)).catch(() => {
      // Somebody else has fixed the list, or it cannot be changed.
    });
    await register();
    // On those of the manifest the browser runs our script itself, from the next page on.
    await begin(origins.filter((origin) => listed.includes(origin)));
  });
}

/** Has our script run on the sites of the list that the browser allows, in open tabs too. */
const register = () =>
  navigator.locks.request(SCRIPT, follow).catch(() => {
    // The browser refuses it now; it is asked again when something changes, and when it starts.
  });

async function follow() {
  const { settings, unreadable } = await loadState();
  // Nobody knows which sites are on the list: those that are read stay so.
  if (unreadable) return;
  const wanted = settings.sites.map(patternOf);
  const allowed = await Promise.all(wanted.map((pattern) => api.permissions.contains({ origins: [pattern] })));
  const matches = wanted.filter((_, at) => allowed[at]);
  const [registered] = await api.scripting.getRegisteredContentScripts({ ids: [SCRIPT] });
  const before = registered?.matches ?? [];
  if (matches.toSorted().join() === before.toSorted().join()) return;
  if (registered) await api.scripting.unregisterContentScripts({ ids: [EARLY, SCRIPT] });
  if (matches.length === 0) return;
  // As the manifest says it for the sites that it lists.
  await api.scripting.registerContentScripts([
    { id: EARLY, matches, js: ['content/early.js'], runAt: 'document_start' },
    { id: SCRIPT, matches, js: [JS], css: [CSS], runAt: 'document_end', allFrames: true, matchOriginAsFallback: true },
  ]);
  await begin(matches.filter((pattern) => !before.includes(pattern)));
}

/**
 * Begins in the tabs that show pages of a site already.
 *
 * @param {string[]} patterns
 */
async function begin(patterns) {
  if (patterns.length === 0) return;
  const tabs = await api.tabs.query({ url: patterns });
  await Promise.allSettled(tabs.map(({ id = -1 }) => runIn(id)));
}
