// The same list of posts by Vue.

import { createApp, h, shallowRef } from 'vue';

/** @typedef {{ id: string, title: string, text: string }} Post */

const posts = shallowRef(/** @type {Post[]} */ ([]));
const start = () => {
  const app = createApp({
    render: () => posts.value.map(({ id, title, text }) => h('article', { key: id, id, class: 'post' }, [h('h3', title), h('p', text)])),
  });
  app.mount('#app');
  return app;
};

let app = start();
Object.assign(globalThis, {
  /** @param {Post[]} fresh */
  show: (fresh) => {
    posts.value = fresh;
  },
  leave: () => {
    app.unmount();
    posts.value = [];
    app = start();
  },
});
