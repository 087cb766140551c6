/** The sections of the house: added by name, closed for tonight, removed when empty. */
import { html } from "../html.js";
import { asTitle } from "../text/title.js";
import { sectionKept, sectionRemoved } from "./orders.js";

export function Sections({ words, service, commands }) {
  const text = words.manager.sections;
  const add = async (event) => {
    event.preventDefault();
    const form = event.target;
    const section = form.section.value.trim();
    if (section && (await commands.send(sectionKept({ section, active: true })))) form.reset();
  };
  return html`<section aria-labelledby="sections">
    <h2 id="sections">${text.title}</h2>
    ${service.sections.length === 0 && html`<p class="soft">${text.none}</p>`}
    <ul class="lines">
      ${service.sections.map((each) => html`<${Section} key=${each.section} words=${words} commands=${commands} section=${each} tables=${service.tables.filter((table) => table.section === each.section).length} />`)}
    </ul>
    <form class="inline" onSubmit=${add}>
      <label>${text.name}<input name="section" required maxlength="40" pattern="[A-Za-z0-9][A-Za-z0-9_.\\-]*" title=${text.nameRule} autocomplete="off" /></label>
      <button type="submit" class="quiet">${text.add}</button>
    </form>
  </section>`;
}

function Section({ words, commands, section, tables }) {
  const text = words.manager.sections;
  const busy = commands.pending.has(`section:${section.section}`);
  const turn = () => commands.send(sectionKept({ section: section.section, active: !section.active }));
  return html`<li data-section=${section.section} aria-busy=${busy}>
    <p><b>${asTitle(section.section)}</b> <span class="soft">${words.waiter.hasTables(tables)}${section.active ? "" : ` · ${text.closed}`}</span></p>
    <div class="answers">
      <button type="button" class="quiet" disabled=${busy} onClick=${turn}>${section.active ? text.close : text.open}</button>
      <button type="button" class="quiet" disabled=${busy || tables > 0} title=${tables > 0 ? text.inUse : null} onClick=${() => commands.send(sectionRemoved(section.section))}>${text.remove}</button>
    </div>
  </li>`;
}
