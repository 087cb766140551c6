/** My shift: break and back, and my share of the work beside the house's mean. */
import { html } from "../html.js";
import { asTitle } from "../text/title.js";
import { counter } from "../text/text.js";
import { useState } from "../vendor/hooks.js";
import { money } from "../text/money.js";
import { share } from "../service/share.js";
import { onBreak, resumed, saying, shiftMark } from "../service/taps.js";

export function Shift(model) {
  const { words, mine, service, waiter, onChange } = model;
  return html`
    <section class="shift" aria-label=${words.waiter.myShift}>
      <header>
        <h2>${mine.name}</h2>
        <p class="soft">${mine.section ? asTitle(mine.section) : words.waiter.anySection}</p>
      </header>
      <${Break} ...${model} />
      <h3>${words.waiter.myShare}</h3>
      <dl class="share">${share(service, waiter).map((figure) => html`<${Figure} key=${figure.name} ...${model} figure=${figure} />`)}</dl>
      <p class="soft">${words.waiter.shareMeaning}</p>
      <${Sound} ...${model} />
      ${onChange && html`<button type="button" class="quiet" onClick=${onChange}>${words.waiter.notMe}</button>`}
    </section>
  `;
}

function Break({ words, mine, now, commands }) {
  const busy = commands.pending.has(shiftMark(mine.shift));
  const since = counter(now - Date.parse(mine.since));
  if (mine.on_break) {
    return html`<p class="state">${words.waiter.youAreOnBreak}</p>
      <button type="button" class="strong" disabled=${busy} onClick=${() => commands.send(saying(resumed(mine.shift), words.waiter.done.resumed))}>${words.waiter.resume}</button>`;
  }
  return html`<p class="state soft">${words.waiter.onShiftFor(since)}</p>
    <button type="button" class="quiet" disabled=${busy} onClick=${() => commands.send(saying(onBreak(mine.shift), words.waiter.done.onBreak))}>${words.waiter.takeBreak}</button>`;
}

/** Mine as a bar, the house's mean as a mark on the same scale, both as numbers. */
function Figure({ words, store, figure }) {
  const { name, mine, house } = figure;
  const most = Math.max(mine ?? 0, house ?? 0) * 1.15 || 1;
  const write = (value) => (value === null ? "–" : name === "tips" ? money(value, store?.currency, words.locale) : Number(value.toFixed(1)).toLocaleString(words.locale));
  const at = (value) => (100 * value) / most;
  return html`<div data-figure=${name}>
    <dt>${words.waiter.figures[name]}</dt>
    <dd><b>${write(mine)}</b> <span class="soft">${words.waiter.houseMean(write(house))}</span></dd>
    <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect class="scale" width="100" y="2" height="4" />
      <rect class="amount" width=${mine === null ? 0 : at(mine)} y="2" height="4" />
      ${house !== null && html`<rect class="mark" x=${Math.min(99, at(house))} width="1" height="8" />`}
    </svg>
  </div>`;
}

/** Browsers keep silent until the page was touched: say so, and let one touch change it. */
function Sound({ words, chime }) {
  const [ready, setReady] = useState(chime.ready);
  const test = async () => {
    await chime.allow();
    setReady(chime.ready);
    chime.play("assigned");
  };
  return html`<p class="sound">
    <button type="button" class="quiet" onClick=${test}>${ready ? words.waiter.hearIt : words.waiter.allowSound}</button>
    <span class="soft">${ready ? words.waiter.soundOn : words.waiter.soundOff}</span>
  </p>`;
}
