/** How to read the floor: each look once, small, drawn like the real thing. */
import { html } from "../html.js";

const LOOKS = ["clean", "occupied", "dirty", "unseen"];

export function Key({ words }) {
  return html`
    <section class="key" aria-label=${words.key.title}>
      <ul>
        ${LOOKS.map((look) => html`<li key=${look}><${Glyph} look=${look} />${words.states[look]}</li>`)}
      </ul>
      <p class="soft">${words.key.people} ${words.key.unsure}</p>
    </section>
  `;
}

export function Glyph({ look }) {
  return html`<svg class="glyph table" data-look=${look} viewBox="-17 -13 34 26" aria-hidden="true">
    <rect class="top" x="-14" y="-10" width="28" height="20" rx="5" />
  </svg>`;
}
