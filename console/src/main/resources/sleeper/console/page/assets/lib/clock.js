// One tick a second for durations of what still runs; none where nothing does, or nobody looks.

const waiting = new Set();
let timer = 0;

function tick() {
  for (const each of waiting) {
    if (each.isConnected) each.tick();
    else waiting.delete(each);
  }
  arrange();
}

function arrange() {
  const wanted = waiting.size > 0 && !document.hidden;
  if (wanted && !timer) timer = setInterval(tick, 1000);
  if (!wanted && timer) {
    clearInterval(timer);
    timer = 0;
  }
}

document.addEventListener("visibilitychange", arrange);

/** Has `tick()` of an element called each second while it is on the page. */
export function each(element) {
  waiting.add(element);
  arrange();
}

export function never(element) {
  waiting.delete(element);
  arrange();
}
