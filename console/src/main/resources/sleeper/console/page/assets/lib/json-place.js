// Where in a text of JSON a value stands that is named by a path such as files[2] or platformSpec.x.

const TOKEN = /"(?:[^"\\]|\\.)*"|[[\]{}:,]|[^\s[\]{}:,"]+/g;

/** @returns the offset of each value by its path; of a text that is no JSON, those before the fault */
export function places(text) {
  const found = new Map();
  const stack = [];
  let key = null;
  const here = () => stack.map((each, i) => (each.isArray ? `[${each.index}]` : `${i > 0 ? "." : ""}${each.key}`)).join("");
  for (const match of text.matchAll(TOKEN)) {
    const [token] = match;
    const top = stack.at(-1);
    if (token === "}" || token === "]") {
      stack.pop();
    } else if (token === ",") {
      if (top?.isArray) top.index += 1;
      else if (top) top.key = "";
    } else if (token === ":") {
      if (top && !top.isArray) top.key = key;
    } else if (token.startsWith('"') && top && !top.isArray && top.key === "") {
      key = unquoted(token);
    } else {
      const path = here();
      if (!found.has(path)) found.set(path, match.index);
      if (token === "{") stack.push({ isArray: false, key: "" });
      else if (token === "[") stack.push({ isArray: true, index: 0 });
    }
  }
  return found;
}

function unquoted(token) {
  try {
    return JSON.parse(token);
  } catch {
    return token;
  }
}

export function lineOf(text, offset) {
  let line = 1;
  for (let i = text.indexOf("\n"); i !== -1 && i < offset; i = text.indexOf("\n", i + 1)) line += 1;
  return line;
}

export function offsetOf(text, line, column) {
  let start = 0;
  for (let i = 1; i < line; i++) {
    const end = text.indexOf("\n", start);
    if (end === -1) break;
    start = end + 1;
  }
  return Math.min(text.length, start + Math.max(0, column - 1));
}

/** @returns `{line, offset}` of a fault in a document; null if it is about no place in it */
export function placeOf(fault, text) {
  const written = /line (\d+)(?:, column (\d+))?/.exec(fault.where ?? "");
  const line = fault.location?.line ?? (written ? Number(written[1]) : undefined);
  if (line !== undefined) {
    const column = fault.location?.column ?? (written?.[2] ? Number(written[2]) : 1);
    return { line, offset: offsetOf(text, line, column) };
  }
  const all = places(text);
  // What is missing has no place: the value around it has.
  for (let path = String(fault.where ?? ""); path !== ""; path = path.replace(/(\.[^.[\]]*|\[\d+\]|^[^.[\]]+)$/, "")) {
    if (all.has(path)) return { line: lineOf(text, all.get(path)), offset: all.get(path) };
    if (!/(\.[^.[\]]*|\[\d+\]|^[^.[\]]+)$/.test(path)) break;
  }
  return null;
}
