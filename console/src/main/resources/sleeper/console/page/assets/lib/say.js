// Tells those who do not see the page what has changed, politely.

/** A region that was empty for a moment is read out again, though it may say the same as before. */
const EMPTY_MILLIS = 50;

const region = document.createElement("div");
region.className = "unseen";
region.setAttribute("role", "status");
region.setAttribute("aria-live", "polite");
document.body.append(region);

let waiting = [];

/** What is said at the same time is read out together. */
export function say(text) {
  if (waiting.length === 0) {
    region.textContent = "";
    setTimeout(() => {
      region.textContent = waiting.join(" ");
      waiting = [];
    }, EMPTY_MILLIS);
  }
  waiting.push(text);
}
