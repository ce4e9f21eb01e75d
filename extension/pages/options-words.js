// The user's own words: two lists, of words to mark and of words never to mark.

import { element } from '../dom.js';
import { saveSettings } from '../settings.js';
import { t } from '../texts.js';
import { LONGEST_WORD, MOST_WORDS, wrongWith } from '../words.js';
import { byId } from './page.js';

/** @typedef {import('./options.js').Attempt} Attempt */

/** @typedef {'ownWords' | 'neverWords'} Name */

const LISTS = /** @type {const} */ ([
  { name: 'ownWords', key: 'options_own' },
  { name: 'neverWords', key: 'options_never' },
]);

/**
 * @param {import('./options.js').Shown} shown
 * @param {Attempt} attempt
 */
export function showWords({ settings, locked, frozen }, attempt) {
  const part = byId('words', HTMLElement);
  if (part.children.length === 0) part.append(...LISTS.map(({ name }) => listOf(name)));
  for (const { name, key } of LISTS) {
    const list = /** @type {HTMLElement} */ (part.querySelector(`#${name}`));
    const fixed = frozen || locked[name] !== undefined;
    const words = settings[name];
    const [title, what, owner] = /** @type {HTMLElement[]} */ ([...list.querySelectorAll('h3, p.what, .locked')]);
    title.textContent = t(key);
    what.textContent = t(`${key}_what`);
    owner.textContent = locked[name] ? t(`locked_${locked[name]}`) : '';
    owner.hidden = !locked[name];
    const [form] = list.getElementsByTagName('form');
    const [input] = list.getElementsByTagName('input');
    const [label] = list.getElementsByTagName('label');
    const [button] = form.getElementsByTagName('button');
    label.textContent = t('options_word');
    button.textContent = t('options_add');
    button.ariaLabel = `${t('options_add')}: ${t(key)}`;
    input.disabled = button.disabled = fixed;
    form.onsubmit = (event) => {
      event.preventDefault();
      add(name, input, words, attempt);
    };
    list.querySelector('ul')?.replaceChildren(
      ...(words.length > 0 ? words.map((word) => row(name, word, fixed, input, attempt)) : [element('li', {}, t('options_words_none'))]),
    );
  }
}

/** An empty list with the field that adds to it. @param {Name} name */
const listOf = (name) =>
  element(
    'div',
    { id: name, className: 'words' },
    element('h3', { id: `${name}-title` }),
    element('p', { id: `${name}-what`, className: 'what' }),
    element('small', { className: 'locked' }),
    element(
      'form',
      { className: 'row', noValidate: true },
      element('label', { htmlFor: `${name}-word` }),
      element('input', { id: `${name}-word`, type: 'text', autocomplete: 'off', spellcheck: false, lang: '', 'aria-describedby': `${name}-what ${name}-wrong` }),
      element('button'),
    ),
    element('p', { id: `${name}-wrong`, className: 'wrong', role: 'alert' }),
    element('ul', { className: 'rows', 'aria-labelledby': `${name}-title` }),
  );

/**
 * @param {Name} name
 * @param {HTMLInputElement} input
 * @param {string[]} words those that are on the list
 * @param {Attempt} attempt
 */
async function add(name, input, words, attempt) {
  const word = input.value.trim().replaceAll(/\s+/g, ' ');
  const wrong = wrongWith(word);
  const text = wrong
    ? t(`options_word_${wrong}`, String(LONGEST_WORD))
    : words.includes(word)
      ? t('options_word_there')
      : words.length >= MOST_WORDS
        ? t('options_words_most', String(MOST_WORDS))
        : '';
  byId(`${name}-wrong`, HTMLElement).textContent = text;
  input.ariaInvalid = String(text !== '');
  input.focus();
  if (text !== '') return;
  // The field is free for the next word at once; what could not be kept comes back.
  input.value = '';
  const added = await attempt(() => put(name, word), () => t('options_word_added', word), () => drop(name, word));
  if (!added && input.value === '') input.value = word;
}

/**
 * @param {Name} name
 * @param {string} word
 * @param {boolean} fixed
 * @param {HTMLInputElement} input takes the focus when the row is gone
 * @param {Attempt} attempt
 */
function row(name, word, fixed, input, attempt) {
  const act = async () => {
    await attempt(() => drop(name, word), () => t('options_word_removed', word), () => put(name, word));
    input.focus();
  };
  return element(
    'li',
    {},
    element('span', { lang: '' }, word),
    element('button', { type: 'button', disabled: fixed, onclick: act }, t('options_remove', word)),
  );
}

/**
 * @param {Name} name
 * @param {string} word
 */
const put = (name, word) => saveSettings((chosen) => ({ [name]: [...new Set([...chosen[name], word])] }));

/**
 * @param {Name} name
 * @param {string} word
 */
const drop = (name, word) => saveSettings((chosen) => ({ [name]: chosen[name].filter((other) => other !== word) }));
