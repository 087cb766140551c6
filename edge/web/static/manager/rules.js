/** The rules of the house: how parties are dealt, when somebody must be told, how long a tap holds. */
import { html } from "../html.js";
import { saying } from "../service/taps.js";
import { policyKept } from "./orders.js";
import { useRead } from "./read.js";

/** Rules that may be switched off by leaving them empty, and those that may not, by their group in the policy. */
const OPTIONAL = {
  alerts: ["waiting_over_quote", "dirty", "not_greeted", "not_ordered", "camera_blind", "over_capacity_ratio", "idle_ratio"],
  pacing: ["covers_per_quarter"],
};
const NEEDED = { "": ["hold_s", "dispute_after_s", "undo_s", "bussing_min"], routing: ["max_tables_per_waiter", "options"] };
const FINE = { routing: ["efficiency_weight", "workload_penalty", "tip_penalty", "recency_penalty_minutes", "recency_penalty_weight"] };
const MODES = ["section", "rotation"];

const at = (policy, group, name) => (group ? policy[group][name] : policy[name]);

export function Rules({ words, commands }) {
  const text = words.manager.rules;
  const { data: policy, failed, again } = useRead("policy");
  const save = async (event) => {
    event.preventDefault();
    if (await commands.send(saying(policyKept(read(event.target, policy)), text.saved))) again();
  };
  const fields = (groups, required) => Object.entries(groups).flatMap(([group, names]) => names.map((name) => html`<${Field} key=${name} text=${text} group=${group} name=${name} value=${at(policy, group, name)} required=${required} />`));
  return html`<section aria-labelledby="rules">
    <h2 id="rules">${text.title}</h2>
    ${failed && html`<p class="problem" role="alert">${words.manager.notRead}</p>`}
    ${policy &&
    html`<form class="fields" key=${JSON.stringify(policy)} onSubmit=${save}>
      <fieldset>
        <legend>${text.mode}</legend>
        <div class="choices">
          ${MODES.map((mode) => html`<label key=${mode}><input type="radio" name="routing.mode" value=${mode} defaultChecked=${policy.routing.mode === mode} /><span><b>${text.modes[mode]}</b><span class="soft">${text.modeMeanings[mode]}</span></span></label>`)}
        </div>
      </fieldset>
      <label class="check"><input name="routing.join_tables" type="checkbox" defaultChecked=${policy.routing.join_tables} />${text.names.join_tables}</label>
      <div class="columns">${fields(NEEDED, true)}</div>
      <h3>${text.tell}</h3>
      <p class="soft">${text.tellHint}</p>
      <div class="columns">${fields(OPTIONAL, false)}</div>
      <details>
        <summary>${text.fine}</summary>
        <p class="soft">${text.fineHint}</p>
        <div class="columns">${fields(FINE, true)}</div>
      </details>
      <button type="submit" class="strong" disabled=${commands.pending.has("policy")}>${words.manager.save}</button>
    </form>`}
  </section>`;
}

function Field({ text, group, name, value, required }) {
  return html`<label>${text.names[name]}<input name=${group ? `${group}.${name}` : name} type="number" inputmode="decimal" min="0" step="any" required=${required} defaultValue=${value ?? ""} /></label>`;
}

/** The policy as the form says it; whatever the form does not show stays as it was. */
function read(form, policy) {
  const field = (group, name) => form.elements[group ? `${group}.${name}` : name];
  const numbers = (group, names) => Object.fromEntries(names.map((name) => [name, field(group, name).value === "" ? null : Number(field(group, name).value)]));
  const dealt = { mode: field("routing", "mode").value, join_tables: field("routing", "join_tables").checked };
  return {
    ...policy,
    ...numbers("", NEEDED[""]),
    routing: { ...policy.routing, ...dealt, ...numbers("routing", [...NEEDED.routing, ...FINE.routing]) },
    alerts: { ...policy.alerts, ...numbers("alerts", OPTIONAL.alerts) },
    pacing: { ...policy.pacing, ...numbers("pacing", OPTIONAL.pacing) },
  };
}
