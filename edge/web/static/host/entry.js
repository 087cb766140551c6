/** The sheet for a party: add one in three taps, or put right what is known of one. */
import { html } from "../html.js";
import { useState } from "../vendor/hooks.js";
import { Sheet } from "../view/sheet.js";
import { useQuote } from "./asking.js";
import { changing, listing } from "./orders.js";
import { called } from "./seating.js";

const SIZES = [1, 2, 3, 4, 5, 6, 7, 8];
const MOST_GUESTS = 100;
const TYPES = ["booth", "bar", "table", "high_top"];
const LOCATIONS = ["inside", "outside", "patio", "bar_area"];
const HOUR_MS = 3_600_000;

const EMPTY = { came: "walk_in", size: undefined, name: "", phone: "", note: "", table_type: null, location: null, due: "" };

/** `party`: the one to put right, or none to add one. `onAdded(answer)` once it is on the list. */
export function Entry(model) {
  const { words, party, onClose } = model;
  const [form, setForm] = useState(() => (party ? { ...EMPTY, ...known(party, model.times) } : EMPTY));
  const put = (change) => setForm((old) => ({ ...old, ...change }));
  const quote = useQuote(form.came === "walk_in" && form.size ? form.size : null, form);
  const text = words.host.entry;
  const submit = (event) => {
    event.preventDefault();
    onClose();
    if (party) change(model, form);
    else add(model, form, quote);
  };
  return html`
    <${Sheet} name="entry" title=${party ? called(party, words.host) : text.title} words=${words} onClose=${onClose}>
      <form class="entry" onSubmit=${submit}>
        <${Sizes} text=${text} size=${form.size} put=${put} />
        <p class="told" role="status">${told(form, quote, words)}</p>
        <button type="submit" class="strong" disabled=${form.size === undefined || (form.came === "reservation" && !form.due)}>${party ? text.save : text.add}</button>
        ${!party && html`<${Came} text=${text} form=${form} put=${put} />`}
        ${form.came === "reservation" && html`<${Field} name="due" type="time" label=${text.due} form=${form} put=${put} />`}
        <${Field} name="name" label=${text.name} autocomplete="off" maxlength="80" form=${form} put=${put} />
        <${Field} name="phone" label=${text.phone} type="tel" autocomplete="off" maxlength="30" form=${form} put=${put} />
        <${Field} name="note" label=${text.note} autocomplete="off" maxlength="200" form=${form} put=${put} />
        <${Wish} title=${text.type} name="table_type" all=${TYPES} words=${words} form=${form} put=${put} />
        <${Wish} title=${text.location} name="location" all=${LOCATIONS} words=${words} form=${form} put=${put} />
        <p class="soft">${text.erased}</p>
      </form>
    <//>
  `;
}

function told({ size, came }, quote, words) {
  if (size === undefined) return words.host.entry.howMany;
  if (came === "reservation" || size === null) return "";
  return quote ? words.host.entry.tell(words.host.range(quote.low_min, quote.high_min)) : words.host.entry.noQuote;
}

function Sizes({ text, size, put }) {
  const choice = (value, label) => html`<button key=${label} type="button" class="quiet" aria-pressed=${size === value} aria-label=${value === null ? text.unknown : null} onClick=${() => put({ size: value })}>${label}</button>`;
  const step = (by) => put({ size: Math.min(MOST_GUESTS, Math.max(1, (size ?? 8) + by)) });
  const many = size > SIZES.length;
  return html`<div class="sizes" role="group" aria-label=${text.size}>
    ${SIZES.map((n) => choice(n, n))}
    ${many ? html`<span class="many"><button type="button" class="quiet" aria-label=${text.fewer} onClick=${() => step(-1)}>−</button><output>${size}</output><button type="button" class="quiet" aria-label=${text.more} onClick=${() => step(1)}>+</button></span>` : choice(9, "9+")}
    ${choice(null, "?")}
  </div>`;
}

function Came({ text, form, put }) {
  const choice = (came) => html`<button type="button" class="quiet" aria-pressed=${form.came === came} onClick=${() => put({ came })}>${text.came[came]}</button>`;
  return html`<div class="choices" role="group" aria-label=${text.cameTitle}>${choice("walk_in")} ${choice("reservation")}</div>`;
}

function Field({ name, label, form, put, ...more }) {
  return html`<label>${label}<input name=${name} value=${form[name]} onInput=${(event) => put({ [name]: event.target.value })} ...${more} /></label>`;
}

function Wish({ title, name, all, words, form, put }) {
  const toggle = (value) => put({ [name]: form[name] === value ? null : value });
  return html`<div class="choices" role="group" aria-label=${title}>
    ${all.map((value) => html`<button key=${value} type="button" class="quiet" aria-pressed=${form[name] === value} onClick=${() => toggle(value)}>${words.host.wishes[value]}</button>`)}
  </div>`;
}

const known = ({ came, size, name, note, table_type, location, due }, times) => {
  const typed = { name: name ?? "", note: note ?? "" };
  return { came, size, ...typed, table_type, location, due: due ? times.minute.format(Date.parse(due)) : "" };
};

/** A time that has just passed is still meant for today. */
const dueAt = (time, { times, now }) => new Date(times.next(time, now - HOUR_MS)).toISOString();

/** What was filled in, without what was left empty. */
function filled(form, model) {
  const given = Object.entries({ ...form, due: form.came === "reservation" ? dueAt(form.due, model) : null });
  return Object.fromEntries(given.filter(([name, value]) => name === "size" || (value !== "" && value !== null)));
}

async function add(model, form, quote) {
  const { words, commands, now, onAdded } = model;
  const name = form.name || (form.size === null ? words.host.someone : words.host.partyOf(form.size));
  const order = listing(filled(form, model), form.came === "walk_in" ? quote : null, now);
  const answer = await commands.send({ ...order, done: () => words.host.listed(name) });
  if (answer) onAdded(answer);
}

function change(model, form) {
  const { words, commands, party } = model;
  const due = party.came === "reservation" ? { due: dueAt(form.due, model) } : {};
  const typed = { name: form.name || null, note: form.note || null, ...(form.phone && { phone: form.phone }) };
  const wish = { size: form.size, table_type: form.table_type, location: form.location };
  return commands.send({ ...changing(party.party, { ...wish, ...typed, ...due }), done: () => words.host.changed });
}
