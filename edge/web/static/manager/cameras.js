/** Every camera in a line: live, or in what trouble since when, and what to do. */
import { isDown } from "../floor/floor.js";
import { html } from "../html.js";
import { cameraSentence } from "../view/banners.js";

export function Cameras({ words, times, floor, places, now }) {
  const text = words.manager.cameras;
  const all = [...floor.cameras.values()].sort((a, b) => isDown(b) - isDown(a) || a.camera.localeCompare(b.camera));
  return html`
    <section class="cameras" aria-labelledby="cameras">
      <h2 id="cameras">${text.title}</h2>
      ${all.length === 0 && html`<p class="soft">${words.cameras.noCameras}</p>`}
      <ul class="lines">
        ${all.map(
          (camera) => html`<li key=${camera.camera} data-mark=${mark(camera)}>
            <svg viewBox="0 0 12 12" aria-hidden="true">${isDown(camera) ? html`<path d="M6 0 12 6 6 12 0 6Z" />` : html`<circle cx="6" cy="6" r="4.5" />`}</svg>
            <span>${isDown(camera) ? cameraSentence(camera, places, { words, times, now }) : camera.status === "starting" ? words.cameras.starting(camera.camera) : text.live(camera.camera)}</span>
            ${isDown(camera) && words.cameras.advice[camera.reason] && html`<span class="soft">${words.cameras.advice[camera.reason]}</span>`}
          </li>`,
        )}
      </ul>
    </section>
  `;
}

function mark(camera) {
  if (isDown(camera)) return "bad";
  return camera.status === "starting" ? "idle" : "good";
}
