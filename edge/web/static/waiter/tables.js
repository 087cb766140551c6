/** A waiter's tables as large cards: whom they were just given first, then those in service. */
import { html } from "../html.js";
import { said, saying } from "../service/taps.js";
import { sorted, toClear, visitsOf } from "../service/visits.js";
import { counter } from "../text/text.js";
import { useState } from "../vendor/hooks.js";
import { Card } from "./card.js";
import { More } from "./more.js";

export function Tables(model) {
  const { words, service, waiter, handed } = model;
  const [more, setMore] = useState(null);
  const visits = visitsOf(service, waiter);
  const { fresh, running } = sorted(visits, handed.visits);
  const chosen = visits.find((each) => each.visit === more);
  const card = (visit) => html`<${Card} key=${visit.visit} ...${model} visit=${visit} fresh=${fresh.includes(visit)} onMore=${() => setMore(visit.visit)} />`;
  return html`
    <section class="mine" aria-label=${words.waiter.mine}>
      <h2>${words.waiter.next}</h2>
      ${fresh.length ? html`<ul class="visits">${fresh.map(card)}</ul>` : html`<p class="soft none">${words.waiter.noNext}</p>`}
      <h2>${words.waiter.mine}</h2>
      ${running.length ? html`<ul class="visits">${running.map(card)}</ul>` : html`<p class="soft none">${words.waiter.noTables}</p>`}
      <${ToClear} ...${model} />
      ${chosen && html`<${More} ...${model} visit=${chosen} onClose=${() => setMore(null)} />`}
    </section>
  `;
}

/** Dirty tables of my section, a tap each. */
function ToClear({ words, service, floor, mine, now, wall, commands }) {
  const rows = toClear(service, floor, mine.section);
  if (!rows.length) return null;
  const clean = (table) => commands.send(saying(said(table, "clean", new Date(wall).toISOString()), words.waiter.done.tap(table, words.waiter.taps.clean)));
  return html`
    <h2>${words.waiter.toClear}</h2>
    <ul class="to-clear">
      ${rows.map(
        ({ table }) => html`<li key=${table} data-clear=${table}>
          <b>${table}</b>
          <span class="soft">${words.states.dirty} ${counter(now - Date.parse(floor.tables.get(table).since))}</span>
          <button type="button" class="quiet" aria-label="${table}: ${words.waiter.taps.clean}" onClick=${() => clean(table)}>${words.waiter.taps.clean}</button>
        </li>`,
      )}
    </ul>
  `;
}
