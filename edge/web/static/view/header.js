/** Whose floor this is, what time it is there, and the few numbers a host steers by. */
import { totals } from "../floor/attention.js";
import { html } from "../html.js";

export function Header({ words, times, store, floor, places, now, wall }) {
  const sum = totals(floor, places, now);
  const figure = (name, label, value) => html`<div class="figure" data-figure=${name}><dt>${label}</dt><dd>${value}</dd></div>`;
  return html`
    <header>
      <h1>${store?.name ?? "maitred"}</h1>
      ${store?.demo && html`<span class="demo" title=${words.page.demoMeaning}>${words.page.demo}</span>`}
      <dl class="figures">
        ${figure("time", times.day.format(wall), times.minute.format(wall))}
        ${figure("clean", words.header.clean, words.header.of(sum.clean, sum.all))}
        ${figure("occupied", words.header.occupied, sum.occupied)}
        ${figure("dirty", words.header.dirty, sum.dirty)}
        ${figure("guests", words.header.guests, sum.seats ? `${sum.guests} / ${sum.seats}` : sum.guests)}
      </dl>
    </header>
  `;
}
