/** What a screen reader is told when the floor changes: states and cameras, not every look. */
import { isDown } from "./floor.js";
import { shown } from "./states.js";

const MOST_TABLES = 3;

/** A sentence or two on what became different, or "" if nothing worth saying did. */
export function whatChanged(before, after, words) {
  if (before.device === null) return "";
  return [...cameras(before, after, words), ...tables(before, after, words)].join(" ");
}

function cameras(before, after, words) {
  const turned = [...after.cameras.values()].filter((camera) => {
    const old = before.cameras.get(camera.camera);
    return old && isDown(old) !== isDown(camera);
  });
  return turned.map((camera) => (isDown(camera) ? words.announce.cameraDown(camera.camera) : words.announce.cameraUp(camera.camera)));
}

function tables(before, after, words) {
  const look = (floor, table) => shown(floor.tables.get(table), 0).look;
  const turned = [...after.tables.keys()].filter((table) => before.tables.has(table) && look(before, table) !== look(after, table));
  if (turned.length > MOST_TABLES) return [words.announce.many(turned.length)];
  return turned.map((table) => words.announce.table(table, words.states[look(after, table)]));
}
