// A stream of one value of the API, as it changes. EventSource cannot send the page's secret, so this reads the stream itself: it
// connects again with growing pauses, says which value it has, and lets go of the connection while nobody sees the page (a browser
// has six for a server).

import { Problem, problemOf, send } from "./api.js";
import { parse } from "./json.js";
import { events } from "./events.js";

const FIRST_PAUSE_MILLIS = 250;
const LONGEST_PAUSE_MILLIS = 8000;
/** The server gives a sign of life more often than this. */
const SILENCE_MILLIS = 45000;
/** Where a value cannot be had, it is asked for slowly: the pause after so many failures. */
const MANY = 4;

/**
 * Follows the value at a path.
 *
 * @param path   GET path of the API
 * @param to     `value(json)`; `problem(Problem)` when the value cannot be had; `link(isUp, secondsToNextTry)`
 * @returns `stop()` ends it; `prove()` connects anew soon, which shows whether the server is there
 */
export function follow(path, to) {
  let stopped = false;
  let last = null;
  let failures = 0;
  let timer = 0;
  let abort = null;

  async function read() {
    const mine = new AbortController();
    const began = performance.now();
    abort = mine;
    let silence = 0;
    const alive = () => {
      clearTimeout(silence);
      silence = setTimeout(() => mine.abort(), SILENCE_MILLIS);
    };
    let isAnswered = false;
    try {
      alive();
      const reply = await ofNetwork(
        send(`/changes?of=${encodeURIComponent(path)}`, {
          more: { Accept: "text/event-stream", ...(last === null ? {} : { "Last-Event-ID": last }) },
          signal: mine.signal,
          cache: "no-store",
        }),
      );
      if (reply === undefined || abort !== mine) return;
      isAnswered = true;
      to.link(true, 0);
      if (reply.ok) await take(reply.body, mine, alive);
      else await refuse(reply, mine);
    } finally {
      clearTimeout(silence);
      mine.abort();
      if (abort === mine) {
        abort = null;
        if (performance.now() - began > LONGEST_PAUSE_MILLIS) failures = 0;
        if (!stopped && !document.hidden) again(isAnswered);
      }
    }
  }

  async function take(body, mine, alive) {
    const pieces = body.pipeThrough(new TextDecoderStream()).getReader();
    for await (const event of events(() => ofNetwork(pieces.read()), alive)) {
      if (abort !== mine) return;
      // A server that does not know what the page has sends it again.
      if (event.id === undefined || event.id !== last) {
        if (event.name === "error") to.problem(problemFrom(event.data));
        else if (event.name === "value") to.value(parse(event.data));
      }
      // What the page could not take is sent to it again.
      if (event.id !== undefined) last = event.id;
      failures = 0;
    }
  }

  async function refuse(reply, mine) {
    const problem = await problemOf(reply);
    if (abort !== mine) return;
    // Without a key nothing more comes; what is not there may come.
    if (problem.hasNoKey) stopped = true;
    failures = Math.max(failures, MANY);
    // The value is wanted again, though it may be the same as before: it shows that the problem is over.
    last = null;
    to.problem(problem);
  }

  /** @param isAnswered whether the server was there just now: a stream that it ends in good order is no news */
  function again(isAnswered) {
    const pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS * 2 ** failures) * (0.75 + Math.random() / 2);
    failures += 1;
    // The first pause is short.
    if (!isAnswered && failures > 1) to.link(false, Math.ceil(pause / 1000));
    clearTimeout(timer);
    timer = setTimeout(read, pause);
  }

  function seen() {
    if (stopped) return;
    if (document.hidden) letGo();
    else if (!abort) {
      letGo();
      failures = 0;
      read();
    }
  }

  function letGo() {
    clearTimeout(timer);
    abort?.abort();
    abort = null;
  }

  function prove() {
    if (stopped || document.hidden) return;
    letGo();
    again(true);
  }

  document.addEventListener("visibilitychange", seen);
  if (!document.hidden) read();
  return {
    prove,
    stop() {
      stopped = true;
      letGo();
      document.removeEventListener("visibilitychange", seen);
    },
  };
}

/** @returns what the network gives; undefined if it is gone, or was let go */
async function ofNetwork(promise) {
  try {
    return await promise;
  } catch (cause) {
    if (cause instanceof TypeError || cause.name === "AbortError") return undefined;
    throw cause;
  }
}

/** Of an error in the stream the page gets the words, and no status: the stream itself is there. */
function problemFrom(data) {
  return new Problem(500, parse(data).error);
}
