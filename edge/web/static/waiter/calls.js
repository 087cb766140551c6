/** What a waiter must be told: found by comparing the service before and after, so that nothing is missed offline. */
import { me } from "../service/visits.js";

const byId = (service) => new Map(service.visits.map((visit) => [visit.visit, visit]));

/**
 * `[{kind, visit?, from?}]` since `before`; none where there was no before, or it was somebody else's.
 *
 * Kinds: `assigned` (a new visit), `transferred` (a colleague's until now, whose id is `from`), `handed` (mine until
 * now, `to` a colleague), `back` (the break is over).
 */
export function calls(before, after, waiter) {
  if (!before || !after || waiter === null) return [];
  const was = byId(before);
  const told = after.visits.map((visit) => visitCall(was.get(visit.visit), visit, waiter)).filter(Boolean);
  return isBack(before, after, waiter) ? [...told, { kind: "back" }] : told;
}

function visitCall(before, visit, waiter) {
  const mine = visit.waiter === waiter;
  if (!before) return mine ? { kind: "assigned", visit } : null;
  if (before.waiter === visit.waiter) return null;
  if (mine) return { kind: "transferred", visit, from: before.waiter };
  return before.waiter === waiter ? { kind: "handed", visit, to: visit.waiter } : null;
}

const isBack = (before, after, waiter) => Boolean(me(before, waiter)?.on_break) && me(after, waiter)?.on_break === false;

/** A call in words. */
export function sentence(call, service, words) {
  const name = (waiter) => me(service, waiter)?.name ?? words.somebody;
  const table = call.visit?.tables.join(" + ");
  if (call.kind === "assigned") return words.calls.assigned(table, call.visit.size);
  if (call.kind === "transferred") return words.calls.transferred(table, name(call.from));
  if (call.kind === "handed") return words.calls.handed(table, name(call.to));
  return words.calls.back;
}
