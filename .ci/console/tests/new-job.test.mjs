import assert from "node:assert/strict";
import { test } from "node:test";
import { open, withBrowser } from "../lib/console.mjs";
import { input, newId, services } from "../lib/sleeper.mjs";

withBrowser();

const text = (page) => page.getByLabel("Job document, JSON");
const documentOf = async (page) => JSON.parse(await text(page).inputValue());

test("shouldLetPeopleTypeInEachBoxOfTheForm", async (t) => {
  // Given
  const page = await open(t, "/new");
  const spec = page.getByLabel("Properties of this job");
  const files = page.getByLabel("Files and directories");
  // When
  await spec.pressSequentially("sleeper.a=1\nsleeper.b = x=y\n");
  await files.pressSequentially(`${input(0).file}\n\ndemo/b`);
  // Then the boxes hold what was typed
  assert.equal(await spec.inputValue(), "sleeper.a=1\nsleeper.b = x=y\n");
  assert.equal(await files.inputValue(), `${input(0).file}\n\ndemo/b`);
  assert.deepEqual(await documentOf(page), { tableName: "", files: [input(0).file, "demo/b"], platformSpec: { "sleeper.a": "1", "sleeper.b": "x=y" } });
  // And letters go where the cursor is
  await files.evaluate((area) => area.setSelectionRange(0, 0));
  await files.pressSequentially("up/");
  assert.equal(await files.inputValue(), `up/${input(0).file}\n\ndemo/b`);
  // When the text is changed, then the form follows
  await text(page).fill('{"files": ["c"]}');
  assert.equal(await files.inputValue(), "c");
  assert.equal(await spec.inputValue(), "");
});

test("shouldNotPlanADocumentBeforeSomebodyWritesInIt", async (t) => {
  // Given
  const page = await open(t, "/jobs");
  let planned = 0;
  page.on("request", (request) => (planned += request.url().endsWith("/plan") ? 1 : 0));
  await page.goto(`${services().api}/new`);
  await page.getByText("What the job would do is shown here as you write.").waitFor();
  await page.waitForTimeout(1000);
  assert.equal(planned, 0);
  // When
  await text(page).fill('{"tableName": "orders", "files": []}');
  // Then what the plan finds is told in a line
  await page.getByRole("status").getByText(/^The job would be refused: \d+ faults?\.$/).waitFor({ state: "attached" });
  assert.match(await page.locator("#verdict-line").textContent(), /^✕ The job would be refused: \d+ faults?\.$/);
  assert.equal(await page.locator("main [aria-live]:not([aria-live=off])").count(), 0);
});

test("shouldLeaveToTheTextWhatTheFormCannotShow", async (t) => {
  // Given values that a program may have written
  const page = await open(t, "/new");
  const odd = { id: 5, platformSpec: { x: 5 }, sparkConf: { "a=b": "c" } };
  await text(page).fill(JSON.stringify({ ...odd, tableName: "orders", files: [] }));
  // Then
  assert.equal(await page.getByText("Edit this value in the document.").count(), 3);
  // When
  await page.getByLabel("Files and directories").pressSequentially("a/b");
  // Then
  assert.deepEqual(await documentOf(page), { ...odd, tableName: "orders", files: ["a/b"] });
  // When files are objects, then they stay
  await text(page).fill('{"files": [{"path": "a"}], "tableName": ""}');
  await page.getByLabel("Table", { exact: true }).selectOption("orders");
  assert.deepEqual(await documentOf(page), { files: [{ path: "a" }], tableName: "orders" });
});

test("shouldKeepTheDigitsOfNumbersInTheDocument", async (t) => {
  const page = await open(t, "/new");
  await text(page).fill('{"tableName": "orders", "files": [], "more": [9007199254740993, 0.1000000000000000000001, 1e400]}');
  await page.getByLabel("Files and directories").pressSequentially("a");
  const written = await text(page).inputValue();
  for (const digits of ["9007199254740993", "0.1000000000000000000001", "1e400"]) assert.ok(written.includes(digits), written);
});

test("shouldNotShowThePlanOfAnEarlierTextAsThatOfThis", async (t) => {
  // Given a plan
  const page = await open(t, "/new");
  await text(page).fill(JSON.stringify({ tableName: "orders", files: [input(0).file] }));
  await page.locator("#verdict").getByText("The job can run.").waitFor();
  // When the text is changed, and its plan takes long
  const asked = [];
  await page.route("**/api/v1/plan", (route) => asked.push(route));
  await text(page).press("End");
  await text(page).press("Space");
  // Then
  await page.getByText("What follows was found before the last change.").waitFor();
  assert.equal(await page.locator("#verdict").getByText("The job can run.").count(), 0);
  // When the queue is changed before that plan comes, then it is not shown either
  const first = page.waitForRequest("**/api/v1/plan");
  await first;
  await page.getByLabel("Queue").selectOption("auto");
  await page.waitForRequest("**/api/v1/plan");
  assert.equal(await page.locator("#verdict").getByText("The job can run.").count(), 0);
  await asked.at(-1).continue();
  await page.locator("#verdict").getByText("The job can run.").waitFor();
});

test("shouldBlameNoLineOfATextThatWasChangedSinceItWasSent", async (t) => {
  // Given a document with a fault that is being sent
  const page = await open(t, "/new");
  await text(page).fill('{"tableName": "orders", "files": [],\n "fiels": []}');
  let held = null;
  await page.route("**/api/v1/jobs", (route) => (held = route));
  await page.getByRole("button", { name: "Submit" }).click();
  await page.getByRole("button", { name: "Sending …" }).waitFor();
  // When it is changed before the answer comes
  await text(page).fill(JSON.stringify({ tableName: "orders", files: [input(0).file] }));
  await page.locator("#verdict").getByText("The job can run.").waitFor();
  await held.continue();
  // Then
  await page.locator("#verdict .notice").getByText("UNKNOWN_FIELD").first().waitFor();
  assert.equal(await page.locator(".gutter .faulty").count(), 0);
});

test("shouldSayThatItIsNotKnownWhetherAJobWithoutAnAnswerWasSent", async (t) => {
  // Given
  const page = await open(t, "/new");
  await text(page).fill(JSON.stringify({ id: newId("no-answer"), tableName: "orders", files: [input(0).file] }));
  await page.route("**/api/v1/jobs", (route) => route.abort());
  // When
  await page.getByRole("button", { name: "Submit" }).click();
  // Then
  await page.locator("#verdict").getByText("Whether this was done is not known: look for the job among the jobs first.").waitFor();
});

test("shouldLeaveAReaderAloneWhoHasGoneToAnotherPage", async (t) => {
  // Given a job that is being sent
  const job = newId("gone-on");
  const page = await open(t, "/new");
  await text(page).fill(JSON.stringify({ id: job, tableName: "orders", files: [input(0).file] }));
  let held = null;
  await page.route("**/api/v1/jobs", (route) => (held = route));
  await page.getByRole("button", { name: "Submit" }).click();
  await page.getByRole("button", { name: "Sending …" }).waitFor();
  // When
  await page.getByRole("link", { name: "Tables", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "Tables" }).waitFor();
  const answered = page.waitForResponse("**/api/v1/jobs");
  await held.continue();
  await answered;
  await page.getByRole("status").getByText(`Job ${job} was sent.`).waitFor({ state: "attached" });
  // Then
  assert.match(page.url(), /\/tables$/);
});

test("shouldSayThatAJobWaitsInItsQueueBeforeItIsTaken", async (t) => {
  // Given a message that nobody takes
  const job = newId("waits");
  const page = await open(t, "/new");
  await text(page).fill(JSON.stringify({ id: job, tableName: "orders", files: [input(0).file] }));
  await page.route("**/api/v1/jobs", (route) => route.fulfill({ json: { jobId: job, queue: "standard" } }));
  // When
  await page.getByRole("button", { name: "Submit" }).click();
  // Then
  await page.waitForURL(`**/jobs/${job}`);
  await page.getByText("The job waits in queue standard").waitFor();
  await page.reload();
  await page.getByText("The job waits in queue standard").waitFor();
});

test("shouldSayThatNoServicesRunWhereAJobIsSentAndNoneDo", async (t) => {
  // Given
  const job = newId("unserved");
  const page = await open(t, "/new");
  await text(page).fill(JSON.stringify({ id: job, tableName: "orders", files: [input(0).file] }));
  await page.route("**/api/v1/jobs", (route) => route.fulfill({ json: { jobId: job, queue: "standard", servicesRunning: false } }));
  // When
  await page.getByRole("button", { name: "Submit" }).click();
  // Then
  const words = "No services run: it stays on the queue until ./sleeper local or a command with --wait runs them.";
  await page.waitForURL(`**/jobs/${job}`);
  await page.locator(".notice").filter({ hasText: "The job waits in queue standard" }).filter({ hasText: words }).waitFor();
});

test("shouldNumberTheLinesOfALongDocumentThatAreSeen", async (t) => {
  // Given: pasted, as it were, since typing so much takes Chromium a minute
  const page = await open(t, "/new");
  await text(page).evaluate((area) => {
    area.value = `{"files": [\n${'"a/b.parquet",\n'.repeat(50000)}"c"]}`;
    area.dispatchEvent(new Event("input"));
  });
  const numbers = () => page.locator(".gutter > div").allTextContents();
  const first = await numbers();
  assert.match(first[0], /1$/);
  assert.ok(first.length < 60);
  await text(page).evaluate((area) => (area.scrollTop = area.scrollHeight));
  await page.locator(".gutter").getByText("50002").waitFor();
  assert.ok((await numbers()).length < 60);
});
