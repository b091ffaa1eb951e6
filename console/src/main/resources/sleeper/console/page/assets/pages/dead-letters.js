// Messages that could not be acted on, each with the reason; sent again or deleted.

import { post } from "../lib/api.js";
import { h, name } from "../lib/dom.js";
import { count, cut } from "../lib/format.js";
import { noneTakesThem } from "../lib/place.js";
import { say } from "../lib/say.js";
import { json, loading, table } from "../parts/basic.js";
import { confirm } from "../parts/confirm.js";

const HEADING = "Dead letters";
const MOST_OF_A_BODY = 120;

export function open(stage) {
  let letters = null;
  let note = null;
  let isSending = false;
  const chosen = new Set();
  /** Those whose whole body is shown; it may have 256 KiB. */
  const opened = new Set();

  function draw() {
    stage.draw(
      HEADING,
      h("p", { class: "quiet", key: "what" }, "A message that names no job that could be started lies here until somebody sends it again or deletes it."),
      note ? h("p", { class: "notice", key: "note" }, name(note)) : null,
      letters === null ? loading() : [buttons(), list()],
    );
  }

  function buttons() {
    if (letters.length === 0) return null;
    const words = isSending ? "Sending …" : chosen.size === 0 ? "none chosen" : `${count(chosen.size)} chosen`;
    const disabled = chosen.size === 0 || isSending;
    return h(
      "div",
      { class: "buttons", key: "buttons" },
      h("button", { type: "button", class: "main", disabled, onclick: redrive }, "Send again"),
      h("button", { type: "button", class: "danger", disabled, onclick: remove }, "Delete"),
      h("span", { class: "quiet" }, words),
    );
  }

  function list() {
    const rows = letters.map((letter) => {
      const id = letter.messageId;
      const choose = (event) => toggle(chosen, id, event.target.checked);
      return {
        key: id,
        cells: [
          h("input", { type: "checkbox", checked: chosen.has(id), "aria-label": `Choose message ${id}`, onchange: choose }),
          h("span", { class: "mono" }, name(id)),
          name(letter.queue),
          name(letter.reason ?? ""),
          body(letter),
        ],
      };
    });
    return h("div", { key: "list" }, table("Dead letters", ["Choose", "Message", "Queue", "Reason", "Body"], rows, "No dead letters."));
  }

  function body({ messageId: id, body: whole = "", masked }) {
    return h(
      "details",
      { ontoggle: ({ target }) => toggle(opened, id, target.open) },
      h("summary", {}, h("span", { class: "unseen" }, `Body of message ${id}: `), h("code", {}, name(cut(whole.slice(0, 2 * MOST_OF_A_BODY), MOST_OF_A_BODY)))),
      opened.has(id) ? [json(whole, `Whole body of message ${id}`), masked ? h("p", { class: "quiet" }, "*** stands for what may be a secret.") : null] : null,
    );
  }

  function toggle(set, id, isIn) {
    if (set.has(id) === isIn) return;
    if (isIn) set.add(id);
    else set.delete(id);
    draw();
  }

  async function act(action, told) {
    const messageIds = [...chosen];
    isSending = true;
    draw();
    try {
      const reply = await post(`/dead-letters/${action}`, { messageIds });
      note = told(reply);
      chosen.clear();
    } catch (found) {
      note = found.message;
    }
    isSending = false;
    say(note);
    draw();
    // Until the stream looks by itself, what was acted on would stand here for seconds more.
    if (stage.isShown) follow();
  }

  async function redrive() {
    const yes = await confirm({ title: "Send again message", named: [...chosen], yes: "Send again", words: "Each goes to its queue again, as it is. What was wrong with it should be mended before." });
    if (yes) await act("redrive", wasSent);
  }

  async function remove() {
    const yes = await confirm({ title: "Delete message", named: [...chosen], yes: "Delete", danger: true, words: "What is deleted is gone: no job will come of it." });
    if (yes) await act("delete", ({ deleted = [] }) => `${count(deleted.length, "message")} deleted.`);
  }

  /** Reads the letters, at once, and from then on as they change. */
  function follow() {
    stage.follow("/dead-letters", HEADING, (json) => {
      letters = json.deadLetters;
      const there = new Set(letters.map((letter) => letter.messageId));
      for (const set of [chosen, opened]) for (const id of set) if (!there.has(id)) set.delete(id);
      draw();
    });
  }

  draw();
  follow();
}

function wasSent({ redriven = [], kept = [], stillThere = [] }) {
  const isServed = redriven.every((sent) => sent.servicesRunning !== false);
  const words = [`${count(redriven.length, "message")} sent again.${noneTakesThem(isServed)}`];
  if (kept.length > 0) words.push(`${count(kept.length)} kept: nothing could be made of them.`);
  if (stillThere.length > 0) words.push(`${count(stillThere.length)} sent again, and still there.`);
  return words.join(" ");
}
