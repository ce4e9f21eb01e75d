// Our texts in the user's language: the browser's own, which the browser looks up itself, or another
// that the user chose, whose file is read here. A text that a language lacks is in English.
//
// Adding a language is one line here and a folder in `_locales`.

import { api } from './browser.js';

/** The languages of the interface by their BCP 47 tags, each as its speakers call it. */
export const LANGUAGES = Object.freeze({
  'zh-CN': '简体中文',
  'zh-HK': '繁體中文（香港）',
  'zh-TW': '繁體中文（台灣）',
  en: 'English',
  es: 'Español',
  hi: 'हिन्दी',
  id: 'Bahasa Indonesia',
  ja: '日本語',
  ko: '한국어',
  'pt-BR': 'Português (Brasil)',
  ru: 'Русский',
  th: 'ไทย',
  vi: 'Tiếng Việt',
});

/** The language of the texts that others lack, as `default_locale` in the manifest. */
const DEFAULT = 'en';

/** @typedef {Record<string, string>} Texts by key, with $1, $2 … where something is put in */

/** @type {Texts | null} those of the language that the user chose; null for the browser's own */
let chosen = null;

/** @param {unknown} tag */
export const isLanguage = (tag) => typeof tag === 'string' && Object.hasOwn(LANGUAGES, tag);

/**
 * A text in the user's language.
 *
 * @param {string} key a key of `_locales/…/messages.json`
 * @param {string[]} substitutions what stands for $1, $2 … in it
 */
export function t(key, ...substitutions) {
  if (!chosen) return api.i18n.getMessage(key, substitutions);
  return (chosen[key] ?? '').replace(/\$([1-9])/g, (_, at) => substitutions[Number(at) - 1] ?? '');
}

/**
 * A text that says a number, in the form that its language has for it: `pill_count_one` for one post,
 * `pill_count_few` for two in Russian; `pill_count` for all the numbers that have no form of their own.
 *
 * @param {string} key
 * @param {number} count stands for $1
 */
export function counted(key, count) {
  // A page whose extension has gone a moment ago has no texts any more, not even this.
  const form = new Intl.PluralRules(t('lang') || DEFAULT).select(count);
  return t(form === 'other' ? key : `${key}_${form}`, String(count));
}

/**
 * The texts of a language, or null for the browser's own. Only for our own pages and the worker: a
 * content script cannot read our files, and is told by the worker.
 *
 * @param {string} language a key of {@link LANGUAGES}, or empty
 * @returns {Promise<Texts | null>}
 */
export async function textsOf(language) {
  if (!isLanguage(language)) return null;
  const [spare, own] = await Promise.all([DEFAULT, language].map(read));
  return { ...spare, ...own };
}

/** @param {Texts | null} texts what `t` answers with from now on */
export const use = (texts) => {
  chosen = texts;
};

/**
 * Puts the texts where a page's `data-t` ask for them.
 *
 * @param {ParentNode} [part]
 */
export function translate(part = document) {
  document.documentElement.lang = t('lang');
  for (const named of part.querySelectorAll('[data-t]')) named.textContent = t(named.getAttribute('data-t') ?? '');
}

/** @param {string} language */
async function read(language) {
  const file = await fetch(api.runtime.getURL(`_locales/${language.replace('-', '_')}/messages.json`));
  const messages = /** @type {Record<string, Message>} */ (await file.json());
  return Object.fromEntries(Object.entries(messages).map(([key, message]) => [key, plain(message)]));
}

/** @typedef {{ message: string, placeholders?: Record<string, { content: string }> }} Message as in `messages.json` */

/** @param {Message} message */
const plain = ({ message, placeholders = {} }) =>
  message.replace(/\$(\w+)\$/g, (whole, name) => placeholders[name.toLowerCase()]?.content ?? whole);
