/** The host stand: the floor, who waits, and where they should sit. Whatever a tap does can be taken back. */
import { tableFacts } from "../floor/facts.js";
import { html } from "../html.js";
import { useCallback, useMemo, useState } from "../vendor/hooks.js";
import { useEscape } from "../view/escape.js";
import { Room } from "../view/room.js";
import { Tabs } from "../view/tabs.js";
import { Alerts } from "./alerts.js";
import { useSuggestions } from "./asking.js";
import { Ghost, useDrag } from "./drag.js";
import { Entry } from "./entry.js";
import { Invite } from "./invite.js";
import { joining, moving } from "./orders.js";
import { Queue } from "./parties.js";
import { candidates, PickBar } from "./picking.js";
import { Quoted } from "./quoted.js";
import { covers, isHere, lists } from "./queue.js";
import { called, seatOrder } from "./seating.js";
import { serverOf } from "./servers.js";
import { Suggestion } from "./suggestion.js";
import { TableSheet } from "./table.js";

/** Covers and parties waiting, for the header. */
export function figures({ words, service, floor }) {
  if (!service) return [];
  const { covers: guests, seats } = covers(service, floor);
  return [
    { name: "covers", label: words.host.coversNow, value: `${guests} / ${seats}` },
    { name: "waiting", label: words.host.waiting, value: words.host.parties(lists(service).here.length) },
  ];
}

export function HostPage(model) {
  const stand = useStand(model);
  const { words, service } = model;
  const { party, focus, facts, found, drag, sheet, tab } = stand;
  const parts = { ...model, ...stand };
  const tabs = [
    { name: "floor", title: words.page.floor, count: 0 },
    { name: "side", title: words.host.queueShort, count: service ? lists(service).here.length : 0 },
  ];
  return html`
    <div class="halves host" data-tab=${tab} data-dragging=${drag.dragged !== null}>
      <main>
        <div class="with-pick">
          <${Room} ...${model} selected=${sheet?.table ?? null} facts=${facts} aims=${stand.aims} titles=${stand.titles} onSelect=${stand.onTable} />
          <${PickBar} words=${words} picking=${stand.picking} party=${party} onCancel=${stand.letGo} onJoin=${stand.onJoin} />
        </div>
        <aside class="panel">
          ${service
            ? html`
                <div class="lists">
                  <${Quoted} words=${words} />
                  <${Queue} ...${parts} />
                  <${Alerts} ...${parts} />
                </div>
                ${focus && html`<${Suggestion} ...${parts} party=${focus} found=${found} onSeat=${(option) => stand.onSeat({ ...option, party: focus })} />`}
              `
            : html`<p class="soft">${words.page.opening}</p>`}
        </aside>
      </main>
      <${Tabs} tabs=${tabs} tab=${tab} onTab=${stand.setTab} />
      ${drag.dragged && html`<${Ghost} at=${drag.ghost} party=${drag.dragged} label=${called(drag.dragged, words.host)} />`}
      ${sheet?.table && html`<${TableSheet} key=${sheet.table} ...${parts} table=${sheet.table} onClose=${stand.close} />`}
      ${sheet?.entry && html`<${Entry} ...${parts} party=${sheet.party} onClose=${stand.close} />`}
      ${sheet?.invite && party && html`<${Invite} words=${words} party=${party} onClose=${stand.close} />`}
    </div>
  `;
}

/** What is chosen and open on this tablet, what that means for the floor, and what taps do. */
function useStand(model) {
  const { service, commands } = model;
  const [chosen, setChosen] = useState(null);
  const [picking, setPicking] = useState(null);
  const [sheet, setSheet] = useState(null);
  const [tab, setTab] = useState("floor");
  const party = service?.parties.find((each) => each.party === chosen) ?? null;
  const focus = party ?? service?.parties.find((each) => isHere(each) && each.party > 0) ?? null;
  const found = useSuggestions(focus, service?.seq);
  const facts = tableFacts(service, commands.pending);
  const letGo = useCallback(() => {
    setChosen(null);
    setPicking(null);
  }, []);
  useEscape(letGo);
  const onSeat = ({ tables, waiter = null, party: seated = null, size = null, anyway = false }) => {
    letGo();
    commands.send(seatOrder({ tables, waiter: waiter ?? suggested(tables, found) ?? serverOf(tables, service), party: seated, size, anyway }, model));
  };
  const drag = useDrag((dragged, table) => onSeat({ tables: [table], party: dragged }));
  const pick = (table) => {
    if (picking.kind === "join") {
      setPicking({ ...picking, tables: picking.tables.includes(table) ? picking.tables.filter((each) => each !== table) : [...picking.tables, table] });
      return;
    }
    setPicking(null);
    commands.send({ ...moving(picking.visit, [table]), done: () => model.words.host.moved(picking.visit.tables.join(" + "), table) });
  };
  const aims = aimsOf({ facts, floor: model.floor, picking, party, found, over: drag.over });
  const onTable = (table) => {
    if (picking) pick(table);
    else if (party && aims.get(table) !== "no") onSeat({ tables: [table], party });
    else setSheet({ table });
  };
  return {
    party, focus, chosen, found, facts, aims, picking, sheet, tab, drag, letGo, setTab, onSeat, onTable,
    titles: useMemo(() => titles(service, model.places), [service, model.places]),
    close: () => setSheet(null),
    onChoose: setChosen,
    onPick: (what) => {
      setSheet(null);
      setChosen(null);
      setTab("floor");
      setPicking(what);
    },
    onJoin: () => {
      setPicking(null);
      commands.send({ ...joining(picking.tables), done: () => model.words.host.joined(picking.tables.join(" + ")) });
    },
    onAdd: () => setSheet({ entry: true, party: null }),
    onAdded: (answer) => setChosen(answer.party),
    onEdit: () => setSheet({ entry: true, party }),
    onInvite: () => setSheet({ invite: true }),
    onLeave: (order) => {
      letGo();
      commands.send(order);
    },
    onFloor: () => setTab("floor"),
  };
}

/** The waiter that the box suggests for these tables, if it does. */
const suggested = (tables, found) => found?.options?.find((option) => option.tables.join() === tables.join())?.waiter ?? null;

/** Which tables to point at: where the next tap may go, the one suggested, the one below what is dragged. */
function aimsOf({ facts, floor, picking, party, found, over }) {
  const placing = picking?.kind === "move" ? picking.visit : picking ? { size: null } : party;
  const aims = placing ? candidates(facts, floor, placing.size) : new Map();
  if (picking?.kind === "join") for (const table of picking.tables) aims.set(table, "best");
  if (!picking) for (const table of found?.options?.[0]?.tables ?? []) aims.set(table, "best");
  if (over) aims.set(over, "over");
  return aims;
}

/** What is written on the walls of a room: its section, where all of its tables are of one, and who serves there. */
function titles(service, places) {
  const sections = new Map(service?.tables.map((each) => [each.table, each.section]) ?? []);
  const rooms = new Map();
  for (const { section: room, table } of places) rooms.set(room, new Set([...(rooms.get(room) ?? []), sections.get(table) ?? null]));
  const names = (own) => service?.waiters.filter((each) => each.section !== null && own.has(each.section)).map((each) => each.name) ?? [];
  const named = ([room, own]) => [room, { name: (own.size === 1 && [...own][0]) || room, more: names(own).filter(Boolean).join(", ") }];
  return new Map([...rooms].map(named));
}
