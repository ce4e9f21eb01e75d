// Real policy files for the browsers. Both clean up behind themselves, also after a crash.

import { spawnSync } from 'node:child_process';
import { accessSync, constants, copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { FIREFOX_ID, pathOf } from './harness.mjs';

/** Where Chromium and its kin look for policies on Linux, by what `--version` says. */
const FOLDERS = [
  ['Chromium', '/etc/chromium/policies/managed'],
  ['Google Chrome', '/etc/opt/chrome/policies/managed'],
  ['Microsoft Edge', '/etc/opt/edge/policies/managed'],
];

/** @typedef {import('./harness.mjs').BrowserName} BrowserName */

/**
 * Why a browser cannot be given a policy here, or null.
 *
 * @param {BrowserName} name
 */
export function obstacle(name) {
  try {
    if (name === 'chromium') chromiumFolder();
    else firefoxProgram();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * The folder of Chromium's policies, which it watches.
 *
 * @returns {{ write: (id: string, policy: object) => void, remove: () => void }}
 * @throws {Error} if a policy cannot be written there
 */
export function chromiumPolicies() {
  const folder = chromiumFolder();
  // The first folder that is made is the last that goes.
  const made = mkdirSync(folder, { recursive: true });
  const file = join(folder, `fournos-test-${process.pid}.json`);
  const remove = () => {
    rmSync(file, { force: true });
    if (made) rmSync(made, { recursive: true, force: true });
  };
  atTheEnd(remove);
  return {
    write: (id, policy) => writeFileSync(file, JSON.stringify({ '3rdparty': { extensions: { [id]: policy } } })),
    remove,
  };
}

/**
 * A Firefox with a policy: a folder with the browser's own files, linked, and a `policies.json`.
 *
 * @param {object} policy
 * @returns {{ program: string, remove: () => void }}
 * @throws {Error} if the browser's own folder is not found
 */
export function firefoxWith(policy) {
  const program = firefoxProgram();
  const folder = mkdtempSync(join(tmpdir(), 'fournos-firefox-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  atTheEnd(remove);
  for (const name of readdirSync(dirname(program))) {
    if (name !== 'distribution' && name !== basename(program)) symlinkSync(join(dirname(program), name), join(folder, name));
  }
  // The program looks for its policies beside itself.
  copyFileSync(program, join(folder, basename(program)));
  mkdirSync(join(folder, 'distribution'));
  const policies = { '3rdparty': { Extensions: { [FIREFOX_ID]: policy } } };
  writeFileSync(join(folder, 'distribution/policies.json'), JSON.stringify({ policies }));
  return { program: join(folder, basename(program)), remove };
}

/**
 * Does something when this process ends, also where it is told to.
 *
 * @param {() => void} act
 */
function atTheEnd(act) {
  process.once('exit', act);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
}

/** Where Chromium looks for its policies. */
function chromiumFolder() {
  const version = spawnSync(pathOf('chromium') ?? '', ['--version'], { encoding: 'utf8' }).stdout.trim();
  const folder = FOLDERS.find(([name]) => version.startsWith(name))?.[1];
  if (!folder) throw new Error(`where “${version}” looks for policies is not known`);
  let there = folder;
  while (!existsSync(there)) there = dirname(there);
  try {
    accessSync(there, constants.W_OK);
  } catch {
    throw new Error(`${there} cannot be written to, so ${version} cannot be given a policy: run this test as root`);
  }
  return folder;
}

/** Firefox's program in its own folder: what is on the PATH may be a script that starts it. */
function firefoxProgram() {
  const told = pathOf('firefox') ?? '';
  const program = [told, '/usr/bin/firefox-esr', '/usr/lib/firefox-esr/firefox-esr', '/usr/lib/firefox/firefox']
    .filter((path) => existsSync(path))
    .map((path) => realpathSync(path))
    .find((path) => existsSync(join(dirname(path), 'omni.ja')));
  if (!program) throw new Error(`Firefox's own folder is not found behind ${told}: set FIREFOX_BIN to the program in it`);
  return program;
}
