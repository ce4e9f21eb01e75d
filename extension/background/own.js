// The user's own words, which stay marked where the rest of a mark is not wanted.

/** @typedef {import('../protocol.js').Mark} Mark */

/**
 * The own words in a mark, as marks of themselves. As in the engine, those that overlap are one.
 *
 * @param {Mark} mark
 * @returns {Mark[]}
 */
export function ownWordsOf({ start: from, text: whole, evidence }) {
  /** @type {Mark[]} */
  const marks = [];
  for (const piece of evidence.filter(({ slot }) => slot === 'own')) {
    const { start, end, text } = piece;
    const last = marks.at(-1);
    if (last && start < last.end) {
      last.end = Math.max(last.end, end);
      last.text = whole.slice(last.start - from, last.end - from);
      last.evidence.push(piece);
    } else {
      marks.push({ start, end, text, level: 'own', evidence: [piece] });
    }
  }
  return marks;
}
