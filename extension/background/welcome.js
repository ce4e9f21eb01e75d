// The page that greets whoever has installed the extension, once.

import { api } from '../browser.js';
import { openPage } from './handover.js';

/** To be called when the worker starts. */
export function offerWelcome() {
  api.runtime.onInstalled.addListener(async ({ reason }) => {
    if (reason !== 'install') return;
    // Where a school or a firm has installed it, nobody there asked for it.
    const { installType } = await api.management.getSelf();
    if (installType !== 'admin') await openPage('pages/welcome.html');
  });
}
