import assert from "node:assert/strict";
import { before, test } from "node:test";
import { open, state, statusOf, withBrowser } from "../lib/console.mjs";
import { everyPage, settled } from "../lib/pages.mjs";
import { ended, heldTask, input, newId, send, services } from "../lib/sleeper.mjs";

withBrowser();

/** What has the focus: a word for it, whether it can be seen there, and whether it is marked. */
function focused(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    (window.reached ??= new Set()).add(element);
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    const ring = element.querySelector?.(":scope > .ring");
    const around = element.closest(".editor");
    const isMarked =
      (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) ||
      (ring && getComputedStyle(ring).stroke !== "none") ||
      (around && getComputedStyle(around).outlineStyle !== "none");
    return {
      tag: element.localName,
      words: (element.getAttribute("aria-label") ?? element.textContent ?? "").trim().slice(0, 60),
      isSeen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
      isMarked: Boolean(isMarked),
      index: [...document.querySelectorAll("*")].indexOf(element),
    };
  });
}

/** Goes through a page by the Tab key. */
async function walk(page) {
  const way = [];
  for (let i = 0; i < 600; i++) {
    await page.keyboard.press("Tab");
    const here = await focused(page);
    if (!here || way.some((each) => each.index === here.index)) break;
    way.push(here);
  }
  return way;
}

/** Presses Tab until something has the focus. */
async function tabTo(page, words, key = "Tab") {
  for (let i = 0; i < 300; i++) {
    await page.keyboard.press(key);
    const here = await focused(page);
    if (here && (words instanceof RegExp ? words.test(here.words) : here.words === words)) return;
  }
  throw new Error(`the Tab key does not come to ${words}`);
}

before(async () => {
  const job = newId("keyed");
  await send("standard", { id: job, tableName: "orders", files: ["demo/none.parquet"] });
  await send("standard", "no document, for the keyboard");
  await ended(job);
});

test("shouldReachAllThatCanBeUsedOnEveryPageByTheTabKey", async (t) => {
  const page = await open(t);
  for (const [path, heading] of await everyPage()) {
    await page.goto(services().api + path);
    await settled(page, heading);
    // When
    const way = await walk(page);
    // Then the first leads past the list of pages, and each is seen and marked
    assert.equal(way[0]?.words, "Skip to the page", path);
    for (const each of way) assert.ok(each.isSeen && each.isMarked, `${path}: ${JSON.stringify(each)}`);
    const missed = await page.evaluate(() => {
      const shown = (element) => element.checkVisibility() && !element.closest("details:not([open]) > :not(summary)");
      const all = "a[href], button:not(:disabled), input:not(:disabled), select, textarea, summary, [tabindex='0']";
      const usable = [...document.querySelectorAll(all)].filter(shown).filter((element) => element.getAttribute("tabindex") !== "-1");
      return usable.filter((element) => !window.reached.has(element)).map((element) => element.outerHTML.slice(0, 200));
    });
    assert.deepEqual(missed, [], path);
  }
});

test("shouldSkipToThePage", async (t) => {
  const page = await open(t);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  const inside = await page.evaluate(() => document.querySelector("main").contains(document.activeElement));
  assert.ok(inside);
});

test("shouldGoFromPageToPage", async (t) => {
  const page = await open(t);
  for (const [words, heading] of [["Tables", "Tables"], ["Doctor", "Doctor"], ["Jobs", "Jobs"]]) {
    await tabTo(page, words, "Shift+Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: heading }).waitFor();
    // Then the reader is at the beginning of the new page
    assert.equal(await page.evaluate(() => document.activeElement.localName), "h1");
  }
});

test("shouldChooseAStateAndReadOfIt", async (t) => {
  const page = await open(t, "/jobs/orders");
  await state(page, "Validate job").waitFor();
  await tabTo(page, /^Validate job: succeeded in \d+\.\d s/);
  // When
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  assert.match((await focused(page)).words, /^Run ingest task: succeeded/);
  await page.keyboard.press("Enter");
  // Then
  await page.getByRole("region", { name: "Run ingest task" }).waitFor();
  assert.equal(await state(page, "Run ingest task").getAttribute("aria-pressed"), "true");
  assert.match((await focused(page)).words, /^Run ingest task/);
});

test("shouldSubmitAndAbortAJob", async (t) => {
  // Given
  const job = newId("typed");
  const page = await open(t, "/new");
  const form = page.getByLabel("Job id");
  await form.waitFor();
  await page.getByRole("option", { name: "orders" }).first().waitFor({ state: "attached" });
  // When
  for (let i = 0; i < 60 && !(await form.evaluate((element) => element === document.activeElement)); i++) await page.keyboard.press("Tab");
  await page.keyboard.type(job);
  await page.keyboard.press("Tab");
  await page.keyboard.type("orders");
  await page.keyboard.press("Tab");
  await page.keyboard.type(input(7).file);
  await page.locator("#verdict").getByText("The job can run.").waitFor();
  const held = heldTask(t, job);
  await tabTo(page, "Submit");
  await page.keyboard.press("Enter");
  await held;
  await statusOf(page, "RUNNING").waitFor();
  await tabTo(page, `Abort job ${job}`);
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  // Then the dialog's first button leaves it
  assert.equal((await focused(page)).words, "Leave it");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await statusOf(page, "ABORTED").waitFor();
  assert.equal((await ended(job)).status, "ABORTED");
});

test("shouldGiveTheFocusBackAfterADialog", async (t) => {
  const page = await open(t, "/dead-letters");
  await page.getByRole("checkbox").first().waitFor();
  await tabTo(page, /^Choose message/);
  await page.keyboard.press("Space");
  await tabTo(page, "Delete", "Shift+Tab");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  assert.equal((await focused(page)).words, "Delete");
});

test("shouldGiveTheFocusToTheHeadingWhereTheButtonOfADialogIsGone", async (t) => {
  // Given a dialog, whose button goes when the job ends
  const job = newId("button-gone");
  const held = heldTask(t, job);
  await send("standard", { id: job, tableName: "orders", files: [input(9).file] });
  const task = await held;
  const page = await open(t, `/jobs/${job}`);
  await page.getByRole("button", { name: `Abort job ${job}` }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  task.goOn();
  await page.locator("main .buttons").waitFor({ state: "detached" });
  // When
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  // Then
  assert.deepEqual(await page.evaluate(() => [document.activeElement.localName, document.activeElement.textContent]), ["h1", `Job ${job}`]);
});

test("shouldTellOfAChangeToThoseWhoDoNotSeeIt", async (t) => {
  // Given
  const job = newId("told");
  const held = heldTask(t, job);
  await send("standard", { id: job, tableName: "orders", files: [input(8).file] });
  const task = await held;
  const page = await open(t, `/jobs/${job}`);
  await statusOf(page, "RUNNING").waitFor();
  // When
  task.goOn();
  // Then
  await page.getByRole("status").getByText(`Job ${job} is COMMITTED.`).waitFor({ state: "attached" });
});
