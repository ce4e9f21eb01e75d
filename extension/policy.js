// What a school or a firm has fixed, in the browser's managed storage (docs/policies.md). Chromium
// checks a policy against `managed_schema.json` and drops what is of another type; Firefox hands over
// whatever `policies.json` holds. So every field is checked here too, and in place of one that is
// wrong stands the last that was good.

import { api, orEmpty } from './browser.js';

/** Where the fields that were good are kept. */
export const POLICY = 'policy';

/**
 * @typedef {object} Policy
 * @property {Record<string, unknown>} values the fields that are fixed
 * @property {string[]} wrong the names of fields that hold what they must not
 */

/**
 * The policy that holds.
 *
 * @param {Record<string, (value: any) => boolean>} valid what each field may hold
 * @returns {Promise<Policy>}
 */
export async function readPolicy(valid) {
  const [given, { [POLICY]: last }] = await Promise.all([
    // Firefox has no managed storage where there is no policy.
    orEmpty(api.storage.managed.get()),
    orEmpty(api.storage.local.get(POLICY)),
  ]);
  const known = Object.keys(valid).filter((name) => Object.hasOwn(given, name));
  const wrong = known.filter((name) => !valid[name](given[name]));
  const good = { .../** @type {object} */ (last), ...pick(given, (name) => !wrong.includes(name)) };
  return { values: pick(good, (name) => known.includes(name) && valid[name](/** @type {any} */ (good)[name])), wrong };
}

/**
 * Keeps the fields that are good, for the day that one is not. Writing them down also tells every
 * page that the policy has changed.
 *
 * @param {Record<string, (value: any) => boolean>} valid
 */
export async function keepPolicy(valid) {
  const { values } = await readPolicy(valid);
  const { [POLICY]: last } = await orEmpty(api.storage.local.get(POLICY));
  if (JSON.stringify(last ?? {}) === JSON.stringify(values)) return;
  // A full storage keeps the fields of before; the policy holds all the same.
  await api.storage.local.set({ [POLICY]: values }).catch(() => {});
}

/**
 * @param {Record<string, unknown>} fields
 * @param {(name: string) => boolean} wanted
 */
const pick = (fields, wanted) => Object.fromEntries(Object.entries(fields).filter(([name]) => wanted(name)));
