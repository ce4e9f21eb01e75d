// One line that says what was just done, with the way back. It stays until it is answered or the
// next one comes: nobody has to be quick.

import { element } from '../dom.js';
import { t } from '../texts.js';

export class Notice {
  #text = element('p', { role: 'status' });
  #undo = element('button', { type: 'button', className: 'undo' });
  #onClose;
  element = element(
    'div',
    { className: 'notice', hidden: true },
    this.#text,
    this.#undo,
    element('button', { type: 'button', className: 'close', ariaLabel: t('close'), onclick: () => this.#close() }, '✕'),
  );

  /** @param {() => void} onClose called when the notice is gone */
  constructor(onClose) {
    this.#onClose = onClose;
    this.#undo.textContent = t('undo');
  }

  get isOpen() {
    return !this.element.hidden;
  }

  /**
   * @param {string} text
   * @param {() => void} undo
   */
  open(text, undo) {
    this.element.hidden = false;
    // A status has to be there before its text comes, or nobody reads it out.
    this.#text.textContent = '';
    requestAnimationFrame(() => (this.#text.textContent = text));
    this.#undo.onclick = () => {
      this.#close();
      undo();
    };
    this.#undo.focus({ preventScroll: true });
  }

  #close() {
    this.element.hidden = true;
    this.#onClose();
  }
}
