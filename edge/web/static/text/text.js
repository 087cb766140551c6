/** Which words to use, and how times and durations are written. */
import { en } from "./en.js";
import { es } from "./es.js";

const CATALOGUES = { en, es };

/** The catalogue for a list of wished languages (`navigator.languages`), best first. English if none is known. */
export function catalogue(languages) {
  const known = languages.map((tag) => tag.slice(0, 2)).find((tag) => tag in CATALOGUES);
  return CATALOGUES[known ?? "en"];
}

const floor = Math.floor;
const MINUTE_MS = 60_000;
const DAY_MIN = 24 * 60;

const minuteOfDay = (time) => {
  const [hours, minutes] = time.split(":").map(Number);
  return 60 * hours + minutes;
};

function parts(ms) {
  const s = Math.max(0, floor(ms / 1000));
  return { s, m: floor(s / 60), h: floor(s / 3600), d: floor(s / 86400) };
}

/** How long in few words: `12 s`, `3 min`, `1 h 5 min`. `words`: a catalogue's `duration` or `spoken`. */
export function duration(ms, words) {
  const { s, m, h, d } = parts(ms);
  if (m < 1) return words.seconds(s);
  if (h < 1) return words.minutes(m);
  if (d < 2) return words.hours(h, m % 60);
  return words.days(d);
}

/** A counter of hours and minutes, `0:52`: readable across a room because it hardly ever changes width. */
export function counter(ms) {
  const { m, h } = parts(ms);
  return `${h}:${String(m % 60).padStart(2, "0")}`;
}

/** Wall times in the store's zone. `zone` null: the tablet's own. */
export class Times {
  constructor(locale, zone) {
    const timeZone = zone ?? undefined;
    this.minute = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone });
    this.second = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZone });
    this.day = new Intl.DateTimeFormat(locale, { weekday: "short", day: "numeric", month: "short", timeZone });
    this.date = new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit", timeZone });
  }

  /** `19:42`; with the day where `ms` is not of the same day as `nowMs`: `Fri 20 Nov 19:42`. */
  at(ms, nowMs) {
    const sameDay = this.date.format(ms) === this.date.format(nowMs);
    return sameDay ? this.minute.format(ms) : `${this.day.format(ms)} ${this.minute.format(ms)}`;
  }
  /** The first moment from `fromMs` on at which clocks in the store show `time`, as `19:30`; also across a clock change. */
  next(time, fromMs) {
    const missing = (ms) => (minuteOfDay(time) - minuteOfDay(this.minute.format(ms)) + DAY_MIN) % DAY_MIN;
    const guess = fromMs - (fromMs % MINUTE_MS) + missing(fromMs) * MINUTE_MS;
    const left = missing(guess);
    return guess + (left > DAY_MIN / 2 ? left - DAY_MIN : left) * MINUTE_MS;
  }
}
