// Numbers and times for people.

const COUNT = new Intl.NumberFormat("en");
const UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

export function count(number, one) {
  const text = COUNT.format(number ?? 0);
  if (one === undefined) return text;
  return `${text} ${one}${number === 1 ? "" : "s"}`;
}

export function bytes(number) {
  let unit = 0;
  let value = number ?? 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit]}`;
}

/** Such as 0.4 s, 12 s, 3 min 20 s, 2 h 5 min. */
export function duration(millis) {
  const seconds = Math.max(0, millis) / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
}

export function between(from, to) {
  return Date.parse(to) - Date.parse(from);
}

const DAY = new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit" });
const TIME = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit", timeZoneName: "short" });

/** The reader's own time, with its zone, such as 2026-11-30 14:03:22 CET. */
export function time(instant) {
  const date = new Date(instant);
  return Number.isNaN(date.getTime()) ? String(instant ?? "") : `${DAY.format(date)} ${TIME.format(date)}`;
}

/** The same without the day. */
export function timeOfDay(instant) {
  const date = new Date(instant);
  return Number.isNaN(date.getTime()) ? String(instant ?? "") : TIME.format(date);
}

export function percent(part) {
  const value = part * 100;
  return `${value !== 0 && value < 10 ? value.toFixed(1) : Math.round(value)} %`;
}

/** The beginning of a text that may be of any length. */
export function cut(text, most) {
  const points = [...String(text)];
  return points.length <= most ? String(text) : `${points.slice(0, most - 1).join("")}…`;
}

/** A bound of a key as text; what is open is left out. */
export function range(region, fields) {
  return region
    .map(({ min, max }, i) => {
      const from = min === undefined ? "" : JSON.stringify(min);
      const to = max === undefined ? "" : JSON.stringify(max);
      if (!from && !to) return fields.length > 1 ? `${fields[i]}: all` : "all keys";
      return `${fields.length > 1 ? `${fields[i]}: ` : ""}${from} .. ${to}`.trim();
    })
    .join(", ");
}
