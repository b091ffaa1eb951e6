// A table: its views, each with an address of its own.

import { Problem } from "../lib/api.js";
import { h, name } from "../lib/dom.js";
import { bytes, count } from "../lib/format.js";
import { doesNotAnswer } from "../lib/place.js";
import { address, query } from "../lib/router.js";
import { say } from "../lib/say.js";
import { facts, loading, problem, section, table, views } from "../parts/basic.js";
import { typeWords } from "../parts/field-type.js";

const VIEWS = [
  ["map", "Partitions", () => import("../parts/table-map.js")],
  ["files", "Files", () => import("../parts/table-files.js")],
  ["commits", "Commits", () => import("../parts/table-commits.js")],
  ["snapshots", "Snapshots", () => import("../parts/table-snapshots.js")],
  ["rows", "Rows", () => import("../parts/table-rows.js")],
  ["split", "Split preview", () => import("../parts/table-split.js")],
  ["schema", "Schema", null],
];

export function open(stage) {
  const of = stage.names.table;
  const path = address("tables", of);
  const heading = {
    text: `Table ${of}`,
    node: ["Table ", name(of)],
    get title() {
      return `Table ${of}: ${wordsOf(current())}`;
    },
  };
  let description = null;
  let part = null;
  /** The view that is open, `{word, ends}`: each time that one is opened it is another, though it may be of the same word. */
  let opened = null;
  let body = loading();
  /** Whether the view was not answered: then it is opened again when the server is back. */
  let isLost = false;

  function draw() {
    if (description === null) {
      stage.draw(heading, loading());
      return;
    }
    stage.draw(
      heading,
      h("div", { class: "job-head", key: "head" }, head(description)),
      views("Views of the table", VIEWS.map(([word, words]) => ({ href: `${path}?view=${word}`, words, isHere: word === current() }))),
      h("div", { key: `view-${current()}` }, current() === "schema" ? schema(description) : body),
    );
  }

  const current = () => {
    const asked = query().get("view");
    return VIEWS.some(([word]) => word === asked) ? asked : "map";
  };

  const wordsOf = (view) => VIEWS.find(([word]) => word === view)[1];

  /** What a view gets: where the table is, its description, and how it is drawn; once it was left it draws no more. */
  function placeOf(mine) {
    const place = {
      path,
      get description() {
        return description;
      },
      signal: mine.ends.signal,
      draw: (...parts) => {
        if (mine !== opened) return;
        body = parts;
        draw();
      },
      fail: (found) => {
        if (mine !== opened) return;
        if (found.isGone) isLost = true;
        if (stage.passes(found)) return;
        place.draw(found instanceof Problem ? problem(found) : stage.fault(found));
      },
    };
    return place;
  }

  async function openView() {
    leaveView();
    const mine = { word: current(), ends: new AbortController() };
    opened = mine;
    part = null;
    isLost = false;
    body = loading();
    draw();
    const load = VIEWS.find(([word]) => word === mine.word)[2];
    if (!load) return;
    const place = placeOf(mine);
    try {
      const code = await codeOf(load, place);
      if (!code || mine !== opened || !stage.isShown) return;
      part = code.begin(place);
    } catch (cause) {
      place.fail(cause);
    }
  }

  function leaveView() {
    opened?.ends.abort();
  }

  /** @returns a view's module; undefined if it could not be fetched */
  async function codeOf(load, place) {
    try {
      return await load();
    } catch (cause) {
      if (!(cause instanceof TypeError)) throw cause;
      place.fail(new Problem(0, { code: "UNREACHABLE", message: doesNotAnswer() }));
      return undefined;
    }
  }

  stage.onLeave(leaveView);

  stage.onBack(() => {
    if (description === null) return;
    if (isLost) openView();
    else part?.renew?.();
  });

  stage.onQuery = () => {
    if (description === null) return;
    if (current() !== opened?.word) {
      say(wordsOf(current()));
      openView();
    } else if (part?.onQuery) part.onQuery();
    else draw();
  };

  draw();
  // The views ask for the leaves, of which there may be many, as they need them.
  stage.follow(`${path}?last=0`, heading, (json) => {
    const isFirst = description === null;
    description = json;
    draw();
    if (isFirst) openView();
    else if (part?.changed) part.changed();
    else part?.renew?.();
  });
}

function head(description) {
  return facts([
    ["partitions", count(description.partitions)],
    ["files", count(description.files)],
    ["rows", count(description.rows)],
    ["size", bytes(description.bytes)],
    ["slot", description.slot],
    ["not in view", description.notInIcebergView?.length > 0 ? name(description.notInIcebergView.map(({ column, reason }) => `${column}: ${reason}`).join(", ")) : null],
  ]);
}

function schema({ schema: { rowKeyFields, sortKeyFields, valueFields }, properties, incarnation }) {
  const rows = [
    ...rowKeyFields.map((field) => [field, "row key"]),
    ...sortKeyFields.map((field) => [field, "sort key"]),
    ...valueFields.map((field) => [field, "value"]),
  ].map(([field, role]) => [name(field.name), name(typeWords(field.type)), role, field.nullable ? "may be null" : ""]);
  return [
    section("Fields", "fields", table("Fields", ["Field", "Type", "Role", "Null"], rows)),
    section("Properties", "properties", facts([["incarnation", incarnation], ...Object.entries(properties ?? {}).map(([key, value]) => [name(key), name(value)])])),
  ];
}
