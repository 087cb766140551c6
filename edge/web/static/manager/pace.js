/** The evening's pace: covers begun per quarter of an hour as bars, what is usual as a line across each. */
import { html } from "../html.js";
import { coversToday, quarters } from "./quarters.js";

const [WIDTH, HEIGHT, FOOT, HEAD] = [640, 150, 24, 18];

export function Pace({ words, times, now, visits }) {
  const text = words.manager.pace;
  const { rows, days } = quarters(visits, now, times);
  const most = Math.max(4, ...rows.map((row) => Math.max(row.covers, row.usual ?? 0)));
  const step = WIDTH / rows.length;
  const label = rows.map((row) => text.said(times.minute.format(row.start), row.covers, row.usual === null ? null : Math.round(row.usual))).join("; ");
  return html`
    <section class="pace" aria-labelledby="pace">
      <h2 id="pace">${text.title}</h2>
      <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${label}>
        <line class="base" x1="0" x2=${WIDTH} y1=${HEIGHT - FOOT} y2=${HEIGHT - FOOT} />
        ${rows.map((row, i) => html`<${Quarter} key=${row.start} row=${row} x=${i * step} width=${step} most=${most} running=${i === rows.length - 1} times=${times} />`)}
      </svg>
      <p>${text.today(coversToday(visits, now, times))}</p>
      <p class="soft">${days ? text.usual(days) : text.noUsual}</p>
    </section>
  `;
}

function Quarter({ row, x, width, most, running, times }) {
  const top = (value) => HEAD + (HEIGHT - FOOT - HEAD) * (1 - value / most);
  const minute = times.minute.format(row.start);
  const middle = x + width / 2;
  return html`<g>
    ${row.covers > 0 && html`<rect class=${running ? "covers running" : "covers"} x=${x + 4} width=${width - 8} y=${top(row.covers)} height=${HEIGHT - FOOT - top(row.covers)} rx="3" />`}
    ${row.usual > 0 && html`<line class="usual" x1=${x + 1} x2=${x + width - 1} y1=${top(row.usual)} y2=${top(row.usual)} />`}
    ${row.covers > 0 && html`<text class="value" x=${middle} y=${top(row.covers) - 5}>${row.covers}</text>`}
    ${minute.endsWith("00") && html`<text class="hour" x=${middle} y=${HEIGHT - 5}>${minute}</text>`}
  </g>`;
}
