// 20,000 posts in a list that has elements for those in view only, and uses them again for others.

import { createElement, useRef } from 'react';
import { createRoot } from 'react-dom/client';
import { useVirtualizer } from '@tanstack/react-virtual';

const COUNT = 20_000;
/** Every so manieth is an offer. */
const EVERY = 100;
const HEIGHT = 60;

/** @param {number} at */
const textOf = (at) =>
  at % EVERY === 7 ? `${at}楼：长期收微信小号，一天六十元，扫码登录就行` : `${at}楼：周末去湖边骑车，还差两个人，自带水和雨衣`;

function List() {
  const box = useRef(null);
  const list = useVirtualizer({ count: COUNT, getScrollElement: () => box.current, estimateSize: () => HEIGHT });
  Object.assign(globalThis, { goTo: (/** @type {number} */ at) => list.scrollToIndex(at, { align: 'center' }) });
  return createElement(
    'div',
    { ref: box, id: 'box', style: { height: '400px', overflow: 'auto' } },
    createElement(
      'div',
      { style: { height: `${list.getTotalSize()}px`, position: 'relative' } },
      // By their place in the window, so that the elements are used again.
      list.getVirtualItems().map(({ index, start }, row) =>
        createElement(
          'div',
          {
            key: row,
            id: `at${index}`,
            className: 'post',
            style: { position: 'absolute', top: 0, height: `${HEIGHT}px`, transform: `translateY(${start}px)` },
          },
          textOf(index),
        ),
      ),
    ),
  );
}

createRoot(/** @type {Element} */ (document.querySelector('#app'))).render(createElement(List));
