// <document-editor data={text, faulty, change(text)}>: a text with numbered lines, of which those with faults, a set of their numbers,
// are marked.

import { h, show } from "../lib/dom.js";

/** As the style has them. */
const LINE_PIXELS = 19;
const PADDING_PIXELS = 8;

class DocumentEditor extends HTMLElement {
  #given = null;
  #area = null;
  #gutter = null;
  #lines = 1;

  set data(given) {
    this.#given = given;
    if (this.#area) this.#renew();
  }

  connectedCallback() {
    if (this.#area) return;
    this.#gutter = h("div", { class: "gutter", "aria-hidden": "true" });
    this.#area = h("textarea", {
      id: "document",
      spellcheck: "false",
      autocomplete: "off",
      autocapitalize: "off",
      wrap: "off",
      "aria-label": "Job document, JSON",
      "aria-describedby": "verdict-line",
      // What is written comes back as data, with which the numbers are drawn.
      oninput: () => this.#given.change(this.#area.value),
      onscroll: () => this.#number(),
    });
    this.replaceChildren(h("div", { class: "editor" }, this.#gutter, this.#area));
    this.#renew();
  }

  #renew() {
    const { text, faulty } = this.#given;
    if (this.#area.value !== text) this.#area.value = text;
    this.#area.setAttribute("aria-invalid", String(faulty.size > 0));
    this.#lines = lineCount(text);
    this.#number();
  }

  /** Numbers the lines that are seen: a document may have a hundred thousand. */
  #number() {
    const { faulty } = this.#given;
    const scrolled = this.#area.scrollTop;
    const first = Math.max(1, Math.floor((scrolled - PADDING_PIXELS) / LINE_PIXELS) + 1);
    const last = first + Math.ceil(this.#area.clientHeight / LINE_PIXELS) + 1;
    const width = String(this.#lines).length + (faulty.size > 0 ? 2 : 0);
    const marks = [];
    for (let line = first; line <= last; line++) {
      const isFaulty = faulty.has(line);
      const words = line > this.#lines ? "" : `${isFaulty ? "✕ " : ""}${line}`;
      marks.push(h("div", { class: isFaulty ? "faulty" : null }, words.padStart(width, "\u00a0")));
    }
    show(this.#gutter, marks);
    this.#gutter.scrollTop = scrolled - (first - 1) * LINE_PIXELS;
  }

  /** Puts the cursor to a place, so that what is there is seen. */
  goTo(offset, line) {
    this.#area.focus();
    this.#area.setSelectionRange(offset, offset);
    this.#area.scrollTop = Math.max(0, (line - 5) * LINE_PIXELS);
  }
}

function lineCount(text) {
  let lines = 1;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines += 1;
  return lines;
}

customElements.define("document-editor", DocumentEditor);
