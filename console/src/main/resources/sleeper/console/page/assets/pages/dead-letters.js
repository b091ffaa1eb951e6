// Messages that could not be acted on, each with the reason; sent again or deleted.

import { failureWords, post } from "../lib/api.js";
import { h, name } from "../lib/dom.js";
import { count, cut } from "../lib/format.js";
import { noneTakesThem } from "../lib/place.js";
import { say } from "../lib/say.js";
import { json, loading, table } from "../parts/basic.js";
import { confirm } from "../parts/confirm.js";

const HEADING = "Dead letters";
const MOST_OF_A_BODY = 120;
/** What the API found in place of a letter that it has looked for everywhere; where it could not look everywhere, it says so. */
const GONE = "no dead letter of this id";

export function open(stage) {
  /** Those that are shown: what is listed, and what is chosen or opened and was listed before. */
  let letters = null;
  let listed = new Set();
  /** Whether there may be others than are listed. */
  let isMore = false;
  /** Every letter that was listed on this page: one that was hidden for a moment is not new. */
  const seen = new Set();
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
    const words = isSending ? "Sending …" : chosen.size === 0 ? "none chosen" : `${count(chosen.size)} chosen${notListed([...chosen], ", of which ")}`;
    const disabled = chosen.size === 0 || isSending;
    return h(
      "div",
      { class: "buttons", key: "buttons" },
      h("button", { type: "button", class: "main", disabled, onclick: redrive }, "Send again"),
      h("button", { type: "button", class: "danger", disabled, onclick: remove }, "Delete"),
      h("span", { class: "quiet" }, words),
    );
  }

  /** How many of some letters are not listed now, after some words; empty if all are. */
  function notListed(ids, before) {
    const hidden = ids.filter((id) => !listed.has(id)).length;
    return hidden > 0 ? `${before}${count(hidden)} ${hidden === 1 ? "is" : "are"} not listed now` : "";
  }

  function list() {
    const rows = letters.map((letter) => {
      const id = letter.messageId;
      const choose = (event) => toggle(chosen, id, event.target.checked);
      return {
        key: id,
        cells: [
          h("input", { type: "checkbox", checked: chosen.has(id), "aria-label": `Choose message ${id}`, onchange: choose }),
          [h("span", { class: "mono" }, name(id)), listed.has(id) ? null : h("p", { class: "quiet" }, "not listed now, and not known to be gone")],
          name(letter.queue),
          name(letter.reason ?? ""),
          body(letter),
        ],
      };
    });
    return h(
      "div",
      { key: "list" },
      table("Dead letters", ["Choose", "Message", "Queue", "Reason", "Body"], rows, isMore ? "No dead letter is listed now." : "No dead letters."),
      isMore ? h("p", { class: "quiet" }, "There may be others: they are hidden for a moment while somebody else looks at them, and of very many only some are listed.") : null,
    );
  }

  function body({ messageId: id, body: whole = "", masked }) {
    return h(
      "details",
      { open: opened.has(id), ontoggle: ({ target }) => (target.isConnected ? toggle(opened, id, target.open) : undefined) },
      h("summary", {}, h("span", { class: "unseen" }, `Body of message ${id}: `), h("code", {}, name(cut(whole.slice(0, 2 * MOST_OF_A_BODY), MOST_OF_A_BODY)))),
      opened.has(id) ? [json(whole, `Whole body of message ${id}`), masked ? h("p", { class: "quiet" }, "*** stands for what may be a secret.") : null] : null,
    );
  }

  function toggle(set, id, isIn) {
    if (set.has(id) === isIn) return;
    if (isIn) set.add(id);
    else set.delete(id);
    letters = letters.filter((letter) => listed.has(letter.messageId) || isKept(letter));
    draw();
  }

  /** What somebody has chosen or reads stays, though it is not listed: others who look at a letter hide it for a moment. */
  function isKept({ messageId }) {
    return chosen.has(messageId) || opened.has(messageId);
  }

  async function act(action, messageIds, told) {
    isSending = true;
    draw();
    try {
      const reply = await post(`/dead-letters/${action}`, { messageIds });
      note = told(reply);
      const there = new Set([...(reply.kept ?? []), ...(reply.stillThere ?? [])].map((letter) => letter.messageId));
      forget(messageIds.filter((id) => !there.has(id)));
    } catch (found) {
      note = failureWords(found, "see which letters there still are");
      const gone = new Set((found.faults ?? []).filter((fault) => fault.found === GONE).map((fault) => fault.where));
      forget(messageIds.filter((id) => gone.has(`message ${id}`)));
    }
    isSending = false;
    say(note);
    draw();
    // Until the stream looks by itself, what was acted on would stand here for seconds more.
    if (stage.isShown) follow();
  }

  /** These are gone, as an action has told. */
  function forget(ids) {
    for (const set of [chosen, opened, listed]) for (const id of ids) set.delete(id);
    letters = letters.filter((letter) => !ids.includes(letter.messageId));
  }

  /** Acts on what the dialog names, whatever is chosen or listed by then. */
  async function confirmed(action, told, { question, words, ...dialog }) {
    const ids = [...chosen];
    const hidden = notListed(ids, " Of them ");
    const more = hidden ? `${hidden}: if one is gone, nothing is done, and the page says which.` : "";
    if (await confirm({ ...dialog, question: question(ids), named: ids, words: words + more })) await act(action, ids, told);
  }

  function redrive() {
    return confirmed("redrive", wasSent, { question: (ids) => ["Send ", messages(ids), " again?"], yes: "Send again", words: "Each goes to its queue again, as it is. What was wrong with it should be mended before." });
  }

  function remove() {
    return confirmed("delete", wasDeleted, { question: (ids) => ["Delete ", messages(ids), "?"], yes: "Delete", danger: true, words: "What is deleted is gone: no job will come of it." });
  }

  /** Reads the letters, at once, and from then on as they change. */
  function follow() {
    stage.follow("/dead-letters", HEADING, (json) => {
      const isFirst = letters === null;
      listed = new Set(json.deadLetters.map((letter) => letter.messageId));
      isMore = json.more === true;
      letters = withKept(json.deadLetters);
      draw();
      const fresh = [...listed].filter((id) => !seen.has(id));
      for (const id of fresh) seen.add(id);
      if (fresh.length > 0 && !isFirst) say(count(fresh.length, "new dead letter"));
    });
  }

  /** The letters that are listed, and among them, each where it stood, those that stay. */
  function withKept(now) {
    const all = [...now];
    (letters ?? []).forEach((letter, i, before) => {
      if (listed.has(letter.messageId) || !isKept(letter)) return;
      const above = before[i - 1]?.messageId;
      all.splice(all.findIndex((each) => each.messageId === above) + 1, 0, letter);
    });
    return all;
  }

  draw();
  follow();
}

/** The one by its name, several by their number. */
function messages(ids) {
  return ids.length === 1 ? ["message ", name(ids[0])] : count(ids.length, "message");
}

function wasDeleted({ deleted = [], stillThere = [] }) {
  const words = [`${count(deleted.length, "message")} deleted.`];
  if (stillThere.length > 0) words.push(`${count(stillThere.length)} still there, and still chosen.`);
  return words.join(" ");
}

function wasSent({ redriven = [], kept = [], stillThere = [] }) {
  const isServed = redriven.every((sent) => sent.servicesRunning !== false);
  const words = [`${count(redriven.length, "message")} sent again.${noneTakesThem(isServed)}`];
  if (kept.length > 0) words.push(`${count(kept.length)} kept: nothing could be made of them.`);
  if (stillThere.length > 0) words.push(`${count(stillThere.length)} sent again, and still there: do not send them twice.`);
  return words.join(" ");
}
