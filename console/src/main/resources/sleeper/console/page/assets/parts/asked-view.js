// A view of a table that asks what its address says: what was answered stands below a form, or why nothing was.

import { h } from "../lib/dom.js";
import { newest } from "../lib/newest.js";
import { loading, problem } from "./basic.js";

/**
 * @param place  of the view
 * @param ask    asks what the address says now
 * @param answer draws what was answered
 * @param refusal draws why nothing was
 * @param drawn  draws the whole view, given the node of the answer
 * @returns the view
 */
export function askedView(place, { ask, answer, refusal = problem, drawn }) {
  let found = null;
  let failed = null;
  let waits = true;

  function draw() {
    place.draw(drawn(h("div", { "aria-live": "polite", key: "answer" }, waits ? loading() : failed ? refusal(failed) : answer(found))));
  }

  const renew = newest(
    ask,
    (answered) => {
      found = answered;
      waits = false;
      draw();
    },
    (why) => {
      if (why.name === "AbortError") return;
      if (why.isGone || why.hasNoKey) place.fail(why);
      failed = why;
      waits = false;
      draw();
    },
  );

  function onQuery() {
    waits = true;
    failed = null;
    draw();
    renew();
  }

  onQuery();
  return { onQuery };
}
