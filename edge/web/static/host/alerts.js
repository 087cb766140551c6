/** What needs somebody, with a tap to say that somebody is on it. */
import { html } from "../html.js";
import { takenOn } from "../service/taps.js";

const MOST = 4;

export function Alerts({ words, service, commands }) {
  const open = service.alerts.filter((alert) => !alert.acknowledged).slice(0, MOST);
  if (!open.length) return null;
  return html`
    <section class="alerts" aria-label=${words.host.needs}>
      <h2>${words.host.needs}</h2>
      <ul>
        ${open.map(
          (alert) => html`<li key=${alert.alert}>
            <span>${said(alert, service, words.host)}</span>
            <button type="button" class="quiet" disabled=${commands.pending.has(`alert:${alert.alert}`)} onClick=${() => commands.send(takenOn(alert))}>${words.host.onIt}</button>
          </li>`,
        )}
      </ul>
    </section>
  `;
}

/** Who or what it is about: a table by its name, a party by what it is called, somebody on shift by theirs. */
function said({ kind, subject, minutes }, service, words) {
  const party = service.parties.find((each) => String(each.party) === subject);
  const visit = service.visits.find((each) => String(each.visit) === subject);
  const waiter = service.waiters.find((each) => [each.waiter, each.shift].map(String).includes(subject));
  const name = party?.name ?? visit?.tables.join(" + ") ?? waiter?.name ?? (/^\d+$/.test(subject) ? words.someone : subject);
  return words.alerts[kind]?.(name, Math.round(minutes ?? 0)) ?? `${kind} ${name}`;
}
