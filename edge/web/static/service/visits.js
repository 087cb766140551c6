/** One waiter's part of the service, as values: whose tables, what comes next, what is asked. */

import { serves } from "./share.js";

const PHASES = ["seated", "greeted", "ordered", "mains", "dessert", "check", "paid"];

/** Steps of a meal that are drawn, and how many of them are done. `paid` is all of them. */
export const STEPS = PHASES.length - 1;
export const stepsDone = (phase) => Math.max(0, PHASES.indexOf(phase));

/** Whether all of a visit's tables are seen or said to be dirty: its guests have left. */
export const isLeft = (visit, floor) => visit.tables.every((table) => floor.tables.get(table)?.value === "dirty");

/** The tap expected next: a phase, `left` once paid, `clean` once they have left. */
export const nextTap = (visit, floor) => (isLeft(visit, floor) ? "clean" : (PHASES[PHASES.indexOf(visit.phase) + 1] ?? "left"));

/** Phases that may also be said: a meal goes forward, and steps can be left out. */
export const laterPhases = (phase) => PHASES.slice(PHASES.indexOf(phase) + 2);

/** The row of a waiter on shift, or null. */
export const me = (service, waiter) => service.waiters.find((each) => each.waiter === waiter) ?? null;

/** In order of name; those whose name was erased come last. */
export const byName = (a, b) => (a.name ?? "\uffff").localeCompare(b.name ?? "\uffff");

/** Others on shift who could take a table, least loaded first. */
export function colleagues(service, waiter) {
  const others = service.waiters.filter((each) => each.waiter !== waiter && serves(each));
  return others.sort((a, b) => a.on_break - b.on_break || a.open_tables - b.open_tables || byName(a, b));
}

const opened = (visit) => Date.parse(visit.opened_at);

/** Open visits of a waiter, newest first: an order that no tap changes. */
export const visitsOf = (service, waiter) => service.visits.filter((each) => each.waiter === waiter).sort((a, b) => opened(b) - opened(a));

/** `{fresh, running}`: those that nobody has greeted or that were just handed to them, and the rest. */
export function sorted(visits, handed) {
  const isFresh = (visit) => visit.phase === "seated" || handed.has(visit.visit);
  return { fresh: visits.filter(isFresh), running: visits.filter((visit) => !isFresh(visit)) };
}

/** `T4` or, joined, `T8 + T9`. */
export const tableName = (visit) => visit.tables.join(" + ");

/** The open dispute about one of a visit's tables, or null. */
export const disputeOf = (visit, service) => service.disputes.find((each) => visit.tables.includes(each.table)) ?? null;

/** Alerts nobody has taken on about a visit or its tables. */
export function alertsOf(visit, service) {
  const subjects = new Set([String(visit.visit), ...visit.tables]);
  return service.alerts.filter((each) => !each.acknowledged && subjects.has(String(each.subject)));
}

/** Dirty tables that nobody sits at any more, of a section; of all where it is null. */
export function toClear(service, floor, section) {
  const free = service.tables.filter((each) => each.active && each.visit === null && (section === null || each.section === section));
  return free.filter((each) => floor.tables.get(each.table)?.value === "dirty");
}
