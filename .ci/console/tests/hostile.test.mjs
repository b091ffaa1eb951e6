import assert from "node:assert/strict";
import { test } from "node:test";
import { open, sidewaysOverflow, statusOf, violations, withBrowser } from "../lib/console.mjs";
import { api, ended, newId, send, services } from "../lib/sleeper.mjs";

withBrowser();

const MARKUP = "<img src=x onerror=alert(1)><script>alert(2)</script>";
const TURNED = "\u202Egnp.elif\u2066 \u200f";
const LONG = "n".repeat(10000);

/** However long a name is, it breaks. */
async function assertFits(page, role) {
  for (const width of await page.getByRole(role).evaluateAll((all) => all.map((each) => each.getBoundingClientRect().width))) assert.ok(width <= 500, `${role} of ${width} pixels`);
}

/** Nothing of a name has become an element. */
async function assertHarmless(page) {
  assert.equal(await page.locator("main img, main script, main iframe").count(), 0);
  assert.equal(await sidewaysOverflow(page), 0);
}

test("shouldShowHostileFileNamesOfAJobAsText", async (t) => {
  // Given
  const job = newId("hostile");
  await send("standard", { id: job, tableName: "orders", files: [`demo/${MARKUP}.parquet`, `demo/${TURNED}.parquet`, `demo/${LONG}.parquet`] });
  await ended(job);
  for (const width of [1200, 400]) {
    const page = await open(t, `/jobs/${job}?state=Validate%20job`, { width });
    // Then
    await statusOf(page, "REJECTED").waitFor();
    await page.getByText(MARKUP).first().waitFor();
    await page.getByText("\\u202egnp.elif\\u2066 \\u200f").first().waitFor();
    await page.getByRole("region", { name: "Validate job" }).getByText('"jobId"').first().waitFor();
    await assertHarmless(page);
    assert.deepEqual(await violations(page), []);
    await page.goto(`${services().api}/mails`);
    await page.getByRole("link", { name: new RegExp(`^Job ${job} `) }).click();
    await page.locator("pre.text").waitFor();
    await assertHarmless(page);
  }
});

test("shouldShowHostileNamesAndTypesOfATableAsText", async (t) => {
  // Given fields that anybody may name so
  const table = newId("hostile");
  const field = (name) => ({ name, type: "string", nullable: true });
  const made = await api("POST", "/tables", { table, schema: { rowKeyFields: [{ name: MARKUP, type: "string" }], sortKeyFields: [], valueFields: [field(TURNED), field(LONG)] }, splitPoints: [MARKUP, TURNED] });
  assert.equal(made.table, table, JSON.stringify(made));
  for (const width of [1200, 400]) {
    const page = await open(t, `/tables/${table}`, { width });
    // Then
    await page.getByText(MARKUP).first().waitFor();
    await assertHarmless(page);
    assert.deepEqual(await violations(page), []);
    for (const view of ["schema", "rows", "files"]) {
      await page.goto(`${services().api}/tables/${table}?view=${view}`);
      await page.getByRole("heading", { level: 2 }).first().waitFor();
      await assertHarmless(page);
      assert.deepEqual(await violations(page), []);
    }
    await page.getByRole("heading", { level: 1, name: `Table ${table}` }).waitFor();
  }
});

test("shouldShowHostileNamesOfKeysAndColumnsAsText", async (t) => {
  // Given row keys that are named so, and very long keys
  const table = newId("hostile");
  const key = (name) => ({ name, type: "string" });
  const made = await api("POST", "/tables", { table, schema: { rowKeyFields: [key(LONG), key(MARKUP)], sortKeyFields: [], valueFields: [] }, splitPoints: [[`a${LONG}`, null], [`b${TURNED}${LONG}`, null]] });
  assert.equal(made.table, table, JSON.stringify(made).slice(0, 500));
  const page = await open(t, `/tables/${table}`, { width: 400 });
  for (const view of ["map", "split"]) {
    await page.goto(`${services().api}/tables/${table}?view=${view}`);
    const slider = page.getByRole("slider");
    await slider.focus();
    await page.keyboard.press("End");
    // Then
    await page.getByText("3 of 3").waitFor();
    const said = await slider.getAttribute("aria-valuetext");
    assert.ok(said.length < 400, `${said.length} letters`);
    assert.doesNotMatch(said, /[\u202e\u2066]/);
    await assertFits(page, "columnheader");
    await assertHarmless(page);
    assert.deepEqual(await violations(page), []);
  }
  // And of columns, as they are named
  await page.route("**/rows?**", (route) => route.fulfill({ json: { rows: [{ "#id": 1, [MARKUP]: 2, [TURNED]: 3, [LONG]: 4 }], complete: true, skipped: MARKUP } }));
  await page.goto(`${services().api}/tables/${table}?view=rows`);
  await page.getByRole("cell", { name: "1", exact: true }).waitFor();
  const headings = await page.getByRole("columnheader").allInnerTexts();
  assert.deepEqual(headings.slice(0, 3), ["#id", MARKUP, "\\u202egnp.elif\\u2066 \\u200f"]);
  assert.ok(headings[3].length < 500);
  assert.equal(await page.getByRole("columnheader").first().getAttribute("class"), null);
  await assertFits(page, "columnheader");
  await assertHarmless(page);
});

test("shouldShowHostileDeadLettersAsText", async (t) => {
  // Given
  const word = newId("letter");
  for (const body of [`${word} ${MARKUP}`, `${word} ${TURNED}`, `${word} ${LONG}`]) await send("standard", body);
  const page = await open(t, "/dead-letters", { width: 400 });
  // Then
  await page.getByText(MARKUP).first().waitFor();
  await page.getByRole("row").filter({ hasText: word }).nth(2).waitFor();
  await assertHarmless(page);
  assert.deepEqual(await violations(page), []);
});

test("shouldShowHostileAddressesAsText", async (t) => {
  const page = await open(t);
  for (const path of [`/jobs/${encodeURIComponent(MARKUP)}`, `/tables/${encodeURIComponent(TURNED)}`, `/executions/${encodeURIComponent(MARKUP)}`, `/mails/${encodeURIComponent("../local.json")}`, "/jobs/%E0%A4%A", `/jobs/${LONG.slice(0, 3000)}`]) {
    await page.goto(services().api + path);
    await page.locator("main .notice").first().waitFor();
    await assertHarmless(page);
    assert.doesNotMatch(await page.locator("main").innerText(), /api\.token|secret-key/);
  }
});

test("shouldListTwoAndAHalfThousandJobsWithHostileNames", async (t) => {
  // Given an API that lists 2,500 jobs, all at once: more than it gives
  const jobs = Array.from({ length: 2500 }, (_, i) => ({ jobId: `job-${i}`, status: "RUNNING", table: MARKUP, platform: "standard", attempt: 1, rows: i, files: 1, received: "2026-11-30T00:00:00Z", waiting: "", progress: { phase: TURNED, rows: i, ofRows: 2500 } }));
  const page = await open(t, "/new");
  await page.route("**/api/v1/changes**", (route) => route.fulfill({ status: 200, contentType: "text/event-stream", body: `id: 1\nevent: value\ndata: ${JSON.stringify({ jobs })}\n\n` }));
  // When
  await page.getByRole("link", { name: "Jobs" }).click();
  // Then
  await page.getByRole("link", { name: "job-2499" }).waitFor();
  assert.equal(await page.getByRole("row").count(), 2501);
  await assertHarmless(page);
});
