// What a node is, read as every node has it: a form gives a field in the place of its own property of
// that name, so that one with an <input name="parentElement"> would be its own grandchild. And
// Firefox shows a content script the page through wrappers, for which `instanceof` takes as long as
// ten other questions.

const { CDATA_SECTION_NODE, ELEMENT_NODE, TEXT_NODE } = Node;

/**
 * Reads a property by the getter that all nodes share.
 *
 * @template {Node} Kind
 * @template {keyof Kind & string} Name
 * @param {{ prototype: Kind }} kind
 * @param {Name} name
 * @returns {(node: Kind) => Kind[Name]}
 */
function reader({ prototype }, name) {
  const get = Object.getOwnPropertyDescriptor(prototype, name)?.get;
  if (!get) throw new TypeError(`no getter of ${name}`);
  return (node) => get.call(node);
}

const typeOf = reader(Node, 'nodeType');
export const parentElementOf = reader(Node, 'parentElement');
export const parentNodeOf = reader(Node, 'parentNode');
export const firstChildOf = reader(Node, 'firstChild');
export const childNodesOf = reader(Node, 'childNodes');
export const isConnected = reader(Node, 'isConnected');
/** The text of all that is in a node, seen or not. */
export const textContentOf = reader(Node, 'textContent');
export const siblingOf = { nextSibling: reader(Node, 'nextSibling'), previousSibling: reader(Node, 'previousSibling') };
export const nameOf = reader(Element, 'localName');
export const classNameOf = reader(Element, 'className');
export const firstElementOf = reader(Element, 'firstElementChild');
export const nextElementOf = reader(Element, 'nextElementSibling');
export const previousElementOf = reader(Element, 'previousElementSibling');

/**
 * @param {Element} element
 * @param {string} name
 */
export const attributeOf = (element, name) => Element.prototype.getAttribute.call(element, name);

/** The box of an element in the viewport, in CSS pixels. @param {Element} element */
export const boxOf = (element) => Element.prototype.getBoundingClientRect.call(element);

/** All elements in another. @param {Element} element */
export const elementsIn = (element) => Element.prototype.getElementsByTagName.call(element, '*');

/**
 * @param {Node} node
 * @returns {node is Element}
 */
export const isElement = (node) => typeOf(node) === ELEMENT_NODE;

/**
 * @param {Node} node
 * @returns {node is Text} CDATA as well
 */
export function isText(node) {
  const type = typeOf(node);
  return type === TEXT_NODE || type === CDATA_SECTION_NODE;
}
