/** Why the last command of a mark was refused, said where it was given: what was typed stays. */
import { html } from "../html.js";
import { reason } from "../text/reason.js";

export function Refusal({ words, commands, mark }) {
  const refused = commands.refused.get(mark);
  if (!refused) return null;
  const { lead, detail } = reason(refused, words.commands);
  return html`<p class="problem" role="alert"><b>${lead}</b>${detail && html` <span lang="en">${detail}</span>`}</p>`;
}
