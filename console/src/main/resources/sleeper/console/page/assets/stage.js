// What a page gets to show itself: how to draw, follow a value and be told of changes. All of it ends when the page is left.

import { Problem } from "./lib/api.js";
import { h, passage, show } from "./lib/dom.js";
import { say } from "./lib/say.js";
import { follow } from "./lib/stream.js";
import { problem } from "./parts/basic.js";
import { dismiss } from "./parts/confirm.js";
import { link } from "./parts/shell.js";

const NAME = "Sleeper Workflows";
const TROUBLE = ":scope > [key='trouble']";
const MAY_BE_OLD = "What you see may be old:";

export class Stage {
  #main;
  #keyless;
  #moved;
  #ends = [];
  #backs = [];
  #title = "";
  #drawn = false;
  #stream = null;
  /** Whether a value that was followed is shown. */
  #hasValue = false;
  /** What keeps the value that is shown from being renewed; null if nothing does. */
  #trouble = null;
  /** Whether a problem stands in place of the page: then what the page draws meanwhile is of a value that is gone. */
  #isReplaced = false;

  /**
   * @param main    where pages are drawn
   * @param names   values in the address, by their names
   * @param keyless called when the server does not know the page's key
   * @param moved   called with the heading when the page is drawn for the first time
   */
  constructor(main, names, { keyless, moved }) {
    this.#main = main;
    this.#keyless = keyless;
    this.#moved = moved;
    this.names = names;
    this.isShown = true;
    this.abort = new AbortController();
  }

  /**
   * Shows the page's parts under its heading.
   *
   * @param heading a text, or `{text, node, title}`: the node is shown, and the title, or else the text, names the window
   */
  draw(heading, ...parts) {
    if (!this.isShown || this.#isReplaced) return;
    const first = !this.#drawn;
    this.#drawn = true;
    const { text, node, title = text } = typeof heading === "string" ? { text: heading, node: heading } : heading;
    const held = this.#main.contains(document.activeElement) ? document.activeElement : null;
    show(this.#main, h("h1", { tabindex: "-1", key: "h1" }, node), this.#trouble ? notice(this.#trouble) : null, parts);
    if (title !== this.#title) {
      this.#title = title;
      document.title = `${title} – ${NAME}`;
    }
    if (first) this.#moved(text);
    else if (held && (held.disabled || !held.isConnected) && [held, document.body].includes(document.activeElement)) this.#toHeading();
  }

  /** Takes the reader to the beginning of a page that shows something else from now on. */
  toBeginning() {
    this.#toHeading();
    scrollTo(0, 0);
  }

  /** Where what had the focus is gone, or cannot have it any more: otherwise the next Tab would begin at the list of pages. */
  #toHeading() {
    this.#main.querySelector("h1").focus({ preventScroll: true });
  }

  /**
   * Has `value` called with each value at a path; one path at a time. A problem is drawn in place of the page as long as there was no
   * value, or if what was shown is gone; otherwise it is told above the page, until there is a value again.
   *
   * @param known called with a problem before; if it gives true, the problem is not shown
   */
  follow(path, heading, value, known = () => false) {
    this.#unfollow();
    this.#isReplaced = false;
    this.#stream = follow(path, {
      value: (json) => {
        link.isThere();
        this.#trouble = null;
        this.#isReplaced = false;
        try {
          value(json);
          this.#hasValue = true;
        } catch (cause) {
          this.broken(heading, cause);
        }
        if (this.isShown) this.#main.querySelector(TROUBLE)?.remove();
      },
      problem: (found) => {
        this.#isReplaced = false;
        if (known(found)) return;
        this.fail(heading, found);
        this.#isReplaced = !this.#hasValue;
      },
      link: (isUp, seconds) => link.state(isUp, seconds),
    });
  }

  /** For a page that follows nothing: sees whether the server is there. */
  watch() {
    if (this.#stream) return;
    this.#stream = follow("/instance", {
      value: () => link.isThere(),
      problem: (found) => (found.hasNoKey ? this.#keyless() : undefined),
      link: (isUp, seconds) => link.state(isUp, seconds),
    });
  }

  #unfollow() {
    this.#stream?.stop();
    this.#stream = null;
  }

  /**
   * Whether what went wrong with a call is told elsewhere: the page was left, has no key, or the server is gone, which the frame tells.
   * Anything else is for the page to show where it would have shown the answer.
   */
  passes(found) {
    if (!this.isShown || found.name === "AbortError") return true;
    if (found.hasNoKey) {
      this.#keyless();
      return true;
    }
    if (!found.isGone || !this.#drawn) return false;
    link.state(false, 0);
    this.#stream?.prove();
    return true;
  }

  /** Shows what went wrong: above a page that has a value, which stays as it is, and otherwise in its place. */
  fail(heading, found) {
    if (this.passes(found)) return;
    if (!(found instanceof Problem)) {
      this.broken(heading, found);
    } else if (this.#hasValue && !found.isNotFound) {
      this.#tell(found);
    } else {
      this.#hasValue = false;
      this.#trouble = null;
      this.draw(heading, problem(found));
    }
  }

  #tell(found) {
    const before = this.#trouble;
    this.#trouble = found;
    this.#main.querySelector(TROUBLE)?.remove();
    this.#main.querySelector("h1").after(notice(found));
    if (before?.message !== found.message) say(`${MAY_BE_OLD} ${found.message}`);
  }

  /** Shows that the page itself has a fault, rather than let it look as if it loaded for ever. */
  broken(heading, cause) {
    this.#hasValue = false;
    this.draw(heading, this.fault(cause));
  }

  /** Reports a fault of the page itself. @returns what is shown of it */
  fault(cause) {
    reportError(cause);
    return problem({ message: `This page has a fault of its own: ${cause.message}. Load it again; if it stays so, report it with what the browser's console says.` });
  }

  /** Has something read anew when the server is there again: what was asked for meanwhile was not answered. */
  onBack(renew) {
    this.#backs.push(renew);
  }

  back() {
    for (const renew of this.#backs) renew();
  }

  onLeave(end) {
    this.#ends.push(end);
  }

  leave() {
    this.isShown = false;
    dismiss();
    this.#unfollow();
    this.abort.abort();
    for (const end of this.#ends) end();
  }
}

/** What stands above a page that shows the last value there was. */
function notice(found) {
  return h("div", { class: "notice bad-edge", key: "trouble" }, h("div", {}, h("span", { class: "glyph bad", "aria-hidden": "true" }, "✕ "), `${MAY_BE_OLD} `, passage(found.message)));
}
