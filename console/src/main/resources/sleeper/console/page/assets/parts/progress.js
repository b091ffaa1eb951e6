// How far a running job has come.

import { h, name } from "../lib/dom.js";
import { count, wholeSeconds } from "../lib/format.js";

/** Such as "1,200 of 5,000 rows, 400 rows/s, 10 s of reading left"; empty where no task tells it. */
function words(progress) {
  if (!progress.ofRows) return "";
  const parts = [`${count(progress.rows)} of ${count(progress.ofRows)} rows`];
  if (progress.rowsPerSecond) parts.push(`${count(progress.rowsPerSecond)} rows/s`);
  // The other phases come on top of it.
  const phase = progress.waiting || !progress.phase ? "this phase" : progress.phase;
  if (progress.secondsLeft > 0) parts.push(`${wholeSeconds(progress.secondsLeft)} of ${phase} left`);
  return parts.join(", ");
}

/**
 * The phase, and a bar with its words; only words where it is not known how much there is.
 *
 * @param progress as the API gives it: its phase says what the job waits for, too
 * @param label    of the bar
 */
export function progressBar(progress, label) {
  if (!progress?.phase && !progress?.ofRows) return null;
  return h(
    "div",
    { class: "progress" },
    h("span", { class: "phase" }, name(progress.phase ?? "")),
    progress.ofRows ? h("progress", { max: progress.ofRows, value: Math.min(progress.rows ?? 0, progress.ofRows), "aria-label": label }) : null,
    h("span", { class: "quiet" }, words(progress)),
  );
}
