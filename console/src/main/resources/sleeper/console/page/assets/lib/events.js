// Reads server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html).

/**
 * The events of a stream, until it ends.
 *
 * @param next  gives `{done, value}`, a piece of the stream's text; undefined if there is none any more
 * @param alive called with each piece, whether or not an event is in it
 * @returns `{id, name, data}` of each event that has data
 */
export async function* events(next, alive) {
  let rest = "";
  for (;;) {
    const piece = await next();
    if (piece === undefined || piece.done) return;
    alive();
    rest += piece.value;
    const blocks = rest.split(/\r?\n\r?\n/);
    rest = blocks.pop();
    for (const block of blocks) {
      const event = parsed(block);
      if (event) yield event;
    }
  }
}

function parsed(block) {
  let id;
  let name = "message";
  const data = [];
  for (const line of block.split(/\r?\n/)) {
    const colon = line.indexOf(":");
    if (colon <= 0) continue;
    const value = line.slice(colon + 1).replace(/^ /, "");
    const field = line.slice(0, colon);
    if (field === "id") id = value;
    else if (field === "event") name = value;
    else if (field === "data") data.push(value);
  }
  return data.length === 0 ? null : { id, name, data: data.join("\n") };
}
