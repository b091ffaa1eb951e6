import assert from "node:assert/strict";
import { test } from "node:test";
import { address, open, watched, withBrowser } from "../lib/console.mjs";
import { services } from "../lib/sleeper.mjs";

withBrowser();

const SECRET = "sleeper.secret";

/** A second tab of the same browser profile. */
async function tab(t, page, url) {
  const other = await watched(t, page.context());
  await other.goto(url);
  return other;
}

async function assertGoesOn(page) {
  await page.getByRole("link", { name: "Tables", exact: true }).click();
  await page.getByRole("heading", { name: "Tables", level: 1 }).waitFor();
  await page.getByRole("link", { name: "orders", exact: true }).click();
  await page.getByRole("slider").waitFor();
  assert.equal(await page.getByText(/has no key/).count(), 0);
}

test("shouldKeepTheTabsThatAreOpenWhenAnotherTokenIsTaken", async (t) => {
  // Given
  const page = await open(t, "/jobs");
  const before = await page.evaluate((key) => sessionStorage.getItem(key), SECRET);
  // When
  const other = await tab(t, page, await address());
  await other.getByRole("heading", { name: "Jobs", level: 1 }).waitFor();
  // Then
  assert.notEqual(await other.evaluate((key) => sessionStorage.getItem(key), SECRET), before);
  await assertGoesOn(page);
  await assertGoesOn(other);
});

test("shouldAskTheOtherTabsWhenItsOwnSecretIsRefused", async (t) => {
  // Given a tab that did not hear of a new key, as one that was frozen
  const page = await open(t, "/jobs");
  const other = await tab(t, page, await address());
  await other.getByRole("heading", { name: "Jobs", level: 1 }).waitFor();
  await page.evaluate((key) => sessionStorage.setItem(key, "0".repeat(64)), SECRET);
  // When / Then
  await assertGoesOn(page);
});

test("shouldTakeTheKeyOfAnotherTabForAnAddressThatIsUsedUp", async (t) => {
  // Given
  const page = await open(t, "/jobs");
  const used = await address();
  const other = await tab(t, page, used);
  await other.getByRole("heading", { name: "Jobs", level: 1 }).waitFor();
  // When
  const third = await tab(t, page, used);
  // Then
  await third.getByRole("heading", { name: "Jobs", level: 1 }).waitFor();
  await assertGoesOn(third);
});

test("shouldGoOnInAPageWithoutAKeyOnceAnotherTabHasOne", async (t) => {
  // Given
  const page = await open(t, "/jobs");
  await page.evaluate(() => sessionStorage.clear());
  await page.goto(`${services().api}/tables`);
  await page.getByRole("heading", { level: 1, name: "No key" }).waitFor();
  // When
  await tab(t, page, await address());
  // Then
  await page.getByRole("heading", { name: "Tables", level: 1 }).waitFor();
});
