// The picture on the card: what happens to an account that was lent, in four scenes. Drawn here, of
// a few lines and circles that take the colours of the card; the captions say the same in words.

import { element } from '../dom.js';
import { t } from '../texts.js';

const SVG = 'http://www.w3.org/2000/svg';

/** @typedef {[name: string, attributes: Record<string, string | number>]} Shape */

/**
 * A head and shoulders.
 *
 * @param {number} x the middle
 * @param {number} y the middle of the head
 * @param {string} className
 * @returns {Shape[]}
 */
const person = (x, y, className) => [
  ['circle', { class: className, cx: x, cy: y, r: 7 }],
  ['path', { class: className, d: `M${x - 12} ${y + 24}c0-9 5-14 12-14s12 5 12 14z` }],
];

/** @type {{ caption: string, shapes: Shape[] }[]} each 88 wide and 64 high */
const SCENES = [
  {
    caption: 'story_hand_over',
    // One's own telephone with a code, and an arrow to somebody else.
    shapes: [
      ['rect', { class: 'own', x: 10, y: 8, width: 30, height: 50, rx: 5 }],
      ['path', { class: 'fine', d: 'M16 18h7v7h-7zM27 18h7v7h-7zM16 29h7v7h-7zM27 29h3v3h-3zM32 34h3v3h-3zM16 42h18M16 48h10' }],
      ['path', { class: 'bad line', d: 'M46 32h28M66 23l9 9-9 9' }],
    ],
  },
  {
    caption: 'story_log_in',
    // A stranger with one's own face on their screen.
    shapes: [
      ...person(20, 24, 'bad'),
      ['path', { class: 'mask', d: 'M13 23h14' }],
      ['rect', { class: 'line', x: 40, y: 10, width: 42, height: 34, rx: 4 }],
      ['path', { class: 'line', d: 'M54 52h14M61 44v8' }],
      ['circle', { class: 'own', cx: 61, cy: 22, r: 5 }],
      ['path', { class: 'own', d: 'M52 39c0-7 4-10 9-10s9 3 9 10z' }],
    ],
  },
  {
    caption: 'story_cheat',
    // Messages in one's own name that ask two friends for money.
    shapes: [
      ['path', { class: 'bad', d: 'M8 8h38a4 4 0 0 1 4 4v16a4 4 0 0 1-4 4H24l-9 8v-8H8a4 4 0 0 1-4-4V12a4 4 0 0 1 4-4z' }],
      ['circle', { class: 'coin', cx: 27, cy: 20, r: 8 }],
      ['path', { class: 'mask', d: 'M23.5 16l3.5 4 3.5-4M27 20v5M23.5 21h7' }],
      ...person(52, 36, 'own'),
      ...person(74, 36, 'own'),
    ],
  },
  {
    caption: 'story_blame',
    // The account is locked, and its owner is the one who is asked.
    shapes: [
      ...person(24, 26, 'own'),
      ['path', { class: 'bad line', d: 'M54 30v-6a10 10 0 0 1 20 0v6' }],
      ['rect', { class: 'bad', x: 48, y: 30, width: 32, height: 25, rx: 4 }],
      ['path', { class: 'mask', d: 'M64 39v8' }],
    ],
  },
];

/** The picture, as a list of scenes with their captions. */
export function story() {
  return element(
    'ol',
    { className: 'story' },
    ...SCENES.map(({ caption, shapes }) => element('li', {}, drawing(shapes), element('span', {}, t(caption)))),
  );
}

/** @param {Shape[]} shapes */
function drawing(shapes) {
  const svg = shape('svg', { viewBox: '0 0 88 64', 'aria-hidden': 'true', focusable: 'false' });
  svg.append(...shapes.map(([name, attributes]) => shape(name, attributes)));
  return svg;
}

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 */
function shape(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
