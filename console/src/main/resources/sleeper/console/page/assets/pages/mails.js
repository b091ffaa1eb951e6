// The mails that were sent, the latest first.

import { h, name } from "../lib/dom.js";
import { count } from "../lib/format.js";
import { address } from "../lib/router.js";
import { at, loading, table } from "../parts/basic.js";

const HEADING = "Mails";
/** As many as are listed. */
const MOST = 50;

export function open(stage) {
  stage.draw(HEADING, loading());
  stage.follow(`/mails?last=${MOST}`, HEADING, ({ mails }) => {
    const rows = mails.map((mail) => ({
      key: mail.name,
      cells: [h("a", { href: address("mails", mail.name) }, name(mail.subject || mail.name)), at(mail.at)],
    }));
    stage.draw(
      HEADING,
      h("div", { key: "list" }, table("Mails", ["Subject", "Sent"], rows, "No mails. One is sent about each job that is refused or fails.")),
      mails.length >= MOST ? h("p", { class: "quiet", key: "most" }, `Shown are the latest ${count(MOST)}.`) : null,
    );
  });
}
