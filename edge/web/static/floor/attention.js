/** What needs a person's eyes, worst first. */
import { isDown } from "./floor.js";
import { shown } from "./states.js";

/** `{cameras, dirty, unseen}`: cameras in trouble, dirty tables longest first, tables not seen longest first. */
export function attention(floor, places, now) {
  const tables = places.map((place) => ({ table: place.table, ...shown(floor.tables.get(place.table), now) }));
  const of = (look) => tables.filter((row) => row.look === look).sort((a, b) => (b.age ?? Infinity) - (a.age ?? Infinity));
  return { cameras: [...floor.cameras.values()].filter(isDown), dirty: of("dirty"), unseen: of("unseen") };
}

/** `{clean, occupied, dirty, all, guests, seats}` for the header; tables not seen count only in `all`. */
export function totals(floor, places, now) {
  const rows = places.map((place) => shown(floor.tables.get(place.table), now));
  const of = (look) => rows.filter((row) => row.look === look).length;
  const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
  return {
    clean: of("clean"),
    occupied: of("occupied"),
    dirty: of("dirty"),
    all: places.length,
    guests: sum(rows.map((row) => (row.look === "occupied" ? (row.people ?? 0) : 0))),
    seats: sum(places.map((place) => place.seats ?? 0)),
  };
}
