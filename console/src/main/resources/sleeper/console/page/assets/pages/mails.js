// The mails that were sent, the latest first.

import { h, name } from "../lib/dom.js";
import { address } from "../lib/router.js";
import { at, loading, table } from "../parts/basic.js";

const HEADING = "Mails";

export function open(stage) {
  stage.draw(HEADING, loading());
  stage.follow("/mails", HEADING, ({ mails }) => {
    const rows = mails.map((mail) => ({
      key: mail.name,
      cells: [h("a", { href: address("mails", mail.name) }, name(mail.subject || mail.name)), at(mail.at)],
    }));
    stage.draw(HEADING, h("div", { key: "list" }, table("Mails", ["Subject", "Sent"], rows, "No mails. One is sent about each job that is refused or fails.")));
  });
}
