/** Somebody of the staff: added with a name and a role, changed, or erased with all that names them. */
import { html } from "../html.js";
import { Sheet } from "../view/sheet.js";
import { saying } from "../service/taps.js";
import { changed, erased, hired } from "./orders.js";
import { Refusal } from "./refusal.js";
import { Twice } from "./twice.js";

const ROLES = ["server", "bartender", "host", "busser", "runner", "chef"];

const given = (form) => Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value.trim()]).filter(([, value]) => value));

export function NewPerson({ words, commands, onDone }) {
  const text = words.manager.staff;
  const add = async (event) => {
    event.preventDefault();
    const form = event.target;
    if (!(await commands.send(saying(hired(given(form)), text.added(form.elements.name.value))))) return;
    form.reset();
    onDone();
  };
  return html`<section aria-labelledby="new-person">
    <h2 id="new-person">${text.add}</h2>
    <form class="fields" onSubmit=${add}>
      <${Fields} words=${words} person=${null} />
      <button type="submit" class="strong" disabled=${commands.pending.has("waiter:new")}>${text.add}</button>
    </form>
  </section>`;
}

export function Person({ words, commands, person, onDone, onClose }) {
  const text = words.manager.staff;
  if (!person) return null;
  const send = async (command) => {
    if (!(await commands.send(command))) return;
    onDone();
    onClose();
  };
  const save = (event) => {
    event.preventDefault();
    const { skill, ...rest } = given(event.target);
    send(changed(person.waiter, { ...rest, skill: Number(skill) }));
  };
  return html`<${Sheet} title=${person.name} words=${words} onClose=${onClose}>
    <form class="fields" onSubmit=${save}>
      <${Fields} words=${words} person=${person} />
      <label>${text.skill}<input name="skill" type="range" min="0" max="1" step="0.1" defaultValue=${person.skill ?? 0.5} /><span class="soft">${text.skillMeaning}</span></label>
      <${Refusal} words=${words} commands=${commands} mark=${`waiter:${person.waiter}`} />
      <button type="submit" class="strong">${words.manager.save}</button>
      <${Twice} label=${text.erase} meaning=${text.eraseMeaning(person.name)} onAct=${() => send(erased(person.waiter))} />
    </form>
  <//>`;
}

/** Defaults, not values: a redraw of the page must not take back what is being typed. */
function Fields({ words, person }) {
  const text = words.manager.staff;
  return html`
    <label>${text.name}<input name="name" required maxlength="80" autocomplete="off" defaultValue=${person?.name ?? ""} /></label>
    <label>${text.role}
      <select name="role">${ROLES.map((role) => html`<option key=${role} value=${role} selected=${role === (person?.role ?? "server")}>${text.roles[role]}</option>`)}</select>
    </label>
    <label>${text.phone}<input name="phone" type="tel" maxlength="40" autocomplete="off" defaultValue=${person?.phone ?? ""} /></label>
  `;
}
