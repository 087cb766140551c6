/** What a waiter's taps ask of the box, each as a value: the request, and how the service looks if it is granted. */

const inVisit = (id, change) => (service) => ({ ...service, visits: service.visits.map((each) => (each.visit === id ? { ...each, ...change } : each)) });

const inWaiter = (shift, change) => (service) => ({ ...service, waiters: service.waiters.map((each) => (each.shift === shift ? { ...each, ...change } : each)) });

const without = (list, key, id) => (service) => ({ ...service, [list]: service[list].filter((each) => each[key] !== id) });

const post = (path, body, mark, change) => ({ method: "POST", path, body, mark, change });

/** The same, with what the bar says once it is done. */
export const saying = (command, text) => ({ ...command, done: () => text });

export const visitMark = (visit) => `visit:${visit.visit}`;
export const shiftMark = (shift) => `shift:${shift}`;

/** The meal has come to a phase. `at`: when, ISO. */
export const reached = (visit, phase, at) =>
  post(`visits/${visit.visit}/phase`, { phase }, visitMark(visit), inVisit(visit.visit, { phase, phase_since: at, phase_confidence: 1 }));

/** The guests have left: the visit is over, its tables are to be cleared. */
export const left = (visit) => post(`visits/${visit.visit}/close`, {}, visitMark(visit), without("visits", "visit", visit.visit));

/** Somebody says how a table is: `clean`, `dirty`, `occupied`, `reserved` or `unavailable`. `at`: when, ISO. */
export const said = (table, value, at) => ({
  ...post(`tables/${encodeURIComponent(table)}/state`, { value }, `table:${table}`),
  floorChange: (floor) => ({ ...floor, tables: new Map(floor.tables).set(table, { ...floor.tables.get(table), table, value, since: at, source: "person", confidence: 1, people: null, stale: false }) }),
});

export const sized = (visit, size) => post(`visits/${visit.visit}/size`, { size }, visitMark(visit), inVisit(visit.visit, { size }));

export const handedOver = (visit, colleague) =>
  post(`visits/${visit.visit}/transfer`, { waiter: colleague.waiter }, visitMark(visit), inVisit(visit.visit, { waiter: colleague.waiter, shift: colleague.shift }));

export const onBreak = (shift) => post(`shifts/${shift}/break`, {}, shiftMark(shift), inWaiter(shift, { on_break: true }));

export const resumed = (shift) => post(`shifts/${shift}/resume`, {}, shiftMark(shift), inWaiter(shift, { on_break: false }));

/** `kept`: `said` (the person) or `seen` (the camera). */
export const settled = (dispute, kept) =>
  post(`disputes/${dispute.dispute}/resolve`, { kept }, `dispute:${dispute.dispute}`, without("disputes", "dispute", dispute.dispute));

export const takenOn = (alert) =>
  post(`alerts/${alert.alert}/acknowledge`, {}, `alert:${alert.alert}`, (service) => ({
    ...service,
    alerts: service.alerts.map((each) => (each.alert === alert.alert ? { ...each, acknowledged: true } : each)),
  }));
