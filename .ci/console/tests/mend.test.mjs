import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { confirmed, open, state, statusOf, valueOf, valuesOf, withBrowser } from "../lib/console.mjs";
import { api, aws, ended, heldTask, HOME, input, newId, send, services, until } from "../lib/sleeper.mjs";

withBrowser();

test("shouldShowWhyAJobFailedAndRetryItOnceThatIsMended", async (t) => {
  // Given a job whose file is not there
  const job = newId("mended");
  const late = `demo/${job}.parquet`;
  await send("standard", { id: job, tableName: "orders", files: [late] });
  await ended(job);
  const page = await open(t, `/jobs/${job}`);
  // Then its cause, place and next step are told
  await statusOf(page, "REJECTED").waitFor();
  const why = page.getByRole("region", { name: "Why it is not in the table" });
  await why.getByText("FILE_NOT_FOUND").waitFor();
  await why.getByText(`nothing at ${late}`).waitFor();
  await why.getByText("Upload the file or correct its path, then send the job again.").waitFor();
  // And at the state that refused it
  await page.getByRole("button", { name: /^Validate job: failed after .* s; the error was caught, InvalidRequestException/ }).click();
  await page.getByRole("region", { name: "Validate job" }).getByText("sleeper.core.error.InvalidRequestException").first().waitFor();
  assert.match(await page.locator(".state-caught .state-words").textContent(), /^InvalidRequestException/);
  // When the file is there
  fs.copyFileSync(input(1).path, path.join(HOME, "buckets", late));
  await page.getByRole("button", { name: `Retry job ${job}` }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText(`Retry job ${job}?`).waitFor();
  await dialog.getByRole("button", { name: "Retry" }).click();
  // Then
  await statusOf(page, "COMMITTED").waitFor();
  await page.getByRole("navigation", { name: "Attempts" }).getByRole("link", { name: /Attempt 2/ }).waitFor();
  const compared = page.getByRole("region", { name: "Attempts side by side" });
  await compared.getByText(`FILE_NOT_FOUND at files[0]`).waitFor();
  // And the first attempt has an address
  await page.getByRole("link", { name: /Attempt 1/ }).click();
  await page.waitForURL(`**/jobs/${job}/attempts/1`);
  await page.getByRole("region", { name: "Why it is not in the table" }).getByText("FILE_NOT_FOUND").waitFor();
});

test("shouldLeaveAJobAloneThatIsNotConfirmed", async (t) => {
  // Given
  const job = newId("left");
  const held = heldTask(t, job);
  await send("standard", { id: job, tableName: "orders", files: [input(2).file] });
  const task = await held;
  const page = await open(t, `/jobs/${job}`);
  // When
  await page.getByRole("button", { name: `Abort job ${job}` }).click();
  await page.getByRole("dialog").getByText(`Abort job ${job}?`).waitFor();
  await page.keyboard.press("Escape");
  // Then
  await page.getByRole("dialog").waitFor({ state: "detached" });
  task.goOn();
  await statusOf(page, "COMMITTED").waitFor();
});

test("shouldCloseADialogWhenItsPageIsLeft", async (t) => {
  // Given a dialog, on the page of a refused job
  const job = newId("left-open");
  await send("standard", { id: job, tableName: "orders", files: ["demo/none.parquet"] });
  await ended(job);
  const page = await open(t, "/jobs");
  let sent = 0;
  page.on("request", (request) => (sent += request.url().endsWith("/retry") ? 1 : 0));
  await page.getByRole("link", { name: job }).click();
  await page.getByRole("button", { name: `Retry job ${job}` }).click();
  await page.getByRole("dialog").waitFor();
  // When
  await page.goBack();
  // Then
  await page.getByRole("heading", { level: 1, name: "Jobs" }).waitFor();
  assert.equal(await page.getByRole("dialog").count(), 0);
  await page.getByRole("link", { name: "Tables", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "Tables" }).waitFor();
  assert.equal(sent, 0);
});

test("shouldAbortAJobThatTwoBrowsersAbort", async (t) => {
  // Given
  const job = newId("aborted");
  const held = heldTask(t, job);
  await send("standard", { id: job, tableName: "orders", files: [input(3).file] });
  await held;
  const pages = [await open(t, `/jobs/${job}`), await open(t, `/jobs/${job}`)];
  for (const page of pages) {
    await page.getByRole("button", { name: `Abort job ${job}` }).click();
    await page.getByRole("dialog").getByText(`Abort job ${job}?`).waitFor();
  }
  // When
  await Promise.all(pages.map((page) => page.getByRole("dialog").getByRole("button", { name: "Abort" }).click()));
  // Then both show the end, and what came of their wish
  for (const page of pages) {
    await statusOf(page, "ABORTED").waitFor();
    await page.locator(".notice").first().waitFor();
  }
  const { attempts, rows } = await ended(job);
  assert.deepEqual([attempts.length, rows], [1, 0]);
});

test("shouldShowTheEndOfAnAbortedJobWhateverOlderAnswerComesLast", async (t) => {
  // Given a running job
  const job = newId("late-answer");
  const held = heldTask(t, job);
  await send("standard", { id: job, tableName: "orders", files: [input(4).file] });
  await held;
  const page = await open(t, `/jobs/${job}`);
  await statusOf(page, "RUNNING").waitFor();
  await page.getByRole("region", { name: "Files" }).getByRole("row").nth(1).waitFor();
  // When it is aborted, and what the page asks for beside its stream is answered as of before
  const before = await api("GET", `/jobs/${job}`);
  const asked = [];
  await page.route(`**/api/v1/jobs/${job}`, (route) => void asked.push(route));
  await confirmed(page, `Abort job ${job}`, "Abort");
  await statusOf(page, "ABORTED").waitFor();
  for (const route of asked) await route.fulfill({ json: before });
  await page.waitForTimeout(200);
  // Then
  await statusOf(page, "ABORTED").waitFor();
  assert.equal(await page.getByRole("button", { name: `Abort job ${job}` }).count(), 0);
});

test("shouldSayThatItIsNotKnownWhetherWhatHasNoAnswerWasDone", async (t) => {
  // Given a refused job, and its execution, which is said to have failed
  const job = newId("no-answer");
  await send("standard", { id: job, tableName: "orders", files: ["demo/none.parquet"] });
  const { attempts } = await ended(job);
  const at = `/executions/${encodeURIComponent(attempts[0].executionArn)}`;
  const execution = await api("GET", at);
  const page = await open(t, "/jobs");
  await valueOf(page, at, { ...execution, status: "FAILED", redrivable: true });
  await page.route(/\/api\/v1\/.*\/(retry|redrive)$/, (route) => route.abort());
  for (const [path, button, yes, words] of [
    [`/jobs/${job}`, `Retry job ${job}`, "Retry", "see how the job stands first."],
    [at, /^Redrive execution/, "Redrive", "see how the execution stands first."],
  ]) {
    // When
    await page.goto(services().api + path);
    await confirmed(page, button, yes);
    // Then
    await page.locator(".notice").getByText(`Whether this was done is not known: ${words}`).waitFor();
  }
});

test("shouldTellAPageThatTheJobItRetriesHasMovedOn", async (t) => {
  // Given a page that shows a refused job, and hears no more of it
  const job = newId("stale");
  const late = `demo/${job}.parquet`;
  await send("standard", { id: job, tableName: "orders", files: [late] });
  await ended(job);
  let now = await api("GET", `/jobs/${job}?inputs=none`);
  const page = await open(t, "/jobs");
  await valuesOf(page, `/jobs/${job}?inputs=none`, (has) => (has === undefined ? now : undefined));
  await page.goto(`${services().api}/jobs/${job}`);
  await statusOf(page, "REJECTED").waitFor();
  await page.getByRole("button", { name: `Retry job ${job}` }).click();
  await page.getByRole("dialog").waitFor();
  // When somebody else has mended and retried it
  fs.copyFileSync(input(4).path, path.join(HOME, "buckets", late));
  await api("POST", `/jobs/${job}/retry`, {});
  await until("second attempt", async () => (await api("GET", `/jobs/${job}`)).attempts.length === 2);
  await ended(job);
  now = await api("GET", `/jobs/${job}?inputs=none`);
  const refused = page.waitForResponse((reply) => reply.url().endsWith("/retry"));
  await page.getByRole("dialog").getByRole("button", { name: "Retry" }).click();
  // Then the page says why not, in the server's words, and shows the job as it is
  const reply = await refused;
  assert.equal(reply.status(), 409);
  const { error } = await reply.json();
  await statusOf(page, "COMMITTED").waitFor();
  await page.locator(".notice").getByText(error.message).waitFor();
  assert.equal((await api("GET", `/jobs/${job}`)).attempts.length, 2);
});

test("shouldSendADeadLetterAgain", async (t) => {
  // Given a good document among the dead letters
  const job = newId("risen");
  await send("standard-dead-letters", { id: job, tableName: "orders", files: [input(5).file] });
  const page = await open(t, "/dead-letters");
  const row = page.getByRole("row").filter({ hasText: job });
  // When
  await row.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Send again" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Send again" }).click();
  // Then
  await page.locator(".notice").getByText("1 message sent again.").waitFor();
  await row.waitFor({ state: "detached" });
  assert.equal((await ended(job)).status, "COMMITTED");
});

test("shouldShowWhyALetterIsDeadAndDeleteIt", async (t) => {
  // Given a message that is no JSON
  const word = newId("broken");
  await send("standard", `{"id": "${word}", `);
  const page = await open(t, "/dead-letters");
  const row = page.getByRole("row").filter({ hasText: word });
  await row.getByText(/MALFORMED_JSON/).first().waitFor();
  // When
  await row.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  // Then
  await row.waitFor({ state: "detached" });
  assert.doesNotMatch(JSON.stringify(await api("GET", "/dead-letters")), new RegExp(word));
});

/** A page of one dead letter, whose stream does not look again by itself; `take` says that the letter is gone. */
async function oneLetter(t) {
  let letters = [{ queue: "standard", messageId: "m1", body: "{}", reason: "MALFORMED_JSON", masked: false }];
  const page = await open(t, "/tables");
  await valuesOf(page, "/dead-letters", (has) => (has === undefined ? { deadLetters: letters } : undefined));
  await page.getByRole("link", { name: "Dead letters", exact: true }).click();
  const row = page.getByRole("row").filter({ hasText: "m1" });
  await row.getByRole("checkbox").check();
  return { page, row, take: () => (letters = []) };
}

test("shouldReadTheDeadLettersAnewWhenSomeWereDeleted", async (t) => {
  // Given
  const { page, row, take } = await oneLetter(t);
  await page.route("**/dead-letters/delete", (route) => {
    take();
    return route.fulfill({ json: { deleted: [{ messageId: "m1" }], stillThere: [] } });
  });
  // When
  await confirmed(page, "Delete");
  // Then
  await page.locator(".notice").getByText("1 message deleted.").waitFor();
  await row.waitFor({ state: "detached" });
  await page.getByText("No dead letters.").waitFor();
  await page.locator(".notice").getByText("1 message deleted.").waitFor();
});

/** A page of the dead letters m1, m2 and m3; `list` says which of them are listed, and whether there may be others. */
async function threeLetters(t) {
  const letter = (id) => ({ queue: "standard", messageId: id, body: `{"of": "${id}"}`, reason: "MALFORMED_JSON", masked: false });
  let now = null;
  const list = (ids, more = false) => (now = { deadLetters: ids.map(letter), more });
  list(["m1", "m2", "m3"]);
  const page = await open(t, "/tables");
  await valuesOf(page, "/dead-letters", () => now);
  await page.getByRole("link", { name: "Dead letters", exact: true }).click();
  const row = (id) => page.getByRole("row").filter({ hasText: id });
  return { page, row, list };
}

test("shouldKeepALetterThatIsChosenOrOpenWhileItIsNotListed", async (t) => {
  // Given a letter that is chosen, and one that is read
  const { page, row, list } = await threeLetters(t);
  await row("m1").getByRole("checkbox").check();
  await row("m2").locator("summary").click();
  await row("m2").locator("pre").waitFor();
  // When somebody else hides all of them
  list([], true);
  await page.getByText("1 chosen, of which 1 is not listed now").waitFor();
  // Then those two are there, and told from what is listed
  await row("m3").waitFor({ state: "detached" });
  assert.ok(await row("m1").getByRole("checkbox").isChecked());
  await row("m2").getByText("not listed now, and not known to be gone").waitFor();
  await row("m2").locator("pre").waitFor();
  await page.getByText(/^There may be others/).waitFor();
  // When they are listed again
  list(["m1", "m2", "m3"]);
  await row("m3").waitFor();
  // Then
  await page.getByText("1 chosen", { exact: true }).waitFor();
  assert.equal(await page.getByText("not listed now").count(), 0);
  assert.ok(await row("m1").getByRole("checkbox").isChecked());
  await row("m2").locator("pre").waitFor();
  assert.deepEqual(await page.locator("tbody .mono").allTextContents(), ["m1", "m2", "m3"]);
  // When one is neither chosen nor read any more
  list([]);
  await row("m2").getByText("not listed now").waitFor();
  await row("m2").locator("summary").click();
  // Then
  await row("m2").waitFor({ state: "detached" });
  await row("m1").waitFor();
});

test("shouldActOnTheLettersThatTheDialogNamesThoughTheyAreNotListed", async (t) => {
  // Given a dialog about a letter that is then hidden
  const { page, row, list } = await threeLetters(t);
  await row("m1").getByRole("checkbox").check();
  await page.getByRole("button", { name: "Delete" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Delete message m1?").waitFor();
  list([], true);
  await row("m2").waitFor({ state: "detached" });
  // When
  const sent = page.waitForRequest("**/dead-letters/delete");
  await dialog.getByRole("button", { name: "Delete" }).click();
  // Then
  assert.deepEqual((await sent).postDataJSON(), { messageIds: ["m1"] });
});

test("shouldSayInTheDialogThatALetterIsNotListed", async (t) => {
  const { page, row, list } = await threeLetters(t);
  for (const id of ["m1", "m2"]) await row(id).getByRole("checkbox").check();
  list(["m2", "m3"]);
  await page.getByText("2 chosen, of which 1 is not listed now").waitFor();
  await page.getByRole("button", { name: "Send again" }).click();
  await page.getByRole("dialog").getByText("Send 2 messages again?").waitFor();
  await page.getByRole("dialog").getByText("Of them 1 is not listed now: if one is gone, nothing is done, and the page says which.").waitFor();
});

test("shouldTellOfNewLettersToThoseWhoDoNotSeeThem", async (t) => {
  // Given letters of which one is hidden for a moment
  const { page, row, list } = await threeLetters(t);
  await row("m3").waitFor();
  list(["m1", "m2"]);
  await row("m3").waitFor({ state: "detached" });
  list(["m1", "m2", "m3"]);
  await row("m3").waitFor();
  assert.doesNotMatch(await page.getByRole("status").textContent(), /dead letter\b/);
  // When there is another
  list(["m1", "m2", "m3", "m4"]);
  // Then
  await page.getByRole("status").getByText("1 new dead letter").waitFor({ state: "attached" });
});

test("shouldForgetALetterThatAnActionDoesNotFindAnyMore", async (t) => {
  // Given a letter that is chosen, and that the server does not have
  const { page, row, take } = await oneLetter(t);
  take();
  // When
  await confirmed(page, "Delete");
  // Then
  await page.locator(".notice").getByText("UNKNOWN_MESSAGE").first().waitFor();
  await row.waitFor({ state: "detached" });
});

test("shouldKeepALetterChosenThatCouldNotBeDeleted", async (t) => {
  // Given
  const { page, row } = await oneLetter(t);
  await page.route("**/dead-letters/delete", (route) => route.fulfill({ json: { deleted: [], stillThere: [{ messageId: "m1" }] } }));
  // When
  await confirmed(page, "Delete");
  // Then
  await page.locator(".notice").getByText("0 messages deleted. 1 still there, and still chosen.").waitFor();
  assert.ok(await row.getByRole("checkbox").isChecked());
});

for (const button of ["Delete", "Send again"]) {
  test(`shouldSayOfLettersThatItIsNotKnownWhetherWhatHasNoAnswerWasDone: ${button}`, async (t) => {
    // Given
    const { page, row } = await oneLetter(t);
    await page.route(/dead-letters\/(delete|redrive)$/, (route) => route.abort());
    // When
    await confirmed(page, button);
    // Then
    await page.locator(".notice").getByText("Whether this was done is not known: see which letters there still are first.").waitFor();
    await page.getByText("1 chosen").waitFor();
    assert.ok(await row.getByRole("checkbox").isChecked());
  });
}

test("shouldSayThatNoServicesRunWhereDeadLettersAreSentAgainAndNoneDo", async (t) => {
  // Given
  const { page } = await oneLetter(t);
  await page.route("**/dead-letters/redrive", (route) => {
    const redriven = [{ jobId: "j", messageId: "m2", queue: "standard", servicesRunning: false }];
    return route.fulfill({ json: { redriven, kept: [], stillThere: [] } });
  });
  // When
  await confirmed(page, "Send again");
  // Then
  await page.locator(".notice").getByText("1 message sent again. No services run that take them: start them with ./sleeper local.").waitFor();
});

test("shouldRedriveAnExecution", async (t) => {
  // Given an execution of a machine of somebody's own that failed
  const word = newId("redriven");
  const definition = { StartAt: "Go", States: { Go: { Type: "Pass", Next: "Stop here" }, "Stop here": { Type: "Fail", Error: "Wrong", Cause: "wrong <b>day</b>" } } };
  const { stateMachineArn } = await aws("stepfunctions", "AWSStepFunctions.CreateStateMachine", { name: word, definition: JSON.stringify(definition), roleArn: "arn:aws:iam::000000000000:role/any" });
  const { executionArn } = await aws("stepfunctions", "AWSStepFunctions.StartExecution", { stateMachineArn, name: word, input: "{}" });
  const events = () => api("GET", `/executions/${encodeURIComponent(executionArn)}/events?last=1000`).then((json) => json.events);
  await until("its end", async () => (await events()).some((event) => event.type === "ExecutionFailed"));
  const page = await open(t, `/executions/${encodeURIComponent(executionArn)}`);
  await statusOf(page, "FAILED").waitFor();
  await page.getByText("wrong <b>day</b>").first().waitFor();
  // When
  await page.getByRole("button", { name: `Redrive execution ${word}` }).click();
  await page.getByRole("dialog").getByText(`Redrive execution ${word}?`).waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Redrive" }).click();
  // Then it went on and failed again
  await page.locator(".notice").getByText(`Execution ${word} goes on.`).waitFor();
  await until("its second end", async () => (await events()).filter((event) => event.type === "ExecutionFailed").length === 2);
  await page.getByRole("cell", { name: "ExecutionRedriven" }).waitFor();
});

test("shouldShowMailsClustersAndDoctor", async (t) => {
  // Given a refused job, about which a mail was sent
  const job = newId("mailed");
  await send("standard", { id: job, tableName: "orders", files: ["demo/none.parquet"] });
  await ended(job);
  const page = await open(t, "/mails");
  // When
  await page.getByRole("link", { name: `Job ${job} rejected: FILE_NOT_FOUND` }).click();
  // Then
  await page.getByText(/Cause: FILE_NOT_FOUND/).waitFor();
  await page.goto(`${services().api}/clusters`);
  await page.getByRole("cell", { name: "emr-cluster" }).first().waitFor();
  await page.goto(`${services().api}/doctor`);
  await page.getByRole("cell", { name: "Java", exact: true }).waitFor();
});
