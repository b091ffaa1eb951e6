// Which instance this page shows, and what people are told of who serves it: `./sleeper local` its own, `./sleeper console` others.

let instance = null;

/** @param found what GET /instance answers; null if that is not known */
export function know(found) {
  instance = found;
}

export function isDeployed() {
  return instance?.kind === "deployed";
}

function server() {
  if (instance === null) return "The server of this page";
  return isDeployed() ? `./sleeper console --instance ${instance.id}` : "./sleeper local";
}

export function answersAgain() {
  return `${server()} answers again.`;
}

/** A console of a deployed instance has a new key each time that it is started, and mostly another port. */
function whatToDo() {
  if (instance === null) return "This page goes on when it is there again.";
  if (isDeployed()) return "If it was stopped, run it again and open the address that it prints; otherwise this page goes on by itself.";
  return "Start it with ./sleeper local. This page goes on when it is there again.";
}

export function doesNotAnswer() {
  return `${server()} does not answer. ${whatToDo()}`;
}

/** Beside a page that still shows something. */
export function mayBeOld() {
  return `${server()} does not answer. What you see may be old. ${whatToDo()}`;
}

/** After what was said of a job that was sent; nothing where services run, or it is not known. */
export function noneTakesIt(isServed) {
  return isServed === false ? " No services run: it stays on the queue until ./sleeper local or a command with --wait runs them." : "";
}

/** The same of messages that wait. */
export function noneTakesThem(isServed) {
  return isServed === false ? " No services run that take them: start them with ./sleeper local." : "";
}

export function noKey() {
  if (isDeployed()) return `This page has no key: run ./sleeper console --instance ${instance.id}, and open the address that it prints.`;
  const others = instance === null ? " For a deployed instance, add --instance and its id." : "";
  return `This page has no key: run ./sleeper console, and open the address that it prints.${others}`;
}
