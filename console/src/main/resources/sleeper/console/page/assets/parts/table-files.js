// The files of a table, with the keys that each was cut for.

import { get, withQuery } from "../lib/api.js";
import { h, name } from "../lib/dom.js";
import { bytes, count, range } from "../lib/format.js";
import { newest } from "../lib/newest.js";
import { query } from "../lib/router.js";
import { say } from "../lib/say.js";
import { jobLink, loading, section, table } from "./basic.js";
import { pager } from "./pager.js";

const PAGE = 100;

export function begin(place) {
  const fields = place.description.schema.rowKeyFields.map((each) => each.name);
  let found = null;
  let waits = true;

  const draw = () => place.draw(drawn(place.path, fields, found, waits));

  const renew = newest(
    async () => {
      const { leaf, after } = Object.fromEntries(query());
      const { files, next } = await get(withQuery(`${place.path}/files`, { leaf, after, last: PAGE }), place.signal);
      return { files, next, leaf, after };
    },
    (part) => {
      const isAnswer = waits;
      found = part;
      waits = false;
      draw();
      if (isAnswer) say(`${count(part.files.length, "file")}${part.next === undefined ? "" : ", and there are more"}`);
    },
    place.fail,
  );

  /** What was there stays until the next part is, so that the focus does. */
  function onQuery() {
    waits = true;
    if (found) draw();
    renew();
  }

  renew();
  return { renew, onQuery };
}

function drawn(path, fields, { files, next, leaf, after }, waits) {
  const further = (from) => withQuery(path, { view: "files", leaf, after: from });
  const rows = files.map((file) => ({
    key: file.file,
    cells: [name(file.file), name(range(file.region, fields)), count(file.rows), bytes(file.bytes), jobLink(file.job)],
  }));
  return section(
    leaf ? ["Files of partition ", name(leaf)] : "Files",
    "files",
    leaf ? h("p", { key: "all" }, h("a", { href: `${path}?view=files` }, "Files of all partitions")) : null,
    h("div", { key: "list" }, table("Files", ["File", { words: ["Keys: ", name(fields.join(", "))] }, "#Rows", "#Size", "Job"], rows, "No files.")),
    pager("Further files", [
      ["First", after ? further(undefined) : null],
      ["More", next === undefined ? null : further(next)],
    ]),
    waits ? loading() : null,
  );
}
