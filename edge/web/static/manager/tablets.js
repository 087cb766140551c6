/** Tablets: a new one is paired with a code that this page shows large; an old one is put out at once. */
import { html } from "../html.js";
import { useState } from "../vendor/hooks.js";
import { saying } from "../service/taps.js";
import { codeWanted, revoked } from "./orders.js";
import { useRead } from "./read.js";
import { Twice } from "./twice.js";

const ROLES = ["host", "waiter", "view", "manager"];

export function Tablets(model) {
  const { words, service } = model;
  const text = words.manager.tablets;
  const list = useRead("tablets", service.seq);
  return html`
    <div class="tablets">
      <${Pair} ...${model} />
      <section aria-labelledby="paired">
        <h2 id="paired">${text.paired}</h2>
        ${list.failed && html`<p class="problem" role="alert">${words.manager.notRead}</p>`}
        ${list.data?.tablets.length === 0 && html`<p class="soft">${text.none}</p>`}
        <ul class="lines">${(list.data?.tablets ?? []).map((each) => html`<${Tablet} key=${each.tablet} ...${model} tablet=${each} onDone=${list.again} />`)}</ul>
      </section>
    </div>
  `;
}

function Pair({ words, service, commands, wall }) {
  const text = words.manager.tablets;
  const [role, setRole] = useState("host");
  const [waiter, setWaiter] = useState("");
  const [code, setCode] = useState(null);
  const left = code ? Date.parse(code.expires_at) - wall : 0;
  const ask = async () => setCode(await commands.send(codeWanted(role, role === "waiter" && waiter ? Number(waiter) : null)));
  return html`<section class="pair" aria-labelledby="pair">
    <h2 id="pair">${text.pair}</h2>
    ${left > 0
      ? html`<p>${text.enter(text.roles[role])}</p>
          <output class="code" aria-label=${text.code}>${code.code}</output>
          <p class="soft">${text.left(minutesSeconds(left))}</p>
          <button type="button" class="quiet" onClick=${() => setCode(null)}>${text.done}</button>`
      : html`<fieldset>
            <legend>${text.for}</legend>
            <div class="choices">
              ${ROLES.map(
                (each) => html`<label key=${each}><input type="radio" name="role" value=${each} checked=${role === each} onChange=${() => setRole(each)} /><span><b>${text.roles[each]}</b><span class="soft">${text.may[each]}</span></span></label>`,
              )}
            </div>
          </fieldset>
          ${role === "waiter" &&
          html`<label>${text.whose}
            <select value=${waiter} onChange=${(event) => setWaiter(event.target.value)}>
              <option value="">${text.anybody}</option>
              ${service.waiters.map((each) => html`<option key=${each.waiter} value=${each.waiter}>${each.name}</option>`)}
            </select>
          </label>`}
          ${code && html`<p class="soft" role="status">${text.expired}</p>`}
          <button type="button" class="strong" disabled=${commands.pending.has("pairing")} onClick=${ask}>${text.show}</button>`}
  </section>`;
}

/** `1:58` */
function minutesSeconds(ms) {
  const s = Math.ceil(ms / 1000);
  return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`;
}

function Tablet({ words, times, service, session, now, commands, tablet, onDone }) {
  const text = words.manager.tablets;
  const name = service.waiters.find((each) => each.waiter === tablet.waiter)?.name;
  const own = session?.id === tablet.tablet;
  const revoke = async () => (await commands.send(saying(revoked(tablet.tablet), text.revoked))) && onDone();
  return html`<li data-tablet=${tablet.tablet}>
    <p><b>${tablet.tablet}</b> <span class="soft">${[text.roles[tablet.role], name, tablet.paired_at && text.since(times.at(Date.parse(tablet.paired_at), now)), own && text.this].filter(Boolean).join(" · ")}</span></p>
    <${Twice} label=${text.revoke} meaning=${text.revokeMeaning} disabled=${own || commands.pending.has(`tablet:${tablet.tablet}`)} onAct=${revoke} />
  </li>`;
}
