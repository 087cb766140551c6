/** What a host's taps ask of the box, each as a value: the request, and how things look if it is granted. */
import { UNSURE_BELOW } from "../floor/states.js";

const SURE = 1;
const NEW = -1;

const at = (now) => new Date(now).toISOString();
const withParty = (id, change) => (service) => ({ ...service, parties: service.parties.map((each) => (each.party === id ? { ...each, ...change } : each)) });
const withoutParty = (id) => (service) => ({ ...service, parties: service.parties.filter((each) => each.party !== id) });
const said = (tables, value, now) => (floor) => {
  const row = (table) => ({ people: null, observed_at: null, ...floor.tables.get(table), table, value, confidence: SURE, since: at(now), source: "person", stale: false });
  return { ...floor, tables: new Map([...floor.tables, ...tables.map((table) => [table, row(table)])]) };
};

export const partyMark = (party) => `party:${party}`;
export const tableMark = (table) => `table:${table}`;

/** `{tables, party, size, waiter, anyway}`: they sit down. `now`: the box's time in ms. */
export function seating({ tables, party = null, size = null, waiter = null, anyway = false }, now) {
  const visit = { visit: NEW, tables, party, size, waiter, shift: null, phase: "seated", phase_since: at(now), phase_confidence: SURE, opened_at: at(now), paid: null };
  const body = { tables, ...(party !== null && { party }), ...(size !== null && { size }), ...(waiter !== null && { waiter }), ...(anyway && { anyway }) };
  return {
    path: "visits",
    body,
    mark: tableMark(tables[0]),
    change: (service) => ({ ...withoutParty(party)(service), visits: [...service.visits, visit] }),
    floorChange: said(tables, "occupied", now),
  };
}

/** A party comes on the list. `entry`: the body of the request; `quote`: `{low_min, high_min}` or null. */
export function listing(entry, quote, now) {
  const party = { name: null, note: null, due: null, table_type: null, location: null, section: null, ...entry, party: NEW, added_at: at(now), arrived_at: at(now) };
  const told = { low_min: quote?.low_min ?? null, high_min: quote?.high_min ?? null };
  const status = entry.came === "reservation" ? "expected" : "waiting";
  return {
    path: "parties",
    body: { ...entry, ...quote },
    mark: partyMark(NEW),
    change: (service) => ({ ...service, parties: [...service.parties, { ...party, ...told, status, position: null, paged_at: null }] }),
  };
}

/** What is known of a party is put right. */
export const changing = (party, change) => ({ method: "PATCH", path: `parties/${party}`, body: change, mark: partyMark(party), change: withParty(party, change) });

export const paging = (party, now) => ({ path: `parties/${party}/page`, mark: partyMark(party), change: withParty(party, { status: "paged", paged_at: at(now) }) });

export const arriving = (party, now) => ({ path: `parties/${party}/arrive`, mark: partyMark(party), change: withParty(party, { status: "waiting", arrived_at: at(now) }) });

/** `status`: `walked_away`, `cancelled` or `no_show`. */
export const leaving = (party, status) => ({ path: `parties/${party}/leave`, body: { status }, mark: partyMark(party), change: withoutParty(party) });

/** A person says what a table is. */
export const saying = (table, value, now) => ({ path: `tables/${table}/state`, body: { value }, mark: tableMark(table), floorChange: said([table], value, now) });

export const moving = (visit, tables) => ({
  path: `visits/${visit.visit}/move`,
  body: { tables },
  mark: `visit:${visit.visit}`,
  change: (service) => ({ ...service, visits: service.visits.map((each) => (each.visit === visit.visit ? { ...each, tables } : each)) }),
});

const joinedTo = (group) => (service) => ({
  ...service,
  tables: service.tables.map((each) => (group.includes(each.table) ? { ...each, joined: group } : each)),
});

export const joining = (tables) => ({ path: "joins", body: { tables }, mark: tableMark(tables[0]), change: joinedTo(tables) });

/** `tables`: all of the joined ones. */
export const parting = (tables) => ({
  method: "DELETE",
  path: `joins/${tables[0]}`,
  mark: tableMark(tables[0]),
  change: (service) => ({ ...service, tables: service.tables.map((each) => (tables.includes(each.table) ? { ...each, joined: [] } : each)) }),
});

/** Whether a camera alone says that somebody sits at a table: then a host may say that these are the guests. */
export const satDownThemselves = (view) => view?.value === "occupied" && view.source === "camera" && view.confidence >= UNSURE_BELOW;
