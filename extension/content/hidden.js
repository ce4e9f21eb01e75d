// Posts that the user has hidden. An animation that has ended and keeps its last frame hides them:
// it hangs on the element itself, so that no attribute, no class and no style sheet of the page is
// touched, and it goes with `cancel()`. Nothing of it is kept once the page is left.

import { textContentOf } from './nodes.js';

/** What hides an element; Firefox does not animate `display`, so the others do it there. */
const FRAME = {
  display: 'none',
  position: 'absolute',
  visibility: 'hidden',
  contentVisibility: 'hidden',
  opacity: 0,
  pointerEvents: 'none',
  clipPath: 'inset(50%)',
  blockSize: '0px',
};

export class Hidden {
  /** @type {Map<Element, { animation: Animation, text: string | null }>} */
  #posts = new Map();
  // A page that recycles its elements shows another post in one of them: that one is not hidden.
  #observer = new MutationObserver(() => {
    for (const [element, { text }] of this.#posts) if (textContentOf(element) !== text) this.show([element]);
  });

  /** @param {Element[]} elements */
  hide(elements) {
    for (const element of elements) {
      if (this.#posts.has(element)) continue;
      const animation = element.animate(FRAME, { duration: 0, fill: 'both' });
      this.#posts.set(element, { animation, text: textContentOf(element) });
      this.#observer.observe(element, { childList: true, characterData: true, subtree: true });
    }
  }

  /** @param {Element[]} elements */
  show(elements) {
    for (const element of elements) {
      this.#posts.get(element)?.animation.cancel();
      this.#posts.delete(element);
    }
    if (this.#posts.size === 0) this.#observer.disconnect();
  }

  showAll() {
    this.show([...this.#posts.keys()]);
  }
}
