/** Words that fit on a table: the fullest wording for which there is room, in the largest size that is calm. */

const NAME_PX = { least: 22, most: 44, part: 0.3 };
const LINE_PX = { least: 16, most: 27, part: 0.19 };

/** Inter's measures in font sizes: mean widths of bold and of medium characters, height of capitals. */
const INTER = { bold: 0.64, medium: 0.56, capital: 0.73 };
const NAME_GAP = 0.5; // between name and first line, in line sizes
const LEADING = 1.22;
const EDGE_PX = 6;

/** How much of a dirty table's short side is hatched on each side of the plate with the words. */
export const HATCH_PART = 0.12;

const clamp = (value, { least, most }) => Math.min(most, Math.max(least, value));

/**
 * `{name, nameSize, lines, lineSize, baselines, width, height}` in px around the table's centre; `baselines` of name
 * and lines, `width` and `height` of all words together.
 */
export function fit(place, unit, wordings, hatched) {
  const short = Math.min(place.width, place.height) * unit;
  const room = space(place, unit, hatched ? HATCH_PART * short : EDGE_PX);
  const name = fitName(place.table, room, clamp(short * NAME_PX.part, NAME_PX));
  const lineSize = clamp(short * LINE_PX.part, LINE_PX);
  const block = (lines) => ({ ...name, lines, lineSize, ...measure(name, lines, lineSize) });
  return wordings.map(block).find((each) => fits(each, room)) ?? block(wordings.at(-1));
}

/** Half the room inside the table, seen upright. A tilted table counts as its inner circle. */
function space({ width, height, angle_deg, shape }, unit, edge) {
  const quarter = Math.abs(angle_deg % 180);
  const upright = quarter < 15 || quarter > 165;
  const onSide = Math.abs(quarter - 90) < 15;
  const [x, y] = (onSide ? [height, width] : [width, height]).map((side) => (side * unit) / 2 - edge);
  const round = shape === "round" || !(upright || onSide);
  return round ? { round, x: Math.min(x, y), y: Math.min(x, y) } : { round, x, y };
}

/** Half the width that is free at a distance from the middle. */
function halfWidth(room, distance) {
  if (distance > room.y) return 0;
  return room.round ? Math.sqrt(room.x ** 2 - distance ** 2) : room.x;
}

function fitName(name, room, wished) {
  const free = 2 * halfWidth(room, room.round ? room.x * 0.4 : 0);
  const nameSize = Math.max(LINE_PX.least, Math.min(wished, free / (name.length * INTER.bold)));
  const most = Math.floor(free / (nameSize * INTER.bold));
  return { name: name.length > most ? `${name.slice(0, Math.max(1, most - 1))}…` : name, nameSize };
}

function measure({ name, nameSize }, lines, lineSize) {
  const capitals = INTER.capital * nameSize;
  const first = capitals + (NAME_GAP + INTER.capital) * lineSize;
  const height = lines.length ? first + (lines.length - 1) * LEADING * lineSize : capitals;
  const widths = [name.length * INTER.bold * nameSize, ...lines.map((line) => line.length * INTER.medium * lineSize)];
  const fromTop = [capitals, ...lines.map((_, i) => first + i * LEADING * lineSize)];
  return { width: Math.max(...widths), height, baselines: fromTop.map((y) => y - height / 2) };
}

/** Whether every line's lower corners, and the name's upper ones, are inside. */
function fits({ name, nameSize, lines, lineSize, baselines, height }, room) {
  const inside = (width, y) => width / 2 <= halfWidth(room, Math.abs(y));
  const topFits = inside(name.length * INTER.bold * nameSize, height / 2);
  return topFits && lines.every((line, i) => inside(line.length * INTER.medium * lineSize, baselines[i + 1]));
}
