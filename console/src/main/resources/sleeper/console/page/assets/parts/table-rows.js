// The rows of a key, or of a range of keys, with what was skipped to find them.

import { get, withQuery } from "../lib/api.js";
import { h, name } from "../lib/dom.js";
import { count } from "../lib/format.js";
import { query, setQuery } from "../lib/router.js";
import { askedView } from "./asked-view.js";
import { field, section, table } from "./basic.js";

const LAST = 100;

export function begin(place) {
  const fields = place.description.schema.rowKeyFields.map((each) => each.name);
  return askedView(place, {
    ask: () => {
      const { key, to } = Object.fromEntries(query());
      return get(withQuery(`${place.path}/rows`, { key, to, last: LAST }), place.signal);
    },
    answer,
    drawn: (answered) => section("Rows of a key range", "rows", form(fields), answered),
  });
}

function form(fields) {
  const box = (id) => h("input", { id, value: query().get(id) ?? "", autocomplete: "off", spellcheck: "false" });
  const many = fields.length > 1 ? "Values of several row keys are separated by commas, as in ./sleeper query --key. " : "";
  return [
    h(
      "form",
      {
        class: "form-row",
        key: "range",
        onsubmit: (event) => {
          event.preventDefault();
          setQuery({ key: document.querySelector("#key").value, to: document.querySelector("#to").value });
        },
      },
      field([name(fields.join(", ")), " from"], box("key")),
      field("up to, exclusive (empty: this key alone)", box("to")),
      h("button", { class: "main" }, "Read"),
    ),
    h("p", { class: "hint", key: "hint" }, `${many}Without a key, the first rows of all.`),
  ];
}

function answer({ rows, skipped, complete }) {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = rows.map((row) => columns.map((column) => cell(row[column])));
  return [
    h("p", { class: "bar" }, `${count(rows.length, "row")}${complete ? "" : `, the first of more`}.`, skipped ? h("span", { class: "quiet" }, name(skipped)) : null),
    table("Rows", columns.map((column) => ({ words: name(column) })), cells, "No rows of this key."),
  ];
}

function cell(value) {
  if (value === null || value === undefined) return h("span", { class: "quiet" }, "null");
  return name(typeof value === "object" ? JSON.stringify(value) : String(value));
}
