// The history of an execution, a window of its events at a time, however many there are.

import { withQuery } from "../lib/api.js";
import { h, name } from "../lib/dom.js";
import { count } from "../lib/format.js";
import { stateOf } from "../lib/history.js";
import { query, setQuery } from "../lib/router.js";
import { at, field, section, table } from "./basic.js";
import "./event-details.js";
import { pager } from "./pager.js";

export const WINDOW = 200;

/**
 * @param path   address of the page
 * @param window `{events, next}`: those behind the event that the page's query names
 */
export function eventHistory(path, { events, next }) {
  const from = Number(query().get("after") ?? 0);
  const rows = events.map((event) => ({
    key: event.id,
    class: /Failed|TimedOut|Aborted/.test(event.type) ? "bad-row" : null,
    cells: [event.id, at(event.at), event.type, name(stateOf(event) ?? ""), details(event)],
  }));
  const eventsAfter = (after) => withQuery(path, { ...Object.fromEntries(query()), after });
  const last = next === undefined ? ", the last" : "";
  return section(
    "History",
    "history",
    h(
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
      h("span", { class: "quiet" }, events.length > 0 ? `Events ${count(events[0].id)} to ${count(events.at(-1).id)}${last}` : "No events from here on."),
    ),
    table("Events", ["#Event", "At", "Type", "State", "Details"], rows, "No events from here on."),
    pager("Further events", [
      ["First", from > 0 ? eventsAfter(undefined) : null],
      ["Before", from > 0 ? eventsAfter(from > WINDOW ? from - WINDOW : undefined) : null],
      ["After", next === undefined ? null : eventsAfter(Number(events.at(-1)?.id ?? from))],
    ]),
  );
}

function details(event) {
  return Object.keys(event.details ?? {}).length > 0 ? h("event-details", { data: event }) : "";
}
