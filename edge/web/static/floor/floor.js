/** What the page knows of the floor, as a value: each message of the stream makes the next one. */

export const EMPTY = { device: null, seq: null, tables: new Map(), cameras: new Map() };

const DOWN = new Set(["stalled", "offline", "refused"]);

/** Whether a camera confirms nothing at present. */
export const isDown = (camera) => DOWN.has(camera.status);

const byId = (rows, id) => new Map(rows.map((row) => [row[id], row]));

/** The floor of a whole `snapshot`. */
export function fromSnapshot(view) {
  return { device: view.device, seq: view.seq, tables: byId(view.tables, "table"), cameras: byId(view.cameras, "camera") };
}

/** The floor after a `now` message: rows that changed without an event. */
export function afterNow(floor, now) {
  return {
    ...floor,
    tables: new Map([...floor.tables, ...byId(now.tables ?? [], "table")]),
    cameras: new Map([...floor.cameras, ...byId(now.cameras ?? [], "camera")]),
  };
}

/** The floor after a journaled event. Events of before the snapshot change nothing; unknown kinds only count. */
export function afterEvent(floor, envelope, places) {
  if (envelope.device !== floor.device || envelope.seq <= floor.seq) return floor;
  const next = { ...floor, seq: envelope.seq };
  if (envelope.kind === "table.state") return tableChanged(next, envelope);
  if (envelope.kind === "camera.status") return cameraChanged(next, envelope, places);
  return next;
}

function tableChanged(floor, { data, at }) {
  const before = floor.tables.get(data.table);
  const seen = data.source === "camera" ? { observed_at: at, stale: false } : {};
  const { table, value, confidence, people, since, source } = data;
  const row = { observed_at: null, stale: false, ...before, table, value, confidence, people, since, source, ...seen };
  return { ...floor, tables: new Map(floor.tables).set(table, row) };
}

function cameraChanged(floor, { data, at }, places) {
  const { camera, status, reason } = data;
  const row = { camera, status, reason, since: at };
  const next = { ...floor, cameras: new Map(floor.cameras).set(camera, row) };
  if (!isDown(row)) return next;
  const unseen = tablesOf(camera, places).flatMap((id) => floor.tables.get(id) ?? []);
  return { ...next, tables: new Map([...floor.tables, ...unseen.map((view) => [view.table, { ...view, stale: true }])]) };
}

/** Tables that only this camera watches. A section is what one camera sees. */
export function tablesOf(camera, places) {
  return places.filter((place) => place.section === camera).map((place) => place.table);
}

/** The camera that watches a table, if it is known. */
export function cameraOf(table, places, cameras) {
  const section = places.find((place) => place.table === table)?.section;
  return cameras.has(section) ? section : null;
}
