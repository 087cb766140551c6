/** Which waiter this is: the one the tablet was paired with, or else chosen once and remembered here. */
import { html } from "../html.js";
import { useState } from "../vendor/hooks.js";
import { byName } from "../service/visits.js";

const REMEMBERED = "maitred.waiter";

/** `[waiter, choose]`; waiter null: nobody chose yet. A paired tablet's waiter cannot be changed. */
export function useWaiter(session) {
  const [chosen, setChosen] = useState(remembered);
  const choose = (waiter) => {
    if (waiter === null) localStorage.removeItem(REMEMBERED);
    else localStorage.setItem(REMEMBERED, waiter);
    setChosen(waiter);
  };
  return [session?.waiter ?? chosen, choose];
}

function remembered() {
  const kept = Number(localStorage.getItem(REMEMBERED));
  return kept > 0 ? kept : null;
}

export function Who({ words, service, onChoose }) {
  const people = [...service.waiters].filter((each) => each.name).sort(byName);
  return html`
    <main class="waiter who">
      <h2>${words.waiter.who}</h2>
      <p class="soft">${people.length ? words.waiter.whoHint : words.waiter.nobody}</p>
      <ul>
        ${people.map((each) => html`<li key=${each.shift}><button type="button" class="quiet" onClick=${() => onChoose(each.waiter)}>${each.name}</button></li>`)}
      </ul>
    </main>
  `;
}
