import assert from "node:assert/strict";
import { test } from "node:test";
import { open, state, statusOf, withBrowser } from "../lib/console.mjs";
import { api, ended, heldTask, input, newId, services } from "../lib/sleeper.mjs";

withBrowser();

test("shouldSubmitFromTheFormAndWatchTheJobFromQueueToCommit", async (t) => {
  // Given
  const job = newId("watched");
  const page = await open(t, "/new");
  const others = await open(t, "/jobs");
  // When the form is filled in
  await page.getByLabel("Job id").fill(job);
  await page.getByLabel("Table", { exact: true }).selectOption("orders");
  await page.getByLabel("Files and directories").fill(input(0).file);
  // Then the document follows, and the plan is shown
  assert.deepEqual(JSON.parse(await page.getByLabel("Job document, JSON").inputValue()), { tableName: "orders", files: [input(0).file], id: job });
  await page.locator("#verdict").getByText("The job can run.").waitFor();
  await page.getByText("8 of 8 touched").waitFor();
  // When it is sent, and its task stands still
  const held = heldTask(t, job);
  await page.getByRole("button", { name: "Submit" }).click();
  await page.waitForURL(`**/jobs/${job}`);
  const task = await held;
  // Then its page shows where it is
  await state(page, "Run ingest task").waitFor();
  await page.getByRole("button", { name: /^Run ingest task: running since/ }).waitFor();
  await page.getByRole("button", { name: /^Validate job: succeeded in / }).waitFor();
  await page.getByRole("button", { name: "Commit files: not entered" }).waitFor();
  await statusOf(page, "RUNNING").waitFor();
  // And the list does
  const row = others.getByRole("row").filter({ has: others.getByRole("link", { name: job, exact: true }) });
  await row.getByText("RUNNING").waitFor();
  assert.match(await row.locator(".phase").textContent(), /waiting for the task|reading|sorting and writing/);
  // When it goes on
  task.goOn();
  // Then
  await statusOf(page, "COMMITTED").waitFor();
  await page.getByRole("button", { name: /^Commit files: succeeded in / }).waitFor();
  await page.getByRole("button", { name: /^Finish as committed: succeeded in / }).waitFor();
  await row.getByText("COMMITTED").waitFor();
  assert.equal((await ended(job)).rows, 10000);
});

test("shouldMarkTheWayBySignsBesideColours", async (t) => {
  const page = await open(t, "/jobs/orders");
  await state(page, "Validate job").waitFor();
  const glyph = await page.locator(".state-left .state-glyph").first().textContent();
  assert.equal(glyph, "✓");
  const dashes = (selector) => page.locator(selector).first().evaluate((path) => getComputedStyle(path).strokeDasharray);
  assert.equal(await dashes(".way-taken path"), "none");
  assert.notEqual(await dashes(".way-open path"), "none");
});

test("shouldShowInputOutputAndLogOfAState", async (t) => {
  // Given
  const page = await open(t, "/jobs/orders");
  // When
  await state(page, "Run ingest task").click();
  // Then
  const detail = page.getByRole("region", { name: "Run ingest task" });
  await detail.getByText('"jobId": "orders"').first().waitFor();
  await detail.getByText(/phase=writing/).waitFor();
  assert.match(page.url(), /state=Run(\+|%20)ingest(\+|%20)task/);
  // And the address alone leads there
  await page.goto(page.url());
  await page.getByRole("region", { name: "Run ingest task" }).getByText('"jobId": "orders"').first().waitFor();
});

test("shouldShowPlanFilesAndWhatWasTornDown", async (t) => {
  const page = await open(t, "/jobs/orders");
  await page.getByText("The queue 'standard' stands for this platform.").waitFor();
  await page.getByRole("row").filter({ hasText: "demo/orders/part-3.parquet" }).getByText("loaded", { exact: true }).waitFor();
  await page.getByText("✓ torn down").waitFor();
});

test("shouldShowTheWholeMachineThatRan", async (t) => {
  // Given
  const { machine } = await api("GET", "/jobs/orders/graph");
  const all = ({ states }) => states.flatMap((each) => [each.name, ...(each.machines ?? []).flatMap(all)]);
  const page = await open(t, "/jobs/orders");
  await state(page, "Validate job").waitFor();
  // When
  await page.getByLabel("whole machine").check();
  // Then
  await state(page, "Record failure").waitFor();
  assert.equal(await page.locator("state-graph [role=button]").count(), all(machine).length);
});

test("shouldPutFaultsWhereTheyAreInTheDocument", async (t) => {
  const page = await open(t, "/new");
  const text = page.getByLabel("Job document, JSON");
  // When the text is no JSON
  await text.fill('{"tableName": "orders",\n "files": ["a/b.parquet"] "x"}');
  // Then its line is marked
  await page.getByText("MALFORMED_JSON").waitFor();
  await page.locator(".gutter .faulty").getByText("✕ 2").waitFor();
  // When the table is there and a file is not
  await text.fill(`{"tableName": "orders",\n "files": [\n  "${input(0).file}",\n  "demo/none.parquet"\n ]}`);
  // Then
  await page.getByText("FILE_NOT_FOUND").waitFor();
  await page.locator(".gutter .faulty").getByText("✕ 4").waitFor();
  assert.equal(await text.getAttribute("aria-invalid"), "true");
  // When
  await page.getByRole("button", { name: "go to line 4" }).click();
  // Then the cursor is there
  const [at, value] = await text.evaluate((area) => [area.selectionStart, area.value]);
  assert.ok(value.slice(at).startsWith('"demo/none.parquet"'), value.slice(at));
  // When it is sent all the same, with a field that is none
  await text.fill('{"tableName": "orders", "files": [],\n "fiels": []}');
  await page.getByRole("button", { name: "Submit" }).click();
  // Then it is refused, and nothing was sent
  await page.getByText("UNKNOWN_FIELD").first().waitFor();
  assert.equal(page.url(), `${services().api}/new`);
});

test("shouldFilterJobsByAddress", async (t) => {
  const page = await open(t, "/jobs?status=COMMITTED&table=orders");
  await page.getByRole("link", { name: "orders", exact: true }).first().waitFor();
  await page.getByRole("checkbox", { name: "COMMITTED" }).uncheck();
  await page.getByRole("checkbox", { name: "ABORTED" }).check();
  await page.waitForURL(/status=ABORTED/);
  await page.getByLabel("Table", { exact: true }).fill("no-such-table");
  await page.getByLabel("Table", { exact: true }).press("Enter");
  await page.getByText("No such job.").waitFor();
  await page.goBack();
  assert.doesNotMatch(page.url(), /no-such-table/);
});
