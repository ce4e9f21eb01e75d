// What a person can see. Asked once for each element, by its computed style; its place on the page
// is asked for only where the style could hide it, because that may cost the page a layout.

import { attributeOf, boxOf, nameOf, parentElementOf } from './nodes.js';
import { parentOf } from './shadow.js';

/** Elements whose text is no part of the page's reading, or is the user's own. */
const SKIPPED = new Set(
  (
    'script style template noscript head title input textarea select datalist iframe frame object ' +
    'embed canvas svg math video audio map picture progress meter fournos-marks'
  ).split(' '),
);

/** @param {Element} element */
export const isSkippedByName = (element) => SKIPPED.has(nameOf(element));

/** @param {Element} element */
export function isSkipped(element) {
  if (isSkippedByName(element)) return true;
  const editable = attributeOf(element, 'contenteditable');
  if (editable !== null && editable !== 'false') return true;
  if (attributeOf(element, 'role') === 'textbox') return true;
  // Of a closed <details> only the summary shows.
  const parent = parentElementOf(element);
  return (
    parent !== null &&
    nameOf(parent) === 'details' &&
    !parent.hasAttribute('open') &&
    element !== parent.querySelector(':scope > summary')
  );
}

/**
 * Whether nobody sees the element or anything in it.
 *
 * @param {Element} element
 * @param {CSSStyleDeclaration} style
 */
export function isUnseen(element, style) {
  const { display, position, transform } = style;
  if (display === 'none' || style.contentVisibility === 'hidden') return true;
  if (Number(style.opacity) < 0.05) return true;
  const clips = style.overflowX !== 'visible' || style.overflowY !== 'visible';
  const { clipPath } = style;
  if (clipPath !== 'none' && isClippedAway(clipPath)) return true;
  const floats = position === 'absolute' || position === 'fixed';
  if (floats && style.clip !== 'auto' && isEmptyRect(style.clip)) return true;
  const moved = transform !== 'none' || style.scale !== 'none' || style.translate !== 'none';
  if (display === 'contents' || (position === 'static' && !clips && !moved)) return false;
  const rect = boxOf(element);
  if ((clips || moved) && (rect.width < 2 || rect.height < 2)) return true;
  return isOutOfReach(element, rect, position === 'fixed');
}

/**
 * Whether a place is beyond the start of the page, where no scrolling leads.
 *
 * @param {Element} element
 * @param {DOMRect} rect in the viewport's CSS pixels
 * @param {boolean} fixed whether it does not scroll
 */
function isOutOfReach(element, rect, fixed) {
  if (rect.right > 0 && rect.bottom > 0) return false;
  if (fixed) return true;
  let [right, bottom] = [rect.right, rect.bottom];
  for (let at = /** @type {Element | null} */ (element); at; at = parentOf(at)) {
    // Where a text runs from right to left, what scrolls begins at its right end, and the way to
    // its left end is counted in negative numbers.
    const { scrollLeft, scrollTop } = at;
    right += Math.max(scrollLeft, at === document.scrollingElement ? leftEnd(at) : 0);
    bottom += scrollTop;
  }
  return right <= 0 || bottom <= 0;
}

/**
 * How far a page can be scrolled to the left of where it begins.
 *
 * @param {Element} page
 */
function leftEnd(page) {
  const { direction, writingMode } = getComputedStyle(page);
  return direction === 'rtl' || writingMode === 'vertical-rl' || writingMode === 'sideways-rl'
    ? page.scrollWidth - page.clientWidth + page.scrollLeft
    : 0;
}

/**
 * Whether text right inside an element of this style is shown on a ground. Elements in it may differ.
 *
 * @param {CSSStyleDeclaration} style
 * @param {Ground} ground
 */
export function showsText(style, ground) {
  if (style.visibility !== 'visible') return false;
  if (!(parseFloat(style.fontSize) >= 1) || parseFloat(style.textIndent) <= -500) return false;
  const color = style.webkitTextFillColor || style.color;
  if (color === ground || /^rgba\(.*, 0\)$/.test(color)) {
    return style.backgroundClip === 'text' || style.textShadow !== 'none';
  }
  return true;
}

/**
 * The colour that text stands on, or null where that is not known: over a picture, a shade, or
 * something that stands under a positioned element.
 *
 * @typedef {string | null} Ground
 */

/**
 * The ground inside an element, from the one around it.
 *
 * @param {CSSStyleDeclaration} style
 * @param {Ground} around
 * @returns {Ground}
 */
export function groundOf(style, around) {
  if (style.backgroundImage !== 'none') return null;
  const { backgroundColor } = style;
  if (/^rgb\(/.test(backgroundColor)) return backgroundColor;
  if (!/, 0\)$/.test(backgroundColor)) return null;
  return style.position === 'static' || style.position === 'relative' ? around : null;
}

/**
 * What holds for what stands in an element: whether it is seen, and what its text stands on.
 *
 * @typedef {{ seen: boolean, ground: Ground, style: CSSStyleDeclaration }} Inside
 */

/** Knows the insides of elements, and asks the browser once for each. */
export class Sight {
  /** @type {Map<Element, Inside>} */
  #known = new Map();

  /**
   * Whether an element and all around it are seen, and the ground of its text.
   *
   * @param {Element} element
   * @returns {Inside}
   */
  inside(element) {
    const known = this.#known.get(element);
    if (known) return known;
    const parent = parentOf(element);
    const around = parent ? this.inside(parent) : { seen: true, ground: PAPER };
    const style = getComputedStyle(element);
    const inside = {
      seen: around.seen && !isSkipped(element) && !isUnseen(element, style),
      ground: groundOf(style, around.ground),
      style,
    };
    this.#known.set(element, inside);
    return inside;
  }
}

/** The colour of a page that has none of its own. */
const PAPER = 'rgb(255, 255, 255)';

/** @param {string} path a computed clip-path */
const isClippedAway = (path) =>
  /^(inset\((5\d|[6-9]\d|100)(\.\d+)?%|circle\(0|ellipse\(0|polygon\((0(px|%)? 0(px|%)?(, )?)+\))/.test(path);

/** @param {string} clip a computed clip, rect(top, right, bottom, left) */
function isEmptyRect(clip) {
  const [top, right, bottom, left] = (clip.match(/-?[\d.]+/g) ?? []).map(Number);
  return right - left < 2 || bottom - top < 2;
}
