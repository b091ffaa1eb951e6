// Executions of a state machine, the latest first.

import { get, withQuery } from "../lib/api.js";
import { h, name } from "../lib/dom.js";
import { count } from "../lib/format.js";
import { address, query, setQuery } from "../lib/router.js";
import { say } from "../lib/say.js";
import { at, field, loading, status, table } from "../parts/basic.js";
import { latestAndOlder } from "../parts/pager.js";
import "../parts/took.js";

const HEADING = "Executions";
const PAGE = 50;
const USUAL = "ingest-job";

export function open(stage) {
  let machines = [];
  let value = null;
  let shownAfter = query().get("after");
  let isOld = true;

  /** What was there stays until its successor comes, so that a reader who is in it keeps the place. */
  function draw() {
    const machine = query().get("machine") ?? USUAL;
    const choices = machines.includes(machine) ? machines : [machine, ...machines];
    stage.draw(
      HEADING,
      h(
        "form",
        { class: "filter", key: "filter", role: "search", "aria-label": "Which executions", onsubmit: (event) => event.preventDefault() },
        field(
          "State machine",
          h(
            "select",
            { id: "machine", onchange: (event) => setQuery({ machine: event.target.value, after: null }) },
            choices.map((each) => h("option", { key: each, value: each, selected: machine === each }, each)),
          ),
        ),
      ),
      isOld ? loading() : null,
      value === null ? null : [list(value.executions), latestAndOlder("Further executions", value.next)],
    );
  }

  function begin() {
    const { machine = USUAL, after = null } = Object.fromEntries(query());
    isOld = true;
    draw();
    stage.follow(
      withQuery("/executions", { machine, after, last: PAGE }),
      HEADING,
      (json) => {
        const isElsewhere = shownAfter !== after;
        const isOther = isOld && value !== null;
        shownAfter = after;
        isOld = false;
        value = json;
        draw();
        if (isElsewhere) stage.toBeginning();
        if (isOther) say(`${count(json.executions.length, "execution")}${json.next === undefined ? "" : ", and there are older ones"}`);
      },
      unanswered,
    );
  }

  async function readMachines() {
    try {
      const json = await get("/machines", stage.abort.signal);
      machines = json.machines.map((each) => each.name);
      draw();
    } catch (found) {
      // Without the list there is still the machine of the address.
      stage.passes(found);
    }
  }

  /** What was asked for before is not shown as the answer to what is asked for now. */
  function unanswered() {
    if (value === null || !isOld) return false;
    value = null;
    isOld = false;
    draw();
    return false;
  }

  stage.onQuery = begin;
  stage.onBack(readMachines);
  begin();
  readMachines();
}

function list(executions) {
  const rows = executions.map((each) => ({
    key: each.executionArn,
    cells: [
      h("a", { href: address("executions", each.executionArn) }, name(each.name)),
      each.machine,
      status(each.status),
      at(each.started),
      h("took-time", { data: { from: each.started, to: each.ended } }),
    ],
  }));
  return h("div", { key: "list" }, table("Executions", ["Execution", "State machine", "Status", "Started", "#Took"], rows, "No executions."));
}
