// The partitions of a table, drawn over the key space, and the same in words.

import { get } from "../lib/api.js";
import { h, name } from "../lib/dom.js";
import { bytes, count, percent, range } from "../lib/format.js";
import { newest } from "../lib/newest.js";
import { section, table } from "./basic.js";
import "./key-space.js";

const HEAVIEST = 12;

export function begin(place) {
  const renew = newest(
    () => get(`${place.path}/map`, place.signal),
    (map) => place.draw(drawn(map, place.path)),
    place.fail,
  );
  renew();
  return { renew };
}

function drawn(map, path) {
  const heaviest = [...map.leaves].sort((a, b) => b.rows - a.rows).slice(0, HEAVIEST);
  return [
    section(
      "Rows over the key space",
      "space",
      h("p", { key: "summary" }, summary(map)),
      h("key-space", { key: "bars", data: map }),
    ),
    section(
      map.leaves.length > HEAVIEST ? `The ${HEAVIEST} largest partitions` : "Partitions, the largest first",
      "heaviest",
      table(
        "Largest partitions",
        ["Partition", { words: ["Keys: ", name(map.fields.join(", "))] }, "#Files", "#Rows", "#Size", "#Share", "#× mean"],
        heaviest.map((leaf) => ({
          key: leaf.id,
          cells: [
            h("a", { href: `${path}?view=files&leaf=${encodeURIComponent(leaf.id)}` }, name(leaf.id)),
            name(range(leaf.region, map.fields)),
            count(leaf.files),
            count(leaf.rows),
            bytes(leaf.bytes),
            percent(leaf.share),
            map.meanRows > 0 ? (leaf.rows / map.meanRows).toFixed(1) : "",
          ],
        })),
      ),
    ),
  ];
}

/** The picture in words. */
function summary(map) {
  if (!map.rows) return `${count(map.leaves.length, "partition")}, no rows.`;
  const heavy = map.leaves.filter((leaf) => leaf.rows > 2 * map.meanRows).length;
  return [
    `${count(map.rows, "row")} in ${count(map.leaves.length, "partition")}, ${count(Math.round(map.meanRows))} on average.`,
    `The largest, ${map.most}, has ${(map.mostToMean ?? 0).toFixed(1)} × the mean;`,
    heavy > 0 ? `${count(heavy)} ${heavy === 1 ? "has" : "have"} more than twice the mean (marked ▼);` : "none has more than twice the mean;",
    `${map.emptyLeaves > 0 ? count(map.emptyLeaves) : "none"} ${map.emptyLeaves === 1 ? "is" : "are"} empty. The dashed line is the mean.`,
  ].join(" ");
}
