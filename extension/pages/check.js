// Loads the page's own module, with the texts that it asks for; everything else is in src/pages.

import { loadSettings } from '../settings.js';
import { textsOf, use } from '../texts.js';
import init from './fournos.js';

use(await textsOf((await loadSettings()).language));
await init();
