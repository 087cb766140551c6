/** What the evening knows of each table beyond what cameras see: who sits there, who serves, what is in dispute. */

/** Of every table `{visit, waiter: {name, initials}|null, dispute, joined, setup, pending}`; `busy`: marks on their way. */
export function tableFacts(service, busy) {
  if (!service) return new Map();
  const people = withInitials(service.waiters);
  const disputes = new Map(service.disputes.map((each) => [each.table, each]));
  const visits = new Map(service.visits.flatMap((visit) => visit.tables.map((table) => [table, visit])));
  const fact = (setup) => {
    const visit = visits.get(setup.table) ?? null;
    return {
      setup,
      visit,
      waiter: visit ? (people.get(visit.waiter) ?? null) : null,
      dispute: disputes.get(setup.table) ?? null,
      joined: group(setup, visit).filter((each) => each !== setup.table),
      pending: busy.has(`table:${setup.table}`) || (visit !== null && busy.has(`visit:${visit.visit}`)),
    };
  };
  return new Map(service.tables.map((setup) => [setup.table, fact(setup)]));
}

/** Tables that stand or are served together with this one, itself among them. */
const group = (setup, visit) => (visit && visit.tables.length > 1 ? visit.tables : setup.joined);

/** Every such group once: `[["T8", "T9"], ...]`. */
export function groups(facts) {
  const all = [...facts].filter(([, { joined }]) => joined.length).map(([table, { joined }]) => [table, ...joined].sort());
  return [...new Map(all.map((tables) => [tables.join(), tables])).values()];
}

/** Waiters by id with the fewest first letters that tell them apart. */
function withInitials(waiters) {
  const named = waiters.map((each) => ({ ...each, name: each.name ?? "" }));
  const initials = (one) => {
    const alike = named.filter((each) => each !== one && letter(each.name) === letter(one.name));
    return alike.length ? letter(one.name) + (letters(one.name)[1] ?? "").toLowerCase() : letter(one.name);
  };
  return new Map(named.map((each) => [each.waiter, { name: each.name, initials: initials(each) }]));
}

const letters = (name) => [...name.trim()];
const letter = (name) => (letters(name)[0] ?? "?").toLocaleUpperCase();
