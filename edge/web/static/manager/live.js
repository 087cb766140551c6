/** The shift as it runs: what needs a person first, then pace, waits, and how the work is shared. */
import { html } from "../html.js";
import { Cameras } from "./cameras.js";
import { Needs } from "./needs.js";
import { Pace } from "./pace.js";
import { useRead } from "./read.js";
import { waitingNow } from "./promises.js";
import { Waits } from "./waits.js";
import { Work } from "./work.js";

const MOST_VISITS = 500;
const MOST_PARTIES = 200;
const NONE = [];

export function Live(model) {
  const { service, words } = model;
  const seated = useRead(`visits?open=false&limit=${MOST_VISITS}`, service.seq);
  const came = useRead(`parties?status=seated&limit=${MOST_PARTIES}`, service.seq);
  const visits = seated.data?.visits ?? NONE;
  const past = { ...model, visits, parties: came.data?.parties ?? NONE };
  return html`
    <div class="live">
      ${(seated.failed || came.failed) && html`<p class="problem" role="alert">${words.manager.notRead}</p>`}
      <${Needs} ...${model} />
      <${Pace} ...${past} />
      <${Waits} ...${past} />
      <${Work} ...${model} />
      <${Cameras} ...${model} />
    </div>
  `;
}

/** The few numbers a manager steers by, for the header. */
export function figures({ words, service, now }) {
  if (!service) return [];
  const text = words.manager.figures;
  const sum = (rows, of) => rows.reduce((total, row) => total + (of(row) ?? 0), 0);
  const waiting = waitingNow(service, now);
  const seats = sum(service.tables, (row) => (row.active ? row.seats_max : 0));
  return [
    { name: "here", label: text.here, value: text.of(sum(service.visits, (row) => row.size), seats) },
    { name: "waiting", label: text.waiting, value: waiting.length },
    { name: "longest", label: text.longest, value: waiting.length ? words.duration.minutes(Math.floor(waiting[0].waited)) : "–" },
  ];
}
