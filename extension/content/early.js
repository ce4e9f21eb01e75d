// Runs as a page begins, long before its text is there: asks what holds for it. By the time the page can
// be read, the worker is awake, the engine ready and the answer there. A script of its own, as the page
// waits for it.

const EARLY = Symbol.for('fournos-early');
const answer = chrome.runtime.sendMessage({ type: 'enabled', begins: true }).catch(() => null);
Object.defineProperty(globalThis, EARLY, { value: answer, configurable: true });
// What the user changes until then is not in it.
chrome.storage.onChanged.addListener(() => Reflect.deleteProperty(globalThis, EARLY));
