// The page of a report: what it needs as a text that one can change, copy and keep, and where to
// take it. The user sends it, we never do.

import { api } from '../browser.js';
import { loadSettings, saveSettings } from '../settings.js';
import { t, textsOf, translate, use } from '../texts.js';
import { channels } from './channels.js';
import { evidenceFile } from './evidence-file.js';
import { byId, download } from './page.js';
import { reportText } from './report-text.js';

const text = byId('text', HTMLTextAreaElement);
const status = byId('status', HTMLElement);
/** Whether the text holds work of the user that is nowhere else. */
let unsaved = false;

async function copy() {
  try {
    await navigator.clipboard.writeText(text.value);
    kept('report_copied');
  } catch {
    text.select();
    status.textContent = t('report_copy_failed');
  }
}

function save() {
  const { name, content } = evidenceFile(text.value);
  download(name, content, 'text/html');
  kept('report_saved', name);
}

/**
 * @param {string} key of what is said about it
 * @param {string[]} substitutions
 */
function kept(key, ...substitutions) {
  unsaved = false;
  status.textContent = t(key, ...substitutions);
}

async function begin() {
  const { language, region } = await loadSettings();
  use(await textsOf(language));
  translate();
  document.title = t('report_title');
  byId('copy', HTMLButtonElement).addEventListener('click', copy);
  byId('save', HTMLButtonElement).addEventListener('click', save);
  text.addEventListener('input', () => {
    unsaved = true;
    status.textContent = '';
  });
  window.addEventListener('beforeunload', (event) => unsaved && event.preventDefault());
  byId('channels', HTMLElement).append(
    ...channels(region, (chosen) => {
      saveSettings({ region: chosen }).catch(() => {
        // It is fixed, or cannot be kept: it holds as long as the page is open.
      });
    }),
  );
  /** @type {import('../protocol.js').Report | null} */
  const report = await api.runtime.sendMessage({ type: 'reported' }).then(
    (answer) => answer.report,
    () => null,
  );
  if (report) text.value = reportText(report);
  else status.textContent = t('report_nothing');
}

begin();
