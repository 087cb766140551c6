/** Who waits now, and how what was quoted compares with what it was. A diamond is later than quoted, a disc is not. */
import { html } from "../html.js";
import { promises, summary, waitingNow } from "./promises.js";

const MOST_ROWS = 8;

export function Waits({ words, service, now, visits, parties }) {
  const text = words.manager.waits;
  const waiting = waitingNow(service, now);
  const rows = promises(visits, parties);
  const { seated, kept, mean } = summary(rows);
  const shown = rows.slice(0, MOST_ROWS);
  const most = Math.max(20, ...shown.map((row) => Math.max(row.high, row.waited)));
  return html`
    <section class="waits" aria-labelledby="waits">
      <h2 id="waits">${text.title}</h2>
      ${waiting.length === 0 ? html`<p class="soft">${text.nobody}</p>` : html`<ul class="lines">${waiting.map((row) => html`<${Waiting} key=${row.party} row=${row} words=${words} />`)}</ul>`}
      <h3>${text.quoted}</h3>
      ${seated === 0 ? html`<p class="soft">${text.none}</p>` : html`<p>${text.kept(kept, seated)} <span class="soft">${text.mean(Math.round(mean))}</span></p>`}
      <ul class="promises">${shown.map((row) => html`<${Kept} key=${row.party} row=${row} most=${most} words=${words} />`)}</ul>
    </section>
  `;
}

function Waiting({ row, words }) {
  const text = words.manager.waits;
  return html`<li data-over=${row.over}>
    <b>${row.name ?? text.unnamed}</b>
    <span>${row.size === null ? text.sizeUnknown : words.waiter.guests(row.size)}</span>
    <span class="soft">${row.high_min === null ? text.notQuoted : text.range(row.low_min ?? 0, row.high_min)}</span>
    <b class=${row.over ? "number problem" : "number"}>${words.duration.minutes(Math.floor(row.waited))}</b>
  </li>`;
}

function Kept({ row, most, words }) {
  const text = words.manager.waits;
  const x = (minutes) => 4 + (92 * Math.min(minutes, most)) / most;
  const waited = Math.round(row.waited);
  return html`<li data-verdict=${row.verdict}>
    <span>${row.tables.join(" + ")}</span>
    <svg viewBox="0 0 100 12" aria-hidden="true">
      <line class="scale" x1="4" x2="96" y1="6" y2="6" />
      <line class="range" x1=${x(row.low)} x2=${x(row.high)} y1="6" y2="6" />
      ${row.verdict === "later" ? html`<path class="late" d="M${x(row.waited)} 1l5 5-5 5-5-5Z" />` : html`<circle class="kept" cx=${x(row.waited)} cy="6" r="4" />`}
    </svg>
    <span class="number">${text.was(text.range(row.low, row.high), waited)}</span>
  </li>`;
}
