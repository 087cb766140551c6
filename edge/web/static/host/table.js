/** The sheet of one table: what it is, who sits there, and everything a host can say of it. */
import { cameraOf } from "../floor/floor.js";
import { shown } from "../floor/states.js";
import { html } from "../html.js";
import { settled, saying as withText } from "../service/taps.js";
import { duration } from "../text/text.js";
import { History } from "../view/detail.js";
import { Glyph } from "../view/key.js";
import { Picture } from "../view/picture.js";
import { Sheet } from "../view/sheet.js";
import { parting, saying } from "./orders.js";
import { called } from "./seating.js";
import { Sitting } from "./sitting.js";

const SAYABLE = ["clean", "dirty", "reserved", "unavailable"];
const WALK_INS = [1, 2, 3, 4, 5, 6, 7, 8];

export function TableSheet(model) {
  const { words, floor, places, facts, now, table, onClose } = model;
  const fact = facts.get(table);
  const view = floor.tables.get(table);
  const state = shown(view, now, fact);
  const camera = cameraOf(table, places, floor.cameras);
  /** Closes the sheet, since what comes of it is told by the bar below. */
  const tell = (command) => {
    onClose();
    model.commands.send(command);
  };
  const parts = { ...model, fact, view, state, tell };
  return html`
    <${Sheet} name="table" title=${[table, ...state.joined].join(" + ")} words=${words} onClose=${onClose}>
      <p class="state"><${Glyph} look=${state.look} />${words.states[state.look]}${state.age !== null && html` <b>${duration(state.age, words.duration)}</b>`}</p>
      ${fact?.dispute && html`<${Question} ...${parts} dispute=${fact.dispute} />`}
      ${fact?.visit ? html`<${Sitting} ...${parts} visit=${fact.visit} />` : fact && html`<${SeatHere} ...${parts} />`}
      ${!fact?.visit && html`<${Say} ...${parts} />`}
      ${fact && html`<${Together} ...${parts} />`}
      <details>
        <summary>${words.host.table.closer}</summary>
        ${camera && html`<${Picture} camera=${camera} words=${words} times=${model.times} now=${now} />`}
        <${History} table=${table} since=${view?.since} words=${words} times=${model.times} now=${now} />
      </details>
    <//>
  `;
}

/** What a person said and cameras see, with an answer a tap each. */
function Question({ words, dispute, table, tell }) {
  const people = dispute.about === "people";
  const [said, seen] = people ? [dispute.said_people, dispute.seen_people] : [words.states[dispute.said], words.states[dispute.seen]];
  const text = words.host.table;
  const question = people ? text.askPeople(said, seen) : text.askState(said, seen);
  const answer = (kept, label) => html`<button type="button" class="strong" onClick=${() => tell(withText(settled(dispute, kept), text.settled(table)))}>${label}</button>`;
  return html`<div class="question" role="group" aria-label=${question}>
    <p>${question}</p>
    ${answer("said", people ? words.table.people(said) : said)} ${answer("seen", people ? words.table.people(seen) : seen)}
  </div>`;
}

/** Who sits down here: the party in focus, or somebody who just walked in. */
function SeatHere({ words, table, focus, onSeat, onClose, state }) {
  const text = words.host.table;
  const seat = (asked) => {
    onClose();
    onSeat({ ...asked, tables: [table], anyway: state.look === "occupied" });
  };
  return html`
    <h3>${state.look === "occupied" ? text.whoSits : text.seatHere}</h3>
    ${focus && html`<button type="button" class="strong" onClick=${() => seat({ party: focus })}>${text.seat(called(focus, words.host), focus.size)}</button>`}
    <h3>${text.walkIn}</h3>
    <div class="sizes" role="group" aria-label=${text.walkIn}>
      ${WALK_INS.map((size) => html`<button key=${size} type="button" class="quiet" aria-label=${text.walkInOf(size)} onClick=${() => seat({ size })}>${size}</button>`)}
    </div>
  `;
}

/** What a person can say a table is; said again of a table seen so, it is held against the cameras for a while. */
function Say({ words, table, view, now, tell }) {
  const say = (value) => html`<button key=${value} type="button" class="quiet" aria-pressed=${view?.value === value} onClick=${() => tell(withText(saying(table, value, now), words.host.table.isNow(table, words.states[value])))}>
    <${Glyph} look=${value} />${words.states[value]}
  </button>`;
  return html`<h3>${words.host.table.itIs}</h3>
    <div class="choices two">${SAYABLE.map(say)}</div>`;
}

function Together({ words, table, fact, tell, onPick }) {
  const text = words.host.table;
  const joined = fact.setup.joined;
  if (fact.visit) return null;
  return html`<h3>${text.together}</h3>
    <div class="choices">
      ${joined.length
        ? html`<button type="button" class="quiet" onClick=${() => tell(withText(parting(joined), text.parted(joined.join(" + "))))}>${text.part(joined.join(" + "))}</button>`
        : html`<button type="button" class="quiet" onClick=${() => onPick({ kind: "join", tables: [table] })}>${text.join}</button>`}
    </div>`;
}
