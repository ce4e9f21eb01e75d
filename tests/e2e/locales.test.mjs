// The texts of the interface: none is missing, none is left over, none is longer than its place.

import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { describe, it } from 'node:test';

/** @typedef {Record<string, { message: string, placeholders?: object }>} Messages */

const ROOT = new URL('../../', import.meta.url);
const LOCALES = new URL('extension/_locales/', ROOT);
/** The form of a text for some numbers, at the end of its key. */
const FORM = /_(zero|one|two|few|many)$/;
/** Numbers that people meet. */
const NUMBERS = Array.from({ length: 200 }, (_, number) => number);
/** How wide a text may be, in letters; one of Chinese, Japanese or Korean is as wide as two. */
const WIDEST = [
  // The stores and the browsers cut these off.
  { keys: /^description$/, width: 264, units: 132 },
  { keys: /^name$/, width: 24, units: 30 },
  { keys: /^check_menu$/, width: 40 },
  // Buttons, badges of a level and the captions of the four scenes.
  { keys: /^(close|undo|back|report|not_an_offer|report_copy|pill_(count|previous|next|hide)(_\w+)?|level_\w+)$/, width: 28 },
  { keys: /^(hide_post|already|guard_stay|guard_go|report_save|own_change|popup_check)$/, width: 40 },
  { keys: /^story_/, width: 36 },
  { keys: /^title_|_title$/, width: 50 },
  { keys: /./, width: 280 },
];

/** @param {string} text */
const widthOf = (text) =>
  [...text].reduce((sum, letter) => sum + (/\p{Mn}/u.test(letter) ? 0 : /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uffef]/u.test(letter) ? 2 : 1), 0);

/** @param {Messages} messages */
const plain = (messages) => Object.keys(messages).filter((key) => !FORM.test(key));

const folders = await readdir(LOCALES);
/** @type {Map<string, Messages>} */
const locales = new Map();
for (const folder of folders) locales.set(folder, JSON.parse(await readFile(new URL(`${folder}/messages.json`, LOCALES), 'utf8')));
const english = /** @type {Messages} */ (locales.get('en'));

/** What the extension is made of, in one string. */
async function source() {
  const files = [];
  for (const folder of ['extension/', 'src/pages/']) {
    const all = await readdir(new URL(folder, ROOT), { recursive: true });
    files.push(...all.filter((file) => /\.(js|html|rs)$/.test(file)).map((file) => new URL(`${folder}${file}`, ROOT)));
  }
  const texts = await Promise.all([...files, new URL('manifest.json', ROOT)].map((file) => readFile(file, 'utf8')));
  return texts.join('\n');
}

describe('the texts of the interface', () => {
  it('are all there that are asked for', async () => {
    const all = await source();
    const asked = [...all.matchAll(/\b(?:t|counted)\(&?['"]([a-z]\w*)['"]|data-t="(\w+)"|__MSG_(\w+)__/g)].map((found) => found[1] ?? found[2] ?? found[3]);
    assert.ok(asked.length > 100);
    assert.deepEqual([...new Set(asked)].filter((key) => !Object.hasOwn(english, key)), []);
  });

  it('are all used', async () => {
    const all = await source();
    const made = [...all.matchAll(/[`"](?=[a-z]+_)((?:[a-z_]|\$\{[^}]+\}|\{[^}]*\})+)[`"]/g)]
      .map(([, template]) => template)
      .filter((template) => template.includes('{'))
      .map((template) => new RegExp(`^${template.replace(/\$?\{[^}]*\}/g, '\\w*')}$`));
    const unused = plain(english).filter((key) => {
      const named = new RegExp(`['"\`]${key}['"\`]|__MSG_${key}__`).test(all);
      return !named && !made.some((template) => template.test(key));
    });
    assert.deepEqual(unused, []);
  });

  it('the languages that can be chosen are those that there are', async () => {
    // The module asks for the browser's API as it loads, and uses it only when asked for a text.
    Object.assign(globalThis, { chrome: {} });
    const { LANGUAGES } = await import('../../extension/texts.js');
    assert.deepEqual(Object.keys(LANGUAGES).map((tag) => tag.replace('-', '_')).sort(), [...folders].sort());
  });

  for (const [folder, messages] of locales) {
    describe(folder, () => {
      const tag = folder.replace('_', '-');

      it('says what English says, and nothing else', () => {
        assert.deepEqual(plain(english).filter((key) => !(key in messages)), [], 'missing');
        assert.deepEqual(plain(messages).filter((key) => !(key in english)), [], 'left over');
        assert.equal(messages.lang.message, tag);
      });

      it('has the form of each number', () => {
        const rules = new Intl.PluralRules(tag);
        const forms = new Set(NUMBERS.map((number) => rules.select(number)).filter((form) => form !== 'other'));
        const counted = new Set(Object.keys(english).filter((key) => FORM.test(key)).map((key) => key.replace(FORM, '')));
        const wanted = [...counted].filter((key) => key in messages).flatMap((key) => [...forms].map((form) => `${key}_${form}`));
        assert.deepEqual(Object.keys(messages).filter((key) => FORM.test(key)).sort(), wanted.sort());
      });

      it('puts the same into its texts', () => {
        for (const [key, { message, placeholders = {} }] of Object.entries(messages)) {
          const names = [...message.matchAll(/\$(\w+)\$/g)].map(([, name]) => name.toLowerCase());
          assert.deepEqual(names.sort(), Object.keys(placeholders).sort(), key);
          assert.deepEqual(placeholders, english[key.replace(FORM, '')]?.placeholders ?? {}, key);
          // A sum of $20 would lose its first digit.
          assert.doesNotMatch(message.replace(/\$\w+\$/g, ''), /\$/, key);
        }
      });

      it('has no text that is empty or longer than its place', () => {
        const wrong = Object.entries(messages).flatMap(([key, { message }]) => {
          const { width, units = Infinity } = /** @type {typeof WIDEST[number]} */ (WIDEST.find(({ keys }) => keys.test(key)));
          const fits = message.trim() === message && message !== '' && widthOf(message) <= width && message.length <= units;
          return fits ? [] : [`${key} is ${widthOf(message)} wide, not ${width}, with ${message.length} code units: ${message}`];
        });
        assert.deepEqual(wrong, []);
      });

      it('names buttons by what they say', () => {
        const says = (/** @type {string} */ key, /** @type {string} */ name) =>
          assert.ok(messages[key].message.includes(messages[name].message), `${key} does not say “${messages[name].message}”`);
        says('report_nothing', 'report');
        says('guardian_around', 'not_an_offer');
        says('welcome_reads_sites', 'popup_check');
        says('welcome_permission_tab', 'popup_check');
      });

      it('names the authority and the day of its warning', () => {
        assert.match(messages.source.message, /(?=.*2020)(?=.*29)(?=.*(Shenzhen|深圳|Шэньчжэн|Thâm Quyến|शेनझेन|เซินเจิ้น|선전))/);
      });
    });
  }
});
