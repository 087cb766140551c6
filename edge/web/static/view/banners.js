/** What is wrong, in words nobody can miss: a silent box, a camera that gives no picture. */
import { tablesOf } from "../floor/floor.js";
import { html } from "../html.js";

/** `cam-east has given no picture since 19:42 · its 6 tables are not being watched` */
export function cameraSentence(camera, places, { words, times, now }) {
  const trouble = words.cameras.trouble[camera.reason] ?? words.cameras.trouble.none;
  const since = camera.since ? times.at(Date.parse(camera.since), now) : times.minute.format(now);
  const tables = tablesOf(camera.camera, places).length;
  return `${trouble(camera.camera, since)} · ${tables ? words.cameras.tables(tables) : words.cameras.notWatching}`;
}

export function Banners({ words, times, places, now, link, cameras }) {
  return html`
    <div class="banners">
      ${link.silent &&
      html`<div class="banner" role="alert" data-banner="silent">
        <${Sign} />
        <p>${silence(words, times, link)}${link.everHeard && html` <span class="soft">${words.link.silentMeaning}</span>`}</p>
      </div>`}
      ${cameras.map(
        (camera) => html`<div key=${camera.camera} class="banner" role="alert" data-banner=${camera.camera}>
          <${Sign} />
          <p>
            ${cameraSentence(camera, places, { words, times, now })}
            ${words.cameras.advice[camera.reason] && html` <span class="soft">${words.cameras.advice[camera.reason]}</span>`}
          </p>
        </div>`,
      )}
    </div>
  `;
}

const silence = (words, times, link) => (link.everHeard ? words.link.silent(times.second.format(link.heardAt)) : words.link.never);

function Sign() {
  return html`<svg class="sign" viewBox="0 0 24 24" aria-hidden="true">
    <path d="M12 3 22 20.5H2Z" />
    <path d="M12 10v4.5M12 17.4v.1" />
  </svg>`;
}
