// The jobs, the latest first, as they come and go.

import { withQuery } from "../lib/api.js";
import { h, name } from "../lib/dom.js";
import { count } from "../lib/format.js";
import { isDeployed, noneTakesThem } from "../lib/place.js";
import { query, setQuery } from "../lib/router.js";
import { say } from "../lib/say.js";
import { at, field, jobLink, loading, status, table, tableLink } from "../parts/basic.js";
import { latestAndOlder } from "../parts/pager.js";
import { progressBar } from "../parts/progress.js";

const HEADING = "Jobs";
const STATUSES = ["ACCEPTED", "RUNNING", "COMMITTED", "REJECTED", "FAILED", "ABORTED"];
const SINCE = [
  ["", "any time"],
  ["1h", "the last hour"],
  ["24h", "the last day"],
  ["7d", "the last week"],
  ["30d", "the last 30 days"],
];
const PAGE = 50;

export function open(stage) {
  let value = null;
  let shownAfter = query().get("after");
  let isOld = true;

  /** What was there stays until its successor comes, so that a reader who is in it keeps the place. */
  function draw() {
    stage.draw(HEADING, filter(), isOld ? loading() : null, value === null ? null : [waiting(value), list(value), searched(value), latestAndOlder("Further jobs", value.next)]);
  }

  function begin() {
    const { table, status: statuses, since, after = null } = Object.fromEntries(query());
    isOld = true;
    draw();
    stage.follow(
      withQuery("/jobs", { table, status: statuses, since, after, last: PAGE }),
      HEADING,
      (json) => {
        const isElsewhere = shownAfter !== after;
        const isOther = isOld && value !== null;
        shownAfter = after;
        isOld = false;
        value = json;
        draw();
        if (isElsewhere) stage.toBeginning();
        if (isOther) say(`${count(json.jobs.length, "job")}${json.next === undefined ? "" : ", and there are older ones"}`);
      },
      unanswered,
    );
  }

  /** What was asked for before is not shown as the answer to what is asked for now. */
  function unanswered() {
    if (value === null || !isOld) return false;
    value = null;
    isOld = false;
    draw();
    return false;
  }

  stage.onQuery = begin;
  begin();
}

function filter() {
  const chosen = new Set((query().get("status") ?? "").split(",").filter(Boolean));
  const toggled = (word) => {
    if (chosen.has(word)) chosen.delete(word);
    else chosen.add(word);
    setQuery({ status: [...chosen].join(","), after: null });
  };
  const since = query().get("since") ?? "";
  const choices = SINCE.some(([value]) => value === since) ? SINCE : [...SINCE, [since, since]];
  return h(
    "form",
    { class: "filter", key: "filter", role: "search", "aria-label": "Which jobs", onsubmit: (event) => event.preventDefault() },
    field(
      "Table",
      h("input", { id: "table", type: "search", autocomplete: "off", spellcheck: "false", value: query().get("table") ?? "", onchange: (event) => setQuery({ table: event.target.value.trim(), after: null }) }),
    ),
    field(
      "Received in",
      h(
        "select",
        { id: "since", onchange: (event) => setQuery({ since: event.target.value, after: null }) },
        choices.map(([value, words]) => h("option", { value, selected: value === since }, words)),
      ),
    ),
    h(
      "fieldset",
      { class: "toggles" },
      h("legend", {}, "Status"),
      STATUSES.map((word) => h("label", { key: word, class: "toggle" }, h("input", { type: "checkbox", checked: chosen.has(word), onchange: () => toggled(word) }), status(word))),
    ),
  );
}

function waiting({ waitingMessages, served }) {
  const queues = Object.entries(waitingMessages ?? {}).filter(([, messagesThere]) => messagesThere > 0);
  if (queues.length === 0) return null;
  const words = queues.map(([queue, messagesThere]) => `${count(messagesThere, "message")} in queue ${queue}`).join(", ");
  return h("p", { class: "notice", key: "waiting" }, "Waiting to be taken: ", name(words), `.${noneTakesThem(served)}`);
}

function list({ jobs, searchedBackTo }) {
  const rows = jobs.map((job) => ({
    key: job.jobId,
    cells: [
      jobLink(job.jobId),
      status(job.status),
      tableLink(job.table),
      isOpen(job) ? (progressBar(job.progress, `Rows of job ${job.jobId}`) ?? "") : job.status === "COMMITTED" ? "" : name(job.waiting ?? ""),
      job.platform,
      count(job.rows),
      job.attempt,
      at(job.received),
    ],
  }));
  return h("div", { key: "list" }, table("Jobs", ["Job", "Status", "Table", "Now", "Platform", "#Rows", "#Attempt", "Received"], rows, none(searchedBackTo)));
}

function none(searchedBackTo) {
  if (searchedBackTo) return "None so far.";
  if (["table", "status", "since", "after"].some((each) => query().get(each))) return "No such job. A job that waits in a queue is listed when it is taken.";
  const demo = isDeployed() ? "." : [", or run ", h("code", {}, "./sleeper demo"), ", which makes a table and loads it."];
  return ["No jobs yet. Send a ", h("a", { href: "/new" }, "new job"), demo];
}

/** Among many jobs few may be meant: then a part of them is searched at a time. */
function searched({ searchedBackTo }) {
  if (!searchedBackTo) return null;
  return h("p", { class: "quiet", key: "searched" }, "Searched back to ", at(searchedBackTo), ". Older searches on from there.");
}

function isOpen(job) {
  return job.status === "ACCEPTED" || job.status === "RUNNING";
}
