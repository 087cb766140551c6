/** What a table shows: its look (one of seven shapes), its words on the floor, and its sentence for a screen reader. */
import { counter, duration } from "../text/text.js";

/** Below this confidence the page says that it is not sure. */
export const UNSURE_BELOW = 0.75;

const MINUTE_MS = 60_000;

const age = (iso, now) => (iso ? Math.max(0, now - Date.parse(iso)) : null);

/** `{look, value, age, unsure, people}` of a table row; `now` in ms by the box's clock. No row: never seen. */
export function shown(view, now) {
  if (!view || view.stale || !view.value) {
    return { look: "unseen", value: view?.value ?? null, age: age(view?.observed_at, now), unsure: false, people: null };
  }
  const unsure = view.source === "camera" && view.confidence < UNSURE_BELOW;
  return { look: view.value, value: view.value, age: age(view.since, now), unsure, people: view.people };
}

/** Ways to say it on the table, fullest first: lists of short lines. The first that fits is drawn. */
export function wordings({ look, age, unsure }, words) {
  const state = words.states[look];
  if (look === "unseen") return age === null ? [[words.states.never], [state]] : [[state, duration(age, words.duration)], [state]];
  if (look === "unavailable" || age === null) return [[state]];
  const time = age < MINUTE_MS ? words.justNow : counter(age);
  const sure = look === "occupied" ? [[time]] : [[`${state} ${time}`], ...(look === "dirty" ? [] : [[state, time]]), [time]];
  return unsure ? [...sure.map((lines) => [...lines, words.unsure]), ...sure.map(doubted), [`${time}?`]] : sure;
}

const doubted = (lines) => [...lines.slice(0, -1), `${lines.at(-1)} ?`];

/** `T4, occupied for 52 minutes, 3 people, unsure` */
export function sentence(table, state, words) {
  return [words.table.state(table, phrase(state, words)), ...facts(state, words)].join(", ");
}

function phrase({ look, age }, words) {
  if (age === null) return look === "unseen" ? words.states.never : words.states[look];
  if (age < MINUTE_MS && look !== "unseen") return words.table.justBecame(words.states[look]);
  return words.table.forTime(words.states[look], duration(age, words.spoken));
}

function facts({ look, value, people, unsure }, words) {
  const said = [];
  if (look === "occupied") said.push(people === null ? words.table.peopleUnknown : words.table.people(people));
  if (look === "unseen" && value) said.push(words.table.last(words.states[value]));
  if (unsure) said.push(words.unsure);
  return said;
}
