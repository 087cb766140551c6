/** Seating with its words: what the bar says, and what else to do when the box refuses. */
import { satDownThemselves, seating } from "./orders.js";

const name = (tables) => tables.join(" + ");

/** What a party is called: by name, else by size. */
export function called(party, words) {
  if (party.name) return party.name;
  return party.size === null ? words.someone : words.partyOf(party.size);
}

/** A command that seats `{tables, party, size, waiter, anyway}`; `party` is a listed party or null. */
export function seatOrder(asked, model) {
  const { words, service, now } = model;
  const { tables, party } = asked;
  const who = party ? called(party, words.host) : asked.size === null ? words.host.someone : words.host.partyOf(asked.size);
  const sitting = { ...asked, party: party?.party ?? null, size: asked.size ?? party?.size ?? null };
  return {
    ...seating(sitting, now),
    done: () => words.host.seated(who, name(tables)),
    instead: (problem) => [...nextBest(problem, asked, model, service), ...despite(asked, model)],
  };
}

/** The two best of what the box proposes instead, as commands. */
function nextBest(problem, asked, model) {
  const options = problem.alternatives ?? [];
  return options.slice(0, 2).map(({ tables, waiter }) => ({ label: model.words.host.seatAt(name(tables)), command: seatOrder({ ...asked, tables, waiter, anyway: false }, model) }));
}

/** A host may know better: the reserved table is theirs, they sit there already, or they squeeze in. */
function despite(asked, model) {
  if (asked.anyway || !asked.tables.some((table) => mayBeTheirs(table, asked, model))) return [];
  return [{ label: model.words.host.seatAnyway(name(asked.tables)), command: seatOrder({ ...asked, anyway: true }, model) }];
}

function mayBeTheirs(table, { tables, party, size }, { service, floor }) {
  const row = floor.tables.get(table);
  if (service.visits.some((visit) => visit.tables.includes(table))) return false;
  const seats = service.tables.filter((each) => tables.includes(each.table)).reduce((sum, each) => sum + each.seats_max, 0);
  const tight = (size ?? party?.size ?? 0) > seats;
  return row?.value === "reserved" || satDownThemselves(row) || (tight && row?.value !== "dirty");
}
