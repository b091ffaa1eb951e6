// What stands in for the platforms' resources: tasks, clusters, steps, job runs, Jobs and pods.

import { h, name } from "../lib/dom.js";
import { count } from "../lib/format.js";
import { at, loading, table } from "../parts/basic.js";

const HEADING = "Clusters";
const MOST_ENDED = 100;

export function open(stage) {
  stage.draw(HEADING, loading());
  stage.follow("/clusters", HEADING, ({ resources }) => {
    const ended = resources.filter((each) => each.ended).sort((a, b) => b.since.localeCompare(a.since));
    const shown = [...resources.filter((each) => !each.ended), ...ended.slice(0, MOST_ENDED)];
    const rows = shown.map((each) => ({
      key: `${each.kind} ${each.id}`,
      cells: [each.kind, name(each.id), name(each.name ?? ""), `${each.ended ? "■" : "▶"} ${each.state}`, at(each.since), name(each.asked ?? ""), name(each.given ?? ""), name(each.reason ?? "")],
    }));
    const more = ended.length - MOST_ENDED;
    stage.draw(
      HEADING,
      h("div", { key: "list" }, table("Resources", ["Kind", "Id", "Name", "State", "Since", "Asked for", "Given here", "Reason"], rows, "Nothing runs.")),
      more > 0 ? h("p", { class: "quiet", key: "ended" }, `and ${count(more)} that ended before; ./sleeper clusters --all shows them.`) : null,
    );
  });
}
