/** What the next tap on the floor means, as long as something is being placed: a party, a visit that moves, tables to join. */
import { html } from "../html.js";
import { called } from "./seating.js";

const FREE = new Set(["clean", "reserved", undefined, null]);

/** Tables that could take `size` guests now: `{table: "fit" | "tight"}`; the rest are `"no"`. */
export function candidates(facts, floor, size) {
  const of = ([table, { setup, visit }]) => {
    const free = setup.active && !visit && FREE.has(floor.tables.get(table)?.value);
    return [table, !free ? "no" : (size ?? 1) <= setup.seats_max ? "fit" : "tight"];
  };
  return new Map([...facts].map(of));
}

/** The line above the floor that says what a tap will do, and lets go of it. */
export function PickBar({ words, picking, party, onCancel, onJoin }) {
  if (!picking && !party) return null;
  const text = words.host.pick;
  const ready = picking?.kind === "join" && picking.tables.length > 1;
  const sentence = !picking ? text.seat(called(party, words.host)) : picking.kind === "move" ? text.move(picking.visit.tables.join(" + ")) : text.join(picking.tables.join(" + "));
  return html`<div class="pick" role="status">
    <p>${sentence}</p>
    ${ready && html`<button type="button" class="strong" onClick=${onJoin}>${text.joinNow(picking.tables.join(" + "))}</button>`}
    <button type="button" class="quiet" onClick=${onCancel}>${text.cancel}</button>
  </div>`;
}
