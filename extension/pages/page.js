// What the pages of ours that JavaScript drives have in common.

/**
 * The element of the page with this id.
 *
 * @template {HTMLElement} Wanted
 * @param {string} id
 * @param {new () => Wanted} type
 */
export function byId(id, type) {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`the page has no ${id}`);
  return found;
}
