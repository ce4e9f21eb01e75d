// Loads the page's own module; everything else is in src/pages.

import init from './fournos.js';

init();
