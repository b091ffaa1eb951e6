import assert from "node:assert/strict";
import { test } from "node:test";
import { open, valueOf, withBrowser } from "../lib/console.mjs";
import { api, HOME, newId, send, services, until } from "../lib/sleeper.mjs";

withBrowser();

const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.localName);

test("shouldGoPastTheListOfPagesWithoutOpeningThePageAnew", async (t) => {
  // Given
  const page = await open(t, "/doctor");
  await page.getByRole("cell", { name: "Java", exact: true }).waitFor();
  const calls = [];
  page.on("request", (request) => calls.push(request.url()));
  // When
  await page.getByRole("link", { name: "Skip to the page" }).focus();
  await page.keyboard.press("Enter");
  // Then
  assert.equal(await focused(page), "main");
  assert.equal(page.url(), `${services().api}/doctor`);
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => document.querySelector("main").contains(document.activeElement)));
  assert.deepEqual(calls, []);
});

test("shouldTellEachTimeWhatComesOfAnAction", async (t) => {
  // Given what the doctor found
  const page = await open(t, "/doctor");
  await page.getByRole("status").getByText(/jobs/).waitFor({ state: "attached" });
  await page.evaluate(() => {
    window.told = [];
    const region = document.querySelector("[role=status]");
    new MutationObserver(() => window.told.push(region.textContent)).observe(region, { childList: true });
  });
  // When
  await page.getByRole("button", { name: "Look again" }).click();
  // Then it is told, though it is the same
  await page.waitForFunction(() => window.told.length === 2);
  const [first, second] = await page.evaluate(() => window.told);
  assert.equal(first, "");
  assert.match(second, /jobs/);
  assert.equal(await focused(page), "button");
});

test("shouldKeepTheFocusInThePageWhenWhatHadItIsGone", async (t) => {
  // Given
  const word = newId("gone");
  await send("standard", `no document: ${word}`);
  await until("dead letter", async () => JSON.stringify(await api("GET", "/dead-letters")).includes(word));
  const page = await open(t, "/dead-letters");
  const row = page.getByRole("row").filter({ hasText: word });
  await row.getByRole("checkbox").check();
  // When
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await row.waitFor({ state: "detached" });
  // Then
  assert.equal(await focused(page), "h1");
});

test("shouldSendDeadLettersOnce", async (t) => {
  // Given
  const page = await open(t, "/jobs");
  await valueOf(page, "/dead-letters", { deadLetters: [{ messageId: "m-1", queue: "standard", body: "{}", reason: "none" }] });
  let held = null;
  await page.route("**/dead-letters/redrive", (route) => (held = route));
  await page.goto(`${services().api}/dead-letters`);
  await page.getByRole("checkbox").check();
  // When
  await page.getByRole("button", { name: "Send again" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Send again" }).click();
  // Then
  await page.getByText("Sending …").waitFor();
  for (const name of ["Send again", "Delete"]) assert.ok(await page.getByRole("button", { name }).isDisabled());
  await held.fulfill({ json: { redriven: ["x"] } });
  await page.locator(".notice").getByText("1 message sent again.").waitFor();
});

test("shouldHaveTheBodyOfADeadLetterInThePageWhileItIsOpen", async (t) => {
  // Given
  const page = await open(t, "/jobs");
  const body = `{"first": 1, "filler": "${"x".repeat(200000)}", "end": "of it"}`;
  await valueOf(page, "/dead-letters", { deadLetters: [1, 2].map((i) => ({ messageId: `m-${i}`, queue: "standard", body, reason: "none" })) });
  await page.goto(`${services().api}/dead-letters`);
  const row = page.getByRole("row").filter({ hasText: "m-2" });
  await row.waitFor();
  assert.ok((await page.locator("main").evaluate((main) => main.textContent.length)) < 5000);
  // When
  await row.locator("summary").click();
  // Then
  await row.getByText('"end": "of it"').waitFor();
  assert.equal(await page.locator("main pre").count(), 1);
  // When
  await row.locator("summary").click();
  await row.locator("pre").waitFor({ state: "detached" });
});

test("shouldShowWhatRunsAndTheLatestThatEnded", async (t) => {
  const page = await open(t, "/jobs");
  const each = (i, isEnded) => ({ kind: "emr-cluster", id: `${isEnded ? "ended" : "there"}-${i}`, name: "", state: "X", ended: isEnded, since: `2026-11-30T00:00:00.${String(i).padStart(3, "0")}Z` });
  await valueOf(page, "/clusters", { resources: [...Array.from({ length: 300 }, (_, i) => each(i, true)), each(1, false)], endedLeftOut: 0 });
  await page.goto(`${services().api}/clusters`);
  await page.getByRole("cell", { name: "there-1" }).waitFor();
  await page.getByRole("cell", { name: "ended-299" }).waitFor();
  assert.equal(await page.getByRole("row").count(), 102);
  await page.getByText("and 200 that ended before").waitFor();
});

test("shouldListMailsBySubjectAndTime", async (t) => {
  const page = await open(t, "/mails");
  await page.getByRole("columnheader").first().waitFor();
  assert.deepEqual(await page.getByRole("columnheader").allTextContents(), ["Subject", "Sent"]);
});

test("shouldSayThatThereMayBeOlderMails", async (t) => {
  const page = await open(t, "/jobs");
  await valueOf(page, "/mails?last=50", { mails: Array.from({ length: 50 }, (_, i) => ({ name: `m-${i}`, subject: `Mail ${i}`, at: "2026-11-30T00:00:00Z" })) });
  await page.goto(`${services().api}/mails`);
  await page.getByText("Shown are the latest 50.").waitFor();
});

test("shouldSayThatAPageWhoseCodeIsBrokenHasAFault", async (t) => {
  // Given
  const page = await open(t, "/jobs", { expected: /./ });
  await page.route("**/assets/pages/doctor.js", (route) => route.fulfill({ contentType: "text/javascript", body: "this is no code" }));
  // When
  await page.getByRole("link", { name: "Doctor" }).click();
  // Then
  await page.getByText(/This page has a fault of its own/).waitFor();
});

test("shouldSayDurationsAndTimesWithoutDoubt", async (t) => {
  const page = await open(t, "/jobs");
  const found = await page.evaluate(async () => {
    const { duration, timeTicks, wholeSeconds } = await import("/assets/lib/format.js");
    const at = (...parts) => new Date(...parts).getTime() / 1000;
    return {
      durations: [400, 9940, 9970, 12300, 59400, 59700, 200000, 3599700, 7500000].map(duration),
      left: [5.2, 59.7].map(wholeSeconds),
      hours: timeTicks([at(2026, 10, 29, 21), at(2026, 10, 30, 0), at(2026, 10, 30, 3)], 10800),
      days: timeTicks([at(2026, 10, 29), at(2026, 10, 30)], 86400),
      seconds: timeTicks([at(2026, 10, 30, 15, 4, 5)], 1),
    };
  });
  assert.deepEqual(found, {
    durations: ["0.4 s", "9.9 s", "10 s", "12 s", "59 s", "1 min 0 s", "3 min 20 s", "1 h 0 min", "2 h 5 min"],
    left: ["5 s", "1 min 0 s"],
    hours: ["21:00\n2026-11-29", "00:00\n2026-11-30", "03:00"],
    days: ["2026-11-29", "2026-11-30"],
    seconds: ["15:04:05\n2026-11-30"],
  });
});

test("shouldSayTypesInWords", async (t) => {
  // Given
  const table = newId("typed");
  const value = (name, type, nullable = false) => ({ name, type, nullable });
  const list = { type: "list", element: "string", elementNullable: true };
  const made = await api("POST", "/tables", {
    table,
    schema: {
      rowKeyFields: [value("key", "string")],
      sortKeyFields: [],
      valueFields: [value("l", list), value("m", { type: "map", key: "string", value: "long" }), value("s", { type: "struct", fields: [value("a", "int", true), value("b", list)] }), value("t", { type: "timestamp", unit: "nanos", utc: false })],
    },
  });
  assert.equal(made.table, table, JSON.stringify(made));
  // When
  const page = await open(t, `/tables/${table}?view=schema`);
  // Then
  for (const words of ["list of string or null", "map of string to long", "struct of a int or null, b list of string or null", "timestamp in nanos, of no time zone"]) {
    await page.getByRole("cell", { name: words, exact: true }).waitFor();
  }
  assert.doesNotMatch(await page.locator("main").innerText(), /[{}]/);
});

test("shouldShowAKeyThatADoubleDoesNotHold", async (t) => {
  // Given
  const table = newId("exact");
  const { api: address, "api.token": token } = services(HOME);
  const reply = await fetch(`${address}/api/v1/tables`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: `{"table": "${table}", "schema": {"rowKeyFields": [{"name": "key", "type": "long"}], "sortKeyFields": [], "valueFields": []}, "splitPoints": [9007199254740993]}`,
  });
  assert.equal(reply.status, 200, await reply.text());
  // When
  const page = await open(t, `/tables/${table}`);
  // Then
  await page.getByRole("cell", { name: ".. 9007199254740993", exact: true }).waitFor();
  // And a stream keeps it, too
  const read = await page.evaluate(async (path) => {
    const { follow } = await import("/assets/lib/stream.js");
    const value = await new Promise((settle) => {
      const stream = follow(path, { link: () => {}, problem: settle, value: (json) => (stream.stop(), settle(json)) });
    });
    return JSON.stringify(value.leaves);
  }, `/tables/${table}`);
  assert.match(read, /9007199254740993/);
});

test("shouldKeepOfANumberWhatADoubleDoesNot", async (t) => {
  const page = await open(t, "/jobs");
  const read = (text) => page.evaluate(async (json) => {
    const { parse } = await import("/assets/lib/json.js");
    const value = parse(json);
    return [typeof value, String(value), JSON.stringify(value)];
  }, text);
  for (const kept of ["9007199254740993", "-9223372036854775808", "0.1000000000000000055511151231257827", "1e400"]) assert.deepEqual(await read(kept), ["object", kept, kept]);
  for (const plain of ["9007199254740992", "1.50", "1e21", "123456789012345680000", "0.10000000000000000000", "-1.5e-10"]) {
    assert.deepEqual(await read(plain), ["number", String(JSON.parse(plain)), JSON.stringify(JSON.parse(plain))]);
  }
});

test("shouldNameWhatServesADeployedInstance", async (t) => {
  // Given
  const page = await open(t, "/jobs");
  await page.route("**/api/v1/instance", (route) => route.fulfill({ json: { kind: "deployed", id: "blue", queues: ["standard"] } }));
  await page.goto(`${services().api}/tables`);
  await page.getByText("blue").waitFor();
  // Then what stands in for AWS on this machine is not in the list
  assert.deepEqual(await page.getByRole("navigation", { name: "Pages" }).getByRole("link").allTextContents(), ["Jobs", "New job", "Tables", "Dead letters", "Executions", "Doctor"]);
  // When it does not answer
  await page.route("**/api/v1/changes**", (route) => route.abort());
  await page.getByRole("link", { name: "Executions", exact: true }).click();
  // Then
  await page.locator(".banner").getByText("./sleeper console --instance blue does not answer.").waitFor();
  // When it knows no key
  await page.unroute("**/api/v1/changes**");
  await page.route("**/api/v1/changes**", (route) => route.fulfill({ status: 401, json: {} }));
  await page.getByRole("link", { name: "Tables", exact: true }).click();
  await page.getByText("run ./sleeper console --instance blue, and open").first().waitFor();
});
