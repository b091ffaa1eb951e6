// Pages of the console in Chromium, each with a key, each watched: no script error and no report of the content security policy.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before } from "node:test";
import fs from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { api, HOME, services } from "./sleeper.mjs";

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** What Chromium writes about a reply that is no 2xx, or of a server that is gone: pages handle both. */
const NONE = /$^/;
const EXPECTED = /^Failed to load resource:/;

let browser = null;

export function withBrowser(options = {}) {
  before(async () => {
    browser = await launch(options);
  });
  after(() => browser?.close());
}

export function launch({ args = [], ...options } = {}) {
  return chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--disable-dev-shm-usage", ...args], ...options });
}

/** An address with a token that is good once. */
export async function address(home = HOME) {
  return (await api("POST", "/tokens", {}, home)).url;
}

/**
 * Opens a page of the console at a path, in a browser profile of its own.
 *
 * @returns playwright's page; `done()` closes it and fails if anything was reported
 */
export async function open(t, path = "/jobs", { width = 1200, height = 850, scheme = "light", home = HOME, motion = "reduce", in: given, expected } = {}) {
  const context = await (given ?? browser).newContext({ viewport: { width, height }, colorScheme: scheme, reducedMotion: motion });
  const page = await watched(t, context, expected);
  await page.goto(await address(home));
  await page.getByRole("heading", { name: "Jobs", level: 1 }).waitFor();
  if (path !== "/jobs") await page.goto(services(home).api + path);
  t.after(() => context.close());
  return page;
}

/** A page of a context whose reports fail the test, but for those that are `expected`. */
export async function watched(t, context, expected = NONE) {
  const reports = [];
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
  });
  context.on("console", (message) => {
    if (["error", "warning"].includes(message.type()) && !EXPECTED.test(message.text()) && !expected.test(message.text())) reports.push(`${message.type()}: ${message.text()}`);
  });
  context.on("weberror", (error) => {
    if (!expected.test(error.error().message)) reports.push(`script: ${error.error().stack}`);
  });
  context.on("dialog", (dialog) => {
    reports.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  t.after(() => assert.deepEqual(reports, []));
  return context.newPage();
}

/** Presses a button, and the one of its dialog, which may have other words. */
export async function confirmed(page, button, yes = button) {
  await page.getByRole("button", { name: button }).click();
  await page.getByRole("dialog").getByRole("button", { name: yes }).click();
}

/** Has the page follow a value of the test's own in place of the one at a path. */
export function valueOf(page, path, value) {
  return valuesOf(page, path, () => value);
}

/**
 * The same of a value that changes. The page asks for it again a moment after each answer.
 *
 * @param now gives the value; or undefined, which leaves the page waiting. Called with the id of the value that the page has, if any
 */
export function valuesOf(page, path, now) {
  return page.route(
    (url) => url.pathname === "/api/v1/changes" && url.searchParams.get("of") === path,
    (route) => {
      const value = now(route.request().headers()["last-event-id"]);
      if (value === undefined) return undefined;
      const data = JSON.stringify(value);
      const id = createHash("sha256").update(data).digest("hex");
      return route.fulfill({ status: 200, contentType: "text/event-stream", body: `id: ${id}\nevent: value\ndata: ${data}\n\n` });
    },
  );
}

/** What axe finds wrong with a page; all of its rules. */
export async function violations(page) {
  const found = await page.evaluate(
    `${AXE}; axe.run(document, {resultTypes: ["violations"]}).then(({violations}) => violations.flatMap(({id, nodes}) => nodes.map((node) => id + ": " + node.target.join(" ") + ": " + node.failureSummary)))`,
  );
  return found;
}

export function sidewaysOverflow(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** A state of the picture, by the beginning of its name. */
export function state(page, name) {
  return page.getByRole("button", { name: new RegExp(`^${name.replaceAll("?", "\\?")}: `) });
}

/** The job's status, as the page's head shows it. */
export function statusOf(page, word) {
  return page.locator(".job-status").getByText(word, { exact: true });
}
