// Reads JSON without rounding: a long, such as a row key of 9007199254740993, has more digits than a double holds.

/** Texts without these have only numbers that a double holds: it keeps 15 digits, and exponents of two. */
const MAY_NOT_FIT = /[\d.]{16}|\d[eE][+-]?\d{3}/;

/** A number as it was written. It counts as its nearest double, and is shown and written as it was. */
class Numeral {
  constructor(source) {
    this.source = source;
    Object.freeze(this);
  }

  [Symbol.toPrimitive](hint) {
    return hint === "number" ? Number(this.source) : this.source;
  }

  toString() {
    return this.source;
  }

  toJSON() {
    return JSON.rawJSON(this.source);
  }
}

/**
 * As JSON.parse, but a number that a double does not hold becomes an object: `String`, templates and `JSON.stringify` give its own
 * digits. A browser whose JSON.parse does not tell the source of a number (before Chromium 114, Firefox 135, Safari 18.4) rounds it.
 *
 * @throws SyntaxError if it is not JSON
 */
export function parse(text) {
  return MAY_NOT_FIT.test(text) ? JSON.parse(text, exact) : JSON.parse(text);
}

function exact(_, value, context) {
  if (typeof value !== "number" || context?.source === undefined) return value;
  return digits(String(value)) === digits(context.source) ? value : new Numeral(context.source);
}

/** One text for all ways to write a decimal: 1.50, 15e-1 and 1.5 are alike. */
function digits(text) {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!match) return text;
  const [, sign, whole, part = "", exponent = "0"] = match;
  const all = (whole + part).replace(/^0+/, "");
  const kept = all.replace(/0+$/, "");
  return `${kept === "" ? "" : sign}${kept}e${kept === "" ? 0 : Number(exponent) - part.length + all.length - kept.length}`;
}
