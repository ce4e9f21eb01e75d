// What runs in a page: reads its text, has it judged, and shows the marks.

import { api, isInstalled } from '../browser.js';
import { POPUP_PORT, isJump } from '../protocol.js';
import { DEFAULTS, STATE_KEYS } from '../settings.js';
import { use } from '../texts.js';
import { speakTo } from '../wording.js';
import { Choices } from './choices.js';
import { Guard } from './guard.js';
import { Marks } from './marks.js';
import { Overlay } from './overlay.js';
import { Scanner } from './scanner.js';
import { Tally } from './tally.js';
import { ask, whatHolds } from './worker.js';

/** Documents made of text; a viewer of pictures, PDF or XML is left alone. */
const TYPES = ['text/html', 'application/xhtml+xml', 'text/plain'];
/** Tells this frame from the others of its tab. */
const FRAME = crypto.getRandomValues(new Uint32Array(4)).join('-');

const marks = new Marks({
  onChange: changed,
  onCalled: () => {
    if (listening.signal.aborted) return;
    show();
    for (const popup of popups) tell(popup);
  },
  onMove: () => overlay?.placeSoon(),
  onReach: () => (isInstalled() ? overlay?.drawSoon() : leave()),
  isOurs: (element) => overlay?.isOurs(element) ?? false,
});
const tally = new Tally();
const choices = new Choices({
  marks,
  notify: (text, undo) => drawn().notify(text, undo),
  readAgain: (element) => scanner?.readAgain(element),
  read: (mark) => tally.add('cards', [mark]),
});
const guard = new Guard((step, goOn) => {
  tally.again('asked');
  drawn().ask(step, () => {
    tally.again('goneOn');
    goOn();
  });
});
/** @type {Overlay | undefined} made for the first mark: most pages have none */
let overlay;
/** @type {Scanner | undefined} */
let scanner;
/** @type {import('../settings.js').Settings | undefined} the last that were heard of */
let settings;
/** How often it was asked what holds: only the last answer counts. */
let asked = 0;
/** @type {Set<chrome.runtime.Port>} */
const popups = new Set();
/** What is attached to the page and the browser, until the extension is gone. */
const listening = new AbortController();

/** What we draw. */
function drawn() {
  if (overlay) return overlay;
  overlay = new Overlay(choices, marks.reach);
  if (settings) overlay.follow(settings);
  return overlay;
}

/** Shows the marks there are, and none where there are none. */
function show() {
  if (overlay || marks.all.length > 0) drawn().show(marks.all);
}

function changed() {
  if (listening.signal.aborted) return;
  // Marks are told of a moment after they are painted.
  if (!isInstalled()) {
    leave();
    return;
  }
  show();
  guard.watch(marks.all);
  tally.add('offers', marks.all);
  for (const popup of popups) tell(popup);
  ask({ type: 'count', count: marks.all.length }).catch(() => {
    // The number on the toolbar is a convenience.
  });
}

/** @param {chrome.runtime.Port} popup */
function tell(popup) {
  popup.postMessage({
    frame: FRAME,
    marks: marks.all.map(({ id, level, excerpt }) => ({ id, level, text: excerpt })),
  });
}

/** Asks what holds for this page, and goes by it. */
async function update() {
  asked += 1;
  const turn = asked;
  try {
    const answer = await whatHolds(settings === undefined);
    if (turn !== asked) return;
    const before = settings;
    settings = answer.settings;
    const { language, young } = before ?? DEFAULTS;
    if (settings.language !== language || settings.young !== young) speak(answer.texts, settings.young);
    tally.on = answer.guarded;
    tally.add('offers', marks.all);
    guard.on = settings.guard;
    overlay?.follow(settings);
    if (answer.enabled && !scanner) {
      scanner = new Scanner(marks, () => overlay?.look(), leave);
      scanner.start();
    } else if (!answer.enabled && scanner) {
      stop();
    } else if (scanner && before && judgedBy(before) !== judgedBy(settings)) {
      // Far from view only what may be marked is read, so nothing there would take these away.
      marks.drop(({ level }) => level !== 'offer');
      scanner.readAgain(document.body);
    }
  } catch (error) {
    if (isInstalled()) throw error;
    leave();
  }
}

/**
 * What of the settings the marks depend on.
 *
 * @param {import('../settings.js').Settings} settings
 */
const judgedBy = ({ suspects, ownWords, neverWords }) => JSON.stringify([suspects, ownWords, neverWords]);

/**
 * Has all that we draw say it in other words from now on.
 *
 * @param {import('../texts.js').Texts | null} texts
 * @param {boolean} young
 */
function speak(texts, young) {
  use(texts);
  speakTo(young);
  overlay?.remove();
  overlay = undefined;
  show();
}

function stop() {
  scanner?.stop();
  scanner = undefined;
  choices.forget();
  marks.clear();
}

/** Leaves the page as if we had never been there: the extension was updated or removed. */
function leave() {
  listening.abort();
  stop();
  overlay?.remove();
}

/** @param {MouseEvent} event */
function clicked(event) {
  if (!isInstalled()) {
    leave();
    return;
  }
  const target = event.composedPath()[0];
  const acts = target instanceof Element && target.closest('a[href], button, input, select, textarea, summary');
  if (event.button !== 0 || event.defaultPrevented || acts || !getSelection()?.isCollapsed) return;
  const mark = marks.at(event.clientX, event.clientY);
  if (mark) drawn().open(mark);
}

function begin() {
  const { signal } = listening;
  document.addEventListener('click', clicked, { signal });
  // A page that comes back from the cache has its marks; the toolbar has forgotten them.
  window.addEventListener('pageshow', (event) => event.persisted && changed(), { signal });
  api.storage.onChanged.addListener((changes) => {
    if (STATE_KEYS.some((key) => key in changes)) update();
  });
  api.runtime.onConnect.addListener((port) => {
    if (port.name !== POPUP_PORT) return;
    popups.add(port);
    port.onDisconnect.addListener(() => popups.delete(port));
    port.onMessage.addListener((message) => {
      if (!isJump(message) || message.jump.frame !== FRAME) return;
      const mark = marks.all.find(({ id }) => id === message.jump.id);
      if (mark) drawn().jump(mark);
    });
    tell(port);
  });
  update();
}

// The popup can bring the script into a page that has it already.
const ONCE = Symbol.for('fournos');
if (!(ONCE in globalThis) && document.body && TYPES.includes(document.contentType)) {
  Object.defineProperty(globalThis, ONCE, { value: true });
  begin();
}
