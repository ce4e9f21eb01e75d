// The first page that a user sees: what the extension does, with a post to try it on. The post is
// marked by the very script that runs in other pages.

import { element } from '../dom.js';
import { loadSettings } from '../settings.js';
import { t, textsOf, translate, use } from '../texts.js';
import { byId } from './page.js';

/** How to pin the icon, by what the browser says of itself; the last is for all others. */
const PINS = [
  { browser: /Firefox\//, key: 'welcome_pin_firefox' },
  { browser: /Edg\//, key: 'welcome_pin_edge' },
  { browser: /./, key: 'welcome_pin_chrome' },
];

async function begin() {
  use(await textsOf((await loadSettings()).language));
  translate();
  document.title = t('welcome_title');
  const pin = PINS.find(({ browser }) => browser.test(navigator.userAgent));
  byId('pin', HTMLElement).textContent = t(pin?.key ?? '');
  // It reads what is there, so what is there comes first.
  document.body.append(element('script', { src: '../content/content.js' }));
}

begin();
