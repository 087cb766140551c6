/** Covers that began in each quarter of an hour, beside what is usual at that time of day. */

const QUARTER_MS = 15 * 60_000;
const DAY_STARTS_MS = 4 * 3_600_000; // a business day begins at 04:00

const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

/** When a quarter starts, its day in the store, as `2026-11-20`, and its time there, as `19:45`: DST moves neither. */
function placeIn(ms, times) {
  const start = Math.floor(ms / QUARTER_MS) * QUARTER_MS;
  return { start, day: times.date.format(ms - DAY_STARTS_MS), quarter: times.minute.format(start) };
}

/**
 * `{rows: [{start, covers, usual}], days}` of the last `count` quarters, the running one last. `usual` is the mean of
 * the same weekday's earlier days in `visits`, of all earlier days where there is none, null without any; `days` says
 * how many days it is made of.
 */
export function quarters(visits, now, times, count = 16) {
  const placed = visits.map((visit) => ({ ...placeIn(Date.parse(visit.opened_at), times), size: visit.size ?? 0 }));
  const last = placeIn(now, times);
  const days = usualDays(placed, last.day);
  const covers = (belongs) => sum(placed.filter(belongs).map((each) => each.size));
  const rows = Array.from({ length: count }, (_, i) => {
    const { start, quarter } = placeIn(last.start - (count - 1 - i) * QUARTER_MS, times);
    const usual = covers((each) => each.start < start && each.quarter === quarter && days.includes(each.day));
    return { start, covers: covers((each) => each.start === start), usual: days.length ? usual / days.length : null };
  });
  return { rows, days: days.length };
}

const weekday = (day) => new Date(`${day}T12:00:00Z`).getUTCDay();

function usualDays(placed, today) {
  const earlier = [...new Set(placed.map((each) => each.day))].filter((day) => day < today);
  const same = earlier.filter((day) => weekday(day) === weekday(today));
  return same.length ? same : earlier;
}

/** Covers seated on the business day of `now`. */
export function coversToday(visits, now, times) {
  const today = placeIn(now, times).day;
  return sum(visits.filter((visit) => placeIn(Date.parse(visit.opened_at), times).day === today).map((visit) => visit.size ?? 0));
}
