// The part of a page with the picture of an execution, and beside it what is known of the state that is chosen in the address.

import { h } from "../lib/dom.js";
import { eventsOfState, stay } from "../lib/history.js";
import { query, setQuery } from "../lib/router.js";
import { reader } from "../lib/reader.js";
import { problem, section } from "./basic.js";
import { stateDetail } from "./state-detail.js";
import "./state-graph.js";

/** The last stay in the chosen state, as far as it was read. */
export class Stay {
  #state = null;
  #reader;
  found = null;
  problem = null;

  /**
   * @param path    of the events
   * @param values  gives further parameters of that path
   * @param changed called when there is something new to show
   */
  constructor(stage, path, values, changed) {
    this.#reader = reader(stage, (signal) => eventsOfState(path, values(), this.#state, signal), {
      taken: ({ events }) => {
        this.found = stay(events);
        this.problem = null;
        changed();
      },
      failed: (found) => {
        this.problem = found;
        changed();
      },
    });
  }

  /** Has it read, or read again; of another state what was read is forgotten. */
  read() {
    const state = query().get("state");
    if (state !== this.#state) this.forget();
    this.#state = state;
    if (state) this.#reader.renew();
  }

  forget() {
    this.#reader.stop();
    this.#state = null;
    this.found = null;
    this.problem = null;
  }
}

/**
 * @param graph   the graph of the execution; null if there is none to show
 * @param stayed  a `Stay`
 * @param instead what is shown where there is no graph
 * @param before  what stands before the switch to the whole machine, and `after` it
 * @param more    `{faults, log}` of the chosen state
 */
export function way(graph, stayed, { instead, before, after, ...more }) {
  if (!graph) return section("Path so far", "machine", instead);
  const chosen = query().get("state");
  const whole = query().get("machine") === "whole";
  const toWhole = (event) => setQuery({ machine: event.target.checked ? "whole" : null }, true);
  const told = stayed.problem ? {} : stayed.found;
  return section(
    "Path so far",
    "machine",
    h("p", { class: "bar", key: "machine-bar" }, before, h("label", { class: "toggle" }, h("input", { type: "checkbox", checked: whole, onchange: toWhole }), "whole machine"), after),
    h(
      "div",
      { class: chosen ? "way-and-detail" : "way-alone", key: "way" },
      h(
        "div",
        { class: "picture", key: "picture", tabindex: "0", role: "group", "aria-label": "State machine as a picture" },
        h("state-graph", { key: "graph", data: { graph, whole, chosen, choose } }),
      ),
      chosen ? stateDetail(graph, chosen, told, { ...more, close: () => choose(chosen) }) : null,
    ),
    chosen && stayed.problem ? problem(stayed.problem) : null,
  );
}

/** Chooses a state, or no longer, and goes on at its button where the detail that had the focus is gone. */
function choose(state) {
  const isOpen = query().get("state") === state;
  const button = document.querySelector("state-graph [aria-pressed='true']");
  setQuery({ state: isOpen ? null : state }, true);
  if (isOpen) button?.focus();
  else document.querySelector("#state-title")?.scrollIntoView({ block: "nearest" });
}
