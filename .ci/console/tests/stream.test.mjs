import assert from "node:assert/strict";
import net from "node:net";
import path from "node:path";
import { after, before, test } from "node:test";
import { launch, open, valueOf, violations } from "../lib/console.mjs";
import { Proxy } from "../lib/proxy.mjs";
import { api, ended, input, newId, SCRATCH, send, services, sleeper, startLocal, until } from "../lib/sleeper.mjs";

const proxy = new Proxy();
let browser = null;

before(async () => {
  const server = await proxy.start();
  browser = await launch({ proxy: { server, bypass: "<-loopback>" } });
});
after(async () => {
  await browser.close();
  proxy.stop();
});

test("shouldGoOnAfterACutWithWhatItHas", async (t) => {
  // Given a page that has a value
  const page = await open(t, "/jobs", { in: browser });
  await page.getByRole("link", { name: "orders", exact: true }).first().waitFor();
  const before = proxy.streams.length;
  // When
  proxy.cut();
  // Then it asks again, saying what it has
  await page.waitForTimeout(0);
  while (proxy.streams.length === before) await page.evaluate(() => new Promise(requestAnimationFrame));
  assert.match(proxy.streams.at(-1).last, /./);
  // And it hears what comes
  const job = newId("heard");
  await send("standard", { id: job, tableName: "orders", files: [input(0).file] });
  await page.getByRole("link", { name: job }).waitFor();
  await ended(job);
  await page.getByRole("row").filter({ hasText: job }).getByText("COMMITTED").waitFor();
});

test("shouldReadTheSameEventsHoweverTheStreamIsCut", async (t) => {
  // Given
  const page = await open(t, "/nowhere", { in: browser });
  const text = ': alive\n\nid: 1\nevent: value\ndata: {"a":\ndata: 1}\n\n\nid: 2\r\ndata: b\r\n\r\n: alive\r\n\r\ndata:c\n\r\ndata: d';
  // When
  const [whole, found] = await page.evaluate(async (all) => {
    const { events } = await import("/assets/lib/events.js");
    const read = async (...pieces) => {
      const left = pieces.reverse();
      const read = [];
      for await (const event of events(async () => ({ done: left.length === 0, value: left.pop() }), () => {})) read.push(event);
      return read;
    };
    const found = new Set();
    for (let i = 0; i <= all.length; i++) {
      for (let j = i; j <= all.length; j++) found.add(JSON.stringify(await read(all.slice(0, i), all.slice(i, j), all.slice(j))));
    }
    return [await read(all), [...found]];
  }, text);
  // Then
  assert.deepEqual(whole.map(({ id, name, data }) => [id, name, data]), [["1", "value", '{"a":\n1}'], ["2", "message", "b"], [undefined, "message", "c"]]);
  assert.equal(found.length, 1, found.join("\n"));
});

test("shouldReadALargeEventInTimeThatGrowsWithItsSize", async (t) => {
  // Given 16 MB in 2,000 pieces
  const page = await open(t, "/nowhere", { in: browser });
  // When
  const [length, millis] = await page.evaluate(async () => {
    const { events } = await import("/assets/lib/events.js");
    const piece = "x".repeat(8192);
    let given = 0;
    const next = async () => {
      given += 1;
      return given === 1 ? { value: "id: 1\ndata: " } : given <= 2001 ? { value: piece } : given === 2002 ? { value: "\n\n" } : { done: true };
    };
    const began = performance.now();
    let length = 0;
    for await (const { data } of events(next, () => {})) length += data.length;
    return [length, performance.now() - began];
  });
  // Then
  assert.equal(length, 2000 * 8192);
  assert.ok(millis < 5000, `${millis} ms`);
});

test("shouldFollowOneValueAtATime", async (t) => {
  // Given
  const page = await open(t, "/jobs", { in: browser });
  await page.getByRole("link", { name: "orders", exact: true }).first().waitFor();
  // When
  for (const name of ["Tables", "Clusters", "Dead letters"]) {
    await page.getByRole("link", { name, exact: true }).click();
    await page.getByRole("heading", { level: 1, name }).waitFor();
  }
  // Then the streams of the pages before are gone
  await page.getByText("live").waitFor();
  await until("one stream", () => proxy.open.length === 1);
  assert.deepEqual(proxy.open, ["/dead-letters"]);
  // And nothing else is asked for while nothing happens on this page
  const calls = [];
  page.on("request", (request) => calls.push(request.url()));
  const job = newId("alone");
  await send("standard", { id: job, tableName: "orders", files: [input(0).file] });
  await ended(job);
  assert.deepEqual(calls, []);
});

test("shouldOpenAPageWhoseCodeCouldNotBeFetchedWhenTheServerIsBack", async (t) => {
  // Given
  const page = await open(t, "/tables", { in: browser });
  await page.getByRole("link", { name: "orders", exact: true }).waitFor();
  // When
  proxy.down();
  t.after(() => proxy.up());
  await page.getByRole("link", { name: "Doctor" }).click();
  // Then
  await page.getByRole("heading", { level: 1, name: "Not connected" }).waitFor();
  await page.locator(".banner").waitFor();
  // When
  proxy.up();
  // Then
  await page.getByRole("heading", { level: 1, name: "Doctor" }).waitFor();
  await page.getByRole("cell", { name: "Java", exact: true }).waitFor();
  await page.locator(".banner").waitFor({ state: "detached" });
});

test("shouldOpenAViewOfATableThatWasChosenWhileNobodyAnswered", async (t) => {
  // Given
  const page = await open(t, "/tables/orders", { in: browser });
  await page.getByRole("slider").waitFor();
  // When
  proxy.down();
  t.after(() => proxy.up());
  await page.getByRole("navigation", { name: "Views of the table" }).getByRole("link", { name: "Files" }).click();
  // Then
  await page.locator(".banner").waitFor();
  await page.getByText("Loading …").waitFor();
  // When
  proxy.up();
  // Then
  await page.getByRole("cell", { name: /\.parquet$/ }).first().waitFor();
  await page.locator(".banner").waitFor({ state: "detached" });
});

test("shouldAskAgainForEachPartThatWasNotAnswered", async (t) => {
  // Given
  const job = newId("unanswered");
  await send("standard", { id: job, tableName: "orders", files: ["demo/none.parquet"] });
  await ended(job);
  const mail = await until("mail about it", async () => (await api("GET", "/mails")).mails.find(({ subject }) => subject.includes(job)));
  const { executions } = await api("GET", "/executions?last=1");
  const parts = [
    ["/doctor", /v1\/doctor$/, (page) => page.getByRole("cell", { name: "Java", exact: true })],
    [`/mails/${encodeURIComponent(mail.name)}`, /v1\/mails\/./, (page) => page.getByText(/Cause: FILE_NOT_FOUND/)],
    ["/jobs/orders", /v1\/jobs\/orders$/, (page) => page.getByRole("row").filter({ hasText: "demo/orders/part-3.parquet" })],
    ["/jobs/orders", /v1\/jobs\/orders\/graph/, (page) => page.getByRole("button", { name: /^Validate job: succeeded/ })],
    ["/jobs/orders?state=Validate%20job", /v1\/jobs\/orders\/events/, (page) => page.getByRole("region", { name: "Validate job" }).getByText('"jobId"').first()],
    ["/tables/orders?view=rows&key=a", /v1\/tables\/orders\/rows/, (page) => page.getByText(/No rows of this key|\d rows?/).first()],
    ["/new", /v1\/plan$/, (page) => page.getByText(/The job would be refused/)],
    ["/new", /v1\/tables$/, (page) => page.getByRole("option", { name: "orders" })],
    ["/executions", /v1\/machines$/, (page) => page.getByRole("option", { name: "maintain-table" })],
    [`/executions/${encodeURIComponent(executions[0].executionArn)}`, /v1\/executions\/.*\/events/, (page) => page.getByRole("cell", { name: "ExecutionStarted" })],
  ];
  const page = await open(t, "/jobs", { in: browser });
  // A document that somebody has written is planned.
  await page.evaluate(() => sessionStorage.setItem("sleeper.draft", '{"tableName": "nowhere", "files": []}'));
  for (const [path, part, found] of parts) {
    // When one part is not answered
    await page.route(part, (route) => route.abort());
    await page.goto(services().api + path);
    await page.locator(".banner").waitFor();
    assert.equal(await found(page).count(), 0, path);
    // And then is
    await page.unroute(part);
    // Then
    await found(page).first().waitFor({ state: "attached" });
    await page.locator(".banner").waitFor({ state: "detached" });
  }
});

test("shouldTellAFaultOfThePageFromALostNetwork", async (t) => {
  // Given a value that the page cannot draw
  const page = await open(t, "/jobs", { in: browser, expected: /undefined/ });
  await valueOf(page, "/tables", { none: [] });
  // When
  await page.getByRole("link", { name: "Tables" }).click();
  // Then
  await page.getByText(/This page has a fault of its own/).waitFor();
  await page.getByText("live").waitFor();
  assert.equal(await page.locator(".banner").count(), 0);
});

/** Has the page follow what a test gives: `{id, name, data}` of an event. */
async function eventsOf(page, path, now) {
  await page.route(
    (url) => url.pathname === "/api/v1/changes" && url.searchParams.get("of") === path,
    (route) => {
      const { id, name, data } = now();
      return route.fulfill({ status: 200, contentType: "text/event-stream", body: `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n` });
    },
  );
}

const VALUE = { id: "1", name: "value", data: { jobs: [{ jobId: "one", status: "COMMITTED", table: "orders", platform: "standard", attempt: 1, rows: 1, received: "2026-11-30T00:00:00Z" }] } };

function errorEvent(code, message) {
  return { id: code, name: "error", data: { error: { code, message } } };
}

test("shouldKeepWhatIsShownWhileItCannotBeRenewed", async (t) => {
  // Given a page with a value, on which somebody writes
  const page = await open(t, "/tables", { in: browser });
  let now = VALUE;
  await eventsOf(page, "/jobs?last=50", () => now);
  await page.getByRole("link", { name: "Jobs", exact: true }).click();
  await page.getByRole("link", { name: "one", exact: true }).waitFor();
  await page.getByLabel("Table", { exact: true }).pressSequentially("half a wo");
  // When there is an error in the stream
  now = errorEvent("UNAVAILABLE", "S3 did not answer.");
  // Then it is told above the page, which stays
  const notice = page.locator("main .notice");
  await notice.getByText("S3 did not answer.").waitFor();
  await page.getByRole("status").getByText("What you see may be old: S3 did not answer.").waitFor({ state: "attached" });
  await page.getByRole("link", { name: "one", exact: true }).waitFor();
  await page.keyboard.type("rd");
  assert.equal(await page.getByLabel("Table", { exact: true }).inputValue(), "half a word");
  assert.deepEqual(await violations(page), []);
  // When there is a value again, though it is the same
  now = VALUE;
  // Then
  await notice.waitFor({ state: "detached" });
  assert.equal(await page.getByLabel("Table", { exact: true }).inputValue(), "half a word");
});

test("shouldTakeTheProblemAwayWhenTheStreamIsAnsweredAgain", async (t) => {
  // Given a page with a value, whose stream is then refused
  const page = await open(t, "/tables/orders", { in: browser });
  await page.getByRole("slider").waitFor();
  await page.route(/v1\/changes/, (route) => route.fulfill({ status: 503, json: { error: { code: "UNAVAILABLE", message: "DynamoDB did not answer." } } }));
  proxy.cut();
  const notice = page.locator("main .notice");
  await notice.getByText("DynamoDB did not answer.").waitFor();
  await page.getByRole("slider").waitFor();
  // When it is answered, with the same value
  await page.unroute(/v1\/changes/);
  // Then
  await notice.waitFor({ state: "detached" });
  await page.getByRole("slider").waitFor();
});

test("shouldNotKeepWhatIsGone", async (t) => {
  // Given
  const job = await api("GET", "/jobs/orders?inputs=none");
  const page = await open(t, "/tables", { in: browser });
  let now = { id: "1", name: "value", data: job };
  await eventsOf(page, "/jobs/orders?inputs=none", () => now);
  await page.goto(`${services().api}/jobs/orders`);
  await page.locator(".job-status").waitFor();
  // When
  now = errorEvent("UNKNOWN_JOB", "No job 'orders'.");
  // Then
  await page.locator("main .notice").getByText("No job 'orders'.").waitFor();
  assert.equal(await page.locator(".job-status").count(), 0);
});

test("shouldTellAServiceThatDoesNotAnswerFromAServerThatIsGone", async (t) => {
  // Given
  const page = await open(t, "/jobs", { in: browser });
  await page.evaluate(() => {
    window.banners = 0;
    new MutationObserver(() => (window.banners += document.querySelector(".banner") ? 1 : 0)).observe(document.body, { childList: true, subtree: true });
  });
  let asked = 0;
  await page.route(/v1\/changes/, (route) => {
    asked += 1;
    route.fulfill({ status: 503, json: { error: { code: "UNAVAILABLE", message: "DynamoDB did not answer." } } });
  });
  // When
  await page.getByRole("link", { name: "Tables" }).click();
  await page.getByText("DynamoDB did not answer.").waitFor();
  await until("a second try", () => asked > 1);
  // Then
  await page.getByText("live").waitFor();
  assert.equal(await page.evaluate(() => window.banners), 0);
});

test("shouldSayThatLocalIsGoneAndComeBackByItself", async (t) => {
  // Given a local of its own
  const home = path.join(SCRATCH, "home-that-stops");
  await sleeper(["demo", "--name", "first", "--rows", "1000", "--partitions", "2"], home);
  const ports = await freePorts();
  let local = await startLocal(home, "--port", String(ports));
  t.after(() => local.stop());
  const page = await open(t, "/tables", { home, in: browser });
  await page.getByRole("link", { name: "first" }).waitFor();
  const at = services(home).api;
  // When
  await local.stop();
  // Then what was there stays, and the page says how it is
  await page.locator(".banner").getByText("./sleeper local does not answer.").waitFor();
  await page.getByRole("link", { name: "first" }).waitFor();
  assert.deepEqual(await violations(page), []);
  // When it is there again, with more
  local = await startLocal(home, "--port", String(ports));
  assert.equal(services(home).api, at);
  // Then
  await page.locator(".banner").waitFor({ state: "detached" });
  const made = await api("POST", "/tables", { table: "second", schema: { rowKeyFields: [{ name: "key", type: "string" }], sortKeyFields: [], valueFields: [] } }, home);
  assert.equal(made.table, "second", JSON.stringify(made));
  await page.getByRole("link", { name: "second" }).waitFor();
});

/** The first of some ports in a row that nothing listens on. */
async function freePorts() {
  for (;;) {
    const first = 20000 + Math.floor(Math.random() * 20000);
    const free = await Promise.all([0, 1, 2, 3, 4, 5].map((i) => isFree(first + i)));
    if (free.every(Boolean)) return first;
  }
}

function isFree(port) {
  return new Promise((settle) => {
    const server = net.createServer();
    server.once("error", () => settle(false));
    server.listen(port, "127.0.0.1", () => server.close(() => settle(true)));
  });
}
