import assert from "node:assert/strict";
import { before, test } from "node:test";
import { open, sidewaysOverflow, state, violations, withBrowser } from "../lib/console.mjs";
import { everyPage, settled } from "../lib/pages.mjs";
import { ended, heldTask, input, newId, send, services } from "../lib/sleeper.mjs";

withBrowser();

before(async () => {
  const job = newId("shaped");
  await send("standard", { id: job, tableName: "orders", files: ["demo/none.parquet"] });
  await send("standard", "no document");
  await ended(job);
});

for (const scheme of ["light", "dark"]) {
  for (const width of [1200, 400]) {
    test(`shouldPassEveryRuleOfAxeAndFitTheScreenIn ${scheme} at ${width} pixels`, async (t) => {
      const page = await open(t, "/jobs", { scheme, width });
      for (const [path, heading] of await everyPage()) {
        await page.goto(services().api + path);
        await settled(page, heading);
        assert.deepEqual(await violations(page), [], path);
        assert.equal(await sidewaysOverflow(page), 0, path);
      }
    });
  }
}

test("shouldPassEveryRuleOfAxeWhereSomethingIsAskedOrToldInPlaceOfAPage", async (t) => {
  const page = await open(t, "/dead-letters");
  await page.getByRole("checkbox").first().check();
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("dialog").waitFor();
  assert.deepEqual(await violations(page), []);
  await page.getByRole("button", { name: "Leave it" }).click();
  await page.goto(`${services().api}/jobs/no-such-job`);
  await page.getByText(/UNKNOWN_JOB/).first().waitFor();
  assert.deepEqual(await violations(page), []);
  await page.evaluate(() => sessionStorage.clear());
  await page.reload();
  await page.getByText(/This page has no key/).first().waitFor();
  assert.deepEqual(await violations(page), []);
});

test("shouldNotMoveForThoseWhoWantNoMotion", async (t) => {
  const moving = (page) => page.evaluate(() => [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter((rule) => rule.cssText.includes("animation") && !rule.cssText.startsWith("@media (prefers-reduced-motion: no-preference)")).length);
  const page = await open(t);
  assert.equal(await moving(page), 0);
});

test("shouldComeToRestThoughAJobRunsOn", async (t) => {
  // Given
  const job = newId("moving");
  const held = heldTask(t, job);
  await send("standard", { id: job, tableName: "orders", files: [input(9).file] });
  const task = await held;
  // When
  const page = await open(t, `/jobs/${job}`, { motion: "no-preference" });
  await state(page, "Run ingest task").and(page.getByLabel(/: running/)).waitFor();
  // Then what moves will have ended
  const ends = await page.evaluate(() => document.getAnimations().map((each) => each.effect.getComputedTiming().endTime));
  assert.ok(ends.every(Number.isFinite), ends.join());
  task.goOn();
  await ended(job);
});
