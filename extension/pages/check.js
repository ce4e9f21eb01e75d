// Loads the page's own module, with the texts that it asks for and the user's own words; everything
// else is in src/pages.

import { loadSettings } from '../settings.js';
import { textsOf, use } from '../texts.js';
import init, { begin } from './fournos.js';

const { language, ownWords, neverWords } = await loadSettings();
use(await textsOf(language));
await init();
begin(ownWords.join('\n'), neverWords.join('\n'));
