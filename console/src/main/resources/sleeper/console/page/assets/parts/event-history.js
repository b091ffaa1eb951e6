// The history of an execution, a window of its events at a time, however many there are.

import { withQuery } from "../lib/api.js";
import { h, name } from "../lib/dom.js";
import { count } from "../lib/format.js";
import { stateOf } from "../lib/history.js";
import { query, setQuery } from "../lib/router.js";
import { at, field, loading, problem, section, table } from "./basic.js";
import "./event-details.js";
import { pager } from "./pager.js";

export const WINDOW = 200;

/**
 * @param path   address of the page
 * @param window `{events, next}`: those behind the event that the page's query names; null while they are not known
 * @param why    a problem that kept them from being read; null if there was none
 */
export function eventHistory(path, window, why) {
  const from = Number(query().get("after") ?? 0);
  return section("History", "history", jump(from, window), why ? problem(why) : null, window ? list(window) : why ? null : loading(), further(path, from, window));
}

function jump(from, window) {
  return h(
    "form",
    {
      class: "form-row",
      key: "jump",
      onsubmit: (event) => {
        event.preventDefault();
        const to = Number(document.querySelector("#event").value);
        setQuery({ after: to > 1 ? to - 1 : null });
      },
    },
    field("From event", h("input", { id: "event", type: "number", min: "1", max: "25000", value: String(from + 1) })),
    h("button", {}, "Go"),
    window ? h("span", { class: "quiet" }, which(window)) : null,
  );
}

function which({ events, next }) {
  if (events.length === 0) return "No events from here on.";
  return `Events ${count(events[0].id)} to ${count(events.at(-1).id)}${next === undefined ? ", the last" : ""}`;
}

function list({ events }) {
  const rows = events.map((event) => ({
    key: event.id,
    class: /Failed|TimedOut|Aborted/.test(event.type) ? "bad-row" : null,
    cells: [event.id, at(event.at), event.type, name(stateOf(event) ?? ""), details(event)],
  }));
  return table("Events", ["#Event", "At", "Type", "State", "Details"], rows, "No events from here on.");
}

/** Links to other windows. They stay while one loads, so that the focus does. */
function further(path, from, window) {
  const eventsAfter = (after) => withQuery(path, { ...Object.fromEntries(query()), after });
  const isLast = window ? window.next === undefined : from === 0;
  return pager("Further events", [
    ["First", from > 0 ? eventsAfter(undefined) : null],
    ["Before", from > 0 ? eventsAfter(from > WINDOW ? from - WINDOW : undefined) : null],
    ["After", isLast ? null : eventsAfter(Number(window?.events.at(-1)?.id ?? from + WINDOW))],
  ]);
}

function details(event) {
  return Object.keys(event.details ?? {}).length > 0 ? h("event-details", { data: event }) : "";
}
