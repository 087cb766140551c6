/** On a phone, the halves of a page are a tab apart; on wider screens CSS leaves the tabs out. */
import { html } from "../html.js";

/** `tabs`: `[{name, title, count}]`; a count of 0 is not shown. */
export function Tabs({ tabs, tab, onTab }) {
  return html`
    <nav class="tabs">
      ${tabs.map(
        ({ name, title, count }) => html`
          <button key=${name} type="button" aria-pressed=${tab === name} onClick=${() => onTab(name)}>
            ${title}${count > 0 && html` <span class="count">${count}</span>`}
          </button>
        `,
      )}
    </nav>
  `;
}
