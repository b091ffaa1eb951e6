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

/** Below it, tenths of a second are told; what is rounded to it has none. */
const TENTHS_BELOW_SECONDS = 9.95;

/** Such as 0.4 s, 12 s, 3 min 20 s, 2 h 5 min. */
export function duration(millis) {
  const seconds = Math.max(0, millis) / 1000;
  return seconds < TENTHS_BELOW_SECONDS ? `${seconds.toFixed(1)} s` : wholeSeconds(seconds);
}

/** The same without tenths, for what is only known about so well. */
export function wholeSeconds(seconds) {
  const all = Math.round(seconds);
  if (all < 60) return `${all} s`;
  const minutes = Math.floor(all / 60);
  if (minutes < 60) return `${minutes} min ${all % 60} s`;
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

const DAY_SECONDS = 86400;
const MINUTES = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const SECONDS = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const MILLIS = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3 });

/**
 * Words for places on an axis of time, in the reader's own time: the time of day, and the day in a second line where it is another one
 * than before; where places are days apart, the day alone.
 *
 * @param seconds the places, since 1970
 * @param step    seconds from one place to the next
 */
export function timeTicks(seconds, step) {
  const ofDay = step >= 60 ? MINUTES : step >= 1 ? SECONDS : MILLIS;
  let before = "";
  return seconds.map((each) => {
    const date = new Date(each * 1000);
    const day = DAY.format(date);
    const words = [step >= DAY_SECONDS ? "" : ofDay.format(date), day === before ? "" : day].filter(Boolean).join("\n");
    before = day;
    return words;
  });
}

/** The reader's own time zone at an instant, such as CET. */
export function zone(instant) {
  return TIME.formatToParts(new Date(instant)).find(({ type }) => type === "timeZoneName").value;
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
