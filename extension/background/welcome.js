// The page that greets whoever has installed the extension, once.

import { api } from '../browser.js';
import { openPage } from './handover.js';

/** To be called when the worker starts. */
export function offerWelcome() {
  api.runtime.onInstalled.addListener(({ reason }) => {
    if (reason === 'install') openPage('pages/welcome.html');
  });
}
