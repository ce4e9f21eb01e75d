// What a node is. Firefox shows a content script the page through wrappers, for which `instanceof`
// takes as long as ten other questions.

const { ELEMENT_NODE, TEXT_NODE } = Node;

/**
 * @param {Node} node
 * @returns {node is Element}
 */
export const isElement = (node) => node.nodeType === ELEMENT_NODE;

/**
 * @param {Node} node
 * @returns {node is Text}
 */
export const isText = (node) => node.nodeType === TEXT_NODE;
