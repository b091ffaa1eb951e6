// Reads server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html).

const BLANK_LINE = /\r?\n\r?\n/g;
/** As many letters as a blank line may begin with in one piece and end in the next. */
const OPEN_LETTERS = 3;

/**
 * The events of a stream, until it ends.
 *
 * @param next  gives `{done, value}`, a piece of the stream's text; undefined if there is none any more
 * @param alive called with each piece, whether or not an event is in it
 * @returns `{id, name, data}` of each event that has data
 */
export async function* events(next, alive) {
  // Of an event that has not ended: an event may come in thousands of pieces, of which each is looked through once.
  let begun = [];
  let open = "";
  for (;;) {
    const piece = await next();
    if (piece === undefined || piece.done) return;
    alive();
    const text = open + piece.value;
    let from = 0;
    for (const { 0: line, index } of text.matchAll(BLANK_LINE)) {
      const event = parsed(begun.join("") + text.slice(from, index));
      begun = [];
      from = index + line.length;
      if (event) yield event;
    }
    const to = Math.max(from, text.length - OPEN_LETTERS);
    begun.push(text.slice(from, to));
    open = text.slice(to);
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
