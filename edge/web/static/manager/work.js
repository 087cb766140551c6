/** How the work is shared among those who serve: covers an hour, open tables, tips. In order of name: no ranking. */
import { html } from "../html.js";
import { asTitle } from "../text/title.js";
import { money } from "../text/money.js";
import { coversPerHour, serves } from "../service/share.js";
import { byName } from "../service/visits.js";

const WIDTH = 100;

const mean = (numbers) => numbers.reduce((a, b) => a + b, 0) / numbers.length;

export function Work({ words, store, service }) {
  const text = words.manager.work;
  const rows = service.waiters
    .filter(serves)
    .map((row) => ({ ...row, pace: coversPerHour(row) }))
    .sort(byName);
  const paces = rows.map((row) => row.pace).filter((pace) => pace !== null);
  const house = paces.length ? mean(paces) : null;
  const most = Math.max(1, ...paces) * 1.08;
  return html`
    <section class="work" aria-labelledby="work">
      <h2 id="work">${text.title}</h2>
      ${rows.length === 0 && html`<p class="soft">${text.nobody}</p>`}
      ${rows.length > 0 &&
      html`<table>
        <thead>
          <tr>
            <th scope="col">${text.who}</th>
            <th scope="col">${text.pace}</th>
            <th scope="col" class="number">${text.tables}</th>
            <th scope="col" class="number">${text.covers}</th>
            <th scope="col" class="number">${text.tips}</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map((row) => html`<${Row} key=${row.shift} row=${row} most=${most} house=${house} words=${words} store=${store} />`)}
        </tbody>
      </table>`}
      ${house !== null && html`<p class="soft">${text.mean(house.toFixed(1))}</p>`}
    </section>
  `;
}

function Row({ row, most, house, words, store }) {
  const text = words.manager.work;
  const at = (value) => (WIDTH * value) / most;
  return html`<tr data-waiter=${row.waiter}>
    <th scope="row">${row.name ?? words.waiter.somebody} <span class="soft">${row.on_break ? text.onBreak : (row.section ? asTitle(row.section) : "")}</span></th>
    <td class="pace">
      <div><svg viewBox="0 0 ${WIDTH} 10" preserveAspectRatio="none" aria-hidden="true">
        <rect class="scale" width=${WIDTH} y="2" height="6" />
        ${row.pace !== null && html`<rect class="amount" width=${at(row.pace)} y="2" height="6" />`}
        ${house !== null && html`<rect class="mark" x=${at(house) - 0.4} width="0.8" height="10" />`}
      </svg>
      <b>${row.pace === null ? text.tooSoon : row.pace.toFixed(1)}</b></div>
    </td>
    <td class="number">${row.open_tables}</td>
    <td class="number">${Math.round(row.covers)}</td>
    <td class="number">${money(row.tips, store?.currency, words.locale)}</td>
  </tr>`;
}
