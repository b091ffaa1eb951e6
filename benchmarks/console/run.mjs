// Measures the console in Chromium; see console.sh.

import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";
import { address } from "./lib/console.mjs";
import { api, ended, heldTask, HOME, PROJECT, send, services, sleeper, startLocal, until } from "./lib/sleeper.mjs";

const ROUNDS = Number(process.env.ROUNDS ?? 9);
const SECONDS_OPEN = Number(process.env.SECONDS_OPEN ?? 20);
const TICKS_A_SECOND = 100;

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const spread = (numbers) => ({ median: median(numbers), least: Math.min(...numbers), most: Math.max(...numbers), of: numbers.length });

/** CPU seconds of a process and all that it has started. */
function cpuSeconds(pid) {
  const all = fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name)).flatMap((each) => {
    try {
      const stat = fs.readFileSync(`/proc/${each}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return [{ pid: Number(each), parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }];
    } catch {
      return [];
    }
  });
  const of = (root) => all.filter((each) => each.parent === root).reduce((sum, child) => sum + of(child.pid), all.find((each) => each.pid === root)?.ticks ?? 0);
  return of(pid) / TICKS_A_SECOND;
}

/** Takes a key; a page that is left before it has one has none. */
async function enter(page, home = HOME) {
  await page.goto(await address(home));
  await page.getByRole("heading", { name: "Jobs", level: 1 }).waitFor();
}

async function loads(browser, at, home, ready) {
  const paint = [];
  const there = [];
  const context = await browser.newContext();
  const page = await context.newPage();
  await enter(page, home);
  for (let i = 0; i < ROUNDS; i++) {
    await page.goto("about:blank");
    const started = performance.now();
    await page.goto(services(home).api + at, { waitUntil: "commit" });
    await ready(page);
    there.push(performance.now() - started);
    paint.push(await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0].startTime));
  }
  await context.close();
  return { firstPaintMillis: spread(paint), contentMillis: spread(there) };
}

/** From a state's entry, as the history says, to its sign on the screen. */
async function statesOnScreen(browser) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await enter(page);
  const late = [];
  for (let i = 0; i < ROUNDS; i++) {
    const job = `seen-${i}`;
    await page.goto(`${services().api}/jobs/${job}`);
    await page.evaluate(() => {
      window.seen = {};
      const look = () => {
        for (const state of document.querySelectorAll("state-graph [role=button]")) {
          const [name, words] = state.getAttribute("aria-label").split(": ");
          if (words !== "not entered") window.seen[name] ??= Date.now();
        }
      };
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
    });
    await send("standard", { id: job, tableName: "orders", files: ["demo/orders/"] });
    await ended(job);
    await until("its last state", () => page.evaluate(() => window.seen["Finish as committed"]));
    const seen = await page.evaluate(() => window.seen);
    const { visits } = await api("GET", `/jobs/${job}/graph`);
    for (const visit of visits) late.push(seen[visit.state] - Date.parse(visit.entered));
  }
  await context.close();
  return spread(late);
}

/** What a page costs that is left open: cores of the browser, and of local beside what it takes without the page. */
async function leftOpen(browser, server, local, at, { seen = () => {}, home = HOME } = {}) {
  const measure = async () => {
    const before = [cpuSeconds(server), cpuSeconds(local)];
    await new Promise((settle) => setTimeout(settle, SECONDS_OPEN * 1000));
    return [cpuSeconds(server) - before[0], cpuSeconds(local) - before[1]].map((seconds) => seconds / SECONDS_OPEN);
  };
  const [, alone] = await measure();
  const context = await browser.newContext({ reducedMotion: "no-preference" });
  const page = await context.newPage();
  await enter(page, home);
  await page.goto(services(home).api + at);
  await page.getByText("live").waitFor();
  await seen(page);
  await new Promise((settle) => setTimeout(settle, 2000));
  const [inBrowser, inLocal] = await measure();
  await context.close();
  return { browserCores: inBrowser, localCores: inLocal, localCoresWithoutPage: alone };
}

/** The same of a job that runs all the while, for those who want motion. */
async function leftOpenWhileItRuns(browser, server, local) {
  const job = "held";
  const ends = [];
  const held = heldTask({ after: (end) => ends.push(end) }, job);
  await send("standard", { id: job, tableName: "orders", files: ["demo/orders/"] });
  await held;
  try {
    return await leftOpen(browser, server, local, `/jobs/${job}`, {
      seen: (page) => page.getByRole("button", { name: /^Run ingest task: running/ }).waitFor(),
    });
  } finally {
    ends.forEach((end) => end());
    await ended(job);
  }
}

await sleeper(["demo", "--name", "orders", "--rows", "100000", "--partitions", "8"]);
const local = await startLocal(HOME);
const server = await chromium.launchServer({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
const browser = await chromium.connect(server.wsEndpoint());
const report = { at: new Date().toISOString(), cores: os.cpus().length, cpu: os.cpus()[0].model, node: process.version, browser: browser.version() };
try {
  const row = (name) => (page) => page.getByRole("link", { name, exact: true }).first().waitFor();
  report.jobs = await loads(browser, "/jobs", HOME, row("orders"));
  report.job = await loads(browser, "/jobs/orders", HOME, (page) => page.locator("h1").waitFor());
  report.stateOnScreenMillis = await statesOnScreen(browser);
  report.openJobs = await leftOpen(browser, server.process().pid, local.pid, "/jobs");
  report.openJob = await leftOpen(browser, server.process().pid, local.pid, "/jobs/orders");
  report.openRunningJob = await leftOpenWhileItRuns(browser, server.process().pid, local.pid);
} finally {
  console.log(JSON.stringify(report, null, 2));
  await local.stop();
}
if (process.env.FULL_HOME) {
  const full = await startLocal(process.env.FULL_HOME);
  try {
    const home = process.env.FULL_HOME;
    const seen = (page) => page.locator("tbody tr").first().waitFor();
    report.fullList = await loads(browser, "/jobs", home, seen);
    report.openFullList = await leftOpen(browser, server.process().pid, full.pid, "/jobs", { seen, home });
  } finally {
    await full.stop();
  }
}
await server.close();
console.log(JSON.stringify(report, null, 2));
fs.writeFileSync(process.argv[2], JSON.stringify(report));
console.log(`in ${path.relative(PROJECT, process.argv[2])}`);
