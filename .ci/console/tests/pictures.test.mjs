import { test } from "node:test";
import path from "node:path";
import { open, state, withBrowser } from "../lib/console.mjs";
import { ended, heldTask, input, newId, send, services } from "../lib/sleeper.mjs";

withBrowser();

/** The part of a page that is seen, without anything that moves. */
function keep(page, name, options = {}) {
  return page.screenshot({ path: path.join(process.env.PICTURES, `${name}.png`), animations: "disabled", caret: "hide", ...options });
}

test("shouldShowARunningJob", async (t) => {
  const job = `monday-${newId("p").split("-").at(-1)}`;
  const held = heldTask(t, job);
  await send("standard", { id: job, tableName: "orders", files: [input(0).file, input(1).file] });
  const task = await held;
  const page = await open(t, `/jobs/${job}`, { height: 760 });
  await page.getByRole("button", { name: /^Run ingest task: running/ }).waitFor();
  await keep(page, "console-job");
  task.goOn();
  await ended(job);
});

test("shouldShowWhyAJobFailed", async (t) => {
  const job = newId("tuesday");
  await send("standard", { id: job, tableName: "orders", files: ["orders/tuesday.parquet"] });
  await ended(job);
  const page = await open(t, `/jobs/${job}?state=Validate%20job`, { scheme: "dark", height: 900 });
  await page.getByRole("region", { name: "Validate job" }).getByText('"jobId"').first().waitFor();
  await state(page, "Refuse job").waitFor();
  await keep(page, "console-failure");
});

test("shouldShowATableAndANewJob", async (t) => {
  const page = await open(t, "/tables/orders", { height: 700 });
  await page.getByRole("slider").waitFor();
  await keep(page, "console-table");
  await page.goto(`${services().api}/new`);
  await page.getByLabel("Job document, JSON").fill(`{\n  "id": "monday",\n  "tableName": "orders",\n  "files": [\n    "${input(0).file}",\n    "orders/tuesday.parquet"\n  ]\n}`);
  await page.getByText("FILE_NOT_FOUND").waitFor();
  await keep(page, "console-new-job");
});
