// Loads the page's own module, with the texts that it asks for and the user's own words; everything
// else is in src/pages.

import { loadSettings } from '../settings.js';
import { textsOf, use } from '../texts.js';
import { speakTo } from '../wording.js';
import init, { begin } from './fournos.js';

const { language, young, ownWords, neverWords } = await loadSettings();
use(await textsOf(language));
speakTo(young);
await init();
begin(ownWords.join('\n'), neverWords.join('\n'));
