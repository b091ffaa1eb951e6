// What a page gets to show itself: how to draw, follow a value and be told of changes. All of it ends when the page is left.

import { Problem } from "./lib/api.js";
import { h, show } from "./lib/dom.js";
import { say } from "./lib/say.js";
import { follow } from "./lib/stream.js";
import { problem } from "./parts/basic.js";
import { link } from "./parts/shell.js";

const NAME = "Sleeper Workflows";

export class Stage {
  #main;
  #keyless;
  #moved;
  #ends = [];
  #backs = [];
  #heading = "";
  #drawn = false;
  #stream = null;

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

  /** Shows the page's parts under its heading. */
  draw(heading, ...parts) {
    if (!this.isShown) return;
    const first = !this.#drawn;
    this.#drawn = true;
    const text = typeof heading === "string" ? heading : heading.text;
    const held = this.#main.contains(document.activeElement) ? document.activeElement : null;
    show(this.#main, h("h1", { tabindex: "-1", key: "h1" }, typeof heading === "string" ? heading : heading.node), parts);
    if (text !== this.#heading) {
      this.#heading = text;
      document.title = `${text} – ${NAME}`;
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
   * Has `value` called with each value at a path, and problems drawn in place of the page; one path at a time.
   *
   * @param known called with a problem before; if it gives true, the problem is not drawn
   */
  follow(path, heading, value, known = () => false) {
    this.#unfollow();
    this.#stream = follow(path, {
      value: (json) => {
        link.isThere();
        try {
          value(json);
        } catch (cause) {
          this.broken(heading, cause);
        }
      },
      problem: (found) => (known(found) ? undefined : this.fail(heading, found)),
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

  /** Shows what went wrong in place of the page. */
  fail(heading, found) {
    if (this.passes(found)) return;
    if (found instanceof Problem) this.draw(heading, problem(found));
    else this.broken(heading, found);
  }

  /** Shows that the page itself has a fault, rather than let it look as if it loaded for ever. */
  broken(heading, cause) {
    reportError(cause);
    this.draw(heading, problem({ message: `This page has a fault of its own: ${cause.message}. Load it again; if it stays so, report it with what the browser's console says.` }));
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
    this.#unfollow();
    this.abort.abort();
    for (const end of this.#ends) end();
  }
}
