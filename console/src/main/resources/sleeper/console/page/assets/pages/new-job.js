// A new job: a document, written or built, with what the plan finds as it is written; then sent.

import { failureWords, get, post } from "../lib/api.js";
import { h } from "../lib/dom.js";
import { bytes, count, duration } from "../lib/format.js";
import { parse } from "../lib/json.js";
import { placeOf } from "../lib/json-place.js";
import { noneTakesIt } from "../lib/place.js";
import { reader } from "../lib/reader.js";
import { address, go, query } from "../lib/router.js";
import { say } from "../lib/say.js";
import { actButton } from "../parts/act-button.js";
import { facts, faults, field, problem, section } from "../parts/basic.js";
import { fromDocument, jobForm, withField } from "../parts/job-form.js";
import { estimated, leftOut, list } from "../parts/job-parts.js";
import "../parts/document-editor.js";

const HEADING = "New job";
/** After the last letter, so that a document is planned when it is written and not at each letter. */
const PAUSE_MILLIS = 500;
const DRAFT = "sleeper.draft";
const QUEUES = ["standard", "auto"];
const MOST_FAULTS = 100;

export function open(stage) {
  const draft = sessionStorage.getItem(DRAFT);
  /** Whether somebody has written something: what the page begins with is no job, and not planned. */
  let isWritten = draft !== null;
  let text = draft ?? JSON.stringify({ tableName: query().get("table") ?? "", files: [] }, null, 2);
  let queue = "standard";
  let queues = QUEUES;
  let tables = [];
  let plan = null;
  let failed = null;
  /** Whether what is shown of the plan is of what stands in the text now. */
  let isPlanned = false;
  let isSending = false;
  let told = "";
  let timer = 0;
  /** What the form's boxes hold, as it was written: the document says the same, but not letter by letter. */
  let written = texts();

  function parsed() {
    try {
      const value = parse(text);
      return value !== null && typeof value === "object" && !Array.isArray(value) ? value : null;
    } catch {
      return null;
    }
  }

  function texts() {
    const document = parsed();
    return document && fromDocument(document);
  }

  const plans = reader(stage, (signal) => post("/plan", { document: text, queue }, signal), {
    taken: (found) => showPlan(found, null),
    failed: (why) => (why.faults?.length > 0 ? showPlan({ ok: false, faults: why.faults }, null) : showPlan(null, why)),
  });

  function showPlan(found, why) {
    plan = found;
    failed = why;
    isPlanned = true;
    draw();
    tell(why ? why.message : isRefused() ? refusal() : "The job can run.");
  }

  /** Somebody who writes on is not told the same again. */
  function tell(words) {
    if (words !== told) say(words);
    told = words;
  }

  function draw() {
    const found = plan?.ok === false ? (plan.faults ?? []) : [];
    const placed = found.slice(0, MOST_FAULTS).map((fault) => ({ fault, place: placeOf(fault, text) }));
    const faulty = new Set(placed.flatMap(({ place }) => (place ? [place.line] : [])));
    stage.draw(
      HEADING,
      h(
        "div",
        { class: "columns", key: "columns" },
        section("Form", "form-part", jobForm(written, tables, formChanged)),
        section(
          "Document",
          "document-part",
          h("document-editor", { key: "editor", data: { text, faulty, change: textChanged } }),
          h("p", { class: "hint" }, "Paste a document here, or fill in the form; each follows the other. Tab leaves the text."),
        ),
      ),
      section(
        "Plan",
        "plan-part",
        h(
          "div",
          { class: "form-row", key: "send" },
          field("Queue", h("select", { id: "queue", onchange: (event) => queueChanged(event.target.value) }, queues.map(queueOption))),
          actButton({ key: "submit", kind: "main", words: isSending ? "Sending …" : "Submit", isIdle: !isSending, act: send }),
        ),
        h("div", { key: "verdict", id: "verdict", "aria-busy": String(isWritten && !isPlanned) }, verdict(placed)),
      ),
    );
  }

  function queueOption(word) {
    return h("option", { value: word, selected: word === queue }, word);
  }

  /** A line that sums it up, which describes the document, and what it sums up. */
  function verdict(placed) {
    const line = (...words) => h("p", { key: "line", id: "verdict-line" }, words);
    if (!isPlanned && !isWritten) return line("What the job would do is shown here as you write.");
    if (!isPlanned) {
      // What was found is of another text by now: it is not said of this one.
      const before = plan === null ? null : h("div", { class: "quiet", key: "before" }, h("p", {}, "What follows was found before the last change."), isRefused() ? h("p", {}, refusal()) : null, answer(placed));
      return [line("Planning …"), before];
    }
    if (failed) return h("div", { key: "line", id: "verdict-line" }, problem(failed));
    const sign = isRefused() ? h("span", { class: "bad", "aria-hidden": "true" }, "✕ ") : h("span", { "aria-hidden": "true" }, "✓ ");
    return [line(sign, isRefused() ? refusal() : "The job can run."), answer(placed)];
  }

  const isRefused = () => plan?.ok === false;

  function refusal() {
    return `The job would be refused: ${count(plan.faults?.length ?? 0, "fault")}.`;
  }

  function answer(placed) {
    if (isRefused()) {
      return [
        faults(
          placed.map(({ fault }) => fault),
          (fault) => place(placed.find((each) => each.fault === fault).place),
        ),
        plan.faults?.length > placed.length ? h("p", { class: "quiet" }, `Shown are the first ${count(placed.length)}.`) : null,
      ];
    }
    return [
      facts([
        ["platform", plan.platform],
        ["why", list(plan.reasons)],
        ["input", `${count(plan.inputRows, "row")}, ${bytes(plan.inputBytes)} in ${count(plan.inputFiles, "file")}`],
        ["partitions", `${count(plan.partitionsTouched)} of ${count(plan.partitions)} touched, ${count(plan.files, "file")}, ${count(plan.puts)} PUTs`],
        ["here", `${duration(plan.secondsLeast * 1000)} to ${duration(plan.secondsMost * 1000)}`],
        ["on AWS", plan.estimate ? estimated(plan.estimate) : null],
        ["not known", list(plan.unresolved)],
        ["left out", list((plan.leftOut ?? []).map(leftOut))],
        ["warnings", list((plan.warnings ?? []).map((each) => `! ${each}`))],
      ]),
    ];
  }

  function place(found) {
    if (!found) return null;
    const go = () => document.querySelector("document-editor").goTo(found.offset, found.line);
    return [" ", h("button", { type: "button", class: "plain", onclick: go }, `go to line ${found.line}`)];
  }

  /** The form's boxes keep what was written in them. */
  function formChanged(key, value) {
    written = { ...written, [key]: value };
    text = JSON.stringify(withField(parsed(), key, value), null, 2);
    changed();
  }

  function textChanged(to) {
    text = to;
    written = texts();
    changed();
  }

  function queueChanged(to) {
    queue = to;
    changed();
  }

  function changed() {
    isWritten = true;
    sessionStorage.setItem(DRAFT, text);
    planSoon();
    draw();
  }

  function planSoon() {
    plans.stop();
    isPlanned = false;
    clearTimeout(timer);
    timer = setTimeout(plans.restart, PAUSE_MILLIS);
  }

  async function send() {
    const meant = { document: text, queue };
    isSending = true;
    clearTimeout(timer);
    plans.stop();
    draw();
    try {
      const sent = await post("/jobs", meant);
      const { servicesRunning } = sent;
      sessionStorage.removeItem(DRAFT);
      say(`Job ${sent.jobId} was sent.${noneTakesIt(servicesRunning)}`);
      // Whoever has gone on to another page meanwhile stays there.
      if (stage.isShown) go(address("jobs", sent.jobId), { queue: sent.queue, servicesRunning });
    } catch (why) {
      isSending = false;
      const words = failureWords(why, "look for the job among the jobs");
      isWritten = true;
      told = "";
      const isTold = stage.passes(why);
      if (isTold && !why.isGone) {
        if (!stage.isShown) say(words);
        return;
      }
      // The text may have been changed since: then no plan of it may hide what is said here, and no line of it is to blame.
      clearTimeout(timer);
      plans.stop();
      if (why.isGone) showPlan(null, { message: words });
      else if (why.faults?.length > 0 && meant.document === text && meant.queue === queue) showPlan({ ok: false, faults: why.faults }, null);
      else showPlan(null, why);
    }
  }

  async function readChoices() {
    const [instance, all] = await Promise.allSettled([get("/instance", stage.abort.signal), get("/tables", stage.abort.signal)]);
    for (const { reason } of [instance, all]) if (reason && stage.passes(reason)) return;
    queues = instance.value?.queues ?? queues;
    tables = (all.value?.tables ?? []).map((each) => each.table);
    draw();
  }

  stage.onLeave(() => clearTimeout(timer));
  stage.onQuery = draw;
  stage.onBack(() => {
    readChoices();
    if (isWritten && !isPlanned && !isSending) planSoon();
  });
  if (isWritten) planSoon();
  draw();
  readChoices();
}
