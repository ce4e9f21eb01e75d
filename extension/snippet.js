// A mark's words on one line.

/**
 * @param {string} text with the boundaries of the layout in it
 * @param {number} most its length, in UTF-16 code units
 */
export function snippet(text, most) {
  const line = text.replace(/[\u001d-\u001f\s]+/g, ' ').trim();
  return line.length > most ? `${line.slice(0, most).replace(/[\ud800-\udbff]$/, '')}…` : line;
}
