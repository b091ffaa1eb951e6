// Which page an address is, and going from one to another without loading anew.

/** Loaded when they are first needed, so that a page costs its own code and no other's. */
const PAGES = [
  [/^\/(?:jobs)?$/, () => import("../pages/jobs.js"), []],
  [/^\/jobs\/([^/]+)$/, () => import("../pages/job.js"), ["job"]],
  [/^\/jobs\/([^/]+)\/attempts\/(\d+)$/, () => import("../pages/job.js"), ["job", "attempt"]],
  [/^\/tables$/, () => import("../pages/tables.js"), []],
  [/^\/tables\/([^/]+)$/, () => import("../pages/table.js"), ["table"]],
  [/^\/new$/, () => import("../pages/new-job.js"), []],
  [/^\/dead-letters$/, () => import("../pages/dead-letters.js"), []],
  [/^\/clusters$/, () => import("../pages/clusters.js"), []],
  [/^\/executions$/, () => import("../pages/executions.js"), []],
  [/^\/executions\/([^/]+)$/, () => import("../pages/execution.js"), ["arn"]],
  [/^\/mails$/, () => import("../pages/mails.js"), []],
  [/^\/mails\/([^/]+)$/, () => import("../pages/mail.js"), ["mail"]],
  [/^\/doctor$/, () => import("../pages/doctor.js"), []],
];

/** @returns `{load, names}` of the page at a path; null if there is none */
export function find(path) {
  for (const [pattern, load, names] of PAGES) {
    const match = pattern.exec(path);
    if (match) {
      const parts = match.slice(1).map(decoded);
      return { load, names: Object.fromEntries(names.map((name, i) => [name, parts[i]])) };
    }
  }
  return null;
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

let listener = () => {};

/** @param show called with the kind of a move: `load`, `link`, `back`, `query` */
export function listen(show) {
  listener = show;
  addEventListener("popstate", () => show("back"));
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!link || !plain || event.defaultPrevented || link.target || link.origin !== location.origin) return;
    const href = link.getAttribute("href");
    if (href.startsWith("/api/") || href.startsWith("/assets/")) return;
    event.preventDefault();
    // A place on this page: were it an address of its own, the page would be opened anew.
    if (href.startsWith("#")) document.getElementById(href.slice(1))?.focus();
    else go(href);
  });
}

/** @param state what the page is to know that its address does not say; as `history.state` it outlasts a reload */
export function go(href, state = null) {
  const before = location.pathname;
  history.pushState(state, "", href);
  listener(location.pathname === before ? "query" : "link");
}

/** Changes values of the address's query; `replace` leaves no step to go back to. */
export function setQuery(values, replace = false) {
  const url = new URL(location.href);
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined || value === null || value === "") url.searchParams.delete(key);
    else url.searchParams.set(key, value);
  }
  const href = url.pathname + url.search;
  if (replace) history.replaceState(history.state, "", href);
  else history.pushState(null, "", href);
  listener("query");
}

export function query() {
  return new URLSearchParams(location.search);
}

/** An address of parts, each of which may hold anything. */
export function address(...parts) {
  return `/${parts.map(encodeURIComponent).join("/")}`;
}
