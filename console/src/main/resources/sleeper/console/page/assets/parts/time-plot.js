// <time-plot data={series}>: bars over time. The same numbers stand in a table beside it, so the plot is hidden from those who hear.

import uPlot from "../vendor/uplot/uPlot.esm.js";
import { count, timeTicks, zone } from "../lib/format.js";

const HEIGHT = 240;
/** Between places on the axis of time: room for a day. */
const TIME_PIXELS = 84;

class TimePlot extends HTMLElement {
  #given = null;
  #plot = null;
  #sizes = null;
  #scheme = null;

  /** @param given `{label, times: seconds[], values: number[]}` in the order of time */
  set data(given) {
    const before = this.#given;
    this.#given = given;
    if (this.isConnected && JSON.stringify(before) !== JSON.stringify(given)) this.#draw();
  }

  connectedCallback() {
    this.setAttribute("aria-hidden", "true");
    this.#sizes = new ResizeObserver(() => {
      const width = Math.floor(this.clientWidth);
      if (this.#plot && width > 0 && width !== this.#plot.width) this.#plot.setSize({ width, height: HEIGHT });
    });
    this.#sizes.observe(this);
    this.#scheme = matchMedia("(prefers-color-scheme: dark)");
    this.#scheme.addEventListener("change", this.#redraw);
    if (this.#given) this.#draw();
  }

  disconnectedCallback() {
    this.#sizes.disconnect();
    this.#scheme.removeEventListener("change", this.#redraw);
    this.#plot?.destroy();
    this.#plot = null;
  }

  #redraw = () => this.#draw();

  #draw() {
    this.#plot?.destroy();
    const style = getComputedStyle(this);
    const ink = style.getPropertyValue("--quiet").trim();
    const grid = { stroke: style.getPropertyValue("--line").trim(), width: 1 };
    const run = style.getPropertyValue("--run").trim();
    const options = {
      width: Math.max(200, Math.floor(this.clientWidth)),
      height: HEIGHT,
      legend: { show: false },
      cursor: { show: false },
      scales: { y: { range: (_, low, high) => [Math.min(0, low), high > 0 ? high * 1.08 : 1] } },
      axes: [
        {
          stroke: ink,
          grid,
          ticks: grid,
          space: TIME_PIXELS,
          values: (_, all, __, ___, step) => timeTicks(all, step),
          label: zone(this.#given.times.at(-1) * 1000),
          labelFont: "12px system-ui, sans-serif",
          labelSize: 18,
        },
        { stroke: ink, grid, ticks: grid, size: 78, values: (_, all) => all.map((value) => count(value)) },
      ],
      series: [{}, { label: this.#given.label, stroke: run, fill: run, width: 1, paths: uPlot.paths.bars({ size: [0.6, 40, 3] }), points: { show: false } }],
    };
    this.#plot = new uPlot(options, [this.#given.times, this.#given.values], this);
  }
}

customElements.define("time-plot", TimePlot);
