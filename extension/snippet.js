// A mark's words on one line.

/** The most of a word that is left out to end before it; of a longer one, such as an address, the beginning stays. In UTF-16 code units. */
const MOST_DROPPED = 20;
/** How many letters around a mark are looked at at most, in code units: those of a word. */
export const AROUND = 20;

/** @type {Partial<Record<'word' | 'grapheme', Intl.Segmenter>>} made once: it takes longer than ten texts */
const segmenters = {};

/** @param {string} text with the boundaries of the layout in it */
export const oneLine = (text) => text.replace(/[\u001d-\u001f\s]+/g, ' ').trim();

/**
 * @param {string} text with the boundaries of the layout in it
 * @param {number} most its length, in UTF-16 code units, without the sign that there is more
 */
export function snippet(text, most) {
  const line = oneLine(text);
  return line.length > most ? `${beginning(line, most).trimEnd()}…` : line;
}

/**
 * A mark's words, the first and the last of them whole, with the sign that the sentence goes on there.
 * The first time Chromium takes 25 ms, for its dictionary: not for a page's main thread.
 *
 * @param {{ around: string, start: number, end: number }} mark its place in the text with at most {@link AROUND}
 *   on either side of it, in UTF-16 code units
 */
export function excerpt({ around, start, end }) {
  const text = around.slice(start, end);
  const [before = ''] = /[\p{L}\p{M}\p{N}]*$/u.exec(around.slice(0, start)) ?? [];
  const [after = ''] = /^[\p{L}\p{M}\p{N}]*/u.exec(around.slice(end)) ?? [];
  if (before + after === '') return text;
  const all = before + text + after;
  const words = segments(all, 'word');
  const first = words.containing(before.length)?.index ?? 0;
  const last = words.containing(before.length + text.length - 1);
  const beyond = last ? last.index + last.segment.length : all.length;
  // A word that fills what is looked at goes on beyond it.
  const [more, further] = [first > 0 || before.length >= AROUND, beyond < all.length || after.length >= AROUND];
  return `${more ? '…' : ''}${all.slice(first, beyond)}${further ? '…' : ''}`;
}

/**
 * The beginning of a text: whole words, or where one is very long whole letters.
 *
 * @param {string} text
 * @param {number} most its length, in UTF-16 code units
 */
export function beginning(text, most) {
  if (text.length <= most) return text;
  const word = startOf(text, most, 'word');
  return text.slice(0, most - word > MOST_DROPPED ? startOf(text, most, 'grapheme') : word);
}

/**
 * Where the word or letter begins that a place is in.
 *
 * @param {string} text
 * @param {number} at before its end
 * @param {'word' | 'grapheme'} granularity
 */
const startOf = (text, at, granularity) => segments(text, granularity).containing(at)?.index ?? 0;

/**
 * @param {string} text
 * @param {'word' | 'grapheme'} granularity
 */
function segments(text, granularity) {
  segmenters[granularity] ??= new Intl.Segmenter(undefined, { granularity });
  return segmenters[granularity].segment(text);
}
