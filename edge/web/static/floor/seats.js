/** Where the seats of a table stand around it, in the order they fill: opposite sides in turn. */

/** Sizes in plan units. */
export const SEAT_RADIUS = 10;
const SEAT_GAP = 7;
const USUAL_SEATS = 4; // where the plan does not say
const CLEAR = 4; // kept free around seats
const BARE_EDGE = 9; // and around sides without seats

/** Centres `[{x, y}]` in plan units around the table's centre, before it is turned. */
function seats({ shape, width, height }, n) {
  return shape === "round" ? aroundCircle(width, height, n) : alongSides(width, height, n);
}

/**
 * The seats to draw, `[{x, y, taken}]`: those the plan knows, and one for everybody who is there. Where the plan does
 * not say, only people are drawn, at places that do not move when one more comes.
 */
export function seated(place, people) {
  const all = seats(place, Math.max(place.seats ?? USUAL_SEATS, people)).map((seat, i) => ({ ...seat, taken: i < people }));
  return place.seats === null ? all.filter((seat) => seat.taken) : all;
}

const OWN = SEAT_RADIUS + CLEAR;

/** Half the width and height of table and seats together, seen upright. */
export function reach(place) {
  const around = seats(place, place.seats ?? USUAL_SEATS).map(({ x, y }) => ({ x: Math.abs(x) + OWN, y: Math.abs(y) + OWN }));
  const x = Math.max(place.width / 2 + BARE_EDGE, ...around.map((seat) => seat.x));
  const y = Math.max(place.height / 2 + BARE_EDGE, ...around.map((seat) => seat.y));
  return place.shape === "round" ? { x, y } : turned(x, y, place.angle_deg);
}

/** Half the width and height of the table alone, seen upright. */
export function bareReach({ width, height, angle_deg, shape }) {
  return shape === "round" ? { x: width / 2, y: height / 2 } : turned(width / 2, height / 2, angle_deg);
}

function turned(x, y, angle_deg) {
  const turn = (angle_deg * Math.PI) / 180;
  const [cos, sin] = [Math.abs(Math.cos(turn)), Math.abs(Math.sin(turn))];
  return { x: x * cos + y * sin, y: x * sin + y * cos };
}

function aroundCircle(width, height, n) {
  const reach = SEAT_GAP + SEAT_RADIUS;
  const start = n === 4 ? -Math.PI / 4 : -Math.PI / 2;
  const order = oppositesFirst(n);
  return order.map((i) => {
    const turn = start + (2 * Math.PI * i) / n;
    return { x: Math.cos(turn) * (width / 2 + reach), y: Math.sin(turn) * (height / 2 + reach) };
  });
}

/** 0, n/2, 1, n/2 + 1, ... */
function oppositesFirst(n) {
  const half = Math.ceil(n / 2);
  return Array.from({ length: n }, (_, i) => (i % 2 === 0 ? i / 2 : half + (i - 1) / 2));
}

function alongSides(width, height, n) {
  if (height > width) return alongSides(height, width, n).map(({ x, y }) => ({ x: y, y: x }));
  const heads = n >= 8 ? 2 : 0;
  const first = Math.ceil((n - heads) / 2);
  const reach = height / 2 + SEAT_GAP + SEAT_RADIUS;
  const sides = [row(width, first).map((x) => ({ x, y: -reach })), row(width, n - heads - first).map((x) => ({ x, y: reach }))];
  const head = width / 2 + SEAT_GAP + SEAT_RADIUS;
  return [...interleave(...sides), ...[{ x: -head, y: 0 }, { x: head, y: 0 }].slice(0, heads)];
}

const row = (length, n) => Array.from({ length: n }, (_, i) => (length * (i + 0.5)) / n - length / 2);

const interleave = (a, b) => a.flatMap((item, i) => (i < b.length ? [item, b[i]] : [item]));
