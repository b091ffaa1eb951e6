// The command, a running `local`, and its services, as a program on this machine uses them.

import { execFile, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

export const PROJECT = process.env.PROJECT;
export const SCRATCH = process.env.SCRATCH;
export const HOME = process.env.SLEEPER_HOME;
const SLEEPER = path.join(PROJECT, "sleeper");
const PATIENCE_MILLIS = 120000;
const AUTHORIZATION =
  "AWS4-HMAC-SHA256 Credential=any/20261128/us-east-1/any/aws4_request, SignedHeaders=host, Signature=" + "0".repeat(64);

/** What a command prints with --json; its error, too. */
export function sleeper(args, home = HOME) {
  return new Promise((settle) => {
    execFile(SLEEPER, [...args, "--json"], { env: { ...process.env, SLEEPER_HOME: home }, maxBuffer: 1 << 28 }, (_, out) => settle(JSON.parse(out)));
  });
}

/** Where the services of a home are. */
export function services(home = HOME) {
  return JSON.parse(fs.readFileSync(path.join(home, "local.json"), "utf8"));
}

/** Calls the JSON API as a program does. */
export async function api(method, path, body, home = HOME) {
  const { api: address, "api.token": token } = services(home);
  const reply = await fetch(`${address}/api/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return reply.json();
}

/** Calls Step Functions or SQS. */
export async function aws(service, target, request, home = HOME) {
  const reply = await fetch(services(home)[service], {
    method: "POST",
    headers: { "Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": target, Authorization: AUTHORIZATION },
    body: JSON.stringify(request),
  });
  const text = await reply.text();
  if (!reply.ok) throw new Error(`${target}: ${text}`);
  return JSON.parse(text || "{}");
}

export function send(queue, body) {
  return aws("sqs", "AmazonSQS.SendMessage", { QueueUrl: `${services().sqs}/000000000000/sleeper-${queue}`, MessageBody: typeof body === "string" ? body : JSON.stringify(body) });
}

/** Waits until `what` gives something that holds; it is asked again as soon as it has answered. */
export async function until(words, what) {
  const end = Date.now() + PATIENCE_MILLIS;
  for (;;) {
    const found = await what();
    if (found) return found;
    if (Date.now() > end) throw new Error(`${words}: not seen in ${PATIENCE_MILLIS / 1000} s`);
    await new Promise((settle) => setTimeout(settle, 100));
  }
}

export function ended(job) {
  return until(`end of job ${job}`, async () => {
    const found = await api("GET", `/jobs/${job}`);
    return ["COMMITTED", "REJECTED", "FAILED", "ABORTED"].includes(found.status) && found;
  });
}

/** Starts `local` for a home of its own. */
export async function startLocal(home, ...options) {
  const started = spawn(SLEEPER, ["local", ...options], { env: { ...process.env, SLEEPER_HOME: home }, stdio: ["ignore", "pipe", "inherit"] });
  let out = "";
  await new Promise((settle, fail) => {
    started.stdout.on("data", (piece) => {
      out += piece;
      if (/^ready$/m.test(out)) settle();
    });
    started.on("exit", (code) => fail(new Error(`local ended with ${code}`)));
  });
  return {
    pid: started.pid,
    stop: () =>
      new Promise((settle) => {
        started.removeAllListeners("exit");
        started.on("exit", settle);
        started.kill("SIGTERM");
      }),
  };
}

/** The process of a job's ingest task, once it is there; stopped, it keeps the job where it is for as long as a test looks. */
export async function heldTask(t, job) {
  const pid = await until(`task of job ${job}`, () => taskOf(job));
  process.kill(pid, "SIGSTOP");
  const goOn = () => {
    try {
      process.kill(pid, "SIGCONT");
    } catch {
      // It was ended meanwhile.
    }
  };
  t.after(goOn);
  return { goOn };
}

function taskOf(job) {
  for (const pid of fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const command = fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
      if (command.includes(job) && command.some((word) => word.startsWith("sleeper.ingest"))) return Number(pid);
    } catch {
      // It has ended meanwhile.
    }
  }
  return null;
}

/** A file of the demo's, as a path that documents name, and where it lies. */
export function input(number) {
  const file = `demo/orders/part-${number}.parquet`;
  return { file, path: path.join(HOME, "buckets", file) };
}

let made = 0;

/** A job id that no other test uses. */
export function newId(word) {
  made += 1;
  return `${word}-${process.pid}-${made}`;
}
