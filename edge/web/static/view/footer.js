/** One quiet line of truth: which cameras are live, what is wrong, where it is saved, and when the box last spoke. */
import { html } from "../html.js";
import { duration } from "../text/text.js";

const FRESH_MS = 5_000;

export function Footer({ words, times, floor, now, link, cameras }) {
  return html`
    <footer>
      <ul>
        ${link.everHeard && !link.connected ? html`<${Fact} mark="bad" text=${words.link.lost} />` : html`<${Cameras} ...${{ words, floor, now, down: cameras }} />`}
      </ul>
      <p>${floor.seq !== null && `${words.link.saved} · `}${heard(link, words, times)}</p>
    </footer>
  `;
}

function Cameras({ words, floor, now, down }) {
  const all = [...floor.cameras.values()];
  const live = all.filter((camera) => camera.status === "online").length;
  const starting = all.filter((camera) => camera.status === "starting");
  return html`
    ${all.length > 0 && html`<${Fact} mark=${live ? "good" : "bad"} text=${live ? words.cameras.live(live) : words.cameras.allDown} />`}
    ${all.length === 0 && floor.device && html`<${Fact} mark="idle" text=${words.cameras.noCameras} />`}
    ${down.map((camera) => html`<${Fact} key=${camera.camera} mark="bad" text=${words.cameras.short(camera.camera, age(camera, words, now))} />`)}
    ${starting.map((camera) => html`<${Fact} key=${camera.camera} mark="idle" text=${words.cameras.starting(camera.camera)} />`)}
  `;
}

/** The mark differs by shape as well as by colour: a disc is well, a diamond is not, a ring is waiting. */
function Fact({ mark, text }) {
  return html`<li data-mark=${mark}>
    <svg viewBox="0 0 12 12" aria-hidden="true">${mark === "bad" ? html`<path d="M6 0 12 6 6 12 0 6Z" />` : html`<circle cx="6" cy="6" r="4.5" />`}</svg>
    ${text}
  </li>`;
}

const age = (camera, words, now) => duration(camera.since ? now - Date.parse(camera.since) : 0, words.duration);

function heard(link, words, times) {
  if (!link.everHeard) return "";
  if (link.silent || !link.connected) return words.link.heardAt(times.second.format(link.heardAt));
  return link.silentMs < FRESH_MS ? words.link.heardNow : words.link.heard(duration(link.silentMs, words.duration));
}
