import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { confirmed, open, statusOf, valueOf, valuesOf, withBrowser } from "../lib/console.mjs";
import { api, ended, HOME, input, newId, send, services, until } from "../lib/sleeper.mjs";

withBrowser();

/** A job that was refused, since its file is not there yet. */
async function refused(word) {
  const job = newId(word);
  const late = `demo/${job}.parquet`;
  await send("standard", { id: job, tableName: "orders", files: [late] });
  await ended(job);
  return { job, mend: () => fs.copyFileSync(input(1).path, path.join(HOME, "buckets", late)) };
}

test("shouldSendAJobAgainOnce", async (t) => {
  // Given a page that shows a refused job, and hears no more of it
  const { job } = await refused("once");
  const before = await api("GET", `/jobs/${job}?inputs=none`);
  const page = await open(t, "/jobs");
  await valueOf(page, `/jobs/${job}?inputs=none`, before);
  let sent = 0;
  let held = null;
  await page.route("**/retry", (route) => {
    sent += 1;
    held = route;
  });
  await page.goto(`${services().api}/jobs/${job}`);
  // When
  await confirmed(page, `Retry job ${job}`, "Retry");
  // Then nothing can be sent while that is on its way
  const sending = page.getByRole("button", { name: `Sending … job ${job}` });
  await sending.waitFor();
  await sending.click({ force: true });
  assert.equal(await page.getByRole("dialog").count(), 0);
  // Nor after it, before another attempt is seen
  await held.fulfill({ json: { jobId: job, queue: "standard" } });
  const done = page.getByRole("button", { name: `Sent again job ${job}` });
  await done.waitFor();
  await page.getByText("Its next attempt is shown as soon as it is taken.").first().waitFor();
  await done.click({ force: true });
  assert.equal(await page.getByRole("dialog").count(), 0);
  // And not by the page of an attempt either
  await page.getByRole("link", { name: "Jobs", exact: true }).click();
  await page.getByRole("link", { name: job }).click();
  await done.waitFor();
  assert.equal(sent, 1);
});

test("shouldSayThatNoServicesRunWhereAJobIsSentAgainAndNoneDo", async (t) => {
  // Given the page of an attempt
  const { job } = await refused("unserved");
  const page = await open(t, `/jobs/${job}/attempts/1`);
  await page.route("**/retry", (route) => route.fulfill({ json: { jobId: job, queue: "standard", servicesRunning: false } }));
  // When
  await confirmed(page, `Retry job ${job}`, "Retry");
  // Then the job's page, which is shown next, says so
  await page.waitForURL(`**/jobs/${job}`);
  const words = "No services run: it stays on the queue until ./sleeper local or a command with --wait runs them.";
  await page.locator(".notice").getByText(`Its next attempt is shown as soon as it is taken. ${words}`).waitFor();
});

test("shouldSayThatNoServicesRunWhereMessagesWaitAndNoneDo", async (t) => {
  // Given
  const words = /No services run/;
  for (const served of [false, true]) {
    const page = await open(t, "/tables");
    await valueOf(page, "/jobs?last=50", { jobs: [], waitingMessages: { standard: 2 }, served });
    // When
    await page.getByRole("link", { name: "Jobs", exact: true }).click();
    // Then
    await page.getByText("Waiting to be taken: 2 messages in queue standard.").waitFor();
    assert.equal(await page.getByText(words).count(), served ? 0 : 1);
  }
});

test("shouldDrawTheWayOfAnEndedJobAnewUntilItsExecutionHasEndedToo", async (t) => {
  // Given a job that has ended, and an execution that runs on: each time the way was asked for, there is something new
  const job = await api("GET", "/jobs/orders?inputs=none");
  const page = await open(t, "/jobs");
  let asked = 0;
  page.on("request", (request) => (asked += /\/jobs\/orders\/graph/.test(request.url()) ? 1 : 0));
  const values = [{ ...job, lastEvent: 40 }, { ...job, lastEvent: 41 }, job];
  await valuesOf(page, "/jobs/orders?inputs=none", () => values[Math.min(asked, 2)]);
  // When
  await page.goto(`${services().api}/jobs/orders`);
  // Then it is asked for with each event, and once after the end
  await until("the way as it ended", () => asked === values.length);
});

test("shouldOfferRetryAgainWhenTheNextAttemptHasEndedToo", async (t) => {
  const { job } = await refused("twice");
  const page = await open(t, `/jobs/${job}`);
  await confirmed(page, `Retry job ${job}`, "Retry");
  await page.getByRole("navigation", { name: "Attempts" }).getByRole("link", { name: /Attempt 2/ }).waitFor();
  await page.getByRole("button", { name: `Retry job ${job}` }).waitFor();
});

test("shouldNotShowTheLogOfOneAttemptAsThatOfAnother", async (t) => {
  // Given the log of the first attempt
  const { job, mend } = await refused("logged");
  const page = await open(t, "/jobs");
  await page.route(/\/log\?attempt=\d/, (route) => route.fulfill({ json: { lines: [`line of ${new URL(route.request().url()).search}`] } }));
  await page.goto(`${services().api}/jobs/${job}`);
  await page.getByRole("button", { name: "Show the log" }).click();
  await page.getByText("line of ?attempt=1").waitFor();
  // When there is another
  mend();
  await confirmed(page, `Retry job ${job}`, "Retry");
  await statusOf(page, "COMMITTED").waitFor();
  // Then
  assert.equal(await page.getByText("line of ?attempt=1").count(), 0);
  await page.getByRole("button", { name: "Show the log" }).click();
  await page.getByText("line of ?attempt=2").waitFor();
  // And it can be read once more
  await page.getByText(/^read at /).waitFor();
  const again = page.waitForRequest(/\/log\?attempt=2/);
  await page.getByRole("button", { name: "Read again" }).click();
  await again;
});

test("shouldShowWhatOfAJobCannotBeReadInItsPlace", async (t) => {
  const page = await open(t, "/jobs");
  for (const [part, state] of [["graph", ""], ["events", "?state=Validate%20job"], ["log", ""]]) {
    // Given
    const matched = new RegExp(`/jobs/orders/${part}`);
    await page.route(matched, (route) => route.fulfill({ status: 503, json: { error: { code: "UNAVAILABLE", message: `No ${part} now.` } } }));
    // When
    await page.goto(`${services().api}/jobs/orders${state}`);
    if (part === "log") await page.getByRole("button", { name: "Show the log" }).click();
    // Then the rest is there
    await page.getByText(`No ${part} now.`).first().waitFor();
    await statusOf(page, "COMMITTED").waitFor();
    await page.getByRole("row").filter({ hasText: "demo/orders/part-3.parquet" }).first().waitFor();
    await page.unroute(matched);
  }
});

test("shouldShowWhatOfAnExecutionCannotBeReadInItsPlace", async (t) => {
  const { executions } = await api("GET", "/executions?last=1");
  const page = await open(t, "/jobs");
  await page.route(/\/events\?/, (route) => route.fulfill({ status: 503, json: { error: { code: "UNAVAILABLE", message: "No events now." } } }));
  await page.goto(`${services().api}/executions/${encodeURIComponent(executions[0].executionArn)}`);
  await page.getByText("No events now.").waitFor();
  await page.locator("state-graph [role=button]").first().waitFor();
});

test("shouldRedriveAnExecutionOnce", async (t) => {
  // Given
  const { job } = await refused("redriven");
  const { attempts } = await api("GET", `/jobs/${job}`);
  const at = `/executions/${encodeURIComponent(attempts[0].executionArn)}`;
  const execution = await api("GET", at);
  const page = await open(t, "/jobs");
  await valueOf(page, at, { ...execution, status: "FAILED", redrivable: true });
  let held = null;
  await page.route("**/redrive", (route) => (held = route));
  await page.goto(services().api + at);
  // When
  await confirmed(page, /^Redrive execution/, "Redrive");
  // Then
  const sending = page.getByRole("button", { name: /^Sending …/ });
  await sending.waitFor();
  await sending.click({ force: true });
  assert.equal(await page.getByRole("dialog").count(), 0);
  await held.fulfill({ json: {} });
  await page.getByRole("button", { name: /^Redrive execution/ }).waitFor();
});

test("shouldShowAFileWithAFaultThoughItIsOneOfThousands", async (t) => {
  // Given
  const job = await api("GET", "/jobs/orders");
  const inputs = Array.from({ length: 5000 }, (_, i) => ({ file: `demo/file-${i}.parquet`, rows: 1, bytes: 1, status: "COMMITTED" }));
  inputs[3000] = { ...inputs[3000], status: "REJECTED", error: "FILE_NOT_FOUND" };
  const page = await open(t, "/jobs");
  await page.route("**/api/v1/jobs/orders", (route) => route.fulfill({ json: { ...job, attempts: [{ ...job.attempts[0], inputs }] } }));
  // When
  await page.goto(`${services().api}/jobs/orders`);
  // Then
  const rows = page.getByRole("region", { name: "Files" }).getByRole("row");
  await rows.nth(1).getByText("demo/file-3000.parquet").waitFor();
  assert.ok((await rows.count()) < 300);
  await page.getByText("and 4,800 files more; ./sleeper jobs orders shows all.").waitFor();
});

test("shouldSayOfEachFileWhetherItWasLoaded", async (t) => {
  // Given an attempt that failed for one of its files
  const job = await api("GET", "/jobs/orders");
  const file = (i, more) => ({ file: `demo/file-${i}.parquet`, rows: 1, bytes: 1, status: "FAILED", ...more });
  const inputs = [file(1), file(2, { error: "PARQUET_DAMAGED at it" })];
  const failed = { ...job, status: "FAILED", attempts: [{ ...job.attempts[0], status: "FAILED", inputs }] };
  const page = await open(t, "/jobs");
  await valueOf(page, "/jobs/orders?inputs=none", failed);
  await page.route("**/api/v1/jobs/orders", (route) => route.fulfill({ json: failed }));
  // When
  await page.goto(`${services().api}/jobs/orders`);
  // Then
  const row = (i) => page.getByRole("region", { name: "Files" }).getByRole("row").filter({ hasText: `demo/file-${i}.parquet` });
  await row(2).getByText("fault", { exact: true }).waitFor();
  await row(1).getByText("not loaded", { exact: true }).waitFor();
});

test("shouldListTheFilesThatTheFaultsOfARefusedJobName", async (t) => {
  // Given a job that was refused, and so has no plan
  const { job } = await refused("unplanned");
  // When
  const page = await open(t, `/jobs/${job}`);
  // Then
  const row = page.getByRole("region", { name: "Files" }).getByRole("row").filter({ hasText: `demo/${job}.parquet` });
  await row.getByText("fault", { exact: true }).waitFor();
  await row.getByText(/^FILE_NOT_FOUND: found nothing at /).waitFor();
});

test("shouldSayWhatPhaseTheTimeLeftIsOf", async (t) => {
  // Given
  const page = await open(t, "/tables");
  const progress = (phase) => ({ phase, rows: 1, ofRows: 10, rowsPerSecond: 1, secondsLeft: 9.3 });
  const job = (phase) => ({ jobId: "runs", status: "RUNNING", table: "orders", platform: "standard", attempt: 1, rows: 0, received: "2026-11-30T00:00:00Z", waiting: "", progress: progress(phase) });
  await valueOf(page, "/jobs?last=50", { jobs: [job("reading")] });
  // When
  await page.getByRole("link", { name: "Jobs", exact: true }).click();
  // Then
  await page.getByText("1 of 10 rows, 1 rows/s, 9 s of reading left").waitFor();
});

test("shouldTellOfANewPhaseToThoseWhoDoNotSeeIt", async (t) => {
  // Given a job that runs
  const job = await api("GET", "/jobs/orders?inputs=none");
  const running = (phase, rows) => ({ ...job, status: "RUNNING", slot: undefined, attempts: [{ ...job.attempts[0], status: "RUNNING" }], progress: { phase, rows, ofRows: 10 } });
  let now = running("reading", 1);
  const page = await open(t, "/jobs");
  await valuesOf(page, "/jobs/orders?inputs=none", () => now);
  await page.goto(`${services().api}/jobs/orders`);
  await page.getByText("1 of 10 rows").waitFor();
  // When it comes further
  now = running("reading", 2);
  await page.getByText("2 of 10 rows").waitFor();
  // Then nothing is told
  assert.doesNotMatch(await page.getByRole("status").textContent(), /reading/);
  // When it comes to another phase
  now = running("sorting and writing", 0);
  // Then
  await page.getByRole("status").getByText("Job orders: sorting and writing").waitFor({ state: "attached" });
});

test("shouldSayHowToBeginWhereThereAreNoJobs", async (t) => {
  // Given
  const page = await open(t, "/tables");
  await valueOf(page, "/jobs?last=50", { jobs: [] });
  // When
  await page.getByRole("link", { name: "Jobs", exact: true }).click();
  // Then
  await page.getByText("No jobs yet.").waitFor();
  await page.getByText("./sleeper demo").waitFor();
  await page.locator("main").getByRole("link", { name: "new job" }).click();
  await page.getByRole("heading", { level: 1, name: "New job" }).waitFor();
});

test("shouldTellHowManyJobsAFilterLeaves", async (t) => {
  // Given
  const page = await open(t, "/jobs");
  await page.getByRole("link", { name: "orders", exact: true }).first().waitFor();
  // When
  await page.getByLabel("Table", { exact: true }).fill("no-such-table");
  await page.getByLabel("Table", { exact: true }).press("Enter");
  // Then
  await page.getByRole("status").getByText("0 jobs").waitFor({ state: "attached" });
});

test("shouldNameTheWindowByTheAttempt", async (t) => {
  const page = await open(t, "/jobs/orders/attempts/1");
  await statusOf(page, "COMMITTED").waitFor();
  assert.equal(await page.title(), "Job orders, attempt 1 – Sleeper Workflows");
});

test("shouldSayThatALogIsCut", async (t) => {
  // Given as many lines as are asked for
  const page = await open(t, "/jobs");
  await page.route(/\/log\?attempt=1&last=500$/, (route) => route.fulfill({ json: { lines: Array.from({ length: 500 }, (_, i) => `line ${i}`) } }));
  await page.goto(`${services().api}/jobs/orders`);
  // When
  await page.getByRole("button", { name: "Show the log" }).click();
  // Then
  await page.getByText(/^read at .*, the last 500 lines$/).waitFor();
});

test("shouldReadTheFilesOfAnAttemptOnceForEachStateOfIt", async (t) => {
  // Given a job that runs
  const job = await api("GET", "/jobs/orders?inputs=none");
  const running = (rows) => ({ ...job, status: "RUNNING", slot: undefined, attempts: [{ ...job.attempts[0], status: "RUNNING" }], progress: { phase: "reading", rows, ofRows: 10 } });
  let now = running(1);
  const page = await open(t, "/jobs");
  let asked = 0;
  page.on("request", (request) => (asked += /\/v1\/jobs\/orders$/.test(request.url()) ? 1 : 0));
  await valuesOf(page, "/jobs/orders?inputs=none", () => now);
  await page.goto(`${services().api}/jobs/orders`);
  await page.getByRole("row").filter({ hasText: "demo/orders/part-3.parquet" }).first().waitFor();
  // When it comes further
  now = running(2);
  await page.getByText("2 of 10 rows").waitFor();
  // Then
  assert.equal(asked, 1);
  // When it ends
  now = job;
  await statusOf(page, "COMMITTED").waitFor();
  // Then
  await until("its files as it ended", () => asked === 2);
});

test("shouldSayThatTheFilesOfAJobCannotBeRead", async (t) => {
  // Given
  const page = await open(t, "/jobs");
  await page.route("**/api/v1/jobs/orders", (route) => route.fulfill({ status: 503, json: { error: { code: "UNAVAILABLE", message: "No files now." } } }));
  // When
  await page.goto(`${services().api}/jobs/orders`);
  // Then the rest is there
  await page.getByRole("region", { name: "Files" }).getByText("No files now.").waitFor();
  await statusOf(page, "COMMITTED").waitFor();
  await page.getByText("The queue 'standard' stands for this platform.").waitFor();
});

test("shouldSayOnceWhatARunningJobWaitsFor", async (t) => {
  // Given
  const page = await open(t, "/tables");
  const waiting = "for its turn: as many tasks run as there is room for";
  const job = { jobId: "waits", status: "RUNNING", table: "orders", platform: "standard", attempt: 1, rows: 0, received: "2026-11-30T00:00:00Z", waiting, progress: { phase: `waiting ${waiting}`, waiting: `waiting ${waiting}` } };
  await valueOf(page, "/jobs?last=50", { jobs: [job] });
  // When
  await page.getByRole("link", { name: "Jobs", exact: true }).click();
  // Then
  assert.equal(await page.locator(".phase").textContent(), `waiting ${waiting}`);
});

test("shouldSayHowFarItHasSearchedAndGoOnFromThere", async (t) => {
  // Given a search that came to no end, and one from there that did
  const page = await open(t, "/tables");
  const old = { jobId: "old", status: "FAILED", table: "orders", platform: "standard", attempt: 1, rows: 0, received: "2026-11-29T00:00:00Z" };
  await valueOf(page, "/jobs?status=FAILED&last=50", { jobs: [], next: "young", searchedBackTo: "2026-11-30T00:00:00Z" });
  await valueOf(page, "/jobs?status=FAILED&after=young&last=50", { jobs: [old] });
  // When
  await page.goto(`${services().api}/jobs?status=FAILED`);
  // Then it does not say that there are none
  await page.getByText(/^Searched back to .* Older searches on from there\.$/).waitFor();
  await page.getByText("None so far.").waitFor();
  // When
  await page.getByRole("link", { name: "Older" }).click();
  // Then
  await page.getByRole("link", { name: "old", exact: true }).waitFor();
  assert.equal(await page.getByText(/^Searched back to/).count(), 0);
});

test("shouldGoToTheBeginningOfOlderJobs", async (t) => {
  // Given a list that goes on
  const page = await open(t, "/tables");
  const jobs = (from) => Array.from({ length: 50 }, (_, i) => ({ jobId: `${from}-${i}`, status: "COMMITTED", table: "orders", platform: "standard", attempt: 1, rows: 1, received: "2026-11-30T00:00:00Z" }));
  await valueOf(page, "/jobs?last=50", { jobs: jobs("young"), next: "young-49" });
  await valueOf(page, "/jobs?after=young-49&last=50", { jobs: jobs("old") });
  await page.getByRole("link", { name: "Jobs", exact: true }).click();
  await page.getByRole("link", { name: "young-49" }).waitFor();
  // When
  await page.getByRole("link", { name: "Older" }).focus();
  await page.keyboard.press("Enter");
  // Then
  await page.getByRole("link", { name: "old-0" }).waitFor();
  assert.deepEqual(await page.evaluate(() => [document.activeElement.localName, scrollY]), ["h1", 0]);
  await page.getByRole("link", { name: "Latest" }).click();
  await page.getByRole("link", { name: "young-0" }).waitFor();
});
