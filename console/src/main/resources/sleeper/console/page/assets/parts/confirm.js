// Asks before something is done that cannot be taken back, in words that name it.

import { h, name } from "../lib/dom.js";

/**
 * @param title what will be done, such as "Abort job"
 * @param named the things that it is done to
 * @param words what follows from it
 * @param yes   the button's word
 * @returns whether it was confirmed
 */
export function confirm({ title, named, words, yes, danger = false }) {
  return new Promise((settle) => {
    const done = (answer) => {
      dialog.close();
      dialog.remove();
      // The button that opened it may be gone by now, or disabled: then nothing has the focus.
      if (document.activeElement === document.body) document.querySelector("#main h1").focus({ preventScroll: true });
      settle(answer);
    };
    const dialog = h(
      "dialog",
      { "aria-labelledby": "confirm-title", "aria-describedby": "confirm-words", class: "confirm" },
      h("h2", { id: "confirm-title" }, title, " ", named.length === 1 ? name(named[0]) : `${named.length} of them`, "?"),
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
    document.body.append(dialog);
    dialog.showModal();
  });
}
