// What a picture of a state machine shows: which states, which ways between them, and what is known of each.

import { between, duration, timeOfDay } from "./format.js";

const WORDS = {
  running: "running",
  left: "succeeded",
  caught: "failed",
  failed: "failed",
  aborted: "aborted",
  timed_out: "timed out",
};
/** A sign for each outcome, so that colour is not the only difference. */
export const GLYPHS = { running: "▶", left: "✓", caught: "↷", failed: "✕", aborted: "■", timed_out: "⧖", none: "" };

/** What is known of one state: its visits, the last one's outcome, words for people, and in `brief` what matters most of them, in that order. */
export function stateNow(graph, state) {
  const visits = (graph.visits ?? []).filter((visit) => visit.state === state);
  const last = visits.at(-1);
  const retries = visits.reduce((sum, visit) => sum + (visit.retries ?? 0), 0);
  const failures = visits.flatMap((visit) => visit.failures ?? []);
  const outcome = last?.outcome ?? "none";
  const error = last && last.outcome !== "left" && failures.length > 0 ? errorName(failures.at(-1).error) : "";
  return { state, visits, last, retries, failures, outcome, words: words(last, visits.length, retries, error), brief: brief(last, error) };
}

/** Of the name of a class its last part: the others are those of its package. */
function errorName(error) {
  return String(error ?? "").split(".").at(-1);
}

/** The sign beside it says how it ended. */
function brief(last, error) {
  if (!last) return [];
  if (last.outcome === "running") return [`running since ${timeOfDay(last.entered)}`];
  return [error, last.ended ? duration(between(last.entered, last.ended)) : ""].filter(Boolean);
}

function words(last, visits, retries, error) {
  if (!last) return "not entered";
  const parts = [WORDS[last.outcome] ?? last.outcome];
  if (last.outcome === "running") parts[0] += ` since ${timeOfDay(last.entered)}`;
  else if (last.ended) parts[0] += ` ${last.outcome === "left" ? "in" : "after"} ${duration(between(last.entered, last.ended))}`;
  if (last.outcome === "caught") parts[0] += "; the error was caught";
  if (error) parts.push(error);
  if (retries > 0) parts.push(`tried again ${retries === 1 ? "once" : `${retries} times`}`);
  if (visits > 1) parts.push(`entered ${visits} times`);
  return parts.join(", ");
}

/** Every state of a machine, each followed by those of the graphs that it runs; of these, `within` names the state and the graph. */
export function statesOf(machine, within = null) {
  return machine.states.flatMap((state) => [
    { ...state, within },
    ...(state.machines ?? []).flatMap((inner, number) => statesOf(inner, { state: state.name, number, of: state.machines.length, kind: state.kind, within })),
  ]);
}

/** Ways with one line for each pair of states; what leads back to the state itself is told by its retries. */
function pairs(states, graph) {
  const taken = new Map((graph.transitions ?? []).map((step) => [`${step.from}\n${step.to}`, step]));
  const entered = new Set((graph.visits ?? []).map((visit) => visit.state));
  const found = new Map();
  for (const state of states) {
    for (const edge of state.edges ?? []) {
      if (edge.to === undefined || edge.to === state.name) continue;
      const id = `${state.name}\n${edge.to}`;
      const step = taken.get(id);
      const pair = found.get(id) ?? { from: state.name, to: edge.to, kinds: new Set(), words: [], taken: step !== undefined, caught: step?.caught ?? false };
      pair.kinds.add(edge.kind);
      if (edge.kind === "choice" && edge.words) pair.words.push(edge.words);
      if (edge.kind === "default") pair.words.push("otherwise");
      found.set(id, pair);
    }
    for (const { startAt } of state.machines ?? []) {
      found.set(`${state.name}\n${startAt}`, { from: state.name, to: startAt, kinds: new Set(["within"]), words: [], taken: entered.has(startAt), caught: false });
    }
  }
  return [...found.values()];
}

/** Ways not taken out of a state that are drawn; of more, their number is told. */
const MOST_OTHERS = 2;

const isForward = (pair) => [...pair.kinds].some((kind) => kind !== "catch" && kind !== "retry");

/**
 * The states and ways of a picture, and the frames around those that a Parallel or a Map runs.
 *
 * @param whole all of the machine; otherwise the way taken, what a state on it could have led to by itself, and what is still ahead
 */
export function picture(graph, whole) {
  const every = statesOf(graph.machine);
  const all = pairs(every, graph);
  const visited = new Set((graph.visits ?? []).map((visit) => visit.state));
  const names = new Set(every.map((state) => state.name));
  let shown = names;
  if (!whole && visited.size > 0) {
    shown = new Set(visited);
    for (const from of visited) {
      const others = all.filter((pair) => pair.from === from && isForward(pair) && !visited.has(pair.to));
      if (others.length <= MOST_OTHERS) others.forEach((pair) => shown.add(pair.to));
    }
    if (graph.status === "RUNNING") ahead(shown, all, running(graph.visits));
  }
  const states = every
    .filter((state) => shown.has(state.name))
    .map((state) => ({
      ...state,
      now: stateNow(graph, state.name),
      others: all.filter((pair) => pair.from === state.name && isForward(pair) && !shown.has(pair.to)).length,
    }));
  const edges = all.filter((pair) => shown.has(pair.from) && shown.has(pair.to) && names.has(pair.to) && (whole || pair.taken || isForward(pair)));
  return { states, edges, frames: frames(states), startAt: graph.machine.startAt };
}

/** The frames of some states, the outer ones first, each with its words and the states that lie right in it. */
function frames(states) {
  const found = new Map();
  const add = (within) => {
    if (within === null) return null;
    const id = `${within.state}\n${within.number}`;
    if (!found.has(id)) {
      const outer = add(within.within);
      const words = within.kind === "Map" ? `each item of ${within.state}` : `branch ${within.number + 1} of ${within.of} of ${within.state}`;
      found.set(id, { id, words, outer: outer?.id, states: [] });
    }
    return found.get(id);
  };
  for (const state of states) add(state.within)?.states.push(state.name);
  return [...found.values()];
}

/** Several states run at once in a Parallel or a Map; between two states none does. */
function running(visits) {
  return [...new Set([visits.at(-1).state, ...visits.filter((visit) => visit.outcome === "running").map((visit) => visit.state)])];
}

function ahead(shown, all, from) {
  const queue = [...from];
  const seen = new Set(queue);
  while (queue.length > 0) {
    const state = queue.pop();
    shown.add(state);
    for (const pair of all) {
      if (pair.from === state && isForward(pair) && !seen.has(pair.to)) {
        seen.add(pair.to);
        queue.push(pair.to);
      }
    }
  }
}
