// The guard's question: a modal dialog with the safe answer first. Esc is the safe answer too.

import { element } from '../dom.js';
import { t } from '../texts.js';
import { say } from '../wording.js';

export class Question {
  /** @type {(() => void) | undefined} */
  #goOn;
  #why = element('p', { id: 'guard-why' });
  #stay = element('button', { type: 'button', className: 'primary', onclick: () => this.element.close() }, t('guard_stay'));
  element = element(
    'dialog',
    { className: 'guard', 'aria-labelledby': 'guard-title', 'aria-describedby': 'guard-why guard-question' },
    element('h2', { id: 'guard-title' }, t('guard_title')),
    this.#why,
    element('p', { id: 'guard-question', className: 'belief' }, say('question')),
    this.#stay,
    element('button', { type: 'button', onclick: () => this.#continue() }, t('guard_go')),
  );

  /**
   * @param {import('./risky.js').Step} step
   * @param {() => void} goOn called if the user wants to go on
   */
  ask(step, goOn) {
    this.#goOn = goOn;
    this.#why.textContent = t(`guard_${step}`);
    const { activeElement } = document;
    if (!this.element.open) this.element.showModal();
    this.#stay.focus();
    // The browser gives the focus back itself, but not everywhere out of a closed shadow root.
    const back = () => {
      if (this.#goOn && activeElement instanceof HTMLElement) activeElement.focus();
    };
    this.element.addEventListener('close', back, { once: true });
  }

  #continue() {
    const goOn = this.#goOn;
    this.#goOn = undefined;
    this.element.close();
    goOn?.();
  }
}
