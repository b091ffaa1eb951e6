// Pictures of machines that run others: a Parallel and a Map.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { open, sidewaysOverflow, state, valuesOf, violations, withBrowser } from "../lib/console.mjs";
import { api, aws, newId, services, until } from "../lib/sleeper.mjs";

withBrowser();

const MACHINE = {
  StartAt: "Do both",
  States: {
    "Do both": {
      Type: "Parallel",
      ResultPath: null,
      Branches: [
        { StartAt: "Left", States: { Left: { Type: "Pass", Next: "Left again" }, "Left again": { Type: "Pass", End: true } } },
        { StartAt: "Right", States: { Right: { Type: "Pass", End: true } } },
      ],
      Next: "Do each",
    },
    "Do each": {
      Type: "Map",
      ItemsPath: "$.items",
      MaxConcurrency: 1,
      ItemProcessor: { StartAt: "One", States: { One: { Type: "Pass", Parameters: { "got.$": "$" }, End: true } } },
      Next: "Done",
    },
    Done: { Type: "Succeed" },
  },
};

let path = "";

before(async () => {
  const name = newId("nested");
  const { stateMachineArn } = await aws("stepfunctions", "AWSStepFunctions.CreateStateMachine", { name, definition: JSON.stringify(MACHINE), roleArn: "arn:aws:iam::000000000000:role/any" });
  const { executionArn } = await aws("stepfunctions", "AWSStepFunctions.StartExecution", { stateMachineArn, name, input: '{"items":["a","b",9007199254740993]}' });
  path = `/executions/${encodeURIComponent(executionArn)}`;
  await until("its end", async () => (await api("GET", path)).status === "SUCCEEDED");
});

for (const query of ["", "?machine=whole"]) {
  test(`shouldShowTheStatesThatAStateRuns ${query}`, async (t) => {
    const page = await open(t, path + query);
    // Then each has its place, in a frame with words
    for (const name of ["Do both", "Left", "Left again", "Right", "Do each", "One", "Done"]) await state(page, name).waitFor();
    assert.match(await state(page, "One").getAttribute("aria-label"), /^One: succeeded in .*, entered 3 times$/);
    const frames = await page.locator("state-graph .frame text").allTextContents();
    assert.deepEqual(frames, ["branch 1 of 2 of Do both", "branch 2 of 2 of Do both", "each item of Do each"]);
    const box = async (name) => state(page, name).boundingBox();
    const [both, left, again, right, each, one, done] = await Promise.all(["Do both", "Left", "Left again", "Right", "Do each", "One", "Done"].map(box));
    for (const [upper, lower] of [[both, left], [both, right], [left, again], [again, each], [right, each], [each, one], [one, done]]) {
      assert.ok(upper.y + upper.height < lower.y, JSON.stringify([upper, lower]));
    }
    const [frameOfLeft, frameOfRight] = await page.locator("state-graph .frame rect").evaluateAll((all) => all.map((each) => each.getBoundingClientRect().toJSON()));
    assert.ok(frameOfLeft.right < frameOfRight.left || frameOfRight.right < frameOfLeft.left);
    for (const inside of [left, again]) assert.ok(inside.x > frameOfLeft.left && inside.x + inside.width < frameOfLeft.right && inside.y > frameOfLeft.top && inside.y + inside.height < frameOfLeft.bottom);
    assert.deepEqual(await violations(page), []);
    assert.equal(await sidewaysOverflow(page), 0);
  });
}

test("shouldLeaveTheFocusOnAStateWhileOthersComeToThePicture", async (t) => {
  // Given the focus on a state of an execution that has come no further
  const whole = await api("GET", path);
  let now = { ...whole, graph: { ...whole.graph, visits: whole.graph.visits.slice(0, 1), transitions: [] } };
  const page = await open(t, "/jobs");
  await valuesOf(page, path, () => now);
  await page.goto(services().api + path);
  await state(page, "Do both").focus();
  assert.equal(await state(page, "Done").count(), 0);
  // When it goes on
  now = whole;
  await state(page, "Done").waitFor();
  // Then
  const focused = () => page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? document.activeElement.localName);
  assert.match(await focused(), /^Do both: /);
  // And the arrow keys lead on from there
  await page.keyboard.press("End");
  assert.match(await focused(), /^Done: /);
});

test("shouldShowWhatTheLastStayInAStateOfAMapGotAndGave", async (t) => {
  const page = await open(t, path);
  // When
  await state(page, "One").click();
  // Then, with a number as it was written, though a double would round it
  const detail = page.getByRole("region", { name: "One" });
  await detail.getByLabel("Output", { exact: true }).waitFor();
  assert.equal(await detail.getByLabel("Input", { exact: true }).textContent(), "9007199254740993");
  assert.equal(await detail.getByLabel("Output", { exact: true }).textContent(), '{\n  "got": 9007199254740993\n}');
  await detail.getByText("run by Do each").waitFor();
  assert.equal(await detail.locator("ol.stays li").count(), 3);
});

test("shouldTakeTheStayWithItsOwnEndWhereOthersEndBesideIt", async (t) => {
  // Given items beside each other, of which the one that began last runs on
  const page = await open(t, path);
  const event = (id, previousId, type, details = {}) => ({ id, previousId, type, at: "2026-11-30T00:00:00Z", state: type.startsWith("PassState") ? "One" : "", details });
  await page.route("**/executions/*/events**", (route) =>
    route.fulfill({
      json: {
        events: [
          event(1, 0, "PassStateEntered", { input: '"first in"' }),
          event(2, 0, "PassStateEntered", { input: '"second in"' }),
          event(3, 1, "PassStateExited", { output: '"first out"' }),
        ],
      },
    }),
  );
  await page.goto(`${page.url()}?state=One`);
  // Then
  const detail = page.getByRole("region", { name: "One" });
  await detail.getByText("second in").waitFor();
  assert.equal(await detail.getByText("first out").count(), 0);
});
