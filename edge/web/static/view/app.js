/** The whole page: header, banners, the floor, what needs eyes, and the line of truth. */
import { attention } from "../floor/attention.js";
import { html } from "../html.js";
import { useCallback, useEffect, useState } from "../vendor/hooks.js";
import { Banners } from "./banners.js";
import { Footer } from "./footer.js";
import { Header } from "./header.js";
import { Panel } from "./panel.js";
import { Room } from "./room.js";

export function App(model) {
  const { words, floor, places, now, link, news } = model;
  const [selected, setSelected] = useState(null);
  const [tab, setTab] = useState("floor");
  const needs = attention(floor, places, now);
  const close = useCallback(() => setSelected(null), []);
  const select = useCallback((table) => setSelected((old) => (old === table ? null : table)), []);
  useEscape(close);
  return html`
    <div class="page" data-tab=${tab} data-silent=${link.silent}>
      <${Header} ...${model} />
      <${Banners} ...${model} cameras=${needs.cameras} />
      <main>
        <${Room} ...${model} selected=${selected} onSelect=${select} />
        <${Panel} ...${model} needs=${needs} selected=${selected} onSelect=${select} onClose=${close} />
      </main>
      <${Tabs} words=${words} tab=${tab} needs=${needs} onTab=${setTab} />
      <${Footer} ...${model} cameras=${needs.cameras} />
      <div class="unseen-by-eyes" role="status" aria-live="polite">${news}</div>
    </div>
  `;
}

function useEscape(act) {
  useEffect(() => {
    const listen = (event) => event.key === "Escape" && act();
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, [act]);
}

/** On a phone, floor and list are a tab apart; on wider screens CSS leaves the tabs out. */
function Tabs({ words, tab, needs, onTab }) {
  const waiting = needs.cameras.length + needs.dirty.length + needs.unseen.length;
  const tabs = [
    ["floor", words.page.floor, 0],
    ["eyes", words.page.eyesShort, waiting],
  ];
  return html`
    <nav class="tabs">
      ${tabs.map(
        ([name, title, n]) => html`
          <button key=${name} type="button" aria-pressed=${tab === name} onClick=${() => onTab(name)}>
            ${title}${n > 0 && html` <span class="count">${n}</span>`}
          </button>
        `,
      )}
    </nav>
  `;
}
