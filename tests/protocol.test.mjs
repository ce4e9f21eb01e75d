// Which messages the worker takes: of every type the right shape, no wrong one, and from nobody else.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { COUNTED, MOST_REPORTED, MOST_TEXT, validMessage } from '../extension/protocol.js';

const ID = 'abcdefghijklmnopabcdefghijklmnop';
const tab = /** @type {chrome.tabs.Tab} */ ({ id: 7 });

/** @type {Record<'script' | 'chromium' | 'firefox', chrome.runtime.MessageSender>} whom messages come from */
const SENDERS = {
  // A content script, whose page may even say that it is one of ours.
  script: { id: ID, tab, frameId: 0, url: 'https://tieba.baidu.com/#chrome-extension://page' },
  chromium: { id: ID, tab, url: `chrome-extension://${ID}/pages/check.html` },
  firefox: { id: ID, tab, url: 'moz-extension://4f4e3f5a-6d5b-4a52-9a0e-1f2d3c4b5a69/pages/check.html' },
};

const fingerprint = 'a-_Z'.repeat(10) + 'abc';
const piece = { slot: 'act', text: '收' };
const post = { title: '兼职', text: '收微信号', evidence: [piece] };
/** @param {number} length */
const long = (length) => '号'.repeat(length);
/** What is in place of a text, a number, a list or a yes, when somebody else wrote it. */
const ODD = [undefined, null, NaN, {}, Symbol.iterator, () => 'text'];

/**
 * @typedef {object} Type
 * @property {object[]} right what is in it, besides its type
 * @property {object[]} wrong
 * @property {boolean} [own] whether it is for pages of ours only
 */

/** @type {Record<string, Type>} */
const TYPES = {
  scan: {
    right: [
      { texts: [], title: '' },
      { texts: ['a', ''], title: 'b' },
      { texts: [long(MOST_TEXT - 1), '号'], title: '' },
    ],
    wrong: [
      {},
      { texts: ['a'] },
      { title: 'b' },
      { texts: 'a', title: 'b' },
      { texts: { length: 0 }, title: 'b' },
      { texts: ['a', 1], title: 'b' },
      { texts: ['a'], title: ['b'] },
      { texts: [long(MOST_TEXT), '号'], title: '' },
      ...ODD.flatMap((odd) => [
        { texts: odd, title: '' },
        { texts: [odd], title: '' },
        { texts: [], title: odd },
      ]),
    ],
  },
  skim: {
    right: [{ text: '' }, { text: long(MOST_TEXT) }],
    wrong: [{}, { text: ['a'] }, { text: long(MOST_TEXT + 1) }, ...ODD.map((text) => ({ text }))],
  },
  excerpt: {
    right: [{ marks: [] }, { marks: [{ around: '收微信号', start: 1, end: 4 }, { around: long(MOST_TEXT - 4), start: 0, end: 2 }] }],
    wrong: [
      {},
      { marks: ['收号'] },
      { marks: [null] },
      { marks: [{ around: '收号', start: 0.5, end: 2 }] },
      { marks: [{ around: '收号', start: 0 }] },
      { marks: [{ around: long(MOST_TEXT), start: 0, end: 1 }, { around: '号', start: 0, end: 1 }] },
      ...ODD.flatMap((odd) => [
        { marks: odd },
        { marks: [{ around: odd, start: 0, end: 1 }] },
        { marks: [{ around: '收号', start: odd, end: 1 }] },
        { marks: [{ around: '收号', start: 0, end: odd }] },
      ]),
    ],
  },
  enabled: {
    right: [{ begins: true }, { begins: false }],
    wrong: [{}, { begins: 1 }, { begins: 'true' }, ...ODD.map((begins) => ({ begins }))],
  },
  remember: {
    right: [
      { what: 'said', fingerprint, forget: false },
      { what: 'dismissed', fingerprint, forget: true },
    ],
    wrong: [
      {},
      { what: 'said', fingerprint },
      { what: 'said', forget: false },
      { what: 'salt', fingerprint, forget: false },
      { what: ['said'], fingerprint, forget: false },
      { what: 'said', fingerprint: `${fingerprint}a`, forget: false },
      { what: 'said', fingerprint: fingerprint.slice(1), forget: false },
      { what: 'said', fingerprint: fingerprint.replace('a', '收'), forget: false },
      { what: 'said', fingerprint: [fingerprint], forget: false },
      { what: 'said', fingerprint, forget: 0 },
      ...ODD.flatMap((odd) => [
        { what: odd, fingerprint, forget: false },
        { what: 'said', fingerprint: odd, forget: false },
        { what: 'said', fingerprint, forget: odd },
      ]),
    ],
  },
  options: { right: [{}], wrong: [] },
  count: {
    right: [{ count: 0 }, { count: 12 }],
    wrong: [{}, { count: -1 }, { count: 1.5 }, { count: '1' }, { count: Infinity }, { count: 2 ** 53 }, ...ODD.map((count) => ({ count }))],
  },
  tally: {
    right: COUNTED.map((what) => ({ what, count: 1 })),
    wrong: [
      {},
      { what: 'offers' },
      { count: 1 },
      { what: 'toString', count: 1 },
      { what: ['offers'], count: 1 },
      { what: 'offers', count: 0 },
      { what: 'offers', count: -1 },
      { what: 'offers', count: 0.5 },
      { what: 'offers', count: '1' },
      { what: 'offers', count: 2 ** 53 },
      ...ODD.flatMap((odd) => [
        { what: odd, count: 1 },
        { what: 'offers', count: odd },
      ]),
    ],
  },
  report: {
    right: [
      { post },
      { post: { title: '', text: '', evidence: [] } },
      {
        post: {
          title: long(MOST_REPORTED.words),
          text: long(MOST_REPORTED.post),
          evidence: Array(MOST_REPORTED.pieces).fill({ slot: 'act', text: long(MOST_REPORTED.words) }),
        },
      },
    ],
    wrong: [
      {},
      { post: 'text' },
      { post: [post] },
      { post: { ...post, title: long(MOST_REPORTED.words + 1) } },
      { post: { ...post, text: long(MOST_REPORTED.post + 1) } },
      { post: { ...post, evidence: Array(MOST_REPORTED.pieces + 1).fill(piece) } },
      { post: { ...post, evidence: { length: 0 } } },
      { post: { ...post, evidence: [piece, { ...piece, text: long(MOST_REPORTED.words + 1) }] } },
      { post: { ...post, evidence: [{ ...piece, slot: long(MOST_REPORTED.words + 1) }] } },
      ...ODD.flatMap((odd) => [
        { post: odd },
        { post: { ...post, title: odd } },
        { post: { ...post, text: odd } },
        { post: { ...post, evidence: odd } },
        { post: { ...post, evidence: [odd] } },
        { post: { ...post, evidence: [{ ...piece, slot: odd }] } },
        { post: { ...post, evidence: [{ ...piece, text: odd }] } },
      ]),
    ],
  },
  reported: { right: [{}], wrong: [], own: true },
  selection: { right: [{}], wrong: [], own: true },
};

/** A message as a test that fails names it: not the whole of a long one. @param {object} message */
const named = (message) =>
  JSON.stringify(message, (_, value) => (typeof value === 'string' && value.length > 50 ? `${value.length} letters` : value)).slice(0, 300);

describe('the messages that the worker takes', () => {
  it('are all in this table', async () => {
    const source = await readFile(new URL('../extension/protocol.js', import.meta.url), 'utf8');
    const types = [...source.matchAll(/@typedef \{\{ type: '(\w+)'/g)].map(([, type]) => type);
    assert.deepEqual(types.toSorted(), Object.keys(TYPES).toSorted());
  });

  for (const [type, { right, wrong, own = false }] of Object.entries(TYPES)) {
    it(`${type}: is taken in its right shape, as it came, from ${own ? 'a page of ours' : 'a page or a script of ours'} alone`, () => {
      for (const inside of right) {
        const message = { type, ...inside };
        for (const [name, sender] of Object.entries(SENDERS)) {
          const taken = !own || name !== 'script' ? message : null;
          assert.equal(validMessage(message, sender, ID), taken, `${named(message)} from ${name}`);
          for (const id of ['another', '', undefined]) {
            assert.equal(validMessage(message, { ...sender, id }, ID), null, `${named(message)} from ${name} of ${id}`);
          }
        }
      }
      for (const inside of wrong) {
        const message = { type, ...inside };
        for (const [name, sender] of Object.entries(SENDERS)) {
          assert.equal(validMessage(message, sender, ID), null, `${named(message)} from ${name}`);
        }
      }
    });
  }

  it('report: is from a tab', () => {
    const { tab: none, ...popup } = SENDERS.chromium;
    assert.ok(none);
    assert.equal(validMessage({ type: 'report', post }, popup, ID), null);
  });

  it('reported, selection: are not from who has no address, or one that only looks like ours', () => {
    for (const type of ['reported', 'selection']) {
      for (const url of [undefined, '', 'about:blank', `https://chrome-extension/${ID}`, ` chrome-extension://${ID}/`, 'xmoz-extension://a/', `blob:chrome-extension://${ID}/1`]) {
        assert.equal(validMessage({ type }, { ...SENDERS.script, url }, ID), null, `${type} from ${url}`);
      }
    }
  });

  it('have a type that is known, and are objects', () => {
    const types = ['', 'Scan', 'toString', '__proto__', 0, ...ODD].map((type) => ({ type }));
    for (const message of [undefined, null, 0, true, '', 'options', [], ['options'], {}, Symbol('options'), () => 'options', ...types]) {
      for (const sender of Object.values(SENDERS)) assert.equal(validMessage(message, sender, ID), null);
    }
  });
});
