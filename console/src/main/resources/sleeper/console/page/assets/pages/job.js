// A job: what it does now, the way through its state machine, and everything that is known of its attempts.

import { get } from "../lib/api.js";
import { h, name } from "../lib/dom.js";
import { time } from "../lib/format.js";
import { noneTakesIt } from "../lib/place.js";
import { reader } from "../lib/reader.js";
import { address, query } from "../lib/router.js";
import { say } from "../lib/say.js";
import { json, loading, problem, section, status, text } from "../parts/basic.js";
import { actions, head, wordsOfRetry } from "../parts/job-head.js";
import { attempts, created, failed, faultyFiles, files, firstFiles, plan, sideBySide } from "../parts/job-parts.js";
import { Stay, way } from "../parts/way.js";

/** As many lines of a log as are read. */
const LAST_LINES = 500;

export function open(stage) {
  const id = stage.names.job;
  const path = address("jobs", id);
  const heading = {
    text: `Job ${id}`,
    node: ["Job ", name(id)],
    title: stage.names.attempt === undefined ? `Job ${id}` : `Job ${id}, attempt ${stage.names.attempt}`,
  };
  let job = null;
  let attemptNow = null;
  let graph = null;
  let whyNoGraph = null;
  let log = null;
  let inputs = null;
  let whyNoInputs = null;
  /** The state of the attempt that its files are wanted as of, and the one that they were read as of. */
  let inputsWanted = "";
  let inputsRead = "";
  let note = null;
  /** Whether it says why something was not done, and how the job stands by now has not been read since. */
  let isRefusal = false;
  let known = "";

  const last = () => job?.attempts.at(-1)?.attempt;
  const shown = () => Number(stage.names.attempt ?? last() ?? 1);

  const stayed = new Stay(stage, `${path}/events`, () => ({ attempt: shown() }), draw);

  const graphs = reader(stage, (signal) => get(`${path}/graph?attempt=${shown()}`, signal), {
    taken: (found) => {
      graph = found;
      whyNoGraph = null;
      draw();
      readChosen();
    },
    failed: (found) => {
      graph = null;
      whyNoGraph = found.message;
      draw();
    },
  });

  const logs = reader(stage, (signal) => get(`${path}/log?attempt=${shown()}&last=${LAST_LINES}`, signal), {
    taken: ({ lines }) => {
      log = { lines, readAt: Date.now() };
      draw();
    },
    failed: (found) => {
      log = { lines: [], problem: found };
      draw();
    },
  });

  /** There may be a hundred thousand, so that they are not part of what is followed. */
  const inputLists = reader(stage, async (signal) => ({ asOf: inputsWanted, whole: await get(path, signal) }), {
    taken: ({ asOf, whole }) => {
      inputs = firstFiles(whole.attempts.find((each) => each.attempt === shown())?.inputs ?? []);
      whyNoInputs = null;
      inputsRead = asOf;
      draw();
    },
    failed: (found) => {
      inputs = null;
      whyNoInputs = found;
      inputsRead = inputsWanted;
      draw();
    },
  });

  const buttons = actions(id, {
    changed: draw,
    told: (words, isDone) => {
      note = words;
      isRefusal = !isDone;
      say(words);
      draw();
    },
    again: () => (stage.isShown ? follow() : undefined),
  });

  function draw() {
    if (job === null) {
      stage.draw(heading, loading());
      return;
    }
    const attempt = job.attempts.find((each) => each.attempt === shown());
    const act = buttons(job);
    const told = note ?? wordsOfRetry(id);
    stage.draw(
      heading,
      head(job),
      act,
      told ? h("p", { class: "notice", key: "note" }, name(told)) : null,
      attempts(job, shown()),
      attempt ? failed(attempt) : null,
      machine(attempt),
      filesOf(attempt),
      attempt?.reasons ? plan(attempt) : null,
      created(job),
      job.attempts.length > 1 ? sideBySide(job) : null,
      attempt ? taskLog() : null,
      job.document ? section("Document", "document", json(job.document, "Document of the job")) : null,
    );
  }

  /** Files are part of the plan; of an attempt without one, only the faults name some. */
  function filesOf(attempt) {
    if (attempt?.reasons) return files(job, attempt, inputs, whyNoInputs);
    return attempt ? faultyFiles(job, attempt) : null;
  }

  function machine(attempt) {
    const chosen = graph && query().get("state");
    return way(graph, stayed, {
      instead: whyNoGraph || !attempt ? h("p", { class: "quiet" }, name(whyNoGraph ?? "No attempt of it has begun.")) : loading(),
      before: graph ? status(graph.status) : null,
      after: graph ? h("a", { href: address("executions", graph.executionArn) }, "its execution") : null,
      faults: chosen && isWhereItFailed(chosen) ? attempt?.faults : [],
      log: chosen && isWork(chosen) ? log?.lines : null,
    });
  }

  function isWork(state) {
    const resource = graph.machine.states.find((each) => each.name === state)?.resource ?? "";
    return resource !== "" && !resource.includes("lambda");
  }

  /** The faults are told at each state whose try failed, and at the one that the machine ended in. */
  function isWhereItFailed(state) {
    return graph.visits.some((visit) => visit.state === state && (visit.failures?.length > 0 || ["failed", "caught", "aborted", "timed_out"].includes(visit.outcome)));
  }

  function taskLog() {
    const button = h("button", { type: "button", key: "read", onclick: logs.renew }, log === null ? "Show the log" : "Read again");
    const lines = log?.lines ?? [];
    return section(
      "Log of the task",
      "log",
      h("p", { class: "bar", key: "log-bar" }, button, log?.readAt ? h("span", { class: "quiet" }, `read at ${time(log.readAt)}${lines.length >= LAST_LINES ? `, the last ${LAST_LINES} lines` : ""}`) : null),
      log?.problem ? problem(log.problem) : null,
      log?.readAt && lines.length === 0 ? h("p", { class: "quiet", key: "no-log" }, "No log is kept of this attempt here.") : null,
      lines.length > 0 ? h("div", { key: "lines" }, text(lines.join("\n"), "Lines of the log")) : null,
    );
  }

  /** Of the state that is chosen: its last stay, and, where a task works in it, the task's log. */
  function readChosen() {
    stayed.read();
    const state = query().get("state");
    if (state && graph && isWork(state)) logs.renew();
  }

  /** Nothing that belongs to another attempt is left on the page. */
  function forgetAttempt() {
    graphs.stop();
    logs.stop();
    inputLists.stop();
    stayed.forget();
    graph = null;
    whyNoGraph = null;
    log = null;
    inputs = null;
    whyNoInputs = null;
    inputsWanted = "";
    inputsRead = "";
    known = "";
  }

  function took(json) {
    const before = job;
    job = json;
    // What was done is told until the next attempt; why something was not, beside the attempt that it was refused for.
    if (before && last() !== before.attempts.at(-1)?.attempt && !isRefusal) note = null;
    isRefusal = false;
    if (shown() !== attemptNow) {
      attemptNow = shown();
      forgetAttempt();
    }
    draw();
    if (before && before.status !== job.status) say(`Job ${id} is ${job.status}.`);
    else if (before && job.progress?.phase && before.progress?.phase !== job.progress.phase) say(`Job ${id}: ${job.progress.phase}`);
    // The picture follows the execution, which runs on after the job's end: where there is no `lastEvent`, both have ended.
    const progressed = JSON.stringify([job.attempts.map((each) => [each.statesVisited, each.status, each.ended, each.waiting]), job.lastEvent]);
    if (progressed !== known && job.attempts.length > 0) {
      known = progressed;
      graphs.renew();
    }
    readInputs(job.attempts.find((each) => each.attempt === shown()));
  }

  /** Files are known with the plan; what is told of each changes with the state of the attempt. */
  function readInputs(attempt) {
    if (!attempt?.reasons) return;
    const state = JSON.stringify([attempt.attempt, attempt.status, job.slot]);
    if (state === inputsWanted) return;
    inputsWanted = state;
    inputLists.renew();
  }

  /** Reads the job, at once, and from then on as it changes. All that is told of it comes this way, so that nothing older comes last. */
  function follow() {
    stage.follow(`${path}?inputs=none`, heading, took, waits);
  }

  /** A job that this browser has just sent is not known before it is taken from its queue. */
  function waits(found) {
    const { queue, servicesRunning } = history.state ?? {};
    if (found.code !== "UNKNOWN_JOB" || !queue || job !== null) return false;
    const words = ["The job waits in queue ", name(queue), ", and is shown here as soon as it is taken from there. A message that no job can be made of comes to the "];
    stage.draw(heading, h("p", { class: "notice", key: "waits" }, words, h("a", { href: "/dead-letters" }, "dead letters"), `.${noneTakesIt(servicesRunning)}`));
    return true;
  }

  stage.onQuery = () => {
    readChosen();
    draw();
  };
  stage.onBack(() => {
    if (inputsRead !== inputsWanted) inputLists.renew();
    if (job !== null && job.attempts.length > 0) graphs.renew();
  });

  draw();
  follow();
}
