/** Waits as they were quoted beside waits as they were. */

const MINUTE_MS = 60_000;

/** `later`, `sooner` or `within` what was quoted. */
function verdict(waited, low, high) {
  if (waited > high) return "later";
  return waited < low ? "sooner" : "within";
}

/**
 * `[{party, size, tables, low, high, waited, verdict, at}]` of walk-ins that were quoted and seated, last first;
 * `waited` in minutes from the last quote, or else from coming.
 */
export function promises(visits, parties) {
  const byParty = new Map(parties.map((each) => [each.party, each]));
  const kept = visits.flatMap((visit) => {
    const party = byParty.get(visit.party);
    if (!party || party.came !== "walk_in" || party.high_min === null) return [];
    const from = Date.parse(party.quoted_at ?? party.added_at);
    const at = Date.parse(visit.opened_at);
    const waited = Math.max(0, (at - from) / MINUTE_MS);
    const [low, high] = [party.low_min ?? 0, party.high_min];
    return [{ party: party.party, size: visit.size, tables: visit.tables, low, high, waited, verdict: verdict(waited, low, high), at }];
  });
  return kept.sort((a, b) => b.at - a.at);
}

/** `{seated, kept, mean}`: how many, how many not later than quoted, and the mean wait in minutes (null for none). */
export function summary(rows) {
  const waits = rows.map((row) => row.waited);
  return {
    seated: rows.length,
    kept: rows.filter((row) => row.verdict !== "later").length,
    mean: rows.length ? waits.reduce((a, b) => a + b, 0) / rows.length : null,
  };
}

/** Minutes of those who wait now, longest first: `[{party, name, size, waited, low, high, over}]`. */
export function waitingNow(service, now) {
  const here = service.parties.filter((each) => each.status === "waiting" || each.status === "paged");
  const rows = here.map((each) => {
    const waited = Math.max(0, (now - Date.parse(each.added_at)) / MINUTE_MS);
    return { ...each, waited, over: each.high_min !== null && waited > each.high_min };
  });
  return rows.sort((a, b) => b.waited - a.waited);
}
