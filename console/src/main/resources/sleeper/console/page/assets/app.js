// Starts the console: takes the key, draws the frame, and shows the page that the address names.

import { h, show } from "./lib/dom.js";
import { doesNotAnswer, noKey } from "./lib/place.js";
import { find, listen } from "./lib/router.js";
import { say } from "./lib/say.js";
import { begin, forget, secret } from "./lib/session.js";
import { frame, link, mark } from "./parts/shell.js";
import { Stage } from "./stage.js";

const main = document.querySelector("#main");
let current = null;

function withoutKey() {
  current?.leave();
  current = null;
  forget();
  const words = noKey();
  link.none();
  document.title = "No key – Sleeper Workflows";
  show(main, h("h1", { tabindex: "-1", key: "h1" }, "No key"), h("p", { class: "notice", key: "no-key" }, words));
  say(words);
}

/** @param move how the reader came: `load`, `link`, `back`, or `query` for another part of the same page */
async function open(move) {
  if (secret() === null) {
    withoutKey();
    return;
  }
  if (move === "query" && current?.onQuery) {
    current.onQuery();
    return;
  }
  const found = find(location.pathname);
  current?.leave();
  mark(location.pathname);
  const stage = new Stage(main, found?.names ?? {}, { keyless: withoutKey, moved: (heading) => arrived(heading, move) });
  current = stage;
  if (!found) {
    stage.draw("No such page", h("p", {}, "The console has no page at this address. Choose a page from the list."));
    return;
  }
  try {
    const page = await codeOf(found, stage);
    if (!page || !stage.isShown) return;
    page.open(stage);
  } catch (cause) {
    stage.broken("Not shown", cause);
  }
  stage.watch();
}

/** A reader's place is the new page's beginning, as after loading one. */
function arrived(heading, move) {
  if (move === "load") return;
  main.querySelector("h1").focus({ preventScroll: true });
  if (move === "link") scrollTo(0, 0);
  say(heading);
}

/** @returns the page's module; undefined if it could not be fetched, of which the stage tells until it can be */
async function codeOf(found, stage) {
  try {
    return await found.load();
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    link.state(false, 0);
    stage.draw("Not connected", h("p", {}, doesNotAnswer()));
    stage.onBack(() => open("load"));
    stage.watch();
    return undefined;
  }
}

frame(document.querySelector("#shell"), () => current?.back());
await begin(() => (current === null ? open("load") : undefined));
listen(open);
open("load");
