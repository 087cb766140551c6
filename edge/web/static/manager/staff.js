/** The people: who is on shift and where, who could be, and who is new. */
import { html } from "../html.js";
import { asTitle } from "../text/title.js";
import { useState } from "../vendor/hooks.js";
import { onBreak, resumed, saying, shiftMark } from "../service/taps.js";
import { EndShift } from "./endshift.js";
import { clockedIn, clockedOut, sectioned } from "./orders.js";
import { NewPerson, Person } from "./person.js";
import { useRead } from "./read.js";

export function Staff(model) {
  const { words, service, commands } = model;
  const text = words.manager.staff;
  const people = useRead("waiters", service.seq);
  const [open, setOpen] = useState(null);
  const [ending, setEnding] = useState(null);
  const here = new Set(service.waiters.map((each) => each.waiter));
  const away = (people.data?.waiters ?? []).filter((each) => each.active && each.name && !here.has(each.waiter));
  const end = (row) => (service.visits.some((each) => each.waiter === row.waiter) ? setEnding(row.shift) : commands.send(saying(clockedOut(row.shift, []), text.ended(row.name))));
  const leaving = service.waiters.find((each) => each.shift === ending);
  return html`
    <div class="staff">
      <section aria-labelledby="on-shift">
        <h2 id="on-shift">${text.onShift}</h2>
        ${service.waiters.length === 0 && html`<p class="soft">${text.nobody}</p>`}
        <ul class="lines">${service.waiters.map((row) => html`<${OnShift} key=${row.shift} ...${model} row=${row} onEnd=${() => end(row)} />`)}</ul>
      </section>
      <section aria-labelledby="away">
        <h2 id="away">${text.away}</h2>
        ${people.failed && html`<p class="problem" role="alert">${words.manager.notRead}</p>`}
        <ul class="lines">
          ${away.map((each) => html`<${Away} key=${each.waiter} ...${model} person=${each} onOpen=${() => setOpen(each.waiter)} />`)}
        </ul>
      </section>
      <${NewPerson} ...${model} onDone=${people.again} />
      ${leaving && html`<${EndShift} ...${model} row=${leaving} onClose=${() => setEnding(null)} />`}
      ${open !== null && html`<${Person} ...${model} person=${away.find((each) => each.waiter === open)} onDone=${people.again} onClose=${() => setOpen(null)} />`}
    </div>
  `;
}

function OnShift({ words, times, service, commands, now, row, onEnd }) {
  const text = words.manager.staff;
  const busy = commands.pending.has(shiftMark(row.shift));
  const since = times.at(Date.parse(row.since), now);
  const pause = () => commands.send(row.on_break ? resumed(row.shift) : onBreak(row.shift));
  return html`<li data-waiter=${row.waiter} aria-busy=${busy}>
    <p><b>${row.name ?? words.waiter.somebody}</b> <span class="soft">${text.roles[row.role]} · ${row.on_break ? text.onBreak : text.since(since)} · ${words.waiter.hasTables(row.open_tables)}</span></p>
    <div class="answers">
      <${Sections} words=${words} sections=${service.sections} value=${row.section} label=${text.sectionOf(row.name)} onChange=${(section) => commands.send(sectioned(row.shift, section))} />
      <button type="button" class="quiet" disabled=${busy} onClick=${pause}>${row.on_break ? text.resume : text.break}</button>
      <button type="button" class="quiet" disabled=${busy} onClick=${onEnd}>${text.end}</button>
    </div>
  </li>`;
}

function Away({ words, service, commands, person, onOpen }) {
  const text = words.manager.staff;
  const [section, setSection] = useState(null);
  const busy = commands.pending.has(`waiter:${person.waiter}`);
  return html`<li data-waiter=${person.waiter} aria-busy=${busy}>
    <p><b>${person.name}</b> <span class="soft">${text.roles[person.role]}</span></p>
    <div class="answers">
      <${Sections} words=${words} sections=${service.sections} value=${section} label=${text.sectionOf(person.name)} onChange=${setSection} />
      <button type="button" class="quiet" disabled=${busy} onClick=${() => commands.send(saying(clockedIn(person.waiter, section), text.clockedIn(person.name)))}>${text.clockIn}</button>
      <button type="button" class="quiet" aria-label="${text.change}: ${person.name}" onClick=${onOpen}>${text.change}</button>
    </div>
  </li>`;
}

function Sections({ words, sections, value, label, onChange }) {
  return html`<select aria-label=${label} value=${value ?? ""} onChange=${(event) => onChange(event.target.value || null)}>
    <option value="">${words.manager.staff.anySection}</option>
    ${sections.filter((each) => each.active).map((each) => html`<option key=${each.section} value=${each.section}>${asTitle(each.section)}</option>`)}
  </select>`;
}
