/**
 * From the store's plan to places on this screen.
 *
 * Every section becomes a room and the rooms fill the stage. Tables keep their order, their shape and roughly their
 * place; all are drawn at one scale, the largest at which no two touch. Where that is too small for a finger the stage
 * grows and scrolls; where the width is too small too (a phone, forty tables), tables flow in reading order.
 */
import { bareReach, reach } from "./seats.js";

const SHORT_SIDE_PX = { least: 50, flowing: [64, 57, 51], most: 150 };
const ROOM_GAP = 14;
const ROW_GAP = 12;
const INSET = { side: 14, top: 44, bottom: 12 };
const MOST_SPREAD = 1.8;
const HIGHER_STAGES = [1, 1.2, 1.5, 2]; // scrolling keeps places; flowing does not
const WORTH_TURNING = 1.35;

/**
 * `{width, height, unit, columns, rooms: [{section, x, y, width, height}], tables: [{place, x, y}]}` in CSS px, `unit`
 * px a plan unit; tables in reading order. `stage` `{width, height}` is the room there is; the plan may be higher.
 * `before`: how the same floor was arranged last; a banner that takes some height must not turn the rooms around.
 */
export function arrange(places, stage, before = null) {
  const sections = bySection(places);
  if (!sections.length) return { ...stage, unit: 1, columns: 1, rooms: [], tables: [] };
  const shortest = Math.min(...places.map((place) => Math.min(place.width, place.height)));
  const usual = before?.width === stage.width ? before.columns : null;
  for (const stretch of HIGHER_STAGES) {
    const plan = inBestColumns(sections, { width: stage.width, height: stage.height * stretch }, usual);
    if (plan.unit * shortest >= SHORT_SIDE_PX.least) return plan;
  }
  return flowing(sections, stage);
}

/** The fewest columns of rooms that are nearly the best; those of before where they are not much worse. */
function inBestColumns(sections, stage, usual) {
  const plans = sections.map((_, i) => inColumns(sections, i + 1, stage));
  const best = plans.reduce((a, b) => (b.unit > a.unit * 1.05 ? b : a));
  const kept = plans.find((plan) => plan.columns === usual);
  return kept && kept.unit * WORTH_TURNING >= best.unit ? kept : best;
}

function bySection(places) {
  const groups = new Map();
  for (const place of places) groups.set(place.section, [...(groups.get(place.section) ?? []), place]);
  const sections = [...groups].map(([section, members]) => ({ section, members: inReadingOrder(members), ...bounds(members) }));
  return inReadingOrder(sections);
}

function bounds(members) {
  const xs = members.map((place) => place.x);
  const ys = members.map((place) => place.y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const edge = {
    x: Math.max(...members.map((place) => reach(place).x)),
    y: Math.max(...members.map((place) => reach(place).y)),
  };
  const span = { x: right - left, y: bottom - top };
  const size = { width: span.x + 2 * edge.x, height: span.y + 2 * edge.y };
  return { left, top, span, edge, x: (left + right) / 2, y: (top + bottom) / 2, ...size };
}

/** Left to right in rows, rows from top to bottom: things are in one row when their middles are nearly level. */
function inReadingOrder(things) {
  const rows = [];
  for (const thing of [...things].sort((a, b) => a.y - b.y)) {
    const row = rows.at(-1);
    if (row && thing.y - row[0].y < 0.6 * Math.min(thing.height, row[0].height)) row.push(thing);
    else rows.push([thing]);
  }
  return rows.flatMap((row) => row.sort((a, b) => a.x - b.x));
}

function inColumns(sections, columns, stage) {
  const rooms = tile(sections, columns, stage);
  const unit = Math.min(...rooms.map(({ section, ...room }) => scale(section, inside(room))));
  const tables = rooms.flatMap(({ section, ...room }) => spread(section, inside(room), unit));
  return { ...stage, unit, columns, rooms: rooms.map((room) => ({ ...room, section: room.section.section })), tables };
}

const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

/** Shares out a length among rooms: each its fixed part, the rest by weight, gaps between: `[{start, length}]`. */
function share(length, weights, fixed) {
  const free = length - ROOM_GAP * (weights.length - 1) - fixed * weights.length;
  const total = sum(weights);
  const lengths = weights.map((weight) => fixed + (free * weight) / total);
  return lengths.map((own, i) => ({ start: sum(lengths.slice(0, i)) + ROOM_GAP * i, length: own }));
}

function tile(sections, columns, stage) {
  const count = Math.ceil(sections.length / columns);
  const rows = Array.from({ length: count }, (_, i) => sections.slice(i * columns, (i + 1) * columns));
  const heights = rows.map((row) => Math.max(...row.map((section) => section.height)));
  const bands = share(stage.height, heights, INSET.top + INSET.bottom);
  return rows.flatMap((row, i) => {
    const cells = share(stage.width, row.map((section) => section.width), 2 * INSET.side);
    const { start: y, length: height } = bands[i];
    return row.map((section, j) => ({ section, x: cells[j].start, y, width: cells[j].length, height }));
  });
}

function inside({ x, y, width, height }) {
  return { x: x + INSET.side, y: y + INSET.top, width: width - 2 * INSET.side, height: height - INSET.top - INSET.bottom };
}

/** The largest px a unit at which the section's tables fit the room without touching; 0 where they overlap anyway. */
function scale(section, room) {
  const { members, edge } = section;
  const cap = SHORT_SIDE_PX.most / medianShortSide(members);
  let unit = Math.max(0, Math.min(room.width / (2 * edge.x), room.height / (2 * edge.y), cap));
  members.forEach((a, i) => {
    for (const b of members.slice(i + 1)) unit = Math.min(unit, pairScale(a, b, section, room));
  });
  return unit;
}

function pairScale(a, b, { span, edge }, room) {
  const apart = { x: Math.abs(a.x - b.x), y: Math.abs(a.y - b.y) };
  const bare = together(bareReach(a), bareReach(b));
  const seated = together(reach(a), reach(b));
  const clear = (need) => apart.x >= need.x || apart.y >= need.y;
  if (!clear(bare)) return 0;
  const need = clear(seated) ? seated : bare; // tables pushed together stay together
  const along = (axis, length) => {
    const part = span[axis] ? apart[axis] / span[axis] : 0;
    return apart[axis] >= need[axis] ? (part * length) / (need[axis] + 2 * edge[axis] * part) : 0;
  };
  return Math.max(along("x", room.width), along("y", room.height));
}

function medianShortSide(places) {
  const sides = places.map((place) => Math.min(place.width, place.height)).sort((a, b) => a - b);
  return sides[Math.floor(sides.length / 2)];
}

const together = (a, b) => ({ x: a.x + b.x, y: a.y + b.y });

/** Places the tables so that they fill the room, but never much wider apart than they stand. */
function spread({ members, left, top, span, edge }, room, unit) {
  const axis = (start, length, from, reachOf, spanOf) => {
    const used = Math.min(length, 2 * edge[reachOf] * unit + spanOf * unit * MOST_SPREAD);
    const first = start + (length - used) / 2 + edge[reachOf] * unit;
    const factor = spanOf ? (used - 2 * edge[reachOf] * unit) / spanOf : 0;
    return (value) => (spanOf ? first + (value - from) * factor : start + length / 2);
  };
  const x = axis(room.x, room.width, left, "x", span.x);
  const y = axis(room.y, room.height, top, "y", span.y);
  return members.map((place) => ({ place, x: x(place.x), y: y(place.y) }));
}

/** Tables in reading order: as large as lets all be seen at once, else large, and the stage scrolls. */
function flowing(sections, stage) {
  const widest = Math.max(...sections.map((section) => section.edge.x));
  const most = (stage.width - 2 * INSET.side) / (2 * widest);
  const usual = medianShortSide(sections.flatMap((section) => section.members));
  const plans = SHORT_SIDE_PX.flowing.map((px) => flowAt(Math.min(most, px / usual), sections, stage));
  return plans.find((plan) => plan.height <= stage.height) ?? plans[0];
}

function flowAt(unit, sections, stage) {
  const rooms = [];
  const tables = [];
  let y = 0;
  for (const section of sections) {
    const flow = inRows(section.members, unit, inside({ x: 0, y, width: stage.width, height: 0 }));
    const height = INSET.top + flow.height + INSET.bottom;
    rooms.push({ section: section.section, x: 0, y, width: stage.width, height });
    tables.push(...flow.tables);
    y += height + ROOM_GAP;
  }
  return { width: stage.width, height: Math.max(stage.height, y - ROOM_GAP), unit, columns: null, rooms, tables };
}

/** Tables one after the other, each row filled and then spread over the room. */
function inRows(members, unit, room) {
  const size = (place) => ({ width: 2 * reach(place).x * unit, height: 2 * reach(place).y * unit });
  const rows = [];
  for (const place of members) {
    const box = { place, ...size(place) };
    const row = rows.at(-1);
    if (row && sum(row.map((each) => each.width)) + box.width <= room.width) row.push(box);
    else rows.push([box]);
  }
  const free = (row) => (room.width - sum(row.map((box) => box.width))) / row.length;
  const widestGap = free(rows[0]);
  let y = room.y;
  const tables = rows.flatMap((row) => {
    const height = Math.max(...row.map((box) => box.height));
    const gap = Math.min(widestGap, free(row));
    let x = room.x;
    const placed = row.map((box) => {
      const centre = x + (box.width + gap) / 2;
      x += box.width + gap;
      return { place: box.place, x: centre, y: y + height / 2 };
    });
    y += height + ROW_GAP;
    return placed;
  });
  return { tables, height: y - room.y - ROW_GAP };
}

/** Places for tables the plan does not know, in a section of their own, so that none is ever hidden. */
export function withUnplaced(places, tables, section) {
  const known = new Set(places.map((place) => place.table));
  const missing = [...tables].filter((table) => !known.has(table));
  const below = Math.max(0, ...places.map((place) => place.y + place.height)) + 200;
  const place = (table, i) => ({
    table,
    section,
    x: 100 + (i % 6) * 160,
    y: below + Math.floor(i / 6) * 160,
    width: 90,
    height: 90,
    angle_deg: 0,
    shape: "rectangle",
    seats: null,
  });
  return [...places, ...missing.map(place)];
}
