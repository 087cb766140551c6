/** What a camera sees this moment: asked for by a manager, shown once, kept nowhere. */
import * as api from "../box/api.js";
import { html } from "../html.js";
import { useEffect, useState } from "../vendor/hooks.js";

export function Picture({ camera, words, times, now }) {
  const [shot, setShot] = useState(null);
  const [problem, setProblem] = useState("");
  useEffect(() => () => shot && URL.revokeObjectURL(shot.url), [shot]);
  const look = () =>
    api.picture(camera).then(
      (url) => {
        setShot({ url, at: now });
        setProblem("");
      },
      (error) => setProblem(error.status === 403 ? words.detail.pictureRefused : words.detail.pictureFailed),
    );
  const caption = shot && words.detail.pictureOf(camera, times.second.format(shot.at));
  return html`
    ${shot && html`<figure><img src=${shot.url} alt=${caption} /><figcaption class="soft">${caption}</figcaption></figure>`}
    ${problem && html`<p class="problem" role="alert">${problem}</p>`}
    <button type="button" class="quiet" onClick=${look}>${shot ? words.detail.pictureAgain : words.detail.picture}</button>
  `;
}
