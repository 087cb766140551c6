/** A visit in its table's sheet: how far it is, how many they are, who serves, and what may become of it. */
import { html } from "../html.js";
import { handedOver, left, reached, saying as withText, sized } from "../service/taps.js";
import { colleagues, tableName } from "../service/visits.js";
import { useState } from "../vendor/hooks.js";

const MOST_GUESTS = 100;

export function Sitting(model) {
  const { words, visit, fact, times, now, tell, onPick } = model;
  const text = words.host.table;
  const name = tableName(visit);
  const guests = visit.size === null ? words.host.sizeUnknown : words.table.people(visit.size);
  const facts = [guests, fact.waiter?.name, text.since(times.at(Date.parse(visit.opened_at), now))].filter(Boolean);
  return html`
    <p class="sitting">${facts.join(" · ")}</p>
    <${Phases} ...${model} />
    <div class="choices">
      <button type="button" class=${fact.dispute ? "quiet" : "strong"} onClick=${() => tell(withText(left(visit), text.gone(name)))}>${text.theyLeft}</button>
      <button type="button" class="quiet" onClick=${() => onPick({ kind: "move", visit })}>${text.move}</button>
    </div>
    <${Guests} ...${model} />
    <${Waiters} ...${model} />
  `;
}

function Phases({ words, visit, now, tell }) {
  const at = new Date(now).toISOString();
  const name = tableName(visit);
  const phase = ([code, label]) => html`<button key=${code} type="button" class="quiet" aria-pressed=${visit.phase === code} onClick=${() => tell(withText(reached(visit, code, at), words.host.table.isNow(name, label)))}>${label}</button>`;
  return html`<h3>${words.host.table.phase}</h3>
    <div class="choices three">${Object.entries(words.phases).map(phase)}</div>`;
}

function Guests({ words, visit, tell }) {
  const text = words.host.table;
  const [wished, setWished] = useState(visit.size ?? 1);
  const step = (by) => setWished((old) => Math.min(MOST_GUESTS, Math.max(1, old + by)));
  return html`<h3>${text.guests}</h3>
    <div class="stepper">
      <button type="button" class="quiet" aria-label=${words.host.entry.fewer} onClick=${() => step(-1)}>−</button>
      <output>${wished}</output>
      <button type="button" class="quiet" aria-label=${words.host.entry.more} onClick=${() => step(1)}>+</button>
      <button type="button" class="quiet" disabled=${wished === visit.size} onClick=${() => tell(withText(sized(visit, wished), text.isNow(tableName(visit), words.table.people(wished))))}>${text.save}</button>
    </div>`;
}

function Waiters({ words, service, visit, tell }) {
  const text = words.host.table;
  const others = colleagues(service, visit.waiter);
  const give = (each) => html`<li key=${each.shift}>
    <button type="button" class="quiet" disabled=${each.on_break} onClick=${() => tell(withText(handedOver(visit, each), text.given(tableName(visit), each.name)))}>
      <b>${each.name}</b><span class="soft">${each.on_break ? text.onBreak : text.hasTables(each.open_tables)}</span>
    </button>
  </li>`;
  return html`<h3>${text.giveTo}</h3>
    ${others.length ? html`<ul class="people">${others.map(give)}</ul>` : html`<p class="soft">${text.nobodyElse}</p>`}`;
}
