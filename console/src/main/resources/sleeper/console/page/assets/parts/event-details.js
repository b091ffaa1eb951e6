// <event-details data={event}>: what an event holds, which may be 256 KiB; laid out when it is opened.

import { h, name } from "../lib/dom.js";
import { parse } from "../lib/json.js";
import { json } from "./basic.js";

class EventDetails extends HTMLElement {
  #event = null;
  #shown = null;

  set data(event) {
    this.#event = event;
    if (this.isConnected) this.#draw();
  }

  connectedCallback() {
    if (this.#event) this.#draw();
  }

  #draw() {
    const { id, details } = this.#event;
    // An event stays as it was written.
    if (id === this.#shown) return;
    this.#shown = id;
    const hint = details.error ?? details.name ?? details.resource ?? "";
    this.replaceChildren(h("details", { ontoggle: this.#open }, h("summary", {}, h("span", { class: "unseen" }, `Details of event ${id}: `), name(String(hint) || "details"))));
  }

  #open = ({ target }) => {
    if (target.open && target.querySelector("pre") === null) target.append(json(laidOut(this.#event.details), `Details of event ${this.#event.id}`));
  };
}

/** Input, output and causes are JSON in a text; they read better without a second layer of quotes. */
function laidOut(all) {
  return Object.fromEntries(Object.entries(all).map(([key, value]) => [key, unwrapped(value)]));
}

function unwrapped(value) {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return parse(value);
  } catch {
    return value;
  }
}

customElements.define("event-details", EventDetails);
