/** Ending a shift with tables still open: each goes to a colleague first. */
import { html } from "../html.js";
import { useState } from "../vendor/hooks.js";
import { Sheet } from "../view/sheet.js";
import { saying } from "../service/taps.js";
import { colleagues, tableName, visitsOf } from "../service/visits.js";
import { clockedOut } from "./orders.js";
import { Refusal } from "./refusal.js";

export function EndShift({ words, service, commands, row, onClose }) {
  const text = words.manager.endShift;
  const open = visitsOf(service, row.waiter);
  const takers = colleagues(service, row.waiter).filter((each) => !each.on_break);
  const [to, setTo] = useState({});
  const takerOf = (visit) => to[visit.visit] ?? takers[0]?.waiter;
  const end = async () => {
    const handoff = open.map((visit) => ({ visit: visit.visit, waiter: takerOf(visit) }));
    if (await commands.send(saying(clockedOut(row.shift, handoff), words.manager.staff.ended(row.name)))) onClose();
  };
  return html`
    <${Sheet} title=${text.title(row.name)} words=${words} onClose=${onClose}>
      <p>${takers.length ? text.hint(open.length) : text.nobody}</p>
      <ul class="lines">
        ${open.map(
          (visit) => html`<li key=${visit.visit}>
            <b>${tableName(visit)}</b>
            <select aria-label=${text.takes(tableName(visit))} value=${takerOf(visit)} onChange=${(event) => setTo({ ...to, [visit.visit]: Number(event.target.value) })}>
              ${takers.map((each) => html`<option key=${each.waiter} value=${each.waiter}>${each.name} · ${words.waiter.hasTables(each.open_tables)}</option>`)}
            </select>
          </li>`,
        )}
      </ul>
      <${Refusal} words=${words} commands=${commands} mark=${`shift:${row.shift}`} />
      <button type="button" class="strong" disabled=${!takers.length || commands.pending.has(`shift:${row.shift}`)} onClick=${end}>${text.end}</button>
    <//>
  `;
}
