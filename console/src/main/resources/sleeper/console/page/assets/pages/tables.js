// The tables, with their sizes.

import { h } from "../lib/dom.js";
import { bytes, count } from "../lib/format.js";
import { loading, table, tableLink } from "../parts/basic.js";

const HEADING = "Tables";

export function open(stage) {
  stage.draw(HEADING, loading());
  stage.follow("/tables", HEADING, ({ tables }) => {
    const rows = tables.map((each) => ({
      key: each.table,
      cells: [tableLink(each.table), count(each.partitions), count(each.files), count(each.rows), bytes(each.bytes)],
    }));
    stage.draw(HEADING, h("div", { key: "list" }, table("Tables", ["Table", "#Partitions", "#Files", "#Rows", "#Size"], rows, "No tables yet. ./sleeper table create makes one, and ./sleeper demo one with rows in it.")));
  });
}
