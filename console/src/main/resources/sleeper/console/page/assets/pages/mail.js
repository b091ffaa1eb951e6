// One mail.

import { get } from "../lib/api.js";
import { name } from "../lib/dom.js";
import { reader } from "../lib/reader.js";
import { address } from "../lib/router.js";
import { loading, text } from "../parts/basic.js";

const WAITS = "Mail";

export function open(stage) {
  const { mail: id } = stage.names;
  let isRead = false;
  const mails = reader(stage, (signal) => get(address("mails", id), signal), {
    taken: (mail) => {
      isRead = true;
      const subject = mail.subject || id;
      stage.draw({ text: subject, node: name(subject) }, text(mail.text, "Text of the mail"));
    },
    failed: (found) => stage.fail(WAITS, found),
  });
  stage.draw(WAITS, loading());
  // A mail stays as it was sent.
  stage.onBack(() => (isRead ? undefined : mails.renew()));
  mails.renew();
}
