// The rows of a key, or of a range of keys, with what was skipped to find them.

import { get, withQuery } from "../lib/api.js";
import { h, name } from "../lib/dom.js";
import { count } from "../lib/format.js";
import { query, setQuery } from "../lib/router.js";
import { askedView } from "./asked-view.js";
import { faults, field, problem, section, table } from "./basic.js";

const LAST = 100;
/** The least values of types of row keys, as the API takes them; of texts and bytes it is nothing. */
const LEAST = { int: "-2147483648", long: "-9223372036854775808" };
const TO = "up to, exclusive";
/** Where a fault of a bound is, as the API says it. */
const OF_A_BOUND = /^()parameter (key|to)\b/;

export function begin(place) {
  const fields = place.description.schema.rowKeyFields;
  const names = fields.map((each) => each.name);
  return askedView(place, {
    ask: () => get(`${place.path}/rows?${asked(fields)}`, place.signal),
    answer: (found) => answer(found, isOfEmptyKey(fields), place.description.table),
    told: ({ rows, complete }) => `${count(rows.length, "row")}${complete ? "" : ", the first of more"}`,
    refusal: (why) => refusal(why, names),
    drawn: (answered) => section("Rows of a key range", "rows", form(place.path, fields, names), answered),
  });
}

/** The query that is asked for the bounds of the address. Where only the upper one is given, the lower one is the least that there is. */
function asked(fields) {
  const { key, to } = Object.fromEntries(query());
  const from = key || (to ? leastKey(fields, to) : isOfEmptyKey(fields) ? "" : null);
  const all = new URLSearchParams();
  if (from !== null) all.set("key", from);
  if (to) all.set("to", to);
  all.set("last", LAST);
  return all;
}

/** The least value of each row key that a bound has a value of. */
function leastKey(fields, bound) {
  const parts = Math.min(fields.length, bound.split(",").length);
  return fields.slice(0, parts).map(({ type }) => LEAST[type] ?? "").join(",");
}

function mayBeEmpty([first]) {
  return LEAST[first.type] === undefined;
}

/** An address may ask for the empty key alone, which the form cannot: its empty boxes ask for all rows. */
function isOfEmptyKey(fields) {
  return mayBeEmpty(fields) && query().get("key") === "" && !query().get("to");
}

function form(path, fields, names) {
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
      field([name(names.join(", ")), " from"], box("key")),
      field(`${TO} (empty: this key alone)`, box("to")),
      h("button", { class: "main" }, "Read"),
    ),
    h(
      "p",
      { class: "hint", key: "hint" },
      `${many}With the second box alone, rows from the least key on; with none, the first rows of all.`,
      mayBeEmpty(fields) ? [" ", h("a", { href: `${path}?view=rows&key=` }, "Rows of the empty key")] : null,
    ),
  ];
}

/** A refusal names parameters of the API; whoever reads it here has filled in boxes. */
function refusal(why, names) {
  if (!why.faults?.some(({ where }) => OF_A_BOUND.test(where))) return problem(why);
  const boxes = { key: `box '${names.join(", ")} from'`, to: `box '${TO}'` };
  const told = (text, pattern) => text?.replace(pattern, (_, before, parameter) => before + boxes[parameter]);
  const all = why.faults.map((each) => ({
    ...each,
    where: told(each.where, OF_A_BOUND),
    allowed: told(each.allowed, /^(\d+, as )parameter (key|to)(?= has$)/),
    action: told(each.action, /^(Name a bound for each value of )parameter (key|to)/),
  }));
  return h("div", { class: "notice bad-edge", key: "problem" }, faults(all));
}

function answer({ rows, skipped, complete }, isEmptyKey, of) {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = rows.map((row) => columns.map((column) => cell(row[column])));
  return [
    h("p", { class: "bar" }, `${count(rows.length, "row")}${isEmptyKey ? " of the empty key" : ""}${complete ? "" : `, the first of more`}.`, skipped ? h("span", { class: "quiet" }, name(skipped)) : null),
    table("Rows", columns.map((column) => ({ words: name(column) })), cells, none(of)),
  ];
}

function none(of) {
  if (query().get("to")) return "No rows in this range.";
  return query().has("key") ? "No rows of this key." : ["The table has no rows yet. A ", h("a", { href: withQuery("/new", { table: of }) }, "new job"), " loads some."];
}

/** What is no text is told from texts by its sign, not by colour alone. */
function cell(value) {
  if (value === null || value === undefined) return h("span", { class: "quiet", title: "no value" }, "∅ null");
  if (value === "") return h("span", { class: "quiet", title: "a text without letters" }, "∅ empty");
  return name(typeof value === "object" ? JSON.stringify(value) : String(value));
}
