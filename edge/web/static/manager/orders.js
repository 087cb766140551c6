/** What a manager's taps ask of the box, each as a value. Lists are read anew after them: none changes beforehand. */

const path = (...parts) => parts.map((part) => encodeURIComponent(part)).join("/");

const order = (method, where, body, mark) => ({ method, path: where, body, mark });

// People

export const hired = (person) => order("POST", "waiters", person, "waiter:new");
export const changed = (waiter, change) => order("PATCH", path("waiters", waiter), change, `waiter:${waiter}`);
export const erased = (waiter) => order("DELETE", path("waiters", waiter), undefined, `waiter:${waiter}`);
export const clockedIn = (waiter, section) => order("POST", "shifts", section ? { waiter, section } : { waiter }, `waiter:${waiter}`);
export const sectioned = (shift, section) => order("POST", `${path("shifts", shift)}/section`, { section }, `shift:${shift}`);

/** `handoff`: `[{visit, waiter}]` of every table still open. */
export const clockedOut = (shift, handoff) => order("POST", `${path("shifts", shift)}/end`, { handoff }, `shift:${shift}`);

// Set-up

export const sectionKept = ({ section, active }) => order("PUT", path("sections", section), { active }, `section:${section}`);
export const sectionRemoved = (section) => order("DELETE", path("sections", section), undefined, `section:${section}`);
export const tableKept = ({ table, ...rest }) => order("PUT", path("tables", table), rest, `table:${table}`);
export const tableRemoved = (table) => order("DELETE", path("tables", table), undefined, `table:${table}`);
export const policyKept = (policy) => order("PUT", "policy", policy, "policy");
export const setupKept = (document) => order("PUT", "setup", document, "setup");

// Tablets

export const codeWanted = (role, waiter) => order("POST", "pairing", waiter ? { role, waiter } : { role }, "pairing");
export const revoked = (tablet) => order("DELETE", path("tablets", tablet), undefined, `tablet:${tablet}`);

// Records

export const matched = (payment, visit) => order("POST", `${path("payments", payment)}/match`, { visit }, `payment:${payment}`);
