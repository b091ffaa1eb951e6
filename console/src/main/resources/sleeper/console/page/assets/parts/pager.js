// Links to further parts of a list that is shown a part at a time.

import { h } from "../lib/dom.js";
import { query } from "../lib/router.js";

/**
 * @param label what they lead to, such as "Further jobs"
 * @param links pairs of words and an address; of what is not there, the address is null
 */
export function pager(label, links) {
  const there = links.filter(([, href]) => href !== null);
  if (there.length === 0) return null;
  return h(
    "nav",
    { class: "pager", "aria-label": label, key: "pager" },
    there.map(([words, href]) => h("a", { class: "button", href, key: words }, words)),
  );
}

/** The address of this page with the list from another place on; of its beginning, if that is undefined. */
function listAfter(after) {
  const all = query();
  if (after === undefined) all.delete("after");
  else all.set("after", after);
  const text = all.toString();
  return text ? `${location.pathname}?${text}` : location.pathname;
}

/** A list with the latest first: back to them, and on to older ones. */
export function latestAndOlder(label, next) {
  return pager(label, [
    ["Latest", query().has("after") ? listAfter(undefined) : null],
    ["Older", next === undefined ? null : listAfter(next)],
  ]);
}
