/** How the house is set up: sections, tables, rules, and all of it as one file. */
import { html } from "../html.js";
import { SetupFile } from "./file.js";
import { Rules } from "./rules.js";
import { Sections } from "./sections.js";
import { TableList } from "./tables.js";

export function Setup(model) {
  return html`<div class="setup">
    <${Sections} ...${model} />
    <${TableList} ...${model} />
    <${Rules} ...${model} />
    <${SetupFile} ...${model} />
  </div>`;
}
