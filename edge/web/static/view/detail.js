/** One table close up: what it is, how sure we are, what it was before, and on request what its camera sees. */
import * as api from "../box/api.js";
import { cameraOf } from "../floor/floor.js";
import { sentence, shown } from "../floor/states.js";
import { html } from "../html.js";
import { useEffect, useState } from "../vendor/hooks.js";
import { duration } from "../text/text.js";
import { Glyph } from "./key.js";
import { Picture } from "./picture.js";

export function Detail({ words, times, floor, places, now, table, onClose }) {
  const view = floor.tables.get(table);
  const place = places.find((each) => each.table === table);
  const state = shown(view, now);
  const camera = cameraOf(table, places, floor.cameras);
  return html`
    <section class="detail" aria-label=${sentence(table, state, words)}>
      <header>
        <h2>${table}</h2>
        <p><${Glyph} look=${state.look} />${words.states[state.look]}${state.age !== null && html` <b>${duration(state.age, words.duration)}</b>`}</p>
        <button type="button" class="close" aria-label=${words.detail.close} onClick=${onClose}>
          <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 6 18 18M18 6 6 18" /></svg>
        </button>
      </header>
      ${note(view, state, { words, times, now })}
      ${view && html`<${Facts} view=${view} seats=${place?.seats} state=${state} words=${words} now=${now} />`}
      ${camera && html`<${Picture} camera=${camera} words=${words} times=${times} now=${now} />`}
      <${History} table=${table} since=${view?.since} words=${words} times=${times} now=${now} />
    </section>
  `;
}

function note(view, state, { words, times, now }) {
  if (state.look !== "unseen") return state.unsure && html`<p class="soft">${words.detail.guess}</p>`;
  return html`<p class="soft">${lastKnown(view, { words, times, now })}</p>`;
}

function lastKnown(view, { words, times, now }) {
  if (!view?.value) return words.detail.neverSeen;
  const state = words.states[view.value];
  return view.observed_at ? words.detail.wasSeen(state, times.at(Date.parse(view.observed_at), now)) : words.detail.wasBefore(state);
}

function Facts({ view, seats, state, words, now }) {
  const fact = (name, value) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
  const ago = view.observed_at ? words.detail.ago(duration(now - Date.parse(view.observed_at), words.duration)) : words.detail.never;
  return html`<dl class="facts">
    ${state.look === "occupied" && fact(words.detail.people, view.people ?? words.detail.unknown)}
    ${seats && fact(words.detail.seats, seats)}
    ${view.value && fact(words.detail.sure, words.detail.percent(Math.floor(view.confidence * 100)))}
    ${fact(words.detail.seen, ago)}
    ${view.source !== "camera" && fact(words.detail.by, words.sources[view.source])}
  </dl>`;
}

/** Read anew whenever the table's state changes. */
function useHistory(table, since) {
  const [answer, setAnswer] = useState({ rows: null, failed: false });
  useEffect(() => {
    let wanted = true;
    const keep = (value) => wanted && setAnswer(value);
    api.table(table).then(
      ({ history }) => keep({ rows: history, failed: false }),
      () => keep({ rows: null, failed: true }),
    );
    return () => (wanted = false);
  }, [table, since]);
  return answer;
}

const MOST_ROWS = 8;

export function History({ table, since, words, times, now }) {
  const { rows, failed } = useHistory(table, since);
  const empty = failed ? words.detail.failed : rows ? words.detail.noHistory : words.detail.loading;
  return html`
    <h3>${words.detail.history}</h3>
    ${rows?.length
      ? html`<ol class="history">
          ${rows.slice(0, MOST_ROWS).map((row, i) => html`<${Past} key=${row.seq} row=${row} until=${i ? Date.parse(rows[i - 1].since) : now} words=${words} times=${times} now=${now} />`)}
        </ol>`
      : html`<p class="soft">${empty}</p>`}
  `;
}

function Past({ row, until, words, times, now }) {
  const from = Date.parse(row.since);
  return html`<li>
    <time datetime=${row.since}>${times.at(from, now)}</time>
    <${Glyph} look=${row.value} />
    <span>${words.states[row.value]}${row.value === "occupied" && row.people !== null && html`, ${words.table.people(row.people)}`}</span>
    <span class="soft">${words.detail.lasted(duration(until - from, words.duration))}</span>
  </li>`;
}
