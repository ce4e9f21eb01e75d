// What is kept twice, in one step: where the one cannot be read as it was written, the copy stands in.

/**
 * Where the copy is of what is kept under a key.
 *
 * @param {string} key
 */
export const copyOf = (key) => `${key}Copy`;

/**
 * The keys of the local storage that something needs that is kept twice.
 *
 * @param {...string} keys
 */
export const withCopies = (...keys) => keys.flatMap((key) => [key, copyOf(key)]);

/**
 * Values as they are stored.
 *
 * @param {Record<string, unknown>} values
 */
export const twice = (values) =>
  Object.fromEntries(Object.entries(values).flatMap(([key, value]) => withCopies(key).map((one) => [one, value])));

/**
 * What was kept under a key: its copy, where it is not whole itself.
 *
 * @param {Record<string, unknown>} stored with both
 * @param {string} key
 * @param {(value: unknown) => boolean} isWhole
 */
export const wholeIn = (stored, key, isWhole) => stored[isWhole(stored[key]) ? key : copyOf(key)];
