// The events of an execution, and what of them belongs to one state.

import { get, withQuery } from "./api.js";

const PAGE = 1000;

/** How far which history is read, and the last stay in the state as of there: of a history that grows, the rest is read. */
let read = { of: null };

/**
 * The events that begin and end the last stay in a state. It takes the whole history, a page at a time: a stay may begin with any of its
 * 25,000 events.
 */
export async function eventsOfState(path, values, state, signal) {
  const of = withQuery(path, { ...values, state });
  let { after, stay: found } = read.of === of ? read : { stay: NONE };
  for (;;) {
    const { events, next } = await get(withQuery(path, { ...values, after, last: PAGE }), signal);
    found = further(found, events, state);
    after = events.at(-1)?.id ?? after;
    read = { of, after, stay: found };
    if (next === undefined) return { events: [found.entered, found.exited].filter(Boolean) };
  }
}

/** `led`: ids of the events that the stay's first one led to, without those of other states. */
const NONE = { entered: null, exited: null, led: new Set() };

function further(stay, events, state) {
  let { entered, exited } = stay;
  let led = new Set(stay.led);
  for (const event of events) {
    const isOfState = stateOf(event) === state;
    if (event.type.endsWith("StateEntered")) {
      if (isOfState) [entered, exited, led] = [event, null, new Set([event.id])];
    } else if (event.type.endsWith("StateExited")) {
      if (isOfState && entered && isItsEnd(event, led)) exited = event;
    } else if (led.has(event.previousId)) {
      led.add(event.id);
    }
  }
  return { entered, exited, led };
}

/** Beside a stay there may be others in the same state, each of another item of a Map; a Parallel or a Map ends after a state in it. */
function isItsEnd(event, led) {
  return led.has(event.previousId) || /^(Parallel|Map)/.test(event.type);
}

export function stateOf(event) {
  return event.state ?? (/State(Entered|Exited)$/.test(event.type) ? event.details?.name : undefined);
}

/** Input and output of a stay, by its events. */
export function stay(events) {
  const entered = events.find((event) => event.type.endsWith("StateEntered"));
  const exited = events.find((event) => event.type.endsWith("StateExited"));
  return { input: entered?.details?.input, output: exited?.details?.output };
}
