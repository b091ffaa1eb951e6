// A button of something that is asked of the server.

import { h, name } from "../lib/dom.js";

/**
 * While it may not be used it does nothing, and keeps the focus, which a disabled button loses.
 *
 * @param kind  `main` or `danger`
 * @param words on it; `of` are words of what it is done to, and the thing's own name, for those who hear the button alone
 * @param isIdle whether it may be used
 */
export function actButton({ key, kind, words, of: [what, named] = [], isIdle, act }) {
  return h(
    "button",
    { type: "button", key, class: isIdle ? kind : null, "aria-disabled": isIdle ? null : "true", onclick: isIdle ? act : null },
    words,
    what ? h("span", { class: "unseen" }, ` ${what} `, name(named)) : null,
  );
}
