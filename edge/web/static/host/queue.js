/** The queue as values: who waits and how long, who is expected and when, who has waited longer than they were told. */

const MINUTE_MS = 60_000;

export const isHere = (party) => party.status === "waiting" || party.status === "paged";

/** `{here, expected}`: those who wait in their order, and reservations by their time. */
export function lists(service) {
  const expected = service.parties.filter((party) => party.status === "expected");
  return { here: service.parties.filter(isHere), expected: expected.sort((a, b) => Date.parse(a.due) - Date.parse(b.due)) };
}

/** Whole minutes since a party came. */
export const waited = (party, now) => Math.max(0, Math.floor((now - Date.parse(party.arrived_at ?? party.added_at)) / MINUTE_MS));

/** Whole minutes until a reservation's time; negative once it has passed. */
export const dueIn = (party, now) => Math.ceil((Date.parse(party.due) - now) / MINUTE_MS);

/** Minutes beyond the longest wait that they were told; 0 while within, or told nothing. */
export const over = (party, now) => (party.high_min === null ? 0 : Math.max(0, waited(party, now) - party.high_min));

/** What they wish for, as codes of the words for it. */
export const wishes = (party) => [party.table_type, party.location].filter(Boolean);

/** `{covers, seats}` of the whole room: guests at open visits, and seats at tables in use. */
export function covers(service, floor) {
  const guests = service.visits.map((visit) => visit.size ?? floor.tables.get(visit.tables[0])?.people ?? 0);
  const seats = service.tables.filter((table) => table.active).map((table) => table.seats_max);
  const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
  return { covers: sum(guests), seats: sum(seats) };
}
