/** What else can be said of a table: another phase, how many guests, or that a colleague takes it. */
import { html } from "../html.js";
import { useState } from "../vendor/hooks.js";
import { Sheet } from "../view/sheet.js";
import { handedOver, left, reached, saying, sized } from "../service/taps.js";
import { colleagues, laterPhases, tableName } from "../service/visits.js";

const MOST_GUESTS = 100;

export function More(model) {
  const { words, visit, commands, onClose } = model;
  const say = (command, text) => {
    onClose();
    commands.send(saying(command, text));
  };
  return html`
    <${Sheet} title=${tableName(visit)} words=${words} onClose=${onClose}>
      <div class="more">
        <${Guests} ...${model} say=${say} />
        <h3>${words.waiter.furtherOn}</h3>
        <${Phases} ...${model} say=${say} />
        <h3>${words.waiter.handOver}</h3>
        <${Colleagues} ...${model} say=${say} />
      </div>
    <//>
  `;
}

function Guests({ words, visit, say }) {
  const [wished, setWished] = useState(visit.size ?? 1);
  const step = (by) => setWished((old) => Math.min(MOST_GUESTS, Math.max(1, old + by)));
  return html`<div class="guests" role="group" aria-label=${words.waiter.guestsHere}>
    <span>${words.waiter.guestsHere}</span>
    <button type="button" class="quiet" aria-label=${words.waiter.fewer} onClick=${() => step(-1)}>−</button>
    <output>${wished}</output>
    <button type="button" class="quiet" aria-label=${words.waiter.oneMore} onClick=${() => step(1)}>+</button>
    <button type="button" class="quiet" disabled=${wished === visit.size} onClick=${() => say(sized(visit, wished), words.waiter.done.size(tableName(visit), words.waiter.guests(wished)))}>${words.waiter.save}</button>
  </div>`;
}

function Phases({ words, visit, wall, say }) {
  const at = new Date(wall).toISOString();
  const done = (tap) => words.waiter.done.tap(tableName(visit), words.waiter.taps[tap]);
  return html`<ul class="choices">
    ${laterPhases(visit.phase).map(
      (phase) => html`<li key=${phase}><button type="button" class="quiet" onClick=${() => say(reached(visit, phase, at), done(phase))}>${words.waiter.taps[phase]}</button></li>`,
    )}
    ${visit.phase !== "paid" && html`<li><button type="button" class="quiet" onClick=${() => say(left(visit), done("left"))}>${words.waiter.taps.left}</button></li>`}
  </ul>`;
}

function Colleagues({ words, service, visit, waiter, say }) {
  const others = colleagues(service, waiter);
  if (!others.length) return html`<p class="soft">${words.waiter.noColleagues}</p>`;
  return html`<ul class="colleagues">
    ${others.map(
      (each) => html`<li key=${each.shift}>
        <button type="button" disabled=${each.on_break} onClick=${() => say(handedOver(visit, each), words.waiter.done.handedOver(tableName(visit), each.name ?? words.waiter.somebody))}>
          <b>${each.name ?? words.waiter.somebody}</b>
          <span class="soft">${each.on_break ? words.waiter.isOnBreak : words.waiter.hasTables(each.open_tables)}</span>
        </button>
      </li>`,
    )}
  </ul>`;
}
