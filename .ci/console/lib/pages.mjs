// Addresses of every page, with something on each.

import { api } from "./sleeper.mjs";

export async function everyPage() {
  const { executions } = await api("GET", "/executions");
  const { mails } = await api("GET", "/mails");
  const { jobs } = await api("GET", "/jobs?status=REJECTED");
  return [
    ["/jobs", "Jobs"],
    ["/jobs/orders", "Job orders"],
    ["/jobs/orders?state=Run%20ingest%20task&machine=whole", "Job orders"],
    ["/jobs/orders/attempts/1", "Job orders"],
    ...jobs.slice(0, 1).map(({ jobId }) => [`/jobs/${jobId}?state=Validate%20job`, `Job ${jobId}`]),
    ["/new", "New job"],
    ["/tables", "Tables"],
    ...["map", "files", "commits", "snapshots", "rows&key=a&to=z", "split", "schema"].map((view) => [`/tables/orders?view=${view}`, "Table orders"]),
    ["/dead-letters", "Dead letters"],
    ["/executions", "Executions"],
    ...executions.slice(0, 1).map(({ executionArn, name }) => [`/executions/${encodeURIComponent(executionArn)}`, `Execution ${name}`]),
    ["/clusters", "Clusters"],
    ["/mails", "Mails"],
    ...mails.slice(0, 1).map(({ name, subject }) => [`/mails/${encodeURIComponent(name)}`, subject]),
    ["/doctor", "Doctor"],
    ["/nowhere", "No such page"],
  ];
}

/** Waits until a page has what it was opened for. */
export async function settled(page, heading) {
  await page.getByRole("heading", { level: 1, name: heading, exact: true }).waitFor();
  await page.waitForFunction(() => !document.body.innerText.includes("Loading …") && !document.body.innerText.includes("Planning …"));
}
