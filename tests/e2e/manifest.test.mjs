// What the manifest says in more than one place.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { it } from 'node:test';

const { host_permissions: sites, content_scripts: scripts } = JSON.parse(
  await readFile(new URL('../../manifest.json', import.meta.url), 'utf8'),
);

it('every script runs on the very sites that the browser is asked for', () => {
  assert.ok(scripts.length > 0);
  for (const { js, matches } of scripts) assert.deepEqual(matches, sites, `${js} runs elsewhere`);
});
