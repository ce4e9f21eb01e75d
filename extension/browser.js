// The browser's API, through one door. Both browsers know it as `chrome` and answer with promises.

export const api = chrome;

/**
 * A text in the user's language.
 *
 * @param {string} key a key of `_locales/…/messages.json`
 * @param {string[]} substitutions what stands for $1, $2 … in it
 */
export const t = (key, ...substitutions) => api.i18n.getMessage(key, substitutions);

/** Whether this script still belongs to an installed extension: not after an update or a removal. */
export const isInstalled = () => {
  try {
    return Boolean(api.runtime?.id);
  } catch {
    return false;
  }
};
