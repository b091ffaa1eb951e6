// The head of a job's page: where it stands, and what can be done about it.

import { failureWords, post } from "../lib/api.js";
import { h, name } from "../lib/dom.js";
import { count } from "../lib/format.js";
import { noneTakesIt } from "../lib/place.js";
import { address, go } from "../lib/router.js";
import { actButton } from "./act-button.js";
import { at, facts, status, tableLink } from "./basic.js";
import { confirm } from "./confirm.js";
import { progressBar } from "./progress.js";
import "./took.js";

const OPEN = new Set(["ACCEPTED", "RUNNING"]);
const AGAIN = new Set(["REJECTED", "FAILED", "ABORTED"]);
/** `{attempt, words}` of each job that was sent again here, until a later attempt is seen: a job that was sent twice would run twice. */
const sentAgain = new Map();

/** What came of sending a job again, until its next attempt is seen, on whichever of its pages; undefined if it was not sent again here. */
export function wordsOfRetry(id) {
  return sentAgain.get(id)?.words;
}

export function head(job) {
  const last = job.attempts.at(-1);
  return h(
    "div",
    { class: "job-head", key: "head" },
    h("p", { class: "job-status" }, status(job.status), " ", last ? h("took-time", { class: "quiet", data: { from: last.asked, to: last.ended } }) : null),
    OPEN.has(job.status) ? progressBar(job.progress, `Rows of job ${job.jobId}`) : null,
    pages(job.progress?.pages),
    facts([
      ["table", tableLink(job.table)],
      ["platform", job.platform],
      ["queue", job.queue],
      ["received", at(job.received)],
      ["rows", job.rows > 0 ? `${count(job.rows)} in ${count(job.files, "file")}` : null],
      ["slot", job.slot],
      ["waits since", last?.waitsSince ? at(last.waitsSince) : null],
    ]),
  );
}

/** Pages of Spark; only an address that a browser opens without doing anything else. */
function pages(href) {
  return href && /^https?:\/\//.test(href) ? h("p", {}, h("a", { href, rel: "noopener noreferrer", target: "_blank" }, "Spark UI")) : null;
}

/**
 * Retry and Abort, each where it can be done, and once.
 *
 * @param told    called with what came of it, and whether it was done
 * @param again   has the job read again
 * @param changed called when the buttons are others
 * @returns the buttons for a job as it is now
 */
export function actions(id, { told, again, changed }) {
  const path = address("jobs", id);
  let onItsWay = null;

  async function send(action, attempt, words) {
    onItsWay = action;
    changed();
    let what;
    let isDone = false;
    try {
      what = words(await post(`${path}/${action}`, attempt === undefined ? {} : { attempt }));
      isDone = true;
      if (action === "retry") sentAgain.set(id, { attempt: attempt ?? 0, words: what });
    } catch (found) {
      // If somebody else was first, the server says so, and the page then shows how the job stands.
      what = failureWords(found, "see how the job stands");
    }
    onItsWay = null;
    told(what, isDone);
    again();
  }

  async function retry(attempt) {
    const yes = await confirm({ question: ["Retry job ", name(id), "?"], yes: "Retry", words: "The job is sent to its queue again, as it was: a new attempt under the same id. None of its rows are in the table by now." });
    if (!yes) return;
    await send("retry", attempt, ({ queue, servicesRunning }) => `Job ${id} was sent again, to queue ${queue}. Its next attempt is shown as soon as it is taken.${noneTakesIt(servicesRunning)}`);
    // The newest attempt is what the reader wants to see next.
    if (location.pathname !== path && location.pathname.startsWith(`${path}/`)) go(path);
  }

  async function abort(attempt) {
    const yes = await confirm({ question: ["Abort job ", name(id), "?"], yes: "Abort", danger: true, words: "Its execution is stopped, and what it has started. If its rows are in the table by then, they stay." });
    if (yes) await send("abort", attempt, () => `Job ${id} is asked to stop.`);
  }

  return (job) => {
    const attempt = job.attempts.at(-1)?.attempt;
    const isSent = sentAgain.get(id)?.attempt === (attempt ?? 0);
    if (!isSent) sentAgain.delete(id);
    const of = ["job", id];
    const buttons = [];
    if (AGAIN.has(job.status)) {
      const words = onItsWay === "retry" ? "Sending …" : isSent ? "Sent again" : "Retry";
      buttons.push(actButton({ key: "retry", kind: "main", words, of, isIdle: onItsWay === null && !isSent, act: () => retry(attempt) }));
    }
    if (OPEN.has(job.status)) {
      buttons.push(actButton({ key: "abort", kind: "danger", words: onItsWay === "abort" ? "Stopping …" : "Abort", of, isIdle: onItsWay === null, act: () => abort(attempt) }));
    }
    return buttons.length > 0 ? h("div", { class: "buttons", key: "actions" }, buttons) : null;
  };
}
