import assert from "node:assert/strict";
import { test } from "node:test";
import { open, state, withBrowser } from "../lib/console.mjs";
import { api, aws, newId, services, until } from "../lib/sleeper.mjs";

withBrowser();

/** A machine that goes round until its history is full. */
const ROUND = {
  StartAt: "Begin",
  States: {
    Begin: { Type: "Pass", Result: 0, ResultPath: "$.n", Next: "Again?" },
    "Again?": { Type: "Choice", Choices: [{ Variable: "$.n", NumericLessThan: 1000000, Next: "Count" }], Default: "Done" },
    Count: { Type: "Pass", Parameters: { "n.$": "States.MathAdd($.n, 1)" }, Next: "Again?" },
    Done: { Type: "Succeed" },
  },
};

test("shouldListExecutionsOfAnyMachine", async (t) => {
  const page = await open(t, "/executions");
  await page.getByRole("link", { name: "orders-a1" }).click();
  await state(page, "Validate job").waitFor();
  await page.getByRole("cell", { name: "ExecutionStarted" }).waitFor();
  await page.getByRole("link", { name: "orders", exact: true }).click();
  await page.waitForURL("**/jobs/orders");
});

test("shouldGoThroughAHistoryOfTwentyFiveThousandEvents", async (t) => {
  // Given
  const word = newId("round");
  const { stateMachineArn } = await aws("stepfunctions", "AWSStepFunctions.CreateStateMachine", { name: word, definition: JSON.stringify(ROUND), roleArn: "arn:aws:iam::000000000000:role/any" });
  const { executionArn } = await aws("stepfunctions", "AWSStepFunctions.StartExecution", { stateMachineArn, name: word, input: "{}" });
  const path = `/executions/${encodeURIComponent(executionArn)}`;
  await until("its end", async () => (await api("GET", path)).status === "FAILED");
  const page = await open(t, path);
  await page.getByText("Events 1 to 200").waitFor();
  // When
  await page.getByLabel("From event").fill("24901");
  await page.getByRole("button", { name: "Go" }).click();
  // Then
  await page.getByText("Events 24,901 to 25,000, the last").waitFor();
  await page.getByRole("link", { name: "Before" }).click();
  await page.getByText("Events 24,701 to 24,900").waitFor();
  assert.ok((await page.locator("tbody tr").count()) <= 200);
  // And the address leads there
  await page.goto(page.url());
  await page.getByText("Events 24,701 to 24,900").waitFor();
  // And an event's details
  await page.getByRole("cell", { name: "Count", exact: true }).first().waitFor();
  await page.locator("tbody details summary").first().click();
  await page.locator("tbody pre").first().waitFor();
  // And a state's last stay, though its events are the history's last, and of its thousands of stays the last
  const { events } = await api("GET", `${path}/events?after=24000&last=1000`);
  const { details } = events.filter((event) => event.type === "PassStateEntered" && event.state === "Count").at(-1);
  await page.goto(`${services().api}${path}?state=Count`);
  const detail = page.getByRole("region", { name: "Count" });
  await detail.getByText(`"n": ${JSON.parse(details.input).n}`).first().waitFor();
  await detail.getByText(/^6,\d{3} earlier visits, then:$/).waitFor();
  assert.equal(await detail.locator("ol.stays li").count(), 20);
});

test("shouldNotShowEventsUnderTheNumberOfOthers", async (t) => {
  // Given
  const { attempts } = await api("GET", "/jobs/orders");
  const page = await open(t, `/executions/${encodeURIComponent(attempts[0].executionArn)}`);
  await page.getByRole("cell", { name: "ExecutionStarted" }).waitFor();
  let held = null;
  await page.route(/\/events\?after=4&/, (route) => (held = route));
  // When
  await page.getByLabel("From event").fill("5");
  await page.getByRole("button", { name: "Go" }).click();
  // Then those of before are gone while the others load
  await page.getByRole("region", { name: "History" }).getByText("Loading …").waitFor();
  assert.equal(await page.getByRole("cell", { name: "ExecutionStarted" }).count(), 0);
  assert.equal(await page.getByLabel("From event").inputValue(), "5");
  await held.continue();
  await page.getByText(/^Events 5 to /).waitFor();
});

test("shouldKeepAnEventOpenAndAStateClosedWhileTheExecutionGoesOn", async (t) => {
  // Given an execution that waits twice
  const name = newId("waits");
  const wait = (next) => ({ Type: "Wait", Seconds: 2, ...next });
  const definition = JSON.stringify({ StartAt: "First", States: { First: wait({ Next: "Second" }), Second: wait({ Next: "Third" }), Third: wait({ End: true }) } });
  const { stateMachineArn } = await aws("stepfunctions", "AWSStepFunctions.CreateStateMachine", { name, definition, roleArn: "arn:aws:iam::000000000000:role/any" });
  const { executionArn } = await aws("stepfunctions", "AWSStepFunctions.StartExecution", { stateMachineArn, name, input: '{"given":1}' });
  const page = await open(t, `/executions/${encodeURIComponent(executionArn)}?state=First`);
  // When
  const event = page.locator("tbody details").first();
  await event.locator("summary").click();
  await event.getByText('"given": 1').waitFor();
  const input = page.getByRole("region", { name: "First" }).locator("details").first();
  await input.locator("summary").click();
  await page.getByRole("cell", { name: "ExecutionSucceeded" }).waitFor();
  // Then
  assert.equal(await event.getAttribute("open"), "");
  await event.getByText('"given": 1').waitFor();
  assert.equal(await input.getAttribute("open"), null);
});
