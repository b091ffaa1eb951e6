// What is known of one state of an execution: why it is there, what it got and gave, what failed, and what to do.

import { h, name } from "../lib/dom.js";
import { between, count, duration } from "../lib/format.js";
import { parse } from "../lib/json.js";
import { statesOf, stateNow } from "../lib/machine.js";
import { at, faults, json, loading, text } from "./basic.js";
import "./took.js";

/** The rest is in the history. */
const MOST_LISTED = 20;

/**
 * @param graph  the graph of the execution
 * @param chosen name of the state
 * @param stay   `{input, output}` of its last stay; null while it loads
 * @param more   `{faults, log, close}`: faults of the attempt that the state's failure led to; lines of the task's log
 */
export function stateDetail(graph, chosen, stay, { faults: found = [], log, close }) {
  const state = statesOf(graph.machine).find((each) => each.name === chosen);
  if (!state) return h("div", { class: "detail", key: "detail" }, h("p", {}, "The machine has no state ", name(chosen), "."));
  const now = stateNow(graph, chosen);
  return h(
    "section",
    { class: "detail", key: "detail", "aria-labelledby": "state-title" },
    h(
      "div",
      { class: "detail-head" },
      h("h3", { id: "state-title", tabindex: "-1" }, name(chosen)),
      h("button", { type: "button", class: "plain", onclick: close }, h("span", { "aria-hidden": "true" }, "✕"), h("span", { class: "unseen" }, "Close ", name(chosen))),
    ),
    h("p", { class: `outcome outcome-${now.outcome}` }, now.words),
    state.comment ? h("p", { class: "quiet" }, name(state.comment)) : null,
    now.failures.length > 0 ? failures(now.failures) : null,
    found.length > 0 ? [h("h4", {}, "Cause and next step"), faults(found)] : null,
    stays(now.visits),
    stay === null ? loading() : [values("Input", stay.input), values("Output", stay.output)],
    log?.length > 0 ? [h("h4", {}, "Log of its task"), text(log.join("\n"), "Log of its task")] : null,
    whatItIs(state),
  );
}

function failures(list) {
  const items = list.slice(-MOST_LISTED).map(({ error, at: when, cause }) => {
    return h("li", {}, h("code", { class: "code" }, name(error || "no error name")), " at ", at(when), text(causeText(cause), "Cause"));
  });
  return [h("h4", {}, "Failures of its tries"), before(list, "failure"), h("ol", { class: "failures" }, items)];
}

/** Causes of functions are JSON with a message in it. */
function causeText(cause = "") {
  try {
    const parsed = parse(cause);
    return typeof parsed.errorMessage === "string" ? parsed.errorMessage : JSON.stringify(parsed, null, 2);
  } catch {
    return cause;
  }
}

function stays(visits) {
  const heading = h("h4", {}, "Visits");
  if (visits.length === 0) return [heading, h("p", { class: "quiet" }, "Not visited.")];
  const start = Math.max(0, visits.length - MOST_LISTED) + 1;
  return [heading, before(visits, "visit"), h("ol", { class: "stays", start }, visits.slice(-MOST_LISTED).map(visit))];
}

/** Of a long list the last are shown. */
function before(list, one) {
  const left = list.length - MOST_LISTED;
  return left > 0 ? h("p", { class: "quiet" }, `${count(left, `earlier ${one}`)}, then:`) : null;
}

function visit({ entered, ended, retries }) {
  return h("li", {}, at(entered), ended ? `, ${duration(between(entered, ended))}` : [", ", h("took-time", { data: { from: entered } })], retries > 0 ? `, tried again ${retries}×` : "");
}

function values(title, value) {
  if (value === undefined) return null;
  return h("details", { open: true, key: title }, h("summary", {}, title), json(value, title));
}

function whatItIs(state) {
  return [
    h("h4", {}, "What it is"),
    h("p", {}, state.kind, state.resource ? [": ", name(state.resource)] : "", state.within ? [", run by ", name(state.within.state)] : ""),
    h("ul", { class: "edges" }, (state.edges ?? []).map(edge)),
  ];
}

const EDGES = {
  next: () => "then ",
  choice: (edge) => `if ${edge.words}: `,
  default: () => "otherwise ",
  catch: (edge) => `on ${(edge.errors ?? []).join(", ")}: `,
  retry: (edge) => `tried again on ${(edge.errors ?? []).join(", ")}: ${edge.words ?? ""}`,
};

function edge(each) {
  const words = (EDGES[each.kind] ?? (() => `${each.kind} `))(each);
  return h("li", {}, name(words), each.kind === "retry" ? null : name(each.to));
}
