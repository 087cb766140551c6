/** The right third: who waits, who is expected, and what may be done with the chosen one. */
import { html } from "../html.js";
import { arriving, leaving, paging, partyMark } from "./orders.js";
import { dueIn, isHere, lists, over, waited, wishes } from "./queue.js";
import { called } from "./seating.js";

export function Queue(model) {
  const { words, service, onAdd } = model;
  const { here, expected } = lists(service);
  const row = (party) => html`<${Row} key=${party.party} ...${model} party=${party} />`;
  return html`
    <section class="queue" aria-label=${words.host.queue}>
      <header>
        <h2>${words.host.waiting}</h2>
        <button type="button" class="quiet add" onClick=${onAdd}>${words.host.add}</button>
      </header>
      ${here.length ? html`<ol class="parties">${here.map(row)}</ol>` : html`<p class="soft none">${words.host.nobodyWaits}</p>`}
      ${expected.length > 0 && html`<h2>${words.host.expected}</h2><ol class="parties">${expected.map(row)}</ol>`}
    </section>
  `;
}

function Row(model) {
  const { words, party, commands, chosen, onChoose, drag } = model;
  const isChosen = chosen === party.party;
  const pending = commands.pending.has(partyMark(party.party));
  const name = called(party, words.host);
  return html`
    <li data-party=${party.party} data-status=${party.status} data-pending=${pending} aria-busy=${pending}>
      <button
        type="button"
        class="party"
        aria-pressed=${isChosen}
        aria-label=${spoken(party, name, model)}
        disabled=${party.party < 0}
        onClick=${() => onChoose(isChosen ? null : party.party)}
        onPointerDown=${party.party < 0 ? null : drag.grab(party)}
      >
        <b class="size">${party.size ?? "?"}</b>
        <span class="who"><b>${name}</b><span class="soft">${about(party, model)}</span></span>
        <${Wait} ...${model} />
      </button>
      ${isChosen && html`<${Acts} ...${model} />`}
    </li>
  `;
}

/** `2nd · booth · quoted 10–15 min`, in the order in which it matters. */
function about(party, { words, times, now }) {
  const told = party.high_min === null ? null : words.host.quoted(party.low_min, party.high_min);
  const paged = party.status === "paged" && party.paged_at ? words.host.pagedAgo(Math.floor((now - Date.parse(party.paged_at)) / 60_000)) : null;
  const due = party.due ? words.host.reservedAt(times.at(Date.parse(party.due), now)) : null;
  return [paged, due, ...wishes(party).map((wish) => words.host.wishes[wish]), told, party.note].filter(Boolean).join(" · ") || words.host.anyTable;
}

function Wait({ words, party, now }) {
  if (!isHere(party)) {
    const minutes = dueIn(party, now);
    return html`<span class="wait" data-late=${minutes < 0}><b>${minutes < 0 ? words.host.late(-minutes) : words.host.dueIn(minutes)}</b></span>`;
  }
  const beyond = over(party, now);
  return html`<span class="wait" data-late=${beyond > 0}>
    <b>${words.duration.minutes(waited(party, now))}</b>
    <span class="soft">${beyond > 0 ? words.host.overBy(beyond) : party.position !== null && words.host.place(party.position)}</span>
  </span>`;
}

function spoken(party, name, model) {
  const { words, now } = model;
  const size = party.size === null ? words.host.sizeUnknown : words.table.people(party.size);
  const time = isHere(party) ? words.host.waits(words.spoken.minutes(waited(party, now))) : words.host.notHere;
  return [name, size, time, about(party, model)].join(", ");
}

/** What may be done with the chosen party; all of it can be undone. */
function Acts({ words, party, commands, now, onEdit, onInvite, onLeave, onFloor }) {
  const busy = commands.pending.has(partyMark(party.party));
  const name = called(party, words.host);
  const act = (label, command, done) => html`<button type="button" class="quiet" disabled=${busy} onClick=${() => commands.send({ ...command, done: () => done(name) })}>${label}</button>`;
  const leave = (status) => html`<button type="button" class="quiet" disabled=${busy} onClick=${() => onLeave({ ...leaving(party.party, status), done: () => words.host.left[status](name) })}>${words.host.leave[status]}</button>`;
  return html`<div class="acts" role="group" aria-label=${words.host.actsOf(name)}>
    ${isHere(party)
      ? html`${act(party.status === "paged" ? words.host.pageAgain : words.host.page, paging(party.party, now), words.host.paged)} ${leave("walked_away")}`
      : html`${act(words.host.arrived, arriving(party.party, now), words.host.isHere)} ${leave("no_show")} ${leave("cancelled")}`}
    ${isHere(party) && html`<button type="button" class="quiet" onClick=${onInvite}>${words.host.invite.title}</button>`}
    <button type="button" class="quiet" onClick=${onEdit}>${words.host.edit}</button>
    <button type="button" class="quiet phone" onClick=${onFloor}>${words.host.chooseOnFloor}</button>
  </div>`;
}
