// The form of a job document: the usual fields, for those who do not write JSON.

import { h } from "../lib/dom.js";
import { field } from "./basic.js";

const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);
const isLine = (value) => typeof value === "string" && value !== "" && value === value.trim() && !value.includes("\n");
const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

/**
 * How a box's text and a document's value are made of each other. `read` gives null for a value that a box cannot show whole, and
 * `write` undefined where a text says as much as no field at all.
 */
const TEXT = {
  read: (value = "") => (typeof value === "string" && !value.includes("\n") ? value : null),
  write: (text) => text.trim() || undefined,
};
const CHOICE = { read: TEXT.read, write: (text) => text };
const LINES = {
  read: (value = []) => (Array.isArray(value) && value.every(isLine) ? value.join("\n") : null),
  write: lines,
};
const PAIRS = {
  read: (value = {}) => {
    const isPair = ([key, each]) => isLine(key) && !key.includes("=") && (each === "" || isLine(each));
    if (!isObject(value) || !Object.entries(value).every(isPair)) return null;
    return Object.entries(value).map(([key, each]) => `${key}=${each}`).join("\n");
  },
  write: (text) => {
    const pairs = lines(text).map((line) => {
      const at = line.indexOf("=");
      return at === -1 ? [line, ""] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    });
    return pairs.length > 0 ? Object.fromEntries(pairs) : undefined;
  },
};

const FIELDS = [
  { key: "id", id: "f-id", label: "Job id (optional)", as: TEXT },
  { key: "tableName", id: "f-table", label: "Table", as: CHOICE },
  { key: "files", id: "f-files", label: "Files and directories, bucket/key, one a line", as: LINES },
  { key: "platformSpec", id: "f-spec", label: "Properties of this job, name=value, one a line", as: PAIRS },
  { key: "sparkConf", id: "f-conf", label: "Properties of Spark, name=value, one a line", as: PAIRS },
];

/** Texts of the form for a document, by field; null for a value that stands in the text alone. */
export function fromDocument(document) {
  return Object.fromEntries(FIELDS.map(({ key, as }) => [key, as.read(document[key])]));
}

/** The document with one field as somebody wrote it in the form; all others stay as they are. */
export function withField(document, key, text) {
  const { [key]: _, ...others } = document;
  const value = FIELDS.find((each) => each.key === key).as.write(text);
  if (value === undefined) return others;
  return key in document ? { ...document, [key]: value } : { ...others, [key]: value };
}

/**
 * @param texts  of the fields, as they were written; null if the document's text is no document now
 * @param tables names of tables
 * @param change called with a field's name and what somebody writes in it
 */
export function jobForm(texts, tables, change) {
  if (texts === null) return h("p", { class: "notice", key: "form" }, "The text is no JSON object now; the form is there again when it is.");
  return h(
    "div",
    { class: "form-grid", key: "form" },
    FIELDS.map((each) => {
      const text = texts[each.key];
      if (text === null) return h("div", { class: "field", key: each.key }, h("p", {}, each.label), h("p", { class: "hint" }, "Edit this value in the document."));
      const changed = (event) => change(each.key, event.target.value);
      return h("div", { key: each.key }, field(each.label, each.as === CHOICE ? choice(each.id, text, tables, changed) : box(each, text, changed)));
    }),
  );
}

function box({ id, as }, text, changed) {
  if (as === TEXT) return h("input", { id, value: text, autocomplete: "off", spellcheck: "false", oninput: changed });
  return h("textarea", { id, value: text, spellcheck: "false", oninput: changed });
}

function choice(id, text, tables, changed) {
  const known = tables.includes(text) || text === "" ? tables : [text, ...tables];
  return h(
    "select",
    { id, onchange: changed },
    h("option", { value: "", selected: text === "" }, "choose"),
    known.map((each) => h("option", { value: each, selected: each === text }, each)),
  );
}
