/** The floor as cameras see it, and what needs eyes: for a wall, and for those who may only look. */
import { attention } from "../floor/attention.js";
import { html } from "../html.js";
import { useCallback, useState } from "../vendor/hooks.js";
import { useEscape } from "./escape.js";
import { Panel } from "./panel.js";
import { Room } from "./room.js";
import { Tabs } from "./tabs.js";

export function Watch(model) {
  const { words, floor, places, now } = model;
  const [selected, setSelected] = useState(null);
  const [tab, setTab] = useState("floor");
  const needs = attention(floor, places, now);
  const close = useCallback(() => setSelected(null), []);
  const select = useCallback((table) => setSelected((old) => (old === table ? null : table)), []);
  useEscape(close);
  const tabs = [
    { name: "floor", title: words.page.floor, count: 0 },
    { name: "side", title: words.page.eyesShort, count: needs.cameras.length + needs.dirty.length + needs.unseen.length },
  ];
  return html`
    <div class="halves" data-tab=${tab}>
      <main>
        <${Room} ...${model} selected=${selected} onSelect=${select} />
        <${Panel} ...${model} needs=${needs} selected=${selected} onSelect=${select} onClose=${close} />
      </main>
      <${Tabs} tabs=${tabs} tab=${tab} onTab=${setTab} />
    </div>
  `;
}
