// Every page of tests/pages, in every browser: what its .json says is marked, and nothing else.

import { readFile, readdir } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { browsers, eventually, launch, painted, wrong } from './harness.mjs';
import { PAGES } from './server.mjs';

const cases = (await readdir(PAGES)).filter((name) => name.endsWith('.json')).sort();

for (const name of browsers) {
  describe(`${name}: pages`, () => {
    /** @type {import('./harness.mjs').Session} */
    let session;
    before(async () => {
      session = await launch(name);
    });
    after(() => session.close());

    for (const file of cases) {
      const path = file.replace(/\.json$/, '.html');
      it(path.replace(/\.html$/, ''), async () => {
        const { why, host, marks } = JSON.parse(await readFile(`${PAGES}${file}`, 'utf8'));
        const page = await session.open(host, path);
        try {
          // On a site that is not on the list even the canary stays unmarked.
          const listed = host !== 'example.com';
          await eventually(async () => wrong(await painted(page), marks, listed));
        } catch (error) {
          throw new Error(`${why}: ${error instanceof Error ? error.message : error}`, { cause: error });
        } finally {
          await page.close();
        }
      });
    }
  });
}
