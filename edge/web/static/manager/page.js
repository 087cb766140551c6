/** The manager's page: the live shift, the people, the house's set-up, its tablets, its records. */
import { html } from "../html.js";
import { useState } from "../vendor/hooks.js";
import { figures, Live } from "./live.js";
import { Records } from "./records.js";
import { Setup } from "./setup.js";
import { Staff } from "./staff.js";
import { Tablets } from "./tablets.js";

export { figures };

const PARTS = { live: Live, staff: Staff, setup: Setup, tablets: Tablets, records: Records };

export function ManagerPage(model) {
  const { service, words } = model;
  const [part, setPart] = useState("live");
  if (!service) return html`<main class="manager"><p class="nothing">${words.manager.opening}</p></main>`;
  return html`
    <main class="manager">
      <nav class="parts" aria-label=${words.manager.parts.title}>
        ${Object.keys(PARTS).map(
          (name) => html`<button key=${name} type="button" aria-current=${part === name ? "page" : null} onClick=${() => setPart(name)}>${words.manager.parts[name]}</button>`,
        )}
      </nav>
      <div class="part" data-part=${part}><${PARTS[part]} ...${model} /></div>
    </main>
  `;
}
