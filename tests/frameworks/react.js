// A list of posts by React: keyed, so that it moves, changes and removes its own elements.

import { createElement } from 'react';
import { createRoot } from 'react-dom/client';

/** @typedef {{ id: string, title: string, text: string }} Post */

/** @param {{ posts: Post[] }} properties */
const List = ({ posts }) =>
  posts.map(({ id, title, text }) =>
    createElement('article', { key: id, id, className: 'post' }, createElement('h3', null, title), createElement('p', null, text)),
  );

const place = /** @type {Element} */ (document.querySelector('#app'));
let root = createRoot(place);
Object.assign(globalThis, {
  /** @param {Post[]} posts */
  show: (posts) => root.render(createElement(List, { posts })),
  leave: () => {
    root.unmount();
    root = createRoot(place);
  },
});
