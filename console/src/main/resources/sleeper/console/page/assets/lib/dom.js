// Makes elements, and brings a tree on the page to be like another one. Text is only ever set as text, so a name with markup in it is
// shown and does nothing.

const SVG = "http://www.w3.org/2000/svg";
/** Attributes that are properties: the attribute gives no more than their first value. */
const PROPERTIES = new Set(["value", "checked", "selected", "indeterminate", "data"]);
const given = new WeakMap();

function isProperty(name) {
  return PROPERTIES.has(name) || name.startsWith("on");
}

function fill(node, attributes, children) {
  const properties = {};
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (isProperty(name)) {
      properties[name] = value;
    } else if (value !== undefined && value !== null && value !== false) {
      node.setAttribute(name, value === true ? "" : String(value));
    }
  }
  append(node, children);
  given.set(node, properties);
  // After the children: a select takes its value from them.
  for (const [name, value] of Object.entries(properties)) node[name] = value;
  return node;
}

function append(node, children) {
  for (const child of children) {
    if (Array.isArray(child)) append(node, child);
    else if (child instanceof Node) node.appendChild(child);
    else if (child !== undefined && child !== null && child !== false) node.appendChild(document.createTextNode(String(child)));
  }
}

/**
 * An element. Of the attributes, `on…`, `value`, `checked`, `data` are set as properties; null and false leave one out. Children are
 * nodes, texts, numbers, lists of them, or nothing.
 */
export function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same in SVG. */
export function s(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** Characters that are not seen and change how others are: controls, and what turns the direction of text. */
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Letters of a name that are shown; the rest is told by their number. */
const MOST_LETTERS = 400;

/** A text with what cannot be seen in it written out, as JSON escapes it. */
export function seen(text) {
  return text.replace(UNSEEN, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/**
 * A name that others chose: its direction stays within it, what cannot be seen in it is written out, it breaks rather than widen the
 * page, and of a very long one the beginning is shown.
 */
export function name(text) {
  const whole = String(text ?? "");
  const rest = whole.length - MOST_LETTERS;
  return h("bdi", { class: "name" }, seen(whole.slice(0, MOST_LETTERS)), rest > 0 ? h("span", { class: "quiet" }, `… and ${rest} more letters`) : null);
}

/** A text that others wrote: the whole of it, of a long one behind its beginning. */
export function passage(text) {
  const whole = String(text ?? "");
  if (whole.length <= 2 * MOST_LETTERS) return h("bdi", { class: "name" }, seen(whole));
  return h("details", {}, h("summary", {}, name(whole)), h("pre", { class: "text", tabindex: "0", role: "group", "aria-label": "The whole text" }, seen(whole)));
}

/**
 * Makes the children of `parent` like those of `wanted`, and keeps the nodes that are alike: focus, selection and the place of scrolling
 * stay. Children with the attribute `key` are matched by it, others in their order. What is in a custom element is its own: it is
 * given its properties.
 */
export function morph(parent, wanted) {
  const all = [...wanted.childNodes];
  const pairs = paired([...parent.childNodes], all);
  const kept = new Set(pairs.values());
  // These first: a node that stays would otherwise be moved over one that goes, and lose focus and scrolling.
  for (const child of [...parent.childNodes]) if (!kept.has(child)) child.remove();
  let at = parent.firstChild;
  for (const next of all) {
    const same = pairs.get(next);
    if (same === undefined) {
      parent.insertBefore(next, at);
      continue;
    }
    if (same === at) at = at.nextSibling;
    else move(parent, same, at);
    update(same, next);
  }
}

/** Which child each of the wanted ones is alike, for those that have one. */
function paired(children, wanted) {
  const keyed = new Map();
  const others = [];
  for (const child of children) {
    if (keyOf(child) === null) others.push(child);
    else keyed.set(keyOf(child), child);
  }
  const pairs = new Map();
  let from = 0;
  for (const next of wanted) {
    const key = keyOf(next);
    if (key !== null) {
      if (keyed.get(key)?.nodeName === next.nodeName) pairs.set(next, keyed.get(key));
      keyed.delete(key);
      continue;
    }
    const i = others.findIndex((child, place) => place >= from && child.nodeName === next.nodeName);
    if (i < 0) continue;
    pairs.set(next, others[i]);
    from = i + 1;
  }
  return pairs;
}

function keyOf(node) {
  return node.nodeType === Node.ELEMENT_NODE ? node.getAttribute("key") : null;
}

/** To another place in its order; where the browser can, without losing the focus. */
function move(parent, child, before) {
  if (parent.moveBefore) parent.moveBefore(child, before);
  else parent.insertBefore(child, before);
}

function update(node, next) {
  if (node.nodeType !== Node.ELEMENT_NODE) {
    if (node.nodeValue !== next.nodeValue) node.nodeValue = next.nodeValue;
    return;
  }
  // What a custom element and the reader have set on themselves is theirs: `open` of details is how they begin.
  for (const { name: attribute, value } of [...next.attributes]) {
    if (attribute !== "open" && node.getAttribute(attribute) !== value) node.setAttribute(attribute, value);
  }
  const own = node.localName.includes("-");
  for (const { name: attribute } of [...node.attributes]) {
    if (!own && attribute !== "open" && !next.hasAttribute(attribute)) node.removeAttribute(attribute);
  }
  if (!own) morph(node, next);
  const before = given.get(node) ?? {};
  const after = given.get(next) ?? {};
  for (const property of Object.keys(before)) {
    if (!(property in after) && property.startsWith("on")) node[property] = null;
  }
  for (const [property, value] of Object.entries(after)) {
    // What somebody types is not taken away by a change elsewhere.
    if (property.startsWith("on") || property === "data" || before[property] !== value) node[property] = value;
  }
  given.set(node, after);
}

/**
 * Shows a tree in an element, keeping what is alike. If what had the focus is gone, the heading that it stood under gets it, unless a custom
 * element has given it to what came in its place.
 */
export function show(element, ...children) {
  const wanted = document.createElement(element.localName);
  append(wanted, children);
  const above = ancestors(element, document.activeElement);
  morph(element, wanted);
  if (above.length > 0 && !above[0].isConnected && !element.contains(document.activeElement)) {
    const place = above.find((each) => each.isConnected && each.querySelector("[tabindex='-1']:is(h1, h2, h3)"));
    place?.querySelector("[tabindex='-1']:is(h1, h2, h3)").focus({ preventScroll: true });
  }
}

/** An element and what it stands in, up to `top`; none if it is not in there. */
function ancestors(top, element) {
  const all = [];
  for (let each = element; each && top.contains(each); each = each.parentElement) all.push(each);
  return all;
}
