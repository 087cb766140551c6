/** The tables: how many they seat, of what kind, where. A new one needs a name and seats; a camera can come later. */
import { html } from "../html.js";
import { asTitle } from "../text/title.js";
import { useState } from "../vendor/hooks.js";
import { Sheet } from "../view/sheet.js";
import { Refusal } from "./refusal.js";
import { tableKept, tableRemoved } from "./orders.js";

const TYPES = ["table", "booth", "bar", "high_top"];
const LOCATIONS = ["inside", "outside", "patio", "bar_area"];
const NEW = { table: "", section: null, seats_min: 1, seats_max: 4, type: "table", location: "inside", place: null, active: true };

const byName = (a, b) => a.table.localeCompare(b.table, undefined, { numeric: true });

export function TableList({ words, service, commands }) {
  const text = words.manager.tables;
  const [open, setOpen] = useState(null);
  const edited = open === "" ? NEW : service.tables.find((each) => each.table === open);
  return html`<section aria-labelledby="tables">
    <h2 id="tables">${text.title}</h2>
    <ul class="tables">
      ${[...service.tables].sort(byName).map(
        (each) => html`<li key=${each.table}>
          <button type="button" data-edit=${each.table} onClick=${() => setOpen(each.table)}>
            <b>${each.table}</b>
            <span>${text.seats(each.seats_min, each.seats_max)}</span>
            <span class="soft">${[text.types[each.type], text.locations[each.location], each.section && asTitle(each.section), each.active === false && text.closed].filter(Boolean).join(" · ")}</span>
          </button>
        </li>`,
      )}
    </ul>
    <button type="button" class="quiet" onClick=${() => setOpen("")}>${text.add}</button>
    ${edited && html`<${Edit} key=${open} words=${words} service=${service} commands=${commands} table=${edited} onClose=${() => setOpen(null)} />`}
  </section>`;
}

/** A form of defaults, not values: a redraw of the page must not take back what is being typed. */
function Edit({ words, service, commands, table, onClose }) {
  const text = words.manager.tables;
  const isNew = table.table === "";
  const [mark, setMark] = useState(null);
  const send = async (command) => {
    setMark(command.mark);
    if (await commands.send(command)) onClose();
  };
  const save = (event) => {
    event.preventDefault();
    send(tableKept(read(event.target, table)));
  };
  const option = (names, chosen) => (value) => html`<option key=${value} value=${value} selected=${value === chosen}>${names[value]}</option>`;
  const number = (name, label) => html`<label>${label}<input name=${name} type="number" inputmode="numeric" min="1" max="100" required defaultValue=${table[name]} /></label>`;
  return html`<${Sheet} title=${isNew ? text.add : table.table} words=${words} onClose=${onClose}>
    <form class="fields" onSubmit=${save}>
      ${isNew && html`<label>${text.name}<input name="table" required maxlength="40" pattern="[A-Za-z0-9][A-Za-z0-9_.\\-]*" title=${words.manager.sections.nameRule} autocomplete="off" /></label>`}
      <div class="pair-of-fields">${number("seats_min", text.least)} ${number("seats_max", text.most)}</div>
      <label>${text.type}<select name="type">${TYPES.map(option(text.types, table.type))}</select></label>
      <label>${text.location}<select name="location">${LOCATIONS.map(option(text.locations, table.location))}</select></label>
      <label>${text.section}
        <select name="section">
          <option value="">${text.noSection}</option>
          ${service.sections.map((each) => html`<option key=${each.section} value=${each.section} selected=${each.section === table.section}>${asTitle(each.section)}</option>`)}
        </select>
      </label>
      <label class="check"><input name="active" type="checkbox" defaultChecked=${table.active !== false} />${text.active}</label>
      <${Refusal} words=${words} commands=${commands} mark=${mark} />
      <button type="submit" class="strong">${words.manager.save}</button>
      ${!isNew && html`<button type="button" class="quiet" onClick=${() => send(tableRemoved(table.table))}>${text.remove}</button>`}
    </form>
  <//>`;
}

/** The table as the form says it, with what the form does not show. */
function read(form, table) {
  return {
    table: form.elements.table?.value.trim() ?? table.table,
    section: form.section.value || null,
    seats_min: Number(form.seats_min.value),
    seats_max: Number(form.seats_max.value),
    type: form.type.value,
    location: form.elements.location.value,
    place: table.place ?? null,
    active: form.active.checked,
  };
}
