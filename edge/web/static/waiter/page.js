/** The waiter's page: my tables, who I was just given, my shift. Made for one hand and a loud room. */
import { html } from "../html.js";
import { useEffect, useRef, useState } from "../vendor/hooks.js";
import { Tabs } from "../view/tabs.js";
import { calls, sentence } from "./calls.js";
import { Chime } from "./chime.js";
import { Shift } from "./shift.js";
import { Tables } from "./tables.js";
import { me } from "../service/visits.js";
import { useWaiter, Who } from "./who.js";

export function WaiterPage(model) {
  const { service, session, words } = model;
  const [waiter, choose] = useWaiter(session);
  const [tab, setTab] = useState("tables");
  const [chime] = useState(() => new Chime());
  const handed = useCalls(model, waiter, chime);
  if (!service) return html`<main class="waiter"><p class="nothing">${words.waiter.opening}</p></main>`;
  if (waiter === null) return html`<${Who} ...${model} onChoose=${choose} />`;
  const mine = me(service, waiter);
  if (!mine) return html`<${OffShift} words=${words.waiter} fixed=${Boolean(session?.waiter)} onChange=${() => choose(null)} />`;
  const parts = { ...model, waiter, mine, handed, chime };
  return html`
    <main class="waiter" data-tab=${tab} onClick=${() => chime.allow()}>
      <${Tables} ...${parts} />
      <${Shift} ...${parts} onChange=${session?.waiter ? null : () => choose(null)} />
      <${Tabs} tabs=${tabs(words.waiter.tabs, handed.visits)} tab=${tab} onTab=${setTab} />
    </main>
  `;
}

/** A waiter's numbers are on their cards: the header is left to the time. */
export const figures = () => [];

const tabs = (words, handed) => [
  { name: "tables", title: words.tables, count: handed.size },
  { name: "shift", title: words.shift, count: 0 },
];

/** Tells the waiter what is new by sound, vibration and the live region. Gives the visits just handed to them. */
function useCalls({ service, words, announce }, waiter, chime) {
  const last = useRef({ service: null, waiter });
  const [handed, setHanded] = useState(() => new Set());
  useEffect(() => {
    const before = last.current.waiter === waiter ? last.current.service : null;
    last.current = { service, waiter };
    const news = calls(before, service, waiter);
    if (!news.length) return;
    chime.play(news[0].kind);
    const said = news.map((call) => sentence(call, service, words.waiter)).join(" ");
    queueMicrotask(() => announce(said)); // it redraws the page, which may be in the middle of being drawn
    const given = news.filter((call) => call.kind === "transferred").map((call) => call.visit.visit);
    if (given.length) setHanded((old) => new Set([...old, ...given]));
  }, [service, waiter]);
  const seen = (visit) => setHanded((old) => new Set([...old].filter((each) => each !== visit)));
  return { visits: handed, seen };
}

function OffShift({ words, fixed, onChange }) {
  return html`<main class="waiter">
    <div class="nothing">
      <p>${words.offShift}</p>
      <p class="soft">${words.offShiftHint}</p>
      ${!fixed && html`<button type="button" class="quiet" onClick=${onChange}>${words.notMe}</button>`}
    </div>
  </main>`;
}
