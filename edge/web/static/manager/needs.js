/** What needs a person: disputes to settle, alerts to take on. Each an answer away from gone. */
import { html } from "../html.js";
import { asked } from "../service/disputes.js";
import { saying, settled, takenOn } from "../service/taps.js";

export function Needs(model) {
  const { words, service } = model;
  const text = words.manager.needs;
  const open = service.alerts.filter((each) => !each.acknowledged);
  const taken = service.alerts.filter((each) => each.acknowledged);
  return html`
    <section class="needs" aria-labelledby="needs">
      <h2 id="needs">${text.title}</h2>
      ${!service.disputes.length && !open.length && html`<p class="calm">${text.nothing}</p>`}
      <ul class="lines">
        ${service.disputes.map((each) => html`<${Dispute} key=${each.dispute} ...${model} dispute=${each} />`)}
        ${open.map((each) => html`<${Alert} key=${each.alert} ...${model} alert=${each} />`)}
      </ul>
      ${taken.length > 0 && html`<p class="soft">${text.takenOn(taken.map((each) => alertSentence(each, service, words)).join(" · "))}</p>`}
    </section>
  `;
}

function Dispute({ words, dispute, commands }) {
  const { question, said, seen } = asked(dispute, words);
  const busy = commands.pending.has(`dispute:${dispute.dispute}`);
  const answer = (kept, text) => html`<button type="button" class="quiet" disabled=${busy} onClick=${() => commands.send(saying(settled(dispute, kept), words.waiter.done.settled(dispute.table)))}>${text}</button>`;
  return html`<li class="disputed" role="group" aria-label=${question} aria-busy=${busy}>
    <p>${question}</p>
    <div class="answers">${answer("said", said)} ${answer("seen", seen)}</div>
  </li>`;
}

function Alert({ words, service, alert, commands }) {
  const busy = commands.pending.has(`alert:${alert.alert}`);
  const sentence = alertSentence(alert, service, words);
  const text = words.manager.needs.takeOn;
  return html`<li data-alert=${alert.kind} aria-busy=${busy}>
    <p>${sentence}</p>
    <button type="button" class="quiet" disabled=${busy} aria-label="${text}: ${sentence}" onClick=${() => commands.send(takenOn(alert))}>${text}</button>
  </li>`;
}

/** An alert in words: what it is about by its name on the floor, and how long where that is known. */
export function alertSentence(alert, service, words) {
  const text = words.manager.alerts;
  const say = text[alert.kind] ?? text.other;
  return say(subjectOf(alert, service, words), Math.round(alert.minutes ?? 0));
}

function subjectOf({ kind, subject }, service, words) {
  const seq = Number(subject);
  if (kind === "waiting") return service.parties.find((each) => each.party === seq)?.name ?? words.manager.waits.unnamed;
  const visit = service.visits.find((each) => each.visit === seq);
  const waiter = service.waiters.find((each) => each.waiter === seq || each.shift === seq);
  return visit?.tables.join(" + ") ?? waiter?.name ?? String(subject);
}
