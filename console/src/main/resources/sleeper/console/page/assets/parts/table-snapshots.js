// The snapshots of a table's Iceberg view, which other engines read.

import { get } from "../lib/api.js";
import { h, name } from "../lib/dom.js";
import { count } from "../lib/format.js";
import { newest } from "../lib/newest.js";
import { at, jobLink, section, table } from "./basic.js";

const MOST = 200;
const MOST_JOBS = 10;
const NONE = "No snapshot yet: the first load makes one.";

export function begin(place) {
  const renew = newest(
    () => get(`${place.path}/snapshots`, place.signal),
    ({ snapshots }) => place.draw(drawn(snapshots)),
    place.fail,
  );
  renew();
  return { renew };
}

/** @param snapshots the oldest first */
function drawn(snapshots) {
  const rows = snapshots.slice(-MOST).reverse().map(({ id, at: published, summary }) => ({
    key: id,
    cells: [name(id), name(summary["sleeper.slot"]), at(published), rowsOf(summary["added-records"]), rowsOf(summary["total-records"]), jobs(summary["sleeper.attempts"])],
  }));
  const more = snapshots.length - rows.length;
  return section(
    "Snapshots of the Iceberg view",
    "snapshots",
    table("Snapshots, the latest first", ["Snapshot", "#Slot", "Published", "#Rows added", "#Rows in all", "Job"], rows, NONE),
    more > 0 ? h("p", { class: "quiet" }, `and ${count(more)} older ones.`) : null,
  );
}

function rowsOf(text) {
  return text === undefined ? "" : count(Number(text));
}

/** @param attempts names such as orders-a1, parted by commas; a slot may hold the commits of several jobs */
function jobs(attempts = "") {
  const ids = attempts.split(",").filter(Boolean).map((attempt) => attempt.replace(/-a\d+$/, ""));
  if (ids.length < 2) return ids.map(jobLink);
  const more = ids.length - MOST_JOBS;
  return h("ul", { class: "bare" }, ids.slice(0, MOST_JOBS).map((id) => h("li", {}, jobLink(id))), more > 0 ? h("li", { class: "quiet" }, `and ${count(more)} more`) : null);
}
