import assert from "node:assert/strict";
import http from "node:http";
import { after, before, test } from "node:test";
import { address, launch, open, statusOf, watched, withBrowser } from "../lib/console.mjs";
import { api, heldTask, input, newId, send, services } from "../lib/sleeper.mjs";

// Any name of this domain leads to this machine; the browser's own fences would keep some requests at home.
withBrowser({ args: ["--host-resolver-rules=MAP *.test 127.0.0.1", "--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests,HttpsUpgrades"] });

let elsewhere = null;
let origin = null;

before(async () => {
  elsewhere = http.createServer((_, reply) => reply.setHeader("Content-Type", "text/html").end("<!doctype html><title>elsewhere</title><body>"));
  await new Promise((settle) => elsewhere.listen(0, "127.0.0.1", settle));
  origin = `http://127.0.0.1:${elsewhere.address().port}`;
});
after(() => elsewhere.close());

async function running(t) {
  const job = newId("fenced");
  const held = heldTask(t, job);
  await send("standard", { id: job, tableName: "orders", files: [input(9).file] });
  await held;
  return job;
}

/** Everything that changes something, tried from the page that is open. */
function tryAll(page, at, job) {
  return page.evaluate(
    async ([root, id]) => {
      const answers = [];
      const bodies = ["{}", JSON.stringify({ document: { tableName: "orders", files: ["demo/orders/part-0.parquet"], id: "from-elsewhere" } })];
      for (const path of [`/jobs/${id}/abort`, "/jobs", "/tables/orders/drop", "/session"]) {
        for (const body of bodies) {
          for (const options of [
            { mode: "no-cors", credentials: "include", headers: { "Content-Type": "text/plain" } },
            { mode: "cors", credentials: "include", headers: { "Content-Type": "application/json", "X-Sleeper-Console": "1", "X-Sleeper-Secret": "guess" } },
            { mode: "cors", credentials: "include" },
          ]) {
            const reply = await fetch(`${root}/api/v1${path}`, { method: "POST", body, ...options }).catch(() => null);
            answers.push(reply ? [reply.status, await reply.text().catch(() => "")] : null);
          }
        }
      }
      for (const path of ["/api/v1/jobs", "/api/v1/instance", "/api/v1/changes?of=%2Fjobs", "/jobs"]) {
        const reply = await fetch(root + path, { credentials: "include" }).catch(() => null);
        answers.push(reply ? [reply.status, await reply.text().catch(() => "")] : null);
      }
      for (const make of [
        () => Object.assign(document.createElement("form"), { action: `${root}/api/v1/jobs/${id}/abort`, method: "POST", target: "frame" }),
      ]) {
        const frame = Object.assign(document.createElement("iframe"), { name: "frame" });
        document.body.append(frame, make());
        const loaded = new Promise((settle) => (frame.onload = settle));
        document.querySelector("form").submit();
        await loaded;
      }
      return answers;
    },
    [at, job],
  );
}

async function assertNothingHappened(job) {
  assert.equal((await api("GET", `/jobs/${job}`)).status, "RUNNING");
  assert.equal((await api("GET", "/jobs/from-elsewhere")).error?.code, "UNKNOWN_JOB");
  assert.equal((await api("GET", "/tables/orders")).table, "orders");
}

test("shouldNotLetAPageOfAnotherOriginDoOrReadAnything", async (t) => {
  // Given a browser with a key, and a page of another port in it, to which the cookie goes too
  const job = await running(t);
  const own = await open(t, `/jobs/${job}`, { expected: /^Access to fetch at .* has been blocked by CORS policy/ });
  await statusOf(own, "RUNNING").waitFor();
  const page = await own.context().newPage();
  for (const from of [origin, origin.replace("127.0.0.1", "evil.test"), origin.replace("127.0.0.1", "localhost")]) {
    await page.goto(from);
    // When
    const answers = await tryAll(page, services().api, job);
    // Then it read nothing: an opaque answer has status 0
    for (const answer of answers) assert.ok(answer === null || (answer[0] === 0 && answer[1] === ""), JSON.stringify(answer));
    await assertNothingHappened(job);
  }
});

test("shouldNotLetAReboundNameDoOrReadAnything", async (t) => {
  // Given a page whose own name leads to the console
  const job = await running(t);
  const browser = await launch({ args: ["--host-resolver-rules=MAP *.test 127.0.0.1"] });
  t.after(() => browser.close());
  const context = await browser.newContext();
  const page = await context.newPage();
  const { port } = new URL(services().api);
  const name = `http://rebound.test:${port}`;
  await page.route(`${name}/own`, (route) => route.fulfill({ status: 200, contentType: "text/html", body: "<!doctype html><body>" }));
  await page.goto(`${name}/own`);
  // When
  const answers = await tryAll(page, name, job);
  // Then
  for (const answer of answers) assert.ok(answer === null || answer[0] === 403 || answer[0] === 421 || answer[0] === 400, JSON.stringify(answer));
  assert.doesNotMatch(JSON.stringify(answers), /jobId|secret/);
  await assertNothingHappened(job);
});

test("shouldNotBeShownInAFrame", async (t) => {
  const own = await open(t, "/jobs", { expected: /frame-ancestors 'none'/ });
  const page = await own.context().newPage();
  await page.goto(origin);
  const shown = await page.evaluate(async (address) => {
    const frame = document.createElement("iframe");
    frame.src = address;
    const loaded = new Promise((settle) => (frame.onload = settle));
    document.body.append(frame);
    await loaded;
    return document.querySelector("iframe").contentDocument !== null;
  }, services().api);
  assert.equal(shown, false);
  for (const frame of page.frames().slice(1)) assert.doesNotMatch(await frame.content().catch(() => ""), /Sleeper Workflows/);
});

test("shouldNotTakeAnotherSitesLinkForMoreThanAVisit", async (t) => {
  // Given
  const job = await running(t);
  const browser = await launch();
  t.after(() => browser.close());
  const page = await watched(t, await browser.newContext());
  await page.goto(await address());
  await page.getByRole("heading", { name: "Jobs", level: 1 }).waitFor();
  // When a link leads to addresses that would change something if they were asked by GET
  for (const path of [`/api/v1/jobs/${job}/abort`, "/api/v1/tables/orders/drop"]) await page.goto(services().api + path).catch(() => {});
  // Then
  await assertNothingHappened(job);
});
