// A guardian: somebody who set FourNos up for a young person, and locked its settings.

/** Where it is kept that there is one. */
export const GUARDIAN = 'guardian';

/**
 * Whether what was stored says that there is a guardian.
 *
 * @param {unknown} stored
 */
export const isGuarded = (stored) => typeof stored === 'object' && stored !== null;
