// <state-graph data={graph, whole, chosen, choose(name)}>: a state machine as a picture, laid out from its definition, with the way that
// an execution took. Each state is a button; the arrow keys go along the ways.

import { Graph, layout } from "../vendor/dagre/dagre.esm.js";
import { s, seen } from "../lib/dom.js";
import { cut } from "../lib/format.js";
import { GLYPHS, picture } from "../lib/machine.js";

const WIDTH = 208;
const HEIGHT = 46;
const MOST_LETTERS = 25;
const MOST_WORDS = 22;
const MOST_TOLD = 28;
const MARGIN = 12;
/** About, at the size of the letters on ways and frames. */
const LETTER_WIDTH = 6.2;

/** Places of states, ways and frames, by what the machine is: the same while only the way goes on. */
function placed({ states, edges, frames }) {
  const graph = new Graph({ multigraph: false, compound: true });
  graph.setGraph({ rankdir: "TB", nodesep: 26, ranksep: 40, edgesep: 14, marginx: MARGIN, marginy: MARGIN, ranker: "network-simplex" });
  graph.setDefaultEdgeLabel(() => ({}));
  states.forEach((state) => graph.setNode(state.name, { width: WIDTH, height: HEIGHT }));
  for (const edge of edges) {
    const words = edge.words.length > 0 ? cut(edge.words.join(" | "), MOST_WORDS) : "";
    graph.setEdge(edge.from, edge.to, { weight: edge.taken ? 6 : 1, minlen: 1, width: words.length * LETTER_WIDTH, height: words ? 14 : 0, labelpos: "c", words });
  }
  for (const frame of frames) {
    graph.setNode(frame.id, {});
    if (frame.outer !== undefined) graph.setParent(frame.id, frame.outer);
    frame.states.forEach((state) => graph.setParent(state, frame.id));
  }
  for (const [end, next] of afterFrames(states, edges)) if (!graph.hasEdge(end, next)) graph.setEdge(end, next, { weight: 0, minlen: 1, width: 0, height: 0 });
  layout(graph);
  return graph;
}

/** What comes after a Parallel or a Map stands below all that it runs: from each end in it to each state after it, without a line. */
function afterFrames(states, edges) {
  const leaves = (state) => edges.filter((edge) => edge.from === state && !edge.kinds.has("within"));
  return states.filter((state) => state.within !== null && leaves(state.name).length === 0).flatMap((end) => leaves(end.within.state).map((edge) => [end.name, edge.to]));
}

class StateGraph extends HTMLElement {
  #given = null;
  #shape = "";
  #places = null;
  #nodes = new Map();
  #lines = new Map();
  #picture = null;
  #active = null;
  #centered = null;

  set data(given) {
    const before = this.#given;
    this.#given = given;
    const isSame = before?.graph === given.graph && before.whole === given.whole && before.chosen === given.chosen;
    // An element that is not on the page may only be there to be compared with.
    if (this.isConnected && !isSame) this.#draw();
  }

  connectedCallback() {
    if (this.#given) this.#draw();
  }

  #draw() {
    this.#picture = picture(this.#given.graph, this.#given.whole);
    const shape = JSON.stringify([this.#picture.states.map((state) => state.name), this.#picture.edges.map((edge) => [edge.from, edge.to])]);
    if (shape !== this.#shape) {
      this.#shape = shape;
      this.#places = placed(this.#picture);
      this.#build();
    }
    this.#mark();
    this.#center();
  }

  #build() {
    const hadFocus = this.contains(document.activeElement) ? this.#active : null;
    const { width, height } = this.#places.graph();
    this.#nodes = new Map();
    this.#lines = new Map();
    const frames = this.#picture.frames.map((frame) => this.#frame(frame));
    const lines = this.#picture.edges.map((edge) => this.#line(edge));
    const states = this.#picture.states.map((state) => this.#state(state));
    const svg = s(
      "svg",
      { viewBox: `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`, width: Math.ceil(width), height: Math.ceil(height), role: "group", "aria-label": "State machine" },
      s("defs", {}, arrow("way"), arrow("taken"), arrow("caught")),
      s("g", { "aria-hidden": "true" }, lines, frames),
      s("g", {}, states),
    );
    this.replaceChildren(svg);
    if (hadFocus) this.#nodes.get(hadFocus)?.focus({ preventScroll: true });
  }

  #frame({ id, words }) {
    const { x, y, width, height } = this.#places.node(id);
    const left = x - width / 2;
    const top = y - height / 2;
    return s(
      "g",
      { class: "frame" },
      s("rect", { x: left, y: top, width, height, rx: 9 }),
      s("text", { x: left + 8, y: top + 14 }, cut(seen(words), Math.floor(width / LETTER_WIDTH))),
    );
  }

  #line(edge) {
    const { points, x, y, words } = this.#places.edge(edge.from, edge.to);
    const path = s("path", { d: curve(points), fill: "none" });
    const label = words ? s("text", { x, y: y + 4, "text-anchor": "middle", class: "way-words" }, words) : null;
    const group = s("g", {}, path, label);
    this.#lines.set(`${edge.from}\n${edge.to}`, group);
    return group;
  }

  #state(state) {
    const { x, y } = this.#places.node(state.name);
    const choose = () => this.#given.choose(state.name);
    const button = s(
      "g",
      { class: "button-of-state", role: "button", tabindex: "-1", onclick: choose, onfocus: () => this.#activate(state.name), onkeydown: (event) => this.#key(event, state.name, choose) },
      s("rect", { class: "ring", x: -4, y: -4, width: WIDTH + 8, height: HEIGHT + 8, rx: 11 }),
      s("rect", { class: "box", width: WIDTH, height: HEIGHT, rx: state.kind === "Choice" ? HEIGHT / 2 : 7 }),
      s("title", {}, state.name),
    );
    // The letters lie beside the button, whose name says all that they say.
    const letters = s(
      "g",
      { "aria-hidden": "true", class: "letters" },
      s("text", { class: "state-glyph", x: 16, y: 28, "text-anchor": "middle" }),
      s("text", { class: "state-name", x: 30, y: 20 }, cut(state.name, MOST_LETTERS)),
      s("text", { class: "state-words", x: 30, y: 36 }),
    );
    this.#nodes.set(state.name, button);
    return s("g", { transform: `translate(${Math.round(x - WIDTH / 2)} ${Math.round(y - HEIGHT / 2)})` }, button, letters);
  }

  /** What the execution has done so far; the picture keeps its form. */
  #mark() {
    const { states, edges } = this.#picture;
    for (const state of states) {
      const button = this.#nodes.get(state.name);
      const node = button.parentNode;
      const { outcome, words, brief, retries, visits } = state.now;
      const others = state.others > 0 ? `+${state.others} other ways` : "";
      const marks = [visits.length > 1 ? `×${visits.length}` : "", retries > 0 ? `↻${retries}` : ""].filter(Boolean).join(" ");
      node.setAttribute("class", `state state-${outcome}${state.now.failures.length > 0 ? " had-failures" : ""}`);
      button.setAttribute("aria-label", `${state.name}: ${words}`);
      button.setAttribute("aria-pressed", String(this.#given.chosen === state.name));
      node.querySelector(".state-glyph").textContent = GLYPHS[outcome] ?? "·";
      node.querySelector(".state-words").textContent = outcome === "none" ? cut(state.kind, MOST_TOLD) : fitting([...brief, marks, others].filter(Boolean));
    }
    for (const edge of edges) {
      const group = this.#lines.get(`${edge.from}\n${edge.to}`);
      const kind = edge.taken ? (edge.caught ? "caught" : "taken") : isQuiet(edge) ? "quiet" : "open";
      group.setAttribute("class", `way way-${kind}`);
      group.querySelector("path").setAttribute("marker-end", `url(#arrow-${edge.taken ? (edge.caught ? "caught" : "taken") : "way"})`);
    }
    this.#activate(this.#nodes.has(this.#active) ? this.#active : (this.#given.chosen ?? states.at(0)?.name));
  }

  /** The state that is chosen, or else the one that runs, is brought into sight once it is another. */
  #center() {
    const { graph, chosen } = this.#given;
    const runs = graph.status === "RUNNING" ? graph.visits?.at(-1)?.state : undefined;
    const name = chosen ?? runs ?? this.#picture.startAt;
    const frame = this.parentElement;
    if (name === this.#centered || !this.#nodes.has(name) || !frame || this.contains(document.activeElement)) return;
    this.#centered = name;
    const { x, y } = this.#places.node(name);
    frame.scrollLeft = x - frame.clientWidth / 2;
    if (y < frame.scrollTop + HEIGHT || y > frame.scrollTop + frame.clientHeight - HEIGHT) frame.scrollTop = y - frame.clientHeight / 2;
  }

  /** One state is in the order of the Tab key; the arrows go to others. */
  #activate(name) {
    this.#active = name;
    for (const [each, node] of this.#nodes) node.setAttribute("tabindex", each === name ? "0" : "-1");
  }

  #key(event, name, choose) {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      choose();
      return;
    }
    const order = this.#picture.states.map((state) => state.name);
    const to = { Home: order.at(0), End: order.at(-1) }[event.key] ?? this.#towards(event.key, name);
    if (to === undefined) return;
    event.preventDefault();
    const node = this.#nodes.get(to);
    node?.focus();
    node?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** The nearest state in the direction of an arrow key. */
  #towards(key, name) {
    const direction = { ArrowDown: [0, 1], ArrowUp: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[key];
    if (!direction) return undefined;
    const from = this.#places.node(name);
    let best;
    let least = Infinity;
    for (const { name: other } of this.#picture.states) {
      const to = this.#places.node(other);
      const along = (to.x - from.x) * direction[0] + (to.y - from.y) * direction[1];
      const across = Math.abs((to.x - from.x) * direction[1]) + Math.abs((to.y - from.y) * direction[0]);
      if (along > 1 && along + 2 * across < least) {
        least = along + 2 * across;
        best = other;
      }
    }
    return best;
  }
}

function isQuiet(edge) {
  return [...edge.kinds].every((kind) => kind === "catch" || kind === "retry");
}

/** As many of some words as there is room for, the first before the others; all of them are in the button's name. */
function fitting([first = "", ...rest]) {
  let told = cut(first, MOST_TOLD);
  for (const each of rest) {
    const more = told ? `${told}  ${each}` : each;
    if (more.length <= MOST_TOLD) told = more;
  }
  return told;
}

function arrow(kind) {
  const place = { viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 9, markerHeight: 9, markerUnits: "userSpaceOnUse", orient: "auto-start-reverse" };
  return s("marker", { ...place, id: `arrow-${kind}`, class: `arrow arrow-${kind}` }, s("path", { d: "M0 0 8 4 0 8z" }));
}

/** A line through points, rounded at each. */
function curve(points) {
  const at = (point) => `${point.x.toFixed(1)} ${point.y.toFixed(1)}`;
  let path = `M${at(points[0])}`;
  for (let i = 1; i < points.length - 1; i++) {
    const middle = { x: (points[i].x + points[i + 1].x) / 2, y: (points[i].y + points[i + 1].y) / 2 };
    path += i === points.length - 2 ? ` Q${at(points[i])} ${at(points[i + 1])}` : ` Q${at(points[i])} ${at(middle)}`;
  }
  return points.length === 2 ? `${path} L${at(points[1])}` : path;
}

customElements.define("state-graph", StateGraph);
