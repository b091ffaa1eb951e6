// Calls of the JSON API. What goes wrong is thrown as a Problem, with the server's words.

import { parse } from "./json.js";
import { doesNotAnswer, noKey } from "./place.js";
import { headers, renew, secret } from "./session.js";

const ROOT = "/api/v1";

/** Codes that are answered with status 404: in a stream an error has its code alone. */
const NOT_FOUND = new Set(["UNKNOWN_ADDRESS", "UNKNOWN_JOB", "UNKNOWN_TABLE", "UNKNOWN_MESSAGE"]);

/** What a call was answered: `status` 0 if nobody answered; `faults` as the API gives them. */
export class Problem extends Error {
  constructor(status, error) {
    super(error.message);
    this.status = status;
    this.code = error.code;
    this.faults = error.faults ?? [];
  }

  get isGone() {
    return this.status === 0;
  }

  get hasNoKey() {
    return this.status === 401;
  }

  /** Whether the server has no such thing; it may have had it before. */
  get isNotFound() {
    return this.status === 404 || NOT_FOUND.has(this.code);
  }
}

/**
 * What is said of an action that failed. One whose answer was lost may be done all the same, and would be done twice by whoever repeats it.
 *
 * @param look how to see whether it was done; a clause such as "see how the job stands"
 */
export function failureWords(found, look) {
  return found.isGone ? `${found.message} Whether this was done is not known: ${look} first.` : found.message;
}

/** A path with a query of those values that are there. */
export function withQuery(path, values) {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    if (value !== undefined && value !== null && value !== "") query.set(key, value);
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

/** @returns what a reply that is not ok says */
export async function problemOf(reply) {
  if (reply.status === 401) return new Problem(401, { code: "NOT_AUTHORIZED", message: noKey() });
  let error;
  try {
    error = (await reply.json()).error;
  } catch {
    error = undefined;
  }
  return new Problem(reply.status, error ?? { code: "INTERNAL", message: `The server answered with status ${reply.status}.` });
}

/**
 * Sends a request with the page's key. If the key is refused, another tab may have a newer one: then it is sent once more.
 *
 * @param options of fetch; `changes` says whether it may change something, `more` are headers beside the usual ones
 * @throws TypeError if nobody answers, AbortError if it was given up
 */
export async function send(path, { changes = false, more = {}, ...options }) {
  const used = secret();
  const sent = () => fetch(ROOT + path, { ...options, headers: { ...headers(changes), ...more } });
  const reply = await sent();
  return reply.status === 401 && (await renew(used)) ? sent() : reply;
}

async function call(path, options) {
  let reply;
  let text;
  try {
    reply = await send(path, options);
    if (reply.ok) text = await reply.text();
  } catch (cause) {
    if (cause.name === "AbortError") throw cause;
    throw new Problem(0, { code: "UNREACHABLE", message: doesNotAnswer() });
  }
  if (!reply.ok) throw await problemOf(reply);
  return parse(text);
}

export function get(path, signal) {
  return call(path, { signal });
}

export function post(path, body = {}, signal) {
  return call(path, { method: "POST", changes: true, body: JSON.stringify(body), signal });
}
