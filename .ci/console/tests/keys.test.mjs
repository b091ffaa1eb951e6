import assert from "node:assert/strict";
import { test } from "node:test";
import { address, launch, open, watched, withBrowser } from "../lib/console.mjs";
import { api, services, sleeper } from "../lib/sleeper.mjs";

withBrowser();

const NO_KEY = "This page has no key: run ./sleeper console, and open the address that it prints.";

test("shouldOpenByTheAddressThatTheCommandPrintsAndTakeTheTokenOutOfIt", async (t) => {
  // Given
  const { url } = await sleeper(["console", "--no-browser"]);
  const browser = await launch();
  t.after(() => browser.close());
  const page = await watched(t, await browser.newContext());
  // When
  await page.goto(url);
  // Then
  await page.getByRole("heading", { name: "Jobs", level: 1 }).waitFor();
  await page.getByRole("link", { name: "orders" }).first().waitFor();
  assert.doesNotMatch(page.url(), /token/);
});

test("shouldSayThatAPageHasNoKey", async (t) => {
  // Given
  const browser = await launch();
  t.after(() => browser.close());
  const page = await watched(t, await browser.newContext());
  for (const path of ["/jobs", "/tables/orders", "/?token=of-nobody"]) {
    // When
    await page.goto(services().api + path);
    // Then
    await page.getByText(NO_KEY).first().waitFor();
  }
});

test("shouldTakeATokenOnce", async (t) => {
  // Given a token that a page has taken
  const url = await address();
  const browser = await launch();
  t.after(() => browser.close());
  const first = await watched(t, await browser.newContext());
  await first.goto(url);
  await first.getByRole("heading", { name: "Jobs", level: 1 }).waitFor();
  // When another comes with it
  const second = await watched(t, await browser.newContext());
  await second.goto(url);
  // Then
  await second.getByText(NO_KEY).first().waitFor();
});

test("shouldNotDoAnythingForACookieWithoutTheSecret", async (t) => {
  // Given a page whose secret is gone, and its cookie is not
  const page = await open(t);
  await page.evaluate(() => sessionStorage.clear());
  // When
  const status = await page.evaluate(() => fetch("/api/v1/jobs").then((reply) => reply.status));
  // Then
  assert.equal(status, 401);
});

test("shouldNotDoAnythingForASecretWithoutTheHeaderOfTheConsole", async (t) => {
  // Given
  const page = await open(t);
  // When
  const status = await page.evaluate(() =>
    fetch("/api/v1/tables/orders/drop", { method: "POST", headers: { "X-Sleeper-Secret": sessionStorage.getItem("sleeper.secret"), "Content-Type": "application/json" }, body: "{}" }).then((reply) => reply.status),
  );
  // Then
  assert.ok(status === 403 || status === 401, `status ${status}`);
  assert.equal((await api("GET", "/tables/orders")).table, "orders");
});

test("shouldSendThePolicyWithEveryPage", async (t) => {
  const page = await open(t);
  for (const path of ["/jobs", "/assets/app.js", "/tables/orders"]) {
    const policy = await page.evaluate((at) => fetch(at).then((reply) => reply.headers.get("Content-Security-Policy")), path);
    assert.match(policy, /default-src 'self'/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /unsafe/);
  }
});

test("shouldHandTheKeyToATabThatALinkOpens", async (t) => {
  // Given
  const page = await open(t, "/tables");
  const link = page.getByRole("link", { name: "orders", exact: true });
  await link.waitFor();
  for (const how of [{ modifiers: ["Control"] }, { button: "middle" }]) {
    // When
    const opened = page.context().waitForEvent("page");
    await link.click(how);
    const tab = await opened;
    // Then
    await tab.getByRole("heading", { level: 1, name: "Table orders" }).waitFor();
    await tab.getByRole("slider").waitFor();
  }
});
