// What the doctor finds, and what to mend. He looks when he is asked: he starts programs to do it.

import { get } from "../lib/api.js";
import { h, name } from "../lib/dom.js";
import { reader } from "../lib/reader.js";
import { say } from "../lib/say.js";
import { loading, problem, status, table } from "../parts/basic.js";

const HEADING = "Doctor";

export function open(stage) {
  let found = null;
  let failed = null;
  let isLooking = false;

  const looks = reader(stage, (signal) => get("/doctor", signal), {
    taken: (json) => {
      found = json;
      failed = null;
      isLooking = false;
      draw();
      say(verdict(json));
    },
    failed: (why) => {
      failed = why;
      isLooking = false;
      draw();
    },
  });

  function look() {
    isLooking = true;
    draw();
    looks.renew();
  }

  function draw() {
    stage.draw(
      HEADING,
      failed ? problem(failed) : found ? h("p", { class: `notice${found.ok ? "" : " bad-edge"}`, key: "ok" }, `${found.ok ? "✓" : "✕"} ${verdict(found)}`) : null,
      h("div", { class: "buttons", key: "again" }, h("button", { type: "button", onclick: look }, "Look again")),
      isLooking ? loading() : null,
      found ? h("div", { key: "list" }, list(found.checks)) : null,
    );
  }

  stage.onBack(() => (isLooking ? look() : undefined));
  look();
}

function verdict({ ok }) {
  return ok ? "Nothing keeps jobs from running." : "Fix the errors below before jobs can run.";
}

function list(checks) {
  const rows = checks.map((check) => ({
    key: check.name,
    class: check.state === "ok" ? null : "bad-row",
    cells: [name(check.name), status(check.state), name(check.found ?? ""), name(check.advice ?? "")],
  }));
  return table("Checks", ["Check", "State", "Found", "What to do"], rows);
}
