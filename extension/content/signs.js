// The sign of each level: its shape says what its colour says.

/** @type {Readonly<Record<import('../protocol.js').Mark['level'], string>>} */
export const SIGNS = Object.freeze({ offer: '!', suspect: '?', own: '#' });
