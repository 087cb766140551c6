/** The floor itself: rooms, tables, and the ways to move among them. */
import { groups } from "../floor/facts.js";
import { arrange } from "../floor/plan.js";
import { html } from "../html.js";
import { asTitle } from "../text/title.js";
import { useEffect, useMemo, useRef, useState } from "../vendor/hooks.js";
import { Table } from "./table.js";

const NO_FACTS = new Map();

/** `facts`: what the evening knows of tables; `aims`: tables to point at, by name; `titles`: `{name, more}` for the walls of a room. */
export function Room({ words, floor, places, now, link, selected, onSelect, facts = NO_FACTS, aims = NO_FACTS, titles = NO_FACTS }) {
  const stage = useRef(null);
  const size = useSize(stage);
  const [current, setCurrent] = useState(null);
  const plan = usePlan(places, size);
  const reachable = plan?.tables.some(({ place }) => place.table === current) ? current : plan?.tables[0]?.place.table;
  const move = (event) => {
    const next = plan && neighbour(plan.tables, current, event.key);
    if (!next) return;
    event.preventDefault();
    stage.current.querySelector(`[data-table="${CSS.escape(next)}"]`).focus();
  };
  return html`
    <section class="stage" aria-label=${words.page.floor}>
      <div class="fit" ref=${stage}>
        ${plan && !places.length && html`<${Nothing} words=${words} opened=${floor.device !== null} link=${link} />`}
        ${plan &&
        places.length > 0 &&
        html`<svg class="floor" width=${plan.width} height=${plan.height} viewBox="0 0 ${plan.width} ${plan.height}" role="group" aria-label=${words.page.floor} onKeyDown=${move}>
          <${Patterns} />
          ${plan.rooms.map((room) => html`<${Walls} key=${room.section} ...${room} ...${titles.get(room.section)} />`)}
          ${groups(facts).map((tables) => html`<${Link} key=${tables.join()} tables=${plan.tables.filter(({ place }) => tables.includes(place.table))} />`)}
          ${plan.tables.map(
            ({ place, x, y }) => html`<${Table}
              key=${place.table}
              place=${place}
              x=${x}
              y=${y}
              unit=${plan.unit}
              view=${floor.tables.get(place.table)}
              fact=${facts.get(place.table)}
              aim=${aims.get(place.table)}
              now=${now}
              words=${words}
              selected=${selected === place.table}
              reachable=${reachable === place.table}
              onFocus=${() => setCurrent(place.table)}
              onSelect=${onSelect}
            />`,
          )}
        </svg>`}
      </div>
    </section>
  `;
}

/** The arrangement of the places on the stage, made anew only when one of them changes. */
function usePlan(places, size) {
  const last = useRef(null);
  return useMemo(() => (last.current = size && arrange(places, size, last.current)), [JSON.stringify(places), size]);
}

/** The size of the stage in CSS px, kept up to date. */
function useSize(ref) {
  const [size, setSize] = useState(null);
  useEffect(() => {
    const watch = new ResizeObserver(([{ contentRect }]) => {
      const [width, height] = [Math.floor(contentRect.width), Math.floor(contentRect.height)];
      if (width > 0 && height > 0) setSize((old) => (old?.width === width && old?.height === height ? old : { width, height }));
    });
    watch.observe(ref.current);
    return () => watch.disconnect();
  }, []);
  return size;
}

const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

/** The table to go to: the nearest in that direction, sideways distance counting double. */
function neighbour(tables, current, key) {
  if (key === "Home") return tables[0]?.place.table;
  if (key === "End") return tables.at(-1)?.place.table;
  const from = tables.find(({ place }) => place.table === current);
  const [dx, dy] = DIRECTIONS[key] ?? [0, 0];
  if (!from || (!dx && !dy)) return null;
  const ahead = tables
    .map(({ place, x, y }) => ({ table: place.table, along: (x - from.x) * dx + (y - from.y) * dy, aside: Math.abs((x - from.x) * dy) + Math.abs((y - from.y) * dx) }))
    .filter(({ along, aside }) => along > 1 && along * 2 >= aside);
  return ahead.sort((a, b) => a.along + 2 * a.aside - b.along - 2 * b.aside)[0]?.table ?? null;
}

/** Tables that stand together, or seat one party. */
function Link({ tables }) {
  return html`<polyline class="together" points=${tables.map(({ x, y }) => `${x},${y}`).join(" ")} aria-hidden="true" />`;
}

function Walls({ section, name = section, more, x, y, width, height }) {
  return html`<g class="walls" aria-hidden="true">
    <rect x=${x + 2.5} y=${y + 2.5} width=${width - 5} height=${height - 5} rx="3" />
    <text x=${x + 20} y=${y + 32}>${asTitle(name)}${more && html`<tspan class="more"> · ${more}</tspan>`}</text>
  </g>`;
}

function Patterns() {
  return html`<defs>
    <pattern id="hatch" class="hatch" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="9" height="9" class="gap" />
      <rect width="4.5" height="9" class="line" />
    </pattern>
  </defs>`;
}

function Nothing({ words, opened, link }) {
  if (!opened) return html`<p class="nothing">${link.silent ? words.link.never : words.page.opening}</p>`;
  return html`<div class="nothing">
    <p>${words.page.noTables}</p>
    <p class="soft">${words.page.noTablesHint}</p>
  </div>`;
}
