/** Dragging a party onto a table, by mouse, pen or finger. What is dragged follows without a redraw of the page. */
import { html } from "../html.js";
import { useEffect, useRef, useState } from "../vendor/hooks.js";

const SLOP_PX = 8;

const tableAt = (x, y) => document.elementFromPoint(x, y)?.closest(".floor [data-table]")?.dataset.table ?? null;

/** `{dragged, over, grab, ghost}`: the party in the air, the table below it, the handler for `pointerdown`, the ghost's ref. */
export function useDrag(onDrop) {
  const [state, setState] = useState({ party: null, over: null });
  const held = useRef(null);
  const ghost = useRef(null);
  const drop = useRef(onDrop);
  drop.current = onDrop;
  useEffect(() => listen(held, ghost, setState, drop), []);
  const grab = (party) => (event) => {
    if (event.button === 0) held.current = { party, id: event.pointerId, x: event.clientX, y: event.clientY, moving: false };
  };
  return { dragged: state.party, over: state.over, grab, ghost };
}

function listen(held, ghost, setState, drop) {
  const move = (event) => {
    const grip = held.current;
    if (grip?.id !== event.pointerId) return;
    if (!grip.moving && Math.hypot(event.clientX - grip.x, event.clientY - grip.y) < SLOP_PX) return;
    grip.moving = true;
    if (ghost.current) ghost.current.style.transform = `translate(${event.clientX}px, ${event.clientY}px)`;
    const over = tableAt(event.clientX, event.clientY);
    setState((old) => (old.party === grip.party && old.over === over ? old : { party: grip.party, over }));
  };
  const end = (event) => {
    const grip = held.current;
    if (grip?.id !== event.pointerId) return;
    held.current = null;
    setState({ party: null, over: null });
    const table = event.type === "pointerup" && grip.moving ? tableAt(event.clientX, event.clientY) : null;
    if (table) drop.current(grip.party, table);
  };
  const still = (event) => held.current?.moving && event.preventDefault(); // no text is selected on the way
  const on = { pointermove: move, pointerup: end, pointercancel: end, selectstart: still };
  for (const [name, act] of Object.entries(on)) addEventListener(name, act);
  return () => {
    for (const [name, act] of Object.entries(on)) removeEventListener(name, act);
  };
}

export function Ghost({ at, party, label }) {
  return html`<div class="ghost" ref=${at} aria-hidden="true"><b>${party.size ?? "?"}</b> ${label}</div>`;
}
