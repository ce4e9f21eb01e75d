// The worker: answers the pages, and sleeps.

import { api } from '../browser.js';
import { SITES_OFF, validMessage } from '../protocol.js';
import { forgetCounts, setCount } from './badge.js';
import { scan, skim } from './engine.js';

api.runtime.onMessage.addListener((message, sender, respond) => {
  const valid = validMessage(message, sender, api.runtime.id);
  switch (valid?.type) {
    case 'scan':
      scan(valid.texts, valid.title).then(
        (marks) => respond({ marks }),
        (error) => respond({ error: String(error) }),
      );
      return true;
    case 'skim':
      skim(valid.text).then(
        (places) => respond({ places }),
        (error) => respond({ error: String(error) }),
      );
      return true;
    case 'enabled':
      // A page begins with its top frame.
      if (sender.tab?.id !== undefined && sender.frameId === 0) forgetCounts(sender.tab.id);
      isEnabled(sender).then((enabled) => respond({ enabled }));
      return true;
    case 'count':
      if (sender.tab?.id !== undefined) setCount(sender.tab.id, sender.frameId ?? 0, valid.count);
      respond({});
      return false;
    default:
      respond({ error: 'FourNos does not know this message.' });
      return false;
  }
});

/**
 * Whether the site of the tab that asks is switched on: a frame follows the page it stands in.
 *
 * @param {chrome.runtime.MessageSender} sender
 */
async function isEnabled(sender) {
  const { host } = new URL(sender.tab?.url ?? sender.url ?? 'about:blank');
  const { [SITES_OFF]: off } = await api.storage.local.get(SITES_OFF);
  return !(Array.isArray(off) && off.includes(host));
}
