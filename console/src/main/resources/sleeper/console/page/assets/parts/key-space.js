// <key-space data={map}>: how rows lie over the key space, a bar for each partition in the order of the keys; where there are more
// partitions than pixels, neighbours share a bar as high as the highest of them, with their mean darker in it.

import { h, name, seen, show } from "../lib/dom.js";
import { bytes, count, cut, percent, range } from "../lib/format.js";

const HEIGHT = 220;
const ABOVE = 14;
/** Of a place in the key space, as it is read out at each step. */
const MOST_LETTERS = 200;

class KeySpace extends HTMLElement {
  #map = null;
  #at = 0;
  #canvas = null;
  #told = null;
  #sizes = null;
  #scheme = null;

  set data(map) {
    if (this.#map === map) return;
    this.#map = map;
    if (this.#canvas) this.#renew();
  }

  connectedCallback() {
    if (this.#canvas) return;
    this.#canvas = h("canvas", {
      tabindex: "0",
      role: "slider",
      "aria-label": "Partitions in the order of the keys",
      onkeydown: (event) => this.#key(event),
      onpointermove: (event) => this.#point(event),
      onpointerdown: (event) => this.#point(event),
    });
    this.#told = h("output", { "aria-live": "off" });
    this.replaceChildren(this.#canvas, h("p", { class: "hint" }, "Arrow keys go from partition to partition, Page Up and Page Down by a tenth, M to the one with the most rows."), this.#told);
    this.#sizes = new ResizeObserver(() => this.#paint());
    this.#sizes.observe(this);
    this.#scheme = matchMedia("(prefers-color-scheme: dark)");
    this.#scheme.addEventListener("change", this.#repaint);
    this.#renew();
  }

  disconnectedCallback() {
    this.#sizes?.disconnect();
    this.#scheme?.removeEventListener("change", this.#repaint);
    this.#canvas = null;
  }

  #repaint = () => this.#paint();

  get #leaves() {
    return this.#map?.leaves ?? [];
  }

  #renew() {
    this.#at = Math.min(this.#at, Math.max(0, this.#leaves.length - 1));
    this.#paint();
    this.#tell();
  }

  #go(index) {
    const to = Math.max(0, Math.min(this.#leaves.length - 1, index));
    if (to === this.#at) return;
    this.#at = to;
    this.#paint();
    this.#tell();
  }

  #key(event) {
    const tenth = Math.max(1, Math.round(this.#leaves.length / 10));
    const steps = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: tenth, PageDown: -tenth, Home: -Infinity, End: Infinity };
    if (event.key in steps) this.#go(this.#at + steps[event.key]);
    else if (event.key === "m" || event.key === "M") this.#go(this.#leaves.findIndex((leaf) => leaf.id === this.#map.most));
    else return;
    event.preventDefault();
  }

  #point(event) {
    const box = this.#canvas.getBoundingClientRect();
    this.#go(Math.floor(((event.clientX - box.left) / box.width) * this.#leaves.length));
  }

  #tell() {
    const leaf = this.#leaves[this.#at];
    if (!leaf) return;
    const place = range(leaf.region, this.#map.fields);
    const words = `${count(leaf.rows, "row")} in ${count(leaf.files, "file")}, ${bytes(leaf.bytes)}, ${percent(leaf.share)} of all`;
    show(this.#told, h("b", {}, name(leaf.id)), ` (${count(this.#at + 1)} of ${count(this.#leaves.length)}) `, name(place), h("br"), words);
    this.#canvas.setAttribute("aria-valuemin", "1");
    this.#canvas.setAttribute("aria-valuemax", String(this.#leaves.length));
    this.#canvas.setAttribute("aria-valuenow", String(this.#at + 1));
    this.#canvas.setAttribute("aria-valuetext", `${leaf.id}: ${seen(cut(place, MOST_LETTERS))}: ${words}`);
  }

  #paint() {
    if (!this.#canvas || this.#leaves.length === 0) return;
    const width = Math.max(1, this.clientWidth);
    const scale = devicePixelRatio || 1;
    this.#canvas.width = Math.round(width * scale);
    this.#canvas.height = Math.round(HEIGHT * scale);
    const context = this.#canvas.getContext("2d");
    context.scale(scale, scale);
    context.clearRect(0, 0, width, HEIGHT);
    const style = getComputedStyle(this);
    const colour = (token) => style.getPropertyValue(token).trim();
    const leaves = this.#leaves;
    const most = leaves.reduce((max, leaf) => Math.max(max, leaf.rows), 1);
    const y = (rows) => (rows / most) * (HEIGHT - ABOVE);
    const bars = Math.min(leaves.length, Math.floor(width));
    const wide = width / bars;
    const gap = wide >= 4 ? 1 : 0;
    const heavy = 2 * this.#map.meanRows;
    for (let bar = 0; bar < bars; bar++) {
      const from = Math.floor((bar * leaves.length) / bars);
      const to = Math.max(from + 1, Math.floor(((bar + 1) * leaves.length) / bars));
      let high = 0;
      let sum = 0;
      for (let i = from; i < to; i++) {
        high = Math.max(high, leaves[i].rows);
        sum += leaves[i].rows;
      }
      const isHeavy = high > heavy;
      context.fillStyle = colour(isHeavy ? "--bad" : "--run");
      if (to - from > 1) {
        context.globalAlpha = isHeavy ? 1 : 0.45;
        context.fillRect(bar * wide, HEIGHT - y(high), wide - gap, y(high));
        context.globalAlpha = 1;
        context.fillRect(bar * wide, HEIGHT - y(sum / (to - from)), wide - gap, y(sum / (to - from)));
      } else {
        context.fillRect(bar * wide, HEIGHT - y(high), wide - gap, y(high));
      }
      if (isHeavy) {
        // A sign beside the colour.
        context.beginPath();
        const middle = bar * wide + wide / 2;
        context.moveTo(middle, HEIGHT - y(high) - 2);
        context.lineTo(middle - 4, HEIGHT - y(high) - 10);
        context.lineTo(middle + 4, HEIGHT - y(high) - 10);
        context.fill();
      }
    }
    context.strokeStyle = colour("--ink");
    context.setLineDash([4, 4]);
    context.beginPath();
    const mean = HEIGHT - y(this.#map.meanRows);
    context.moveTo(0, mean);
    context.lineTo(width, mean);
    context.stroke();
    context.setLineDash([]);
    const x = (this.#at / leaves.length) * width;
    context.lineWidth = 2;
    context.strokeRect(x, 1, Math.max(2, width / leaves.length), HEIGHT - 2);
  }
}

customElements.define("key-space", KeySpace);
