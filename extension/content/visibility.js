// What a person can see. Asked once for each element, by its computed style; its place on the page
// is asked for only where the style could hide it, because that may cost the page a layout.

/** Elements whose text is no part of the page's reading, or is the user's own. */
const SKIPPED = new Set(
  (
    'script style template noscript head title input textarea select datalist iframe frame object ' +
    'embed canvas svg math video audio map picture progress meter fournos-marks'
  ).split(' '),
);

/** @param {Element} element */
export function isSkipped(element) {
  if (SKIPPED.has(element.localName)) return true;
  const editable = element.getAttribute('contenteditable');
  if (editable !== null && editable !== 'false') return true;
  if (element.getAttribute('role') === 'textbox') return true;
  // Of a closed <details> only the summary shows.
  const parent = element.parentElement;
  return (
    parent instanceof HTMLDetailsElement &&
    !parent.open &&
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
  if (style.display === 'none' || style.contentVisibility === 'hidden') return true;
  if (Number(style.opacity) < 0.05) return true;
  const positioned = style.position === 'absolute' || style.position === 'fixed';
  const clipped = style.overflowX !== 'visible' || style.overflowY !== 'visible';
  if (style.clipPath !== 'none' && isClippedAway(style.clipPath)) return true;
  if (positioned && style.clip !== 'auto' && isEmptyRect(style.clip)) return true;
  if (!positioned && !clipped && style.transform === 'none') return false;
  if (style.display === 'contents') return false;
  const rect = element.getBoundingClientRect();
  if (clipped && (rect.width < 2 || rect.height < 2)) return true;
  // Beyond the start of the page, where no scrolling leads.
  return rect.right + scrollX <= 0 || rect.bottom + scrollY <= 0;
}

/**
 * Whether text right inside an element of this style is shown. Elements in it may differ.
 *
 * @param {CSSStyleDeclaration} style
 */
export function showsText(style) {
  return (
    style.visibility === 'visible' &&
    parseFloat(style.fontSize) >= 1 &&
    parseFloat(style.textIndent) > -500 &&
    !(/^rgba\(.*, 0\)$/.test(style.webkitTextFillColor || style.color) && style.backgroundClip !== 'text')
  );
}

/** @param {string} path a computed clip-path */
const isClippedAway = (path) =>
  /^(inset\((5\d|[6-9]\d|100)(\.\d+)?%|circle\(0|ellipse\(0|polygon\((0(px|%)? 0(px|%)?(, )?)+\))/.test(path);

/** @param {string} clip a computed clip, rect(top, right, bottom, left) */
function isEmptyRect(clip) {
  const [top, right, bottom, left] = (clip.match(/-?[\d.]+/g) ?? []).map(Number);
  return right - left < 2 || bottom - top < 2;
}
