/** A waiter's share of the shift beside the house's mean. Means only: nobody is ranked, no colleague is shown. */

const HOUR_MIN = 60;
const LEAST_MINUTES = 30;

/** Covers an hour on the floor, or null before there is half an hour to speak of. */
export const coversPerHour = ({ covers, minutes_on_floor: minutes }) => (minutes < LEAST_MINUTES ? null : (covers * HOUR_MIN) / minutes);

/** Whether somebody is given tables. */
export const serves = (row) => row.role === "server" || row.role === "bartender";

const mean = (numbers) => (numbers.length ? numbers.reduce((a, b) => a + b, 0) / numbers.length : null);

const known = (value) => value !== null && value !== undefined;

/** `[{name, mine, house}]` of `covers`, `pace` (covers an hour) and `tips` (minor units); null where not known yet. */
export function share(service, waiter) {
  const floor = service.waiters.filter(serves);
  const mine = service.waiters.find((each) => each.waiter === waiter);
  const figure = (name, of) => ({ name, mine: mine ? of(mine) : null, house: mean(floor.map(of).filter(known)) });
  return [figure("covers", (row) => row.covers), figure("pace", coversPerHour), figure("tips", (row) => row.tips)];
}
