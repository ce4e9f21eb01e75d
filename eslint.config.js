import js from '@eslint/js';
import globals from 'globals';

export default [
  { ignores: ['dist/', 'target/'] },
  js.configs.recommended,
  // The boundaries of a page's layout stand in its text as control characters.
  { rules: { 'no-control-regex': 'off' } },
  {
    files: ['extension/**'],
    languageOptions: { globals: { ...globals.browser, ...globals.webextensions } },
  },
  {
    files: ['extension/background/**'],
    languageOptions: { globals: { ...globals.serviceworker, ...globals.webextensions } },
  },
  {
    // The tests and the benchmark have functions that run in the pages they open.
    files: ['tests/**', 'tools/**', 'benches/**'],
    languageOptions: { globals: { ...globals.node, ...globals.browser, ...globals.webextensions } },
  },
];
