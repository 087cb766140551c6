/** What should not be lost sight of: payments that fit no visit, and who did what. */
import { html } from "../html.js";
import { useState } from "../vendor/hooks.js";
import { money } from "../text/money.js";
import { saying } from "../service/taps.js";
import { tableName } from "../service/visits.js";
import { matched } from "./orders.js";
import { useRead } from "./read.js";

const MOST_ROWS = 100;

export function Records(model) {
  return html`<div class="records"><${Payments} ...${model} /><${Audit} ...${model} /></div>`;
}

function Payments(model) {
  const { words, service } = model;
  const text = words.manager.payments;
  const list = useRead("payments?unmatched=true", service.seq);
  return html`<section aria-labelledby="payments">
    <h2 id="payments">${text.title}</h2>
    <p class="soft">${list.data?.payments.length === 0 ? text.none : text.hint}</p>
    ${list.failed && html`<p class="problem" role="alert">${words.manager.notRead}</p>`}
    <ul class="lines">${(list.data?.payments ?? []).map((each) => html`<${Payment} key=${each.payment} ...${model} payment=${each} onDone=${list.again} />`)}</ul>
  </section>`;
}

function Payment({ words, times, store, service, now, commands, payment, onDone }) {
  const text = words.manager.payments;
  const [visit, setVisit] = useState("");
  const match = async () => (await commands.send(saying(matched(payment.payment, Number(visit)), text.matched))) && onDone();
  return html`<li data-payment=${payment.payment}>
    <p><b>${money(payment.total, store?.currency, words.locale)}</b> <span class="soft">${[payment.table, times.at(Date.parse(payment.taken_at), now)].filter(Boolean).join(" · ")}</span></p>
    <div class="answers">
      <select aria-label=${text.visit} value=${visit} onChange=${(event) => setVisit(event.target.value)}>
        <option value="">${text.choose}</option>
        ${service.visits.map((each) => html`<option key=${each.visit} value=${each.visit}>${tableName(each)} · ${each.size === null ? words.waiter.guestsUnknown : words.waiter.guests(each.size)}</option>`)}
      </select>
      <button type="button" class="quiet" disabled=${!visit || commands.pending.has(`payment:${payment.payment}`)} onClick=${match}>${text.match}</button>
    </div>
  </li>`;
}

function Audit({ words, times, service, now }) {
  const text = words.manager.audit;
  const list = useRead(`audit?limit=${MOST_ROWS}`, service.seq);
  const column = (title) => html`<th scope="col">${title}</th>`;
  return html`<section aria-labelledby="audit">
    <h2 id="audit">${text.title}</h2>
    ${list.failed && html`<p class="problem" role="alert">${words.manager.notRead}</p>`}
    <div class="scroll" tabindex="0" role="group" aria-labelledby="audit">
      <table>
        <thead><tr>${[text.when, text.who, text.what, text.about].map(column)}</tr></thead>
        <tbody>
          ${(list.data?.entries ?? []).map(({ event, tablet, name }) => html`<tr key=${event.seq}>
            <td>${times.at(Date.parse(event.at), now)}</td>
            <td>${name ?? tablet ?? event.actor}</td>
            <td>${text.kinds[event.kind] ?? event.kind}</td>
            <td>${about(event, service)}</td>
          </tr>`)}
        </tbody>
      </table>
    </div>
  </section>`;
}

/** What an event is about, by its name on the floor where it is still there. */
function about({ kind, key }, service) {
  const number = Number(key);
  if (kind.startsWith("visit.")) return service.visits.find((each) => each.visit === number)?.tables.join(" + ") ?? key;
  if (/^(waiter|shift)\./.test(kind)) return service.waiters.find((each) => each.waiter === number || each.shift === number)?.name ?? key;
  if (kind.startsWith("party.")) return service.parties.find((each) => each.party === number)?.name ?? key;
  return key;
}
