// What a node is. Firefox shows a content script the page through wrappers, for which `instanceof`
// takes as long as ten other questions.

const { CDATA_SECTION_NODE, ELEMENT_NODE, TEXT_NODE } = Node;

/**
 * @param {Node} node
 * @returns {node is Element}
 */
export function isElement(node) {
  const type = /** @type {unknown} */ (node.nodeType);
  // A form gives a field of that name in its place.
  return type === ELEMENT_NODE || typeof type !== 'number';
}

/**
 * @param {Node} node
 * @returns {node is Text} CDATA as well
 */
export const isText = (node) => node.nodeType === TEXT_NODE || node.nodeType === CDATA_SECTION_NODE;
