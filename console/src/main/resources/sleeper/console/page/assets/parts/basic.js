// What many pages show: statuses, faults, lists of facts, tables, JSON.

import { h, name, passage, seen } from "../lib/dom.js";
import { address } from "../lib/router.js";
import { time } from "../lib/format.js";
import { parse } from "../lib/json.js";

/** A sign and a class for each word that a job, an execution, a state, a check or a file may be in; colour is never the only difference. */
const SIGNS = {
  ACCEPTED: ["◌", "wait"],
  RUNNING: ["▶", "run"],
  COMMITTED: ["✓", "good"],
  REJECTED: ["⊘", "bad"],
  FAILED: ["✕", "bad"],
  ABORTED: ["■", "stop"],
  SUCCEEDED: ["✓", "good"],
  TIMED_OUT: ["⧖", "bad"],
  ok: ["✓", "good"],
  warning: ["!", "warn"],
  error: ["✕", "bad"],
  loaded: ["✓", "good"],
  fault: ["✕", "bad"],
};

export function status(word) {
  const [glyph, kind] = SIGNS[word] ?? ["·", "plain"];
  return h("span", { class: `status status-${kind}` }, h("span", { "aria-hidden": "true", class: "glyph" }, glyph), h("span", {}, word));
}

export function jobLink(id) {
  return h("a", { href: address("jobs", id) }, name(id));
}

export function tableLink(table) {
  return table ? h("a", { href: address("tables", table) }, name(table)) : "";
}

/** A time, with the exact instant in it. */
export function at(instant) {
  return instant ? h("time", { datetime: instant, title: instant }, time(instant)) : "";
}

/** Pairs of a word and what it means here; pairs with nothing are left out. */
export function facts(pairs) {
  const there = pairs.filter(([, value]) => value !== undefined && value !== null && value !== "" && value !== false);
  return h("dl", { class: "facts" }, there.map(([word, value]) => h("div", {}, h("dt", {}, word), h("dd", {}, value))));
}

/**
 * A table that scrolls by itself where it is too wide.
 *
 * @param caption what it lists
 * @param columns words of ours, of which a # at the beginning means numbers; or `{words, number}`, with `name` for what others named
 * @param rows    lists of cells, or `{key, cells, class}`
 */
export function table(caption, columns, rows, none = "None.") {
  if (rows.length === 0) return h("p", { class: "quiet" }, none);
  const given = columns.map((column) => (typeof column === "string" ? { words: column.replace(/^#/, ""), number: column.startsWith("#") } : column));
  const kinds = given.map(({ number }) => (number ? "number" : null));
  const head = given.map(({ words }, i) => h("th", { scope: "col", class: kinds[i] }, words));
  const body = rows.map((row) => {
    const { key, cells, class: kind } = Array.isArray(row) ? { cells: row } : row;
    return h("tr", { key, class: kind }, cells.map((cell, i) => h("td", { class: kinds[i] }, cell)));
  });
  return h(
    "div",
    { class: "scroll", tabindex: "0", role: "group", "aria-label": caption },
    h("table", {}, h("caption", { class: "unseen" }, caption), h("thead", {}, h("tr", {}, head)), h("tbody", {}, body)),
  );
}

/** A fault: what, where, what is allowed, what to do. */
export function fault(found, extra) {
  return h(
    "li",
    { class: "fault" },
    h("p", {}, h("span", { class: "glyph bad", "aria-hidden": "true" }, "✕ "), h("code", { class: "code" }, found.code), " at ", name(found.where ?? ""), extra),
    h(
      "dl",
      { class: "facts" },
      found.found ? h("div", {}, h("dt", {}, "found"), h("dd", {}, passage(found.found))) : null,
      found.allowed ? h("div", {}, h("dt", {}, "allowed"), h("dd", {}, passage(found.allowed))) : null,
      found.action ? h("div", {}, h("dt", {}, "next step"), h("dd", {}, passage(found.action))) : null,
    ),
  );
}

export function faults(list, extra = () => null) {
  return h("ul", { class: "faults" }, list.map((each) => fault(each, extra(each))));
}

/** What the server said in place of a value. */
export function problem(found) {
  return h(
    "div",
    { class: "notice bad-edge", key: "problem" },
    h("div", {}, h("span", { class: "glyph bad", "aria-hidden": "true" }, "✕ "), passage(found.message)),
    found.faults?.length > 1 ? faults(found.faults) : null,
  );
}

/** A text of any length, with its lines. */
export function text(value, label) {
  return h("pre", { class: "text", tabindex: "0", role: "group", "aria-label": label }, seen(String(value ?? "")));
}

/** JSON, laid out; what is no JSON is shown as it is. */
export function json(value, label) {
  let shown = value;
  if (typeof value === "string") {
    try {
      shown = JSON.stringify(parse(value), null, 2);
    } catch {
      shown = value;
    }
  } else {
    shown = JSON.stringify(value, null, 2);
  }
  return text(shown, label);
}

export function section(title, key, ...parts) {
  return h("section", { key, "aria-labelledby": `t-${key}` }, h("h2", { id: `t-${key}`, tabindex: "-1" }, title), parts);
}

/** Links that switch between the views of a page. */
export function views(label, entries) {
  return h(
    "nav",
    { class: "views", "aria-label": label, key: "views" },
    h("ul", {}, entries.map(({ href, words, isHere }) => h("li", {}, h("a", { href, "aria-current": isHere ? "page" : null }, words)))),
  );
}

export function field(label, control, hint) {
  const id = control.id;
  return h("div", { class: "field" }, h("label", { for: id }, label), control, hint ? h("p", { class: "hint", id: `${id}-hint` }, hint) : null);
}

export function loading() {
  return h("p", { class: "quiet", key: "loading" }, "Loading …");
}
