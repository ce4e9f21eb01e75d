// A report as a file to keep: a page that needs nothing else, runs nothing and links nowhere.

import { t } from '../texts.js';
import { today } from '../time.js';

const STYLE = `
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 16px/1.6 system-ui, sans-serif; }
pre { font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; }
`;

/**
 * @param {string} text
 * @returns {{ name: string, content: string }}
 */
export function evidenceFile(text) {
  const page = document.implementation.createHTMLDocument(t('report_title'));
  page.documentElement.lang = t('lang');
  const charset = page.createElement('meta');
  charset.setAttribute('charset', 'utf-8');
  const policy = page.createElement('meta');
  policy.httpEquiv = 'Content-Security-Policy';
  policy.content = "default-src 'none'; style-src 'unsafe-inline'";
  const style = page.createElement('style');
  style.textContent = STYLE;
  page.head.prepend(charset, policy, style);
  const body = page.createElement('pre');
  body.textContent = text;
  page.body.append(body);
  return { name: `fournos-report-${today()}.html`, content: `<!doctype html>\n${page.documentElement.outerHTML}\n` };
}
