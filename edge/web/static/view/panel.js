/** The quiet side: the chosen table, then what needs eyes, then how to read the floor. */
import { html } from "../html.js";
import { duration } from "../text/text.js";
import { Detail } from "./detail.js";
import { Key } from "./key.js";

export function Panel(model) {
  const { words, needs, selected, onSelect } = model;
  const calm = !needs.cameras.length && !needs.dirty.length && !needs.unseen.length;
  const row = (item) => html`<${Row} key=${item.table} item=${item} words=${words} selected=${selected} onSelect=${onSelect} />`;
  return html`
    <aside class="panel">
      ${selected && html`<${Detail} ...${model} key=${selected} table=${selected} />`}
      <section class="eyes" aria-label=${words.page.eyes}>
        <h2>${words.page.eyes}</h2>
        ${calm && model.floor.device && html`<${Calm} words=${words} />`}
        ${needs.dirty.length > 0 && html`<h3>${words.eyes.dirty}</h3><ul class="rows">${needs.dirty.map(row)}</ul>`}
        ${needs.unseen.length > 0 && html`<h3>${words.eyes.unseen}</h3><ul class="rows">${needs.unseen.map(row)}</ul>`}
      </section>
      <${Key} words=${words} />
    </aside>
  `;
}

function Calm({ words }) {
  return html`<p class="calm">${words.eyes.nothing}<span class="soft">${words.eyes.nothingHint}</span></p>`;
}

function Row({ item, words, selected, onSelect }) {
  return html`<li>
    <button type="button" data-row=${item.table} aria-pressed=${selected === item.table} onClick=${() => onSelect(item.table)}>
      <b>${item.table}</b>
      <span>${why(item, words)}</span>
    </button>
  </li>`;
}

function why({ look, age, value }, words) {
  const time = age === null ? null : duration(age, words.duration);
  if (look === "dirty") return words.eyes.dirtyFor(time);
  if (time === null) return words.eyes.neverSeen;
  return value ? `${words.eyes.unseenFor(time)} · ${words.eyes.lastKnown(words.states[value])}` : words.eyes.unseenFor(time);
}
