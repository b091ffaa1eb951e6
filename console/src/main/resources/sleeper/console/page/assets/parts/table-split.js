// What splitting a table into equal shares would give; nothing is split.

import { get } from "../lib/api.js";
import { h, name } from "../lib/dom.js";
import { count, range } from "../lib/format.js";
import { query, setQuery } from "../lib/router.js";
import { askedView } from "./asked-view.js";
import { field, section, table } from "./basic.js";
import "./key-space.js";

const MOST = 200;
/** That a table may have. */
const MOST_PARTITIONS = 100000;

export function begin(place) {
  const wanted = () => query().get("partitions") ?? String(Math.min(MOST_PARTITIONS, Math.max(2, 2 * place.description.partitions)));
  return askedView(place, {
    ask: () => get(`${place.path}/split?partitions=${encodeURIComponent(wanted())}`, place.signal),
    answer,
    told: ({ after: { leaves } }) => `${count(leaves.length, "partition")} after a split`,
    drawn: (answered) =>
      section(
        "Split preview",
        "split",
        h("p", {}, "How the table would be cut into partitions with an equal share of its rows each. A job that needs more partitions splits the table so; here nothing changes."),
        form(wanted()),
        answered,
      ),
  });
}

function form(partitions) {
  return h(
    "form",
    {
      class: "form-row",
      key: "form",
      onsubmit: (event) => {
        event.preventDefault();
        setQuery({ partitions: document.querySelector("#partitions").value });
      },
    },
    field("Partitions", h("input", { id: "partitions", type: "number", min: "1", max: MOST_PARTITIONS, value: partitions, required: true })),
    h("button", { class: "main" }, "Show"),
  );
}

function answer({ before, after: { leaves } }) {
  const rows = leaves.slice(0, MOST).map(({ region }, i) => ({ key: i, cells: [count(i + 1), name(range(region, before.fields))] }));
  const more = leaves.length - rows.length;
  return [
    h("p", { key: "words" }, `From ${count(before.leaves.length, "partition")} to ${count(leaves.length)}. ${shares(before, leaves.length)}`),
    h("h3", {}, "Now"),
    h("key-space", { key: "before", data: before }),
    h("h3", {}, "After a split"),
    table("Partitions after a split", ["#Partition", { words: ["Keys: ", name(before.fields.join(", "))] }], rows),
    more > 0 ? h("p", { class: "quiet" }, `and ${count(more)} more.`) : null,
  ];
}

/** The shares, which the sample makes about equal. */
function shares({ rows, leaves }, after) {
  if (rows === 0) return "It has no rows to go by, so it stays as it is.";
  const most = leaves.reduce((max, leaf) => Math.max(max, leaf.rows), 0);
  return `The largest has ${count(most, "row")} now; each would have about ${count(Math.round(rows / after))}.`;
}
