/** One table in service: what it is, how long, and the one tap expected next. */
import { html } from "../html.js";
import { counter } from "../text/text.js";
import { asked } from "../service/disputes.js";
import { left, reached, said, saying, settled, visitMark } from "../service/taps.js";
import { alertsOf, disputeOf, nextTap, STEPS, stepsDone, tableName } from "../service/visits.js";

const UNSURE_BELOW = 0.75;

export function Card(model) {
  const { words, service, visit, fresh, now, commands, handed, onMore } = model;
  const pending = commands.pending.has(visitMark(visit));
  const name = tableName(visit);
  return html`
    <li class="visit" data-visit=${visit.visit} data-phase=${visit.phase} data-fresh=${fresh} data-pending=${pending} aria-busy=${pending}>
      <header>
        <h3>${name}</h3>
        <p>
          <b>${visit.size === null ? words.waiter.guestsUnknown : words.waiter.guests(visit.size)}</b>
          <span class="soft">${phase(visit, words, now)}</span>
        </p>
        <p class="clock"><b>${counter(now - Date.parse(visit.opened_at))}</b><span class="soft">${words.waiter.here}</span></p>
      </header>
      <${Steps} done=${stepsDone(visit.phase)} />
      ${handed.visits.has(visit.visit) && html`<p class="call">${words.waiter.handedToYou}</p>`}
      ${alertsOf(visit, service).map((alert) => html`<p key=${alert.alert} class="problem">${words.waiter.alerts[alert.kind]?.(Math.round(alert.minutes ?? 0)) ?? words.waiter.alerts.other}</p>`)}
      <${Question} ...${model} />
      <div class="taps">
        <${Next} ...${model} name=${name} pending=${pending} />
        <button type="button" class="quiet" aria-label=${words.waiter.more(name)} onClick=${onMore}>
          <svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="5" cy="12" r="2" /><circle cx="12" cy="12" r="2" /><circle cx="19" cy="12" r="2" /></svg>
        </button>
      </div>
    </li>
  `;
}

/** `mains 0:22`, with a question mark where nobody said it. */
function phase(visit, words, now) {
  const doubt = visit.phase_confidence < UNSURE_BELOW ? " ?" : "";
  return `${words.phases[visit.phase]} ${counter(now - Date.parse(visit.phase_since))}${doubt}`;
}

/** The one strong button. It says what is done by tapping it. */
function Next({ words, floor, visit, commands, handed, pending, name, wall }) {
  const step = nextTap(visit, floor);
  const act = () => {
    handed.seen(visit.visit);
    for (const command of commandsOf(step, visit, new Date(wall).toISOString())) commands.send(saying(command, words.waiter.done.tap(name, words.waiter.taps[step])));
  };
  const label = pending ? words.waiter.saving : words.waiter.taps[step];
  return html`<button type="button" class="strong" data-tap=${step} disabled=${pending} aria-label="${name}: ${label}" onClick=${act}>${label}</button>`;
}

/** What a tap sends. Joined tables become clean one by one. */
export function commandsOf(step, visit, at) {
  if (step === "clean") return visit.tables.map((table) => said(table, "clean", at));
  return step === "left" ? [left(visit)] : [reached(visit, step, at)];
}

/** How far the meal is: a bar a step, full ones are done. */
function Steps({ done }) {
  return html`<div class="steps" aria-hidden="true">${Array.from({ length: STEPS }, (_, i) => html`<i key=${i} class=${i < done ? "done" : ""}></i>`)}</div>`;
}

/** What person and camera disagree on, with an answer a tap each. */
function Question({ words, service, visit, commands }) {
  const dispute = disputeOf(visit, service);
  if (!dispute) return null;
  const busy = commands.pending.has(`dispute:${dispute.dispute}`);
  const { question, said, seen } = asked(dispute, words);
  const answer = (kept, text) => html`<button type="button" class="quiet" disabled=${busy} onClick=${() => commands.send(saying(settled(dispute, kept), words.waiter.done.settled(dispute.table)))}>${text}</button>`;
  return html`<div class="question" role="group" aria-label=${question}>
    <p>${question}</p>
    ${answer("said", said)} ${answer("seen", seen)}
  </div>`;
}
