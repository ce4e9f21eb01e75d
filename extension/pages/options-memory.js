// What is remembered of offers, and how it is forgotten.

import { changeMemory } from '../memory.js';
import { t } from '../texts.js';
import { byId } from './page.js';

const KINDS = /** @type {const} */ (['dismissed', 'said']);

/**
 * @param {import('./options.js').Shown} shown
 * @param {import('./options.js').Attempt} attempt
 */
export function showMemory({ memory, memoryWrong }, attempt) {
  for (const kind of KINDS) {
    const there = memory[kind];
    byId(`${kind}-count`, HTMLElement).textContent = t(`options_${kind}`, String(there.length));
    const forget = byId(`forget-${kind}`, HTMLButtonElement);
    forget.disabled = memoryWrong === 'later' || there.length === 0;
    forget.onclick = () =>
      attempt(
        () => changeMemory(kind, (all) => all.filter((one) => !there.includes(one))),
        () => t('options_forgotten'),
        () => changeMemory(kind, (all) => [...there, ...all]),
      );
  }
}
