// How fast the engine reads, held against one regular expression of all its words that does no more
// than find them in the text as it stands: no folding, no grammar, no model. Both read the same text
// in one run. And how long the engine takes to start once its module is compiled.
//
//   ./build.sh bench engine [--runs 5] [FILE.jsonl …]   without files, the project's corpus

import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';

const DIST = new URL('../dist/chromium/background/', import.meta.url);
const CORPUS = new URL('../tests/corpus/', import.meta.url);
/** The length of what is read at a time, in code units: about what a page's script sends. */
const CHUNK = 50_000;
/** About what is read in a run, in code units: the expression takes seconds for as much. */
const ENOUGH = 100_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '5' } },
});
const runs = Number(values.runs);

/**
 * The texts of some files, and of many an even share.
 *
 * @param {string[]} files
 */
function chunks(files) {
  const texts = files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => /** @type {{ text: string }} */ (JSON.parse(line)).text),
  );
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  const step = Math.max(1, Math.round(length / ENOUGH));
  const posts = texts.filter((_, at) => at % step === 0).join('\u001d');
  const page = posts.repeat(Math.ceil(ENOUGH / posts.length));
  return Array.from({ length: Math.ceil(page.length / CHUNK) }, (_, at) => page.slice(at * CHUNK, (at + 1) * CHUNK));
}

/** @param {string} word */
const escaped = (word) => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** Every spelling of every word of the lexicon. */
function words() {
  const cargo = ['run', '--quiet', '--release', '--locked', '--features', 'cli', '--example', 'words'];
  return execFileSync('cargo', cargo, { encoding: 'utf8', maxBuffer: 1e8 }).trim().split('\n');
}

/**
 * The best time of some runs, in milliseconds.
 *
 * @param {() => void} run
 */
function best(run) {
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return Math.min(...times);
}

const module = await WebAssembly.compile(readFileSync(new URL('fournos_bg.wasm', DIST)));
/**
 * Starts an engine that has not been started yet. Gives it, and the time it took in milliseconds.
 *
 * @param {number} run
 */
async function started(run) {
  const engine = await import(`${new URL('fournos.js', DIST)}?${run}`);
  const start = performance.now();
  engine.initSync({ module });
  return { engine, time: performance.now() - start };
}

const { engine, time: first } = await started(0);
const starts = [first];
for (let run = 1; run < runs; run += 1) starts.push((await started(run)).time);

const corpus = readdirSync(CORPUS).filter((name) => name.endsWith('.jsonl')).map((name) => new URL(name, CORPUS).pathname);
const page = chunks(positionals.length > 0 ? positionals : corpus);
const bytes = page.reduce((sum, chunk) => sum + Buffer.byteLength(chunk), 0);
const spellings = words();
const union = new RegExp(spellings.toSorted((a, b) => b.length - a.length).map(escaped).join('|'), 'g');

const own = new engine.OwnWords('', '');
let [marks, hits] = [0, 0];
const ours = best(() => {
  marks = page.reduce((sum, chunk) => sum + engine.scan(chunk, '', own).length, 0);
});
const peer = best(() => {
  hits = page.reduce((sum, chunk) => sum + [...chunk.matchAll(union)].length, 0);
});
/** @param {number} time */
const speed = (time) => `${(bytes / 1e3 / time).toFixed(1)} MB/s`;
console.log(`${(bytes / 1e6).toFixed(1)} MB of text, ${spellings.length} spellings; best of ${runs} runs`);
console.log(`engine, whole pipeline   ${speed(ours)}, ${marks} marks`);
console.log(`RegExp of the same words ${speed(peer)}, ${hits} hits`);
console.log(`engine ÷ RegExp          ${(peer / ours).toFixed(1)} ×`);
console.log(`start of the engine      ${Math.min(...starts).toFixed(1)} ms at best, ${first.toFixed(1)} ms the first time`);
