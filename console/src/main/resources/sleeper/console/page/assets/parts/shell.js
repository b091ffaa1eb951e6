// The frame around every page: its list of pages, and whether the server is there.

import { get } from "../lib/api.js";
import { h, name, show } from "../lib/dom.js";
import { answersAgain, doesNotAnswer, isDeployed, know, mayBeOld } from "../lib/place.js";
import { say } from "../lib/say.js";
import { secret } from "../lib/session.js";

const PAGES = [
  ["/jobs", "Jobs"],
  ["/new", "New job"],
  ["/tables", "Tables"],
  ["/dead-letters", "Dead letters"],
  ["/executions", "Executions"],
  ["/clusters", "Clusters"],
  ["/mails", "Mails"],
  ["/doctor", "Doctor"],
];
/** What stands in for AWS on this machine; of a deployed instance AWS itself has them. */
const OF_THIS_MACHINE = new Set(["/clusters", "/mails"]);

let rail = null;
let place = "/jobs";
let instance = null;
let state = { kind: "unknown" };
let back = () => {};

/** @param isBack called when the server is there again after it was not */
export function frame(shell, isBack) {
  rail = shell.querySelector(".rail");
  back = isBack;
  draw();
}

/** Marks the page that is shown. */
export function mark(path) {
  place = path === "/" ? "/jobs" : path;
  draw();
  if (!instance && secret()) ask();
}

async function ask() {
  const found = await get("/instance").catch(() => null);
  if (found === null) return;
  instance = found;
  know(found);
  draw();
}

/** What the frame tells of the server. */
export const link = {
  state(isUp, seconds) {
    const before = state.kind;
    state = isUp ? { kind: "up" } : { kind: "down", seconds };
    draw();
    if (isUp && before === "down") {
      say(answersAgain());
      ask();
      back();
    }
    if (!isUp && before !== "down") say(doesNotAnswer());
  },
  /** It has just sent something. */
  isThere() {
    if (state.kind !== "up") this.state(true, 0);
  },
  none() {
    state = { kind: "none" };
    instance = null;
    know(null);
    draw();
  },
};

function draw() {
  show(
    rail,
    h("p", { class: "brand" }, h("span", { class: "brand-mark", "aria-hidden": "true" }, "≡"), "Sleeper"),
    h("nav", { "aria-label": "Pages" }, h("ul", {}, PAGES.filter(([href]) => !isDeployed() || !OF_THIS_MACHINE.has(href)).map(entry))),
    h("div", { class: "rail-foot" }, about(), sign()),
    state.kind === "down" ? banner() : null,
  );
}

function entry([href, words]) {
  const isHere = place === href || place.startsWith(`${href}/`);
  return h("li", { key: href }, h("a", { href, "aria-current": isHere ? "page" : null }, words));
}

function about() {
  if (!instance) return null;
  return h("p", { class: "about" }, h("span", { class: "quiet" }, `${instance.kind ?? "instance"} `), name(instance.id ?? instance.place ?? ""));
}

const SIGNS = {
  unknown: ["", ""],
  none: ["○", "no key"],
  up: ["●", "live"],
  down: ["✕", "not connected"],
};

function sign() {
  const [glyph, words] = SIGNS[state.kind];
  return h("p", { class: `sign sign-${state.kind}` }, h("span", { "aria-hidden": "true" }, glyph), ` ${words}`);
}

function banner() {
  const next = state.seconds > 1 ? ` Trying again in ${state.seconds} s.` : "";
  return h("p", { class: "banner" }, `${mayBeOld()}${next}`);
}
