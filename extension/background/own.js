// The user's own words, which stay marked where the rest of a mark is not wanted.

/** @typedef {import('../protocol.js').Mark} Mark */

/**
 * The own words in a mark, as marks of themselves.
 *
 * @param {Mark} mark
 * @returns {Mark[]}
 */
export const ownWordsOf = ({ evidence }) =>
  evidence
    .filter(({ slot }) => slot === 'own')
    .map((piece) => ({ start: piece.start, end: piece.end, text: piece.text, level: 'own', evidence: [piece] }));
