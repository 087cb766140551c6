/** Where to seat the party in focus: one sentence with its reason, one strong button, the next best below. */
import { html } from "../html.js";
import { changing } from "./orders.js";
import { inShort, spoken } from "./reasons.js";
import { called } from "./seating.js";

const SIZES = [1, 2, 3, 4, 5, 6, 7, 8];

export const nameOf = (option) => option.tables.join(" + ");

export function Suggestion(model) {
  const { words, party, found, onSeat } = model;
  const title = words.host.suggestionFor(called(party, words.host), party.size);
  return html`
    <section class="suggestion" aria-label=${title} aria-live="polite">
      <h2>${title}</h2>
      ${!found && html`<p class="soft">${words.host.looking}</p>`}
      ${found?.failed && html`<p class="soft">${words.host.noSuggestions}</p>`}
      ${found?.none_because && html`<p>${spoken([found.none_because], words.host)}</p>`}
      ${found?.warnings?.length > 0 && html`<p class="soft">${spoken(found.warnings, words.host)}</p>`}
      ${found?.options?.length > 0 && html`<${Best} ...${model} option=${found.options[0]} onSeat=${onSeat} />`}
      ${found?.options?.length > 1 && html`<${Others} ...${model} options=${found.options.slice(1)} />`}
      ${party.size === null && html`<${Unknown} ...${model} />`}
    </section>
  `;
}

function Best({ words, option, commands, onSeat }) {
  const label = words.host.seatWith(nameOf(option), option.waiter_name);
  return html`
    <div class="best">
      <b class="where">${nameOf(option)}</b>
      <p>${spoken(option.reasons, words.host)}</p>
      <button type="button" class="strong" disabled=${commands.pending.has(`table:${option.tables[0]}`)} onClick=${() => onSeat(option)}>${label}</button>
    </div>
  `;
}

function Others({ words, options, onSeat }) {
  return html`<ul class="others">
    ${options.map(
      (option) => html`<li key=${nameOf(option)}>
        <button type="button" class="quiet" onClick=${() => onSeat(option)}>
          <b>${words.host.seatWith(nameOf(option), option.waiter_name)}</b><span class="soft">${inShort(option.reasons, words.host)}</span>
        </button>
      </li>`,
    )}
  </ul>`;
}

/** Nobody has said how many they are: the best table by size, and a tap to say it. */
function Unknown({ words, party, found, commands, onSeat }) {
  const brackets = (found?.brackets ?? []).filter((each) => each.option);
  return html`
    ${brackets.length > 0 &&
    html`<ul class="others">
      ${brackets.map(
        ({ size_from: from, size_to: to, option }) => html`<li key=${from}>
          <button type="button" class="quiet" onClick=${() => onSeat(option)}><b>${words.host.forSizes(from, to)}</b><span>${nameOf(option)}</span></button>
        </li>`,
      )}
    </ul>`}
    <p>${words.host.howMany}</p>
    <div class="sizes" role="group" aria-label=${words.host.howMany}>
      ${SIZES.map((size) => html`<button key=${size} type="button" class="quiet" onClick=${() => commands.send(changing(party.party, { size }))}>${size}</button>`)}
    </div>
  `;
}
