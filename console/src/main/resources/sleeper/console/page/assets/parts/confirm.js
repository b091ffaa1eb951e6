// Asks before something is done that cannot be taken back, in words that name it.

import { h, name } from "../lib/dom.js";

/** Leaves the dialog that is open; null if none is. */
let leave = null;

/** Closes the dialog that is open, as if it had been left: the page that asked is gone. */
export function dismiss() {
  leave?.();
}

/**
 * @param question the whole of it, such as "Delete 3 messages?"; a text, or a list of texts and nodes
 * @param named    the things that it is done to, listed where there are several
 * @param words    what follows from it
 * @param yes      the button's word
 * @returns whether it was confirmed
 */
export function confirm({ question, named = [], words, yes, danger = false }) {
  return new Promise((settle) => {
    const done = (answer) => {
      leave = null;
      dialog.close();
      dialog.remove();
      // The button that opened it may be gone by now, or disabled: then nothing has the focus.
      if (document.activeElement === document.body) document.querySelector("#main h1").focus({ preventScroll: true });
      settle(answer);
    };
    const dialog = h(
      "dialog",
      { "aria-labelledby": "confirm-title", "aria-describedby": "confirm-words", class: "confirm" },
      h("h2", { id: "confirm-title" }, question),
      named.length > 1 ? h("ul", { class: "named", tabindex: "0" }, named.map((each) => h("li", {}, name(each)))) : null,
      h("p", { id: "confirm-words" }, words),
      h(
        "div",
        { class: "buttons" },
        h("button", { type: "button", onclick: () => done(false) }, "Leave it"),
        h("button", { type: "button", class: danger ? "danger" : "main", onclick: () => done(true) }, yes),
      ),
    );
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      done(false);
    });
    leave = () => done(false);
    document.body.append(dialog);
    dialog.showModal();
  });
}
