// A view of a table that asks what its address says: what was answered stands below a form, or why nothing was.

import { Problem } from "../lib/api.js";
import { h } from "../lib/dom.js";
import { count, timeOfDay } from "../lib/format.js";
import { newest } from "../lib/newest.js";
import { say } from "../lib/say.js";
import { loading, problem } from "./basic.js";

/**
 * @param place  of the view
 * @param ask    asks what the address says now
 * @param answer draws what was answered
 * @param refusal draws why nothing was
 * @param drawn  draws the whole view, given the node of the answer
 * @param told   what was answered, in a line for those who do not see it
 * @returns the view
 */
export function askedView(place, { ask, answer, refusal = problem, drawn, told }) {
  let found = null;
  let failed = null;
  let waits = true;
  let answeredAt = 0;
  /** Whether the table has changed since the answer. */
  let isOld = false;

  function draw() {
    place.draw(drawn(h("div", { key: "answer" }, waits ? loading() : failed ? refusal(failed) : [age(), answer(found)])));
  }

  /** The answer stays while somebody reads it, though the table has changed. */
  function age() {
    if (!isOld) return null;
    return h("p", { class: "bar", key: "age" }, `As of ${timeOfDay(answeredAt)}. The table has changed since. `, h("button", { type: "button", onclick: onQuery }, "Read again"));
  }

  const renew = newest(
    ask,
    (answered) => {
      found = answered;
      answeredAt = Date.now();
      isOld = false;
      waits = false;
      draw();
      say(told(found));
    },
    (why) => {
      if (why.name === "AbortError") return;
      if (!(why instanceof Problem)) {
        place.fail(why);
        return;
      }
      if (why.isGone || why.hasNoKey) place.fail(why);
      else say(why.faults.length > 0 ? `Refused: ${count(why.faults.length, "fault")}` : why.message);
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

  function changed() {
    if (waits || failed) return;
    isOld = true;
    draw();
  }

  onQuery();
  return { onQuery, changed };
}
