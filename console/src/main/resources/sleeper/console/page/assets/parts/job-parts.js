// The sections of a job's page.

import { h, name } from "../lib/dom.js";
import { bytes, count, duration } from "../lib/format.js";
import { address } from "../lib/router.js";
import { at, facts, faults, loading, problem, section, status, table, views } from "./basic.js";
import "./took.js";

const MOST_FILES = 200;

export function attempts(job, shown) {
  if (job.attempts.length < 2) return null;
  return views(
    "Attempts",
    job.attempts.map((each) => ({
      href: address("jobs", job.jobId, "attempts", each.attempt),
      words: [`Attempt ${each.attempt} `, status(each.status)],
      isHere: each.attempt === shown,
    })),
  );
}

/** Why an attempt is not committed, and what to do. */
export function failed(attempt) {
  return attempt.faults?.length > 0 ? section("Why it is not in the table", "faults", faults(attempt.faults)) : null;
}

/** Those of an attempt's files that are shown: those with a fault come first. `more` are left out. */
export function firstFiles(inputs) {
  const ordered = [...inputs.filter((input) => input.error), ...inputs.filter((input) => !input.error)];
  const first = ordered.slice(0, MOST_FILES);
  return { first, more: inputs.length - first.length };
}

/**
 * @param job     with the attempt
 * @param attempt whose files are shown
 * @param found   what `firstFiles` gave; null while it is not known
 * @param why     a problem that kept the files from being read; null if there was none
 */
export function files(job, attempt, found, why) {
  return section("Files", "files", why ? problem(why) : null, found ? fileTable(job, attempt, found) : why ? null : loading());
}

function fileTable(job, attempt, { first, more }) {
  const rows = first.map((input) => ({
    key: input.file,
    class: input.error ? "bad-row" : null,
    cells: [name(input.file), count(input.rows), bytes(input.bytes), status(outcome(attempt, input.error)), input.slot ?? "", input.error ? name(input.error) : ""],
  }));
  return [table("Files of the attempt", ["File", "#Rows", "#Size", "Status", "#Slot", "Fault"], rows), others(job, more)];
}

/** What became of one file: all files of an attempt are loaded together, or none is. */
function outcome(attempt, error) {
  if (attempt.status === "COMMITTED") return "loaded";
  return error ? "fault" : "not loaded";
}

function others(job, more) {
  return more > 0 ? h("p", { class: "quiet", key: "more" }, `and ${count(more, "file")} more; `, h("code", {}, "./sleeper jobs ", name(job.jobId)), " shows all.") : null;
}

/** The files that the faults of an attempt name: one that was refused has no plan, and so no list of its files. Null if they name none. */
export function faultyFiles(job, attempt) {
  const found = new Map();
  for (const fault of attempt.faults ?? []) {
    const file = fileOf(fault);
    if (file) found.set(file, [...(found.get(file) ?? []), fault]);
  }
  if (found.size === 0) return null;
  const rows = [...found].slice(0, MOST_FILES).map(([file, all]) => ({ key: file, class: "bad-row", cells: [name(file), status("fault"), list(all.map(shortly))] }));
  return section(
    "Files",
    "files",
    h("p", { class: "quiet" }, "Only files with a fault are listed here: this attempt ended before it had a plan."),
    table("Files with a fault", ["File", "Status", "Fault"], rows),
    others(job, found.size - rows.length),
  );
}

/** The file that a fault is about. One that was stored before faults had their place as fields begins its words with the file. */
function fileOf({ where = "", location }) {
  if (location) return location.file;
  return /^file (.+)$/.exec(where)?.[1] ?? /^([^\s,]+\/[^,]*)(?:, |$)/.exec(where)?.[1];
}

function shortly({ code, found }) {
  return found ? `${code}: found ${found}` : code;
}

export function plan(attempt) {
  const estimate = attempt.estimate;
  return section(
    "Plan",
    "plan",
    facts([
      ["platform", attempt.platform],
      ["why", list(attempt.reasons)],
      ["on AWS", estimate ? estimated(estimate) : null],
      ["rests on", estimate?.restsOn],
      ["not known", list(attempt.unresolved)],
      ["left out", list((attempt.leftOut ?? []).map(leftOut))],
      ["warnings", list(attempt.warnings)],
    ]),
  );
}

export function estimated({ secondsLeast, secondsMost, costLeast, costMost, currency, machines }) {
  const cost = costLeast === undefined ? "" : `, ${costLeast} to ${costMost} ${currency}`;
  return `${duration(secondsLeast * 1000)} to ${duration(secondsMost * 1000)}${cost}, for ${machines}`;
}

export function list(texts) {
  return texts?.length > 0 ? h("ul", { class: "bare" }, texts.map((each) => h("li", {}, name(each)))) : null;
}

/** Kinds of what lies among a job's files and is not read. */
const LEFT_OUT = {
  MARKER: "markers without rows",
  EMPTY_FOLDER: "empty folders",
  HIDDEN: "hidden, with a name that begins with '_' or '.'",
  OTHER_NAME: "of another kind, by their names",
  LINK_TO_FOUND: "links to what is read anyway",
  LINK_UPWARDS: "links to folders that they lie in",
  LINK_OUT: "links out of the bucket",
  BROKEN_LINK: "links to what is not there",
  NO_PLAIN_FILE: "pipes, sockets or devices",
};

export function leftOut({ reason, count: all, names = [] }) {
  const more = all - names.length;
  return `${count(all)} ${LEFT_OUT[reason] ?? reason}: ${names.join(", ")}${more > 0 ? `, and ${count(more)} more` : ""}`;
}

export function created(job) {
  const all = job.created ?? [];
  if (all.length === 0 && !(job.unknown?.length > 0)) return null;
  const gone = new Set(job.tornDown);
  const unknown = new Set(job.unknown);
  const each = [...new Set([...all, ...unknown])].map((arn) => ({
    key: arn,
    cells: [name(arn), gone.has(arn) ? "✓ torn down" : unknown.has(arn) ? "? not known whether gone" : "▶ there"],
  }));
  return section("Created and torn down", "created", table("What the job created", ["Resource", "Now"], each));
}

/** The attempts beside each other: what differs is seen in a line. */
export function sideBySide(job) {
  const line = (word, cell) => [h("b", {}, word), ...job.attempts.map(cell)];
  return section(
    "Attempts side by side",
    "compare",
    table(
      "Attempts side by side",
      ["", ...job.attempts.map((each) => `Attempt ${each.attempt}`)],
      [
        line("status", (each) => status(each.status)),
        line("asked", (each) => at(each.asked)),
        line("took", (each) => h("took-time", { data: { from: each.asked, to: each.ended } })),
        line("platform", (each) => each.platform ?? ""),
        line("states", (each) => h("ol", { class: "bare" }, (each.statesVisited ?? []).map((state) => h("li", {}, name(state))))),
        line("rows", (each) => count(each.rows)),
        line("faults", (each) => list((each.faults ?? []).map((fault) => `${fault.code} at ${fault.where}`)) ?? "none"),
      ],
    ),
  );
}
