// One execution, of any state machine: its way, its input and output, and its history of events.

import { failureWords, get, post, withQuery } from "../lib/api.js";
import { h, name } from "../lib/dom.js";
import { count } from "../lib/format.js";
import { reader } from "../lib/reader.js";
import { address, query } from "../lib/router.js";
import { say } from "../lib/say.js";
import { actButton } from "../parts/act-button.js";
import { at, facts, json, loading, section, status, text } from "../parts/basic.js";
import { confirm } from "../parts/confirm.js";
import { eventHistory, WINDOW } from "../parts/event-history.js";
import { Stay, way } from "../parts/way.js";
import "../parts/took.js";

const AGAIN = new Set(["FAILED", "TIMED_OUT", "ABORTED"]);

export function open(stage) {
  const { arn } = stage.names;
  const path = address("executions", arn);
  const short = arn.split(":").at(-1);
  const heading = { text: `Execution ${short}`, node: ["Execution ", name(short)] };
  let execution = null;
  let events = null;
  let whyNoEvents = null;
  let after = query().get("after");
  let isSending = false;
  let note = null;

  const stayed = new Stay(stage, `${path}/events`, () => ({}), draw);

  const histories = reader(stage, (signal) => get(withQuery(`${path}/events`, { after, last: WINDOW }), signal), {
    taken: (found) => {
      const isOther = events === null;
      events = found;
      whyNoEvents = null;
      draw();
      if (isOther) say(count(found.events.length, "event"));
    },
    failed: (found) => {
      whyNoEvents = found;
      draw();
    },
  });

  function draw() {
    if (execution === null) {
      stage.draw(heading, loading());
      return;
    }
    stage.draw(
      heading,
      head(),
      AGAIN.has(execution.status) && execution.redrivable !== false ? h("div", { class: "buttons", key: "actions" }, redriveButton()) : null,
      note ? h("p", { class: "notice", key: "note" }, name(note)) : null,
      execution.cause ? section("Cause", "cause", text(execution.cause, "Cause")) : null,
      execution.graph ? way(execution.graph, stayed, {}) : null,
      !execution.input ? null : section("Input", "input", json(execution.input, "Input of the execution")),
      !execution.output ? null : section("Output", "output", json(execution.output, "Output of the execution")),
      eventHistory(path, events, whyNoEvents),
    );
  }

  function redriveButton() {
    return actButton({ key: "redrive", kind: "main", words: isSending ? "Sending …" : "Redrive", of: ["execution", short], isIdle: !isSending, act: redrive });
  }

  function head() {
    const took = h("took-time", { class: "quiet", data: { from: execution.started, to: execution.ended } });
    return h("div", { class: "job-head", key: "head" }, h("p", { class: "job-status" }, status(execution.status), " ", took), about());
  }

  function about() {
    const job = /^(.+)-a\d+$/.exec(execution.name ?? short);
    return facts([
      ["machine", h("a", { href: withQuery("/executions", { machine: execution.machine }) }, name(execution.machine ?? ""))],
      ["job", execution.machine === "ingest-job" && job ? h("a", { href: address("jobs", job[1]) }, name(job[1])) : null],
      ["started", at(execution.started)],
      ["ended", at(execution.ended)],
      ["error", execution.error ? h("code", { class: "code" }, name(execution.error)) : null],
      ["ARN", name(arn)],
    ]);
  }

  async function redrive() {
    const yes = await confirm({ question: ["Redrive execution ", name(short), "?"], yes: "Redrive", words: "It goes on from the state that failed, with what it had there. The attempt of a job that has ended stays closed: retry the job instead." });
    if (!yes) return;
    isSending = true;
    draw();
    try {
      await post(`${path}/redrive`);
      note = `Execution ${short} goes on.`;
    } catch (found) {
      note = failureWords(found, "see how the execution stands");
    }
    isSending = false;
    say(note);
    draw();
    if (stage.isShown) follow();
  }

  function readAll() {
    histories.renew();
    stayed.read();
  }

  stage.onQuery = () => {
    if (query().get("after") !== after) {
      after = query().get("after");
      // Those of before are not shown under the new number.
      events = null;
      whyNoEvents = null;
      histories.restart();
    }
    stayed.read();
    draw();
  };
  stage.onBack(readAll);

  /** Reads the execution, at once, and from then on as it changes. */
  function follow() {
    stage.follow(path, heading, (value) => {
      const before = execution?.status;
      execution = value;
      if (before && before !== value.status) say(`Execution ${short} is ${value.status}.`);
      draw();
      readAll();
    });
  }

  draw();
  follow();
}
