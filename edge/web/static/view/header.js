/** Whose floor this is, what time it is there, the few numbers to steer by, and the way to the other pages. */
import { html } from "../html.js";

export function Header({ words, times, store, wall, figures, pages, pageName, onPage }) {
  const figure = ({ name, label, value }) => html`<div key=${name} class="figure" data-figure=${name}><dt>${label}</dt><dd>${value}</dd></div>`;
  const time = { name: "time", label: times.day.format(wall), value: times.minute.format(wall) };
  return html`
    <header>
      <h1>${store?.name ?? "maitred"}</h1>
      ${store?.demo && html`<span class="demo" title=${words.page.demoMeaning}>${words.page.demo}</span>`}
      <dl class="figures">${[time, ...figures].map(figure)}</dl>
      ${pages.length > 1 &&
      html`<nav class="pages" aria-label=${words.pages.title}>
        ${pages.map((name) => html`<button key=${name} type="button" aria-current=${pageName === name ? "page" : null} onClick=${() => onPage(name)}>${words.pages[name]}</button>`)}
      </nav>`}
    </header>
  `;
}
