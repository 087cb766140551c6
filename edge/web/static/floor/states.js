/** What a table shows: its look (one of eight shapes), its words on the floor, and its sentence for a screen reader. */
import { counter, duration } from "../text/text.js";

/** Below this confidence the page says that it is not sure. */
export const UNSURE_BELOW = 0.75;

const MINUTE_MS = 60_000;

const age = (iso, now) => (iso ? Math.max(0, now - Date.parse(iso)) : null);

/**
 * `{look, value, age, unsure, people}` of a table row, and what else the evening knows of it; `now` in ms by the box's
 * clock. No row: never seen. `fact`: as `floor/facts.js` makes it, or none.
 */
export function shown(view, now, fact = null) {
  const state = { ...seen(view, now, fact), dispute: fact?.dispute ?? null, joined: fact?.joined ?? [] };
  return state.dispute ? { ...state, look: "disputed", age: age(state.dispute.raised_at, now) } : state;
}

/** Who sits there by the book is there, seen or not; what a person said needs no camera. */
function seen(view, now, fact) {
  if (fact?.visit) return visited(view, now, fact);
  const known = view?.value && (!view.stale || view.source !== "camera");
  if (!known) return { look: "unseen", value: view?.value ?? null, age: age(view?.observed_at, now), unsure: false, people: null };
  const unsure = view.source === "camera" && view.confidence < UNSURE_BELOW;
  return { look: view.value, value: view.value, age: age(view.since, now), unsure, people: view.people };
}

function visited(view, now, { visit, waiter }) {
  const counted = view && !view.stale && view.value === "occupied" ? view.people : null;
  const unsure = visit.phase_confidence < UNSURE_BELOW;
  return { look: "occupied", value: "occupied", age: age(visit.opened_at, now), unsure: false, people: counted ?? visit.size, phase: visit.phase, phaseUnsure: unsure, waiter };
}

/** Ways to say it on the table, fullest first: lists of short lines. The first that fits is drawn. */
export function wordings(state, words) {
  const { look, age, unsure } = state;
  if (look === "disputed") return questions(state.dispute, words);
  const name = words.states[look];
  if (look === "unseen") return age === null ? [[words.states.never], [name]] : [[name, duration(age, words.duration)], [name]];
  if (look === "unavailable" || age === null) return [[name]];
  const time = age < MINUTE_MS ? words.justNow : counter(age);
  const sure = look === "occupied" ? occupied(state, time, words) : [[`${name} ${time}`], ...(look === "dirty" ? [] : [[name, time]]), [time]];
  return unsure ? [...sure.map((lines) => [...lines, words.unsure]), ...sure.map(doubted), [`${time}?`]] : sure;
}

function occupied({ phase, phaseUnsure }, time, words) {
  if (!phase) return [[time]];
  const named = words.phases[phase] + (phaseUnsure ? "?" : "");
  return [[`${time} ${named}`], [time, named], [time]];
}

const doubted = (lines) => [...lines.slice(0, -1), `${lines.at(-1)} ?`];

function questions({ about, said, seen, said_people, seen_people }, words) {
  if (about === "people") return [[words.asks.people(said_people, seen_people)], [`${said_people} / ${seen_people}?`]];
  const [a, b] = [words.states[said], words.states[seen]];
  return [[words.asks.state(a, b)], [a, words.asks.or(b)], [`${a}?`]];
}

/** `T4, occupied for 52 minutes, 3 people, unsure` */
export function sentence(table, state, words) {
  return [words.table.state(table, phrase(state, words)), ...facts(state, words)].join(", ");
}

function phrase({ look, age, dispute }, words) {
  if (dispute) return words.table.disputed(questions(dispute, words)[0][0]);
  if (age === null) return look === "unseen" ? words.states.never : words.states[look];
  if (age < MINUTE_MS && look !== "unseen") return words.table.justBecame(words.states[look]);
  return words.table.forTime(words.states[look], duration(age, words.spoken));
}

function facts({ look, value, people, unsure, phase, waiter, joined }, words) {
  const said = [];
  if (look === "occupied") said.push(people === null ? words.table.peopleUnknown : words.table.people(people));
  if (look === "unseen" && value) said.push(words.table.last(words.states[value]));
  if (unsure) said.push(words.unsure);
  if (phase) said.push(words.phases[phase]);
  if (waiter?.name) said.push(words.table.servedBy(waiter.name));
  if (joined?.length) said.push(words.table.joinedWith(joined.join(", ")));
  return said;
}
