// <took-time data={from, to}>: how long something took, or has taken until now.

import { each, never } from "../lib/clock.js";
import { duration } from "../lib/format.js";

class TookTime extends HTMLElement {
  #span = null;

  set data(span) {
    this.#span = span;
    if (span?.from && !span.to) each(this);
    else never(this);
    this.tick();
  }

  connectedCallback() {
    if (this.#span) this.data = this.#span;
  }

  tick() {
    const { from, to } = this.#span ?? {};
    const text = from ? duration((to ? Date.parse(to) : Date.now()) - Date.parse(from)) : "";
    if (this.textContent !== text) this.textContent = text;
  }
}

customElements.define("took-time", TookTime);
