/** The QR code that brings guests to the page of their wait: they photograph it from this tablet. */
import { html } from "../html.js";
import { useState } from "../vendor/hooks.js";
import { Sheet } from "../view/sheet.js";
import { called } from "./seating.js";

export function Invite({ words, party, onClose }) {
  const [failed, setFailed] = useState(false);
  const text = words.host.invite;
  return html`
    <${Sheet} name="invite" title=${called(party, words.host)} words=${words} onClose=${onClose}>
      ${failed ? html`<p class="problem" role="alert">${text.failed}</p>` : html`<img class="qr" src="api/v1/parties/${party.party}/qr.svg" alt=${text.alt} onError=${() => setFailed(true)} />`}
      <p>${text.hint}</p>
    <//>
  `;
}
