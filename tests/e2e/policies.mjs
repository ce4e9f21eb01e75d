// Real policy files for the browsers. Both clean up behind themselves, also after a crash.

import { spawnSync } from 'node:child_process';
import { createHash, createPublicKey } from 'node:crypto';
import { accessSync, constants, copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
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
 * @returns {{ write: (policies: object) => void, remove: () => void }}
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
    write: (policies) => writeFileSync(file, JSON.stringify(policies)),
    remove,
  };
}

/**
 * A Firefox with policies: a folder with the browser's own files, linked, and a `policies.json`.
 *
 * @param {object} policies
 * @returns {{ program: string, remove: () => void }}
 * @throws {Error} if the browser's own folder is not found
 */
export function firefoxWith(policies) {
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
  writeFileSync(join(folder, 'distribution/policies.json'), JSON.stringify({ policies }));
  return { program: join(folder, basename(program)), remove };
}

/**
 * The extension as a school hands it out, and the policies that install it on every machine.
 *
 * @param {BrowserName} name
 * @returns {{ id: string, policies: object, remove: () => void }}
 */
export function forcedInstallation(name) {
  const folder = mkdtempSync(join(tmpdir(), 'fournos-forced-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  atTheEnd(remove);
  const source = fileURLToPath(new URL(`../../dist/${name}`, import.meta.url));
  /** @param {string} file */
  const urlOf = (file) => pathToFileURL(join(folder, file)).href;
  if (name === 'firefox') {
    const webExt = fileURLToPath(new URL('../../node_modules/.bin/web-ext', import.meta.url));
    run(webExt, ['build', '--source-dir', source, '--artifacts-dir', folder, '--filename', 'fournos.xpi']);
    const settings = { installation_mode: 'force_installed', install_url: urlOf('fournos.xpi') };
    return { id: FIREFOX_ID, policies: { ExtensionSettings: { [FIREFOX_ID]: settings } }, remove };
  }
  // The browser packs a folder into a file beside it, with a key of its own.
  cpSync(source, join(folder, 'fournos'), { recursive: true });
  run(pathOf('chromium') ?? '', ['--headless', '--no-sandbox', `--user-data-dir=${join(folder, 'profile')}`, `--pack-extension=${join(folder, 'fournos')}`]);
  const key = createPublicKey(readFileSync(join(folder, 'fournos.pem'))).export({ type: 'spki', format: 'der' });
  // The id is the beginning of the key's hash, with the letters from a in place of digits.
  const id = createHash('sha256').update(key).digest('hex').slice(0, 32).replace(/./g, (digit) => 'abcdefghijklmnop'[parseInt(digit, 16)]);
  const { version } = JSON.parse(readFileSync(join(source, 'manifest.json'), 'utf8'));
  writeFileSync(
    join(folder, 'updates.xml'),
    `<gupdate xmlns="http://www.google.com/update2/response" protocol="2.0"><app appid="${id}"><updatecheck codebase="${urlOf('fournos.crx')}" version="${version}"/></app></gupdate>`,
  );
  const settings = { installation_mode: 'force_installed', update_url: urlOf('updates.xml') };
  // Otherwise nobody could look into pages of what a policy has installed.
  return { id, policies: { ExtensionSettings: { [id]: settings }, DeveloperToolsAvailability: 1 }, remove };
}

/**
 * @param {string} program
 * @param {string[]} words
 * @throws {Error} if it fails
 */
function run(program, words) {
  const { status, stderr, stdout } = spawnSync(program, words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${words.join(' ')}: ${stdout}${stderr}`);
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
