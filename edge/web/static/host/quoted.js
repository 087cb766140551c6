/** What to tell whoever comes in now, for the usual sizes, readable at a glance. */
import { html } from "../html.js";
import { useQuote } from "./asking.js";

const USUAL = [2, 4, 6];

export function Quoted({ words }) {
  return html`<dl class="quoted" aria-label=${words.host.quotes}>${USUAL.map((size) => html`<${One} key=${size} words=${words} size=${size} />`)}</dl>`;
}

function One({ words, size }) {
  const quote = useQuote(size);
  return html`<div><dt>${words.host.quoteFor(size)}</dt><dd>${quote ? words.host.range(quote.low_min, quote.high_min) : "–"}</dd></div>`;
}
