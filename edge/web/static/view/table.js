/** One table: its shape, its seats, and what it says. State is shape first, colour second. */
import { bareReach, reach, seated, SEAT_RADIUS } from "../floor/seats.js";
import { sentence, shown, wordings } from "../floor/states.js";
import { html } from "../html.js";
import { fit, HATCH_PART } from "./fit.js";

const LEAST_TARGET_PX = 48;

export function Table({ place, x, y, unit, view, fact, aim, now, words, selected, reachable, onFocus, onSelect }) {
  const state = shown(view, now, fact);
  const act = () => onSelect(place.table);
  const keys = (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    act();
  };
  return html`
    <g
      class="table"
      transform="translate(${x} ${y})"
      role="button"
      tabindex=${reachable ? 0 : -1}
      aria-label=${sentence(place.table, state, words)}
      aria-pressed=${selected}
      data-table=${place.table}
      data-look=${state.look}
      data-unsure=${state.unsure}
      data-pending=${fact?.pending ?? false}
      data-aim=${aim ?? null}
      aria-busy=${fact?.pending ?? false}
      onClick=${act}
      onKeyDown=${keys}
      onFocus=${onFocus}
    >
      <g transform="rotate(${place.angle_deg})">
        <${Target} place=${place} unit=${unit} />
        <${Seats} place=${place} unit=${unit} state=${state} />
        <${Top} place=${place} unit=${unit} look=${state.look} />
      </g>
      <${Words} place=${place} unit=${unit} state=${state} words=${words} />
      ${state.waiter && html`<${Badge} place=${place} unit=${unit} text=${state.waiter.initials} />`}
    </g>
  `;
}

/** Whose table it is, on its upper right corner. */
function Badge({ place, unit, text }) {
  const { x, y } = bareReach(place);
  const part = place.shape === "round" ? Math.SQRT1_2 : 1;
  return html`<g class="badge" transform="translate(${x * unit * part} ${-y * unit * part})">
    <circle r="14" />
    <text y="5.5" font-size="16">${text}</text>
  </g>`;
}

/** What a finger may hit: table and seats, never less than 48 px. */
function Target({ place, unit }) {
  const { x, y } = reach({ ...place, angle_deg: 0 });
  const [width, height] = [Math.max(LEAST_TARGET_PX, 2 * x * unit + 6), Math.max(LEAST_TARGET_PX, 2 * y * unit + 6)];
  return html`<rect class="target" x=${-width / 2} y=${-height / 2} width=${width} height=${height} rx="14" />`;
}

function Seats({ place, unit, state }) {
  const people = state.look === "occupied" ? (state.people ?? 0) : 0;
  return seated(place, people).map(
    (seat, i) => html`<circle key=${i} class=${seat.taken ? "seat taken" : "seat"} cx=${seat.x * unit} cy=${seat.y * unit} r=${SEAT_RADIUS * unit} />`,
  );
}

function Top({ place, unit, look }) {
  const [width, height] = [place.width * unit, place.height * unit];
  const short = Math.min(width, height);
  return html`
    <${Outline} class="top" place=${place} width=${width} height=${height} corner=${short * 0.2} />
    ${look === "unavailable" && html`<path class="cross" d=${cross(place, width, height)} />`}
  `;
}

function Outline({ class: name, place, width, height, corner }) {
  if (place.shape === "round") return html`<ellipse class=${name} rx=${width / 2} ry=${height / 2} />`;
  return html`<rect class=${name} x=${-width / 2} y=${-height / 2} width=${width} height=${height} rx=${corner} />`;
}

function cross(place, width, height) {
  const part = place.shape === "round" ? Math.SQRT1_2 : 0.94;
  const [a, b] = [(width / 2) * part, (height / 2) * part];
  return `M${-a} ${-b}L${a} ${b}M${a} ${-b}L${-a} ${b}`;
}

/** Paper under the words, so that hatching never runs through them. */
function Plate({ place, unit, text }) {
  const short = Math.min(place.width, place.height) * unit;
  if (place.shape === "round") return html`<circle class="plate" r=${short * (0.5 - HATCH_PART)} />`;
  const hatch = 2 * HATCH_PART * short;
  const [width, height] = [Math.min(text.width + 12, place.width * unit - hatch), Math.min(text.height + 14, place.height * unit - hatch)];
  return html`<rect class="plate" x=${-width / 2} y=${-height / 2} width=${width} height=${height} rx="6" />`;
}

function Words({ place, unit, state, words }) {
  const text = fit(place, unit, wordings(state, words), state.look === "dirty");
  return html`
    ${state.look === "dirty" && html`<${Plate} place=${place} unit=${unit} text=${text} />`}
    <text class="name" y=${text.baselines[0]} font-size=${text.nameSize}>${text.name}</text>
    ${text.lines.map(
      (line, i) => html`<text key=${i} class=${line === words.unsure ? "line unsure" : "line"} y=${text.baselines[i + 1]} font-size=${text.lineSize}>${line}</text>`,
    )}
  `;
}
