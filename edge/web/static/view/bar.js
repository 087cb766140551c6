/** What just happened, with the way back: one line over the foot of the page, where nobody needs to tap. */
import { html } from "../html.js";
import { reason } from "../text/reason.js";

export function Bar({ words, commands, now }) {
  const notice = commands.notice;
  if (!notice) return null;
  const run = (act) => {
    commands.dismiss(notice);
    act();
  };
  return html`
    <div class="bar" data-refused=${Boolean(notice.refused)} role=${notice.refused ? "alert" : "status"}>
      ${notice.refused ? html`<${Why} refused=${notice.refused} words=${words.commands} />` : html`<p>${notice.text}</p>`}
      ${notice.actions.map(
        ({ label, command }) => html`<button key=${label} type="button" class="strong" onClick=${() => run(() => commands.send(command))}>${label}</button>`,
      )}
      ${notice.undo !== null &&
      html`<button type="button" class="undo" onClick=${() => commands.undo(notice, words.commands)}>
        ${words.commands.undo} <span class="left" aria-hidden="true">${Math.max(0, Math.ceil((notice.until - now) / 1000))}</span>
      </button>`}
      ${notice.refused && html`<button type="button" class="quiet" onClick=${() => commands.dismiss(notice)}>${words.commands.understood}</button>`}
    </div>
  `;
}

function Why({ refused, words }) {
  const { lead, detail } = reason(refused, words);
  return html`<p><b>${lead}</b>${detail && html` <span lang="en">${detail}</span>`}</p>`;
}
