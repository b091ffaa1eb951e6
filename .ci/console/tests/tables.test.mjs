import assert from "node:assert/strict";
import { test } from "node:test";
import { open, valueOf, valuesOf, withBrowser } from "../lib/console.mjs";
import { api, ended, input, newId, send, services } from "../lib/sleeper.mjs";

withBrowser();

/** The words of each cell of a row. */
function cells(row) {
  return row.getByRole("cell").allInnerTexts();
}

/** A value as its cell shows it. */
function shown(value) {
  return value === null ? "∅ null" : String(value);
}

test("shouldDrawPartitionsOverTheKeySpace", async (t) => {
  // Given
  const page = await open(t, "/tables");
  await page.getByRole("link", { name: "orders", exact: true }).click();
  const slider = page.getByRole("slider", { name: "Partitions in the order of the keys" });
  await slider.waitFor();
  assert.match(await slider.getAttribute("aria-valuetext"), /^p000: \.\. "/);
  // When
  await slider.focus();
  await page.keyboard.press("End");
  // Then
  assert.match(await slider.getAttribute("aria-valuetext"), /^p111: ".*" \.\.: /);
  await page.getByText("8 of 8").waitFor();
});

test("shouldShowEachViewOfATable", async (t) => {
  // Given a second commit
  const job = newId("second");
  await send("standard", { id: job, tableName: "orders", files: [input(6).file] });
  await ended(job);
  const page = await open(t, "/tables/orders");
  const view = async (name) => {
    await page.getByRole("navigation", { name: "Views of the table" }).getByRole("link", { name }).click();
  };
  // Then
  await view("Files");
  await page.getByRole("heading", { level: 2, name: "Files" }).waitFor();
  await view("Commits");
  await page.getByRole("link", { name: job }).waitFor();
  await page.locator("time-plot canvas").waitFor();
  await view("Snapshots");
  await page.getByRole("heading", { name: "Snapshots of the Iceberg view" }).waitFor();
  await view("Split preview");
  await page.getByRole("heading", { name: "After a split" }).waitFor();
  await view("Schema");
  await page.getByRole("cell", { name: "timestamp" }).waitFor();
});

test("shouldShowFilesWithTheirKeysAndTheirJob", async (t) => {
  // Given
  const { files } = await api("GET", "/tables/orders/files?last=200");
  const { min, max } = files[0].region[0];
  // When
  const page = await open(t, "/tables/orders?view=files");
  const row = page.getByRole("row").nth(1);
  await row.waitFor();
  // Then
  assert.deepEqual(await page.getByRole("columnheader").allInnerTexts(), ["File", "Keys: key", "Rows", "Size", "Job"]);
  const [file, keys, rows, size, job] = await cells(row);
  assert.equal(file, files[0].file);
  assert.equal(keys, `${min === undefined ? "" : `"${min}" `}..${max === undefined ? "" : ` "${max}"`}`);
  assert.equal(rows, files[0].rows.toLocaleString("en"));
  assert.match(size, /^\d+\.\d KiB$/);
  assert.equal(job, files[0].job);
  await row.getByRole("link", { name: job, exact: true }).click();
  await page.waitForURL(`**/jobs/${job}`);
});

test("shouldKeepThePlaceOfTheReaderFromPartToPartOfTheFiles", async (t) => {
  // Given a list in three parts
  const page = await open(t);
  const list = (from, next) => ({ files: [{ file: `data/${from}.parquet`, job: "orders", rows: 1, bytes: 1, region: [{}] }], next });
  await page.route("**/tables/orders/files**", (route) => {
    const after = new URL(route.request().url()).searchParams.get("after");
    return route.fulfill({ json: after === null ? list("a", "a") : after === "a" ? list("b", "b") : list("c") });
  });
  await page.goto(`${services().api}/tables/orders?view=files`);
  await page.getByText("data/a.parquet").waitFor();
  const focused = () => page.evaluate(() => document.activeElement.textContent);
  // When
  await page.getByRole("link", { name: "More" }).focus();
  await page.keyboard.press("Enter");
  await page.getByText("data/b.parquet").waitFor();
  // Then
  assert.equal(await focused(), "More");
  // When it is the last part
  await page.keyboard.press("Enter");
  await page.getByText("data/c.parquet").waitFor();
  // Then
  assert.equal(await focused(), "Files");
});

test("shouldShowSnapshotsTheLatestFirst", async (t) => {
  // Given
  const { snapshots } = await api("GET", "/tables/orders/snapshots");
  const { id, summary } = snapshots.at(-1);
  // When
  const page = await open(t, "/tables/orders?view=snapshots");
  const row = page.getByRole("row").nth(1);
  await row.waitFor();
  // Then
  const [first, slot, published, added, all, job] = await cells(row);
  assert.deepEqual([first, slot], [id, summary["sleeper.slot"]]);
  assert.match(published, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [A-Z]/);
  assert.deepEqual([added, all], ["added-records", "total-records"].map((each) => Number(summary[each]).toLocaleString("en")));
  assert.equal(`${job}-a1`, summary["sleeper.attempts"]);
  await row.getByRole("link", { name: job, exact: true }).waitFor();
});

test("shouldShowWhatASplitWouldGive", async (t) => {
  // Given
  const { after } = await api("GET", "/tables/orders/split?partitions=16");
  // When
  const page = await open(t, "/tables/orders?view=split&partitions=16");
  await page.getByText(`From 8 partitions to ${after.leaves.length}.`).waitFor();
  // Then
  assert.ok(after.leaves.length > 8, `${after.leaves.length} leaves`);
  assert.equal(await page.getByRole("row").count(), after.leaves.length + 1);
  const { min, max } = after.leaves[1].region[0];
  assert.deepEqual(await cells(page.getByRole("row").nth(2)), ["2", `"${min}" .. "${max}"`]);
  const slider = page.getByRole("slider", { name: "Partitions in the order of the keys" });
  assert.equal(await slider.getAttribute("aria-valuemax"), "8");
});

test("shouldShowRowsOfAKeyAndWhatWasSkipped", async (t) => {
  // Given a key that is there
  const { leaves } = await api("GET", "/tables/orders");
  const key = leaves[3].region[0].min;
  const page = await open(t, "/tables/orders?view=rows");
  // When
  await page.getByLabel("key from").fill(key);
  await page.getByLabel("up to, exclusive").fill(leaves[3].region[0].max);
  await page.getByRole("button", { name: "Read" }).click();
  // Then
  await page.getByText(/\d+ rows, the first of more\./).waitFor();
  assert.match(await page.locator(".bar .quiet").textContent(), /of \d+/);
  assert.match(page.url(), /key=/);
});

test("shouldShowTheFirstRowsOfAllWithoutAKey", async (t) => {
  // Given
  const { rows } = await api("GET", "/tables/orders/rows?last=1");
  const page = await open(t, "/tables/orders?view=rows&key=none");
  await page.getByText("No rows of this key.").waitFor();
  // When
  await page.getByLabel("key from").fill("");
  await page.getByRole("button", { name: "Read" }).click();
  // Then
  await page.locator("main").getByText("100 rows, the first of more.").waitFor();
  assert.deepEqual(await cells(page.getByRole("row").nth(1)), Object.values(rows[0]).map(shown));
});

test("shouldTakeTheAnswerToTheLastQuestion", async (t) => {
  // Given a first answer that is late
  const page = await open(t);
  let answerFirst;
  const isAsked = new Promise((asked) => {
    page.route("**/tables/orders/rows?key=first**", async (route) => {
      asked();
      await new Promise((settle) => (answerFirst = settle));
      await route.fulfill({ json: { rows: [{ key: "late" }], complete: true, skipped: "" } });
    });
  });
  await page.goto(`${services().api}/tables/orders?view=rows&key=first`);
  await isAsked;
  // When
  await page.getByLabel("key from").fill("second");
  await page.getByRole("button", { name: "Read" }).click();
  await page.getByText("No rows of this key.").waitFor();
  const answered = page.waitForResponse(/key=first/);
  answerFirst();
  await (await answered).finished();
  await page.evaluate(() => new Promise(requestAnimationFrame));
  // Then
  await page.getByText("No rows of this key.").waitFor();
  assert.equal(await page.getByRole("cell", { name: "late" }).count(), 0);
});

/** A view, a query of it whose answer is late, and that answer. */
const LATE = [
  ["Rows", "view=rows&key=late", "**/tables/orders/rows?key=late**", { rows: [{ key: "late" }], complete: true, skipped: "" }],
  ["Files", "view=files&leaf=late", "**/tables/orders/files?leaf=late**", { files: [{ file: "late", job: "orders", rows: 1, bytes: 1, region: [{}] }] }],
];

for (const [view, query, late, json] of LATE) {
  test(`shouldNotTakeTheAnswerToAViewThatWasLeftForThatOfTheSameViewOpenedAnew: ${view}`, async (t) => {
    // Given a view that is not answered
    const page = await open(t);
    let held = null;
    const isAsked = new Promise((asked) => {
      page.route(late, (route) => {
        held = route;
        asked();
      });
    });
    await page.goto(`${services().api}/tables/orders?${query}`);
    await isAsked;
    // When the reader goes to another view and back
    const go = (name) => page.getByRole("navigation", { name: "Views of the table" }).getByRole("link", { name }).click();
    const givenUp = page.waitForEvent("requestfailed", (request) => request.url().includes("late"));
    await go("Commits");
    await page.getByRole("heading", { level: 2, name: "Commits" }).waitFor();
    await go(view);
    await page.getByRole("heading", { level: 2, name: view }).waitFor();
    await page.getByRole("row").nth(2).waitFor();
    await held.fulfill({ json });
    await page.waitForTimeout(200);
    // Then
    assert.equal(await page.getByRole("cell", { name: "late", exact: true }).count(), 0);
    await page.getByRole("row").nth(2).waitFor();
    // And the question ended with its view
    await givenUp;
  });
}

test("shouldGoOnWithTheFilesThatAreShownWhileOthersAreAskedFor", async (t) => {
  // Given files of a partition that go on, and a list of all that is late
  const page = await open(t);
  await page.route("**/tables/orders/files**", (route) => {
    if (!new URL(route.request().url()).searchParams.has("leaf")) return undefined;
    return route.fulfill({ json: { files: [{ file: "data/of-leaf.parquet", job: "orders", rows: 1, bytes: 1, region: [{}] }], next: "data/of-leaf.parquet" } });
  });
  await page.goto(`${services().api}/tables/orders?view=files&leaf=p000`);
  await page.getByText("data/of-leaf.parquet").waitFor();
  // When
  await page.getByRole("link", { name: "Files of all partitions" }).click();
  await page.getByText("Loading …").waitFor();
  // Then
  const more = await page.getByRole("link", { name: "More" }).getAttribute("href");
  assert.equal(new URL(more, services().api).searchParams.get("leaf"), "p000");
});

test("shouldReadRowsFromTheLeastKeyOnWhereTheUpperBoundAloneIsGiven", async (t) => {
  // Given the second key
  const { rows } = await api("GET", "/tables/orders/rows?last=1000");
  const below = rows.findIndex((row) => row.key !== rows[0].key);
  const page = await open(t, "/tables/orders?view=rows");
  // When
  await page.getByLabel("up to, exclusive").fill(rows[below].key);
  await page.getByRole("button", { name: "Read" }).click();
  // Then
  await page.getByText(new RegExp(`^${below} rows?\\.`)).waitFor();
  assert.deepEqual(await cells(page.getByRole("row").nth(1)), Object.values(rows[0]).map(shown));
});

test("shouldReadFromTheLeastKeyOnWhateverTypesTheKeysAreOf", async (t) => {
  // Given
  const { page } = await numbers(t);
  for (const bound of ["5", "5,m", "5,m,7"]) {
    // When
    await page.getByLabel("up to, exclusive").fill(bound);
    const answered = page.waitForResponse(/\/rows\?key=/);
    await page.getByRole("button", { name: "Read" }).click();
    // Then
    const reply = await answered;
    assert.equal(reply.status(), 200, await reply.text());
    await page.getByText("No rows in this range.").waitFor();
  }
});

test("shouldNameTheBoxThatARefusedBoundStandsIn", async (t) => {
  // Given
  const { page } = await numbers(t);
  // When a value is of another type
  await page.getByLabel("id, word, part from").fill("x");
  await page.getByRole("button", { name: "Read" }).click();
  // Then
  await page.getByText("box 'id, word, part from', row key 'id'").waitFor();
  // When a bound has another number of values
  await page.getByLabel("id, word, part from").fill("1");
  await page.getByLabel("up to, exclusive").fill("2,m");
  await page.getByRole("button", { name: "Read" }).click();
  // Then
  await page.getByText("box 'up to, exclusive'", { exact: true }).waitFor();
  await page.getByText("1, as box 'id, word, part from' has").waitFor();
  await page.getByText("Name a bound for each value of box 'id, word, part from'.").waitFor();
});

/** The rows of a table without rows, whose keys are a long, a text and an int. */
async function numbers(t) {
  const table = newId("numbers");
  const key = (name, type) => ({ name, type });
  const made = await api("POST", "/tables", { table, schema: { rowKeyFields: [key("id", "long"), key("word", "string"), key("part", "int")], sortKeyFields: [], valueFields: [] } });
  assert.equal(made.table, table, JSON.stringify(made));
  const page = await open(t, `/tables/${table}?view=rows`);
  await page.getByText("The table has no rows yet.").waitFor();
  assert.equal(await page.getByRole("link", { name: "Rows of the empty key" }).count(), 0);
  return { page };
}

test("shouldTellNullAndTheEmptyTextFromTextsByASign", async (t) => {
  // Given
  const page = await open(t);
  await page.route("**/tables/orders/rows?**", (route) => route.fulfill({ json: { rows: [{ none: null, word: "null", empty: "" }], complete: true, skipped: "" } }));
  // When
  await page.goto(`${services().api}/tables/orders?view=rows`);
  // Then
  await page.getByRole("cell", { name: "null", exact: true }).waitFor();
  assert.deepEqual(await cells(page.getByRole("row").nth(1)), ["∅ null", "null", "∅ empty"]);
});

test("shouldSayThatTheTableHasChangedSinceItsRowsWereRead", async (t) => {
  // Given rows that somebody reads
  let now = await api("GET", "/tables/orders?last=0");
  const page = await open(t);
  await valuesOf(page, "/tables/orders?last=0", () => now);
  await page.goto(`${services().api}/tables/orders?view=rows`);
  await page.locator("main").getByText("100 rows, the first of more.").waitFor();
  assert.equal(await page.getByText("The table has changed since.").count(), 0);
  // When there is another commit
  now = { ...now, slot: now.slot + 1 };
  // Then they stay, and the page says as of when they are
  await page.getByText(/^As of \d\d:\d\d:\d\d .*\. The table has changed since\./).waitFor();
  await page.locator("main").getByText("100 rows, the first of more.").waitFor();
  // When
  await page.getByRole("button", { name: "Read again" }).click();
  // Then
  await page.getByText("The table has changed since.").waitFor({ state: "detached" });
  await page.locator("main").getByText("100 rows, the first of more.").waitFor();
});

test("shouldSayThatAViewHasAFaultRatherThanThatItLoads", async (t) => {
  // Given an answer that the view cannot draw
  const page = await open(t, "/jobs", { expected: /undefined/ });
  await page.route("**/tables/orders/commits?**", (route) => route.fulfill({ json: {} }));
  // When
  await page.goto(`${services().api}/tables/orders?view=commits`);
  // Then
  await page.getByText(/This page has a fault of its own/).waitFor();
  assert.equal(await page.getByText("Loading …").count(), 0);
  // And the other views are there
  await page.getByRole("navigation", { name: "Views of the table" }).getByRole("link", { name: "Schema" }).click();
  await page.getByRole("cell", { name: "timestamp" }).waitFor();
});

test("shouldNameTheWindowByTheViewAndTellHowMuchItHas", async (t) => {
  // Given
  const page = await open(t, "/tables/orders");
  await page.getByRole("slider").waitFor();
  assert.equal(await page.title(), "Table orders: Partitions – Sleeper Workflows");
  // When
  await page.getByRole("navigation", { name: "Views of the table" }).getByRole("link", { name: "Rows" }).click();
  // Then
  await page.getByRole("status").getByText("100 rows, the first of more").waitFor({ state: "attached" });
  assert.equal(await page.title(), "Table orders: Rows – Sleeper Workflows");
  assert.equal(await page.locator("main [aria-live='polite']").count(), 0);
});

test("shouldReadRowsOfTheEmptyKey", async (t) => {
  // Given
  const page = await open(t, "/tables/orders?view=rows");
  await page.locator("main").getByText("100 rows, the first of more.").waitFor();
  // When
  await page.getByRole("link", { name: "Rows of the empty key" }).click();
  // Then
  await page.getByText(/^0 rows of the empty key\./).waitFor();
  assert.match(page.url(), /key=$/);
});

test("shouldOfferNoMorePartitionsThanATableMayHave", async (t) => {
  // Given a table that is said to have 60,000
  const table = newId("many");
  const made = await api("POST", "/tables", { table, schema: { rowKeyFields: [{ name: "key", type: "string" }], sortKeyFields: [], valueFields: [] } });
  assert.equal(made.table, table, JSON.stringify(made));
  const description = await api("GET", `/tables/${table}?last=0`);
  const page = await open(t);
  await valueOf(page, `/tables/${table}?last=0`, { ...description, partitions: 60000 });
  // When
  await page.goto(`${services().api}/tables/${table}?view=split`);
  // Then it is asked for twice as many as far as that is allowed
  await page.getByText("It has no rows to go by, so it stays as it is.").waitFor();
  const box = page.getByLabel("Partitions", { exact: true });
  assert.deepEqual([await box.inputValue(), await box.getAttribute("max")], ["100000", "100000"]);
});

test("shouldSayThatThereIsNoSuchTable", async (t) => {
  const page = await open(t, "/tables/none");
  await page.getByText(/UNKNOWN_TABLE/).first().waitFor();
});

test("shouldGoThroughTenThousandPartitions", async (t) => {
  // Given, each hundredth with a row: a job with so many files would slow all that is tried after this
  const table = newId("wide");
  const points = Array.from({ length: 9999 }, (_, i) => i * 10);
  const made = await api("POST", "/tables", { table, schema: { rowKeyFields: [{ name: "key", type: "long" }], sortKeyFields: [], valueFields: [] }, splitPoints: points });
  assert.equal(made.partitions, 10000, JSON.stringify(made).slice(0, 500));
  const page = await open(t);
  await page.route("**/map", async (route) => {
    const map = await (await route.fetch()).json();
    const leaves = map.leaves.map((leaf, i) => (i % 100 === 50 ? { ...leaf, rows: 1, files: 1 } : leaf));
    await route.fulfill({ json: { ...map, leaves, rows: 100, meanRows: 0.01, most: leaves[50].id } });
  });
  await page.goto(`${services().api}/tables/${table}`);
  const slider = page.getByRole("slider");
  await slider.waitFor();
  // Then they are drawn, beside the mark of the first
  const bars = await slider.evaluate((canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, canvas.height - 20, canvas.width, 1);
    return Array.from({ length: canvas.width }, (_, x) => data[4 * x + 3] > 0).filter((isDrawn, x, all) => isDrawn && !all[x - 1]).length;
  });
  assert.ok(bars >= 100 && bars <= 102, `${bars} bars`);
  // When
  await slider.focus();
  await page.keyboard.press("PageUp");
  await page.keyboard.press("ArrowRight");
  await page.getByText("1,002 of 10,000").waitFor();
  await page.keyboard.press("m");
  // Then
  await page.getByText("51 of 10,000").waitFor();
  await page.getByText("1 row in 1 file").waitFor();
  assert.ok((await page.locator("main *").count()) < 500);
  await page.goto(`${services().api}/tables/${table}?view=files`);
  await page.getByText("No files.").waitFor();
});
