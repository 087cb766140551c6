/** What every page stands in: header, banners, the page itself, what just happened, and the line of truth. */
import { attention } from "../floor/attention.js";
import { html } from "../html.js";
import { Banners } from "./banners.js";
import { Bar } from "./bar.js";
import { floorFigures } from "./figures.js";
import { Footer } from "./footer.js";
import { Header } from "./header.js";

export function Shell(model) {
  const { words, floor, places, now, link, news, page } = model;
  const { cameras } = attention(floor, places, now);
  const figures = (page?.figures ?? floorFigures)(model);
  return html`
    <div class="page" data-silent=${link.silent}>
      <${Header} ...${model} figures=${figures} />
      <${Banners} ...${model} cameras=${cameras} />
      ${page ? html`<${page.Page} ...${model} />` : html`<main class="opening"><p class="nothing">${link.silent ? words.link.never : words.page.opening}</p></main>`}
      <${Footer} ...${model} cameras=${cameras} />
      <${Bar} ...${model} />
      <div class="unseen-by-eyes" role="status" aria-live="polite">${news}</div>
    </div>
  `;
}
