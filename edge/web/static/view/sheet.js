/**
 * A sheet over the page: beside the floor on wide screens, from below on phones. Keyboard and screen reader stay in it;
 * Escape and a tap beside it close it. Close it when sending a command: what comes of it is told by the bar.
 */
import { html } from "../html.js";
import { useEffect, useRef } from "../vendor/hooks.js";

export function Sheet({ title, words, onClose, children, name = "" }) {
  const dialog = useRef(null);
  useEffect(() => dialog.current.showModal(), []);
  const beside = (event) => event.target === dialog.current && onClose();
  const cancel = (event) => {
    event.preventDefault();
    onClose();
  };
  return html`
    <dialog ref=${dialog} class="sheet" data-sheet=${name} aria-label=${title} onClick=${beside} onCancel=${cancel}>
      <div class="inside">
        <header>
          <h2>${title}</h2>
          <button type="button" class="close" aria-label=${words.detail.close} onClick=${onClose}>
            <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 6 18 18M18 6 6 18" /></svg>
          </button>
        </header>
        ${children}
      </div>
    </dialog>
  `;
}
