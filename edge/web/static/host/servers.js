/** Who serves a table that a host chose by hand, where the box was not asked. */

const SERVING = new Set(["server", "bartender"]);

const fewest = (a, b) => a.open_tables - b.open_tables || longest(a, b);
const longest = (a, b) => seatedAt(a) - seatedAt(b) || a.waiter - b.waiter;
const seatedAt = (each) => (each.last_seated_at ? Date.parse(each.last_seated_at) : 0);

/** In turn, or of the table's section where somebody has it; never on break or over the limit. Null: nobody can. */
export function serverOf(tables, { waiters, policy, tables: setups }) {
  const able = waiters.filter((each) => SERVING.has(each.role) && !each.on_break && each.open_tables < policy.max_tables_per_waiter);
  if (policy.mode === "rotation") return able.sort(longest)[0]?.waiter ?? null;
  const section = setups.find((each) => each.table === tables[0])?.section;
  const own = able.filter((each) => section && each.section === section);
  return (own.length ? own : able).sort(fewest)[0]?.waiter ?? null;
}
