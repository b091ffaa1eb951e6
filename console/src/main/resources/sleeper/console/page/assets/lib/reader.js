// Reads something of a page that changes while it is read: one read at a time, and only the newest question's answer is taken.

import { Problem } from "./api.js";

/**
 * @param stage  the page, with which reading ends
 * @param read   reads, given a signal that ends it
 * @param taken  called with what was read
 * @param failed called with a problem that nobody else tells of
 * @returns `renew()` reads again, after a read that is on its way; `restart()` gives up that one, since the question is another now;
 *   `stop()` gives it up
 */
export function reader(stage, read, { taken, failed }) {
  let abort = null;
  let isAskedAgain = false;

  async function run() {
    const mine = new AbortController();
    abort = mine;
    try {
      do {
        isAskedAgain = false;
        const found = await read(mine.signal);
        if (abort !== mine) return;
        taken(found);
      } while (isAskedAgain);
    } catch (found) {
      if (abort !== mine || stage.passes(found)) return;
      if (!(found instanceof Problem)) reportError(found);
      failed(found);
    } finally {
      if (abort === mine) abort = null;
    }
  }

  function stop() {
    abort?.abort();
    abort = null;
  }

  function renew() {
    if (abort) isAskedAgain = true;
    else run();
  }

  function restart() {
    stop();
    run();
  }

  stage.onLeave(stop);
  return { renew, restart, stop };
}
