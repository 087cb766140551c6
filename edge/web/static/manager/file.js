/** The whole set-up as one file: to keep, to carry to another box, to bring back. */
import * as api from "../box/api.js";
import { html } from "../html.js";
import { useState } from "../vendor/hooks.js";
import { saying } from "../service/taps.js";
import { setupKept } from "./orders.js";

export function SetupFile({ words, store, commands }) {
  const text = words.manager.file;
  const [problem, setProblem] = useState("");
  const take = async () => {
    setProblem("");
    await api.json("setup").then((document_) => download(document_, `${store?.name ?? "maitred"} set-up.json`), () => setProblem(words.manager.notRead));
  };
  const bring = async (event) => {
    const [file] = event.target.files;
    event.target.value = "";
    const document_ = await parsed(file);
    setProblem(document_ ? "" : text.notJson);
    if (document_) await commands.send(saying(setupKept(document_), text.brought));
  };
  return html`<section aria-labelledby="file">
    <h2 id="file">${text.title}</h2>
    <p class="soft">${text.hint}</p>
    ${problem && html`<p class="problem" role="alert">${problem}</p>`}
    <div class="answers">
      <button type="button" class="quiet" onClick=${take}>${text.take}</button>
      <label class="quiet file">${text.bring}<input type="file" accept="application/json,.json" onChange=${bring} /></label>
    </div>
  </section>`;
}

async function parsed(file) {
  try {
    return JSON.parse(await file.text());
  } catch {
    return null;
  }
}

function download(document_, name) {
  const url = URL.createObjectURL(new Blob([JSON.stringify(document_, null, 1)], { type: "application/json" }));
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1_000);
}
