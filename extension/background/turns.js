// Whose turn it is in the worker: what somebody looks at goes before what is far from view.

/** How much is being done that somebody waits for. */
let urgent = 0;
/** @type {(() => void)[]} what goes on when there is nothing of that any more */
const waiting = [];

/**
 * Does what somebody waits for.
 *
 * @template Result
 * @param {() => Promise<Result>} act
 */
export async function first(act) {
  urgent += 1;
  try {
    return await act();
  } finally {
    urgent -= 1;
    if (urgent === 0) for (const goOn of waiting.splice(0)) goOn();
  }
}

/** Waits until nobody waits for anything else. */
export async function idle() {
  await scheduler.postTask(() => {}, { priority: 'background' });
  while (urgent > 0) await new Promise((resolve) => waiting.push(() => resolve(undefined)));
}
