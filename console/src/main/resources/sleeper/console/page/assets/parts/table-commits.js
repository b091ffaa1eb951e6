// The commits of a table over time.

import { get } from "../lib/api.js";
import { h } from "../lib/dom.js";
import { count } from "../lib/format.js";
import { newest } from "../lib/newest.js";
import { at, jobLink, section, table } from "./basic.js";
import "./time-plot.js";

const LAST = 200;

/** The plot's sheet comes with the plot: no other page needs it. */
function withSheet() {
  if (document.querySelector("link[data-plot]")) return;
  document.head.append(h("link", { rel: "stylesheet", href: "/assets/vendor/uplot/uPlot.min.css", "data-plot": true }));
}

export function begin(place) {
  withSheet();
  const renew = newest(
    () => get(`${place.path}/commits?last=${LAST}`, place.signal),
    ({ commits, total }) => place.draw(drawn(commits, total)),
    place.fail,
  );
  renew();
  return { renew };
}

function drawn(commits, total) {
  const loads = commits.filter((commit) => commit.rows > 0).reverse();
  const rows = commits.map(({ slot, at: when, job, attempt, rows: loaded, files }) => ({
    key: `${slot} ${job}`,
    cells: [slot, at(when), jobLink(job), attempt, count(loaded), count(files)],
  }));
  return section(
    "Commits",
    "commits",
    loads.length > 1 ? h("time-plot", { key: "plot", data: plotted(loads) }) : null,
    h("p", { class: "quiet" }, commits.length < total ? `Rows of each commit. Shown are the last ${count(commits.length)} of ${count(total)} commits.` : "Rows of each commit."),
    table("Commits, the latest first", ["#Slot", "At", "Job", "#Attempt", "#Rows", "#Files"], rows, "No commits yet."),
  );
}

function plotted(loads) {
  return { label: "rows", times: loads.map((commit) => Date.parse(commit.at) / 1000), values: loads.map((commit) => commit.rows) };
}
