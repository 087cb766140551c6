/** Draws this box's OpenAPI document. Everything is set as text, never as markup. */

const REF = "#/components/schemas/";

/** An element with properties and children; strings become text. */
function el(tag, props = {}, ...children) {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

/** `code` in backticks, the rest as it is. */
const inline = (text) =>
  text.split(/`([^`]*)`/).map((part, index) => (index % 2 ? el("code", {}, part) : part));

/** Paragraphs and tables: as much Markdown as the descriptions use. */
function prose(text) {
  return text
    .split(/\n\s*\n/)
    .filter((block) => block.trim())
    .map((block) => (block.trim().startsWith("|") ? markdownTable(block) : el("p", {}, inline(block))));
}

function markdownTable(block) {
  const [head, , ...rows] = block.trim().split("\n").map((line) => line.trim().slice(1, -1).split("|"));
  return table(head.map((cell) => cell.trim()), rows.map((row) => row.map((cell) => inline(cell.trim()))));
}

function table(head, rows) {
  const header = el("thead", {}, el("tr", {}, head.map((cell) => el("th", { scope: "col" }, cell))));
  return el("table", {}, header, el("tbody", {}, rows.map((row) => el("tr", {}, row.map((cell) => el("td", {}, cell))))));
}

/** A type in words: `text`, `whole number, 1 to 500`, `list of TableView`, `clean / occupied / dirty`. */
function words(schema) {
  if (!schema || Object.keys(schema).length === 0) return "anything";
  if (schema.$ref) {
    const name = schema.$ref.slice(REF.length);
    return [el("a", { href: `#type-${name}` }, name)];
  }
  if (schema.anyOf) return schema.anyOf.flatMap((one, index) => [index ? " or " : "", words(one)].flat());
  if (schema.enum) return schema.enum.join(" / ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.type === "array") return ["list of ", words(schema.items)].flat();
  return (NAMES[schema.type] ?? schema.type ?? "object") + range(schema);
}

const NAMES = { string: "text", integer: "whole number", number: "number", boolean: "true or false", null: "nothing" };

function range({ minimum, maximum, maxLength }) {
  if (minimum !== undefined && maximum !== undefined) return `, ${minimum} to ${maximum}`;
  if (minimum !== undefined) return `, at least ${minimum}`;
  return maxLength === undefined ? "" : `, at most ${maxLength} characters`;
}

/** Fields of an object type, one a row. */
function fields(schema) {
  const required = new Set(schema.required ?? []);
  const rows = Object.entries(schema.properties ?? {}).map(([name, field]) => [
    [el("code", {}, name), required.has(name) ? "" : " (optional)"],
    [words(field), field.description ? el("div", {}, inline(field.description)) : null].flat(),
  ]);
  return rows.length ? table(["field", "type"], rows) : null;
}

function parameters(list) {
  if (!list?.length) return [];
  const rows = list.map(({ name, in: place, required, schema }) => [
    [el("code", {}, name), ` in the ${place}${required ? "" : " (optional)"}`],
    [words(schema), schema.description ? el("div", {}, inline(schema.description)) : null].flat(),
  ]);
  return [el("h4", {}, "It takes"), table(["name", "type"], rows)];
}

function responses(all) {
  const answers = Object.entries(all);
  const good = answers.filter(([status]) => status < 400).map(([status, { description, content }]) => {
    const [media, { schema } = {}] = Object.entries(content ?? {})[0] ?? [];
    const what = media ? [schema ? words(schema) : media].flat() : "";
    return el("tr", {}, el("th", { scope: "row" }, status), el("td", {}, description), el("td", { className: "kind" }, what));
  });
  const refusals = answers
    .filter(([status]) => status >= 400)
    .map(([status, { description }]) => el("li", {}, el("b", {}, status), ` ${description}`));
  return [
    el("h4", {}, "It answers"),
    el("table", {}, el("tbody", {}, good)),
    el("h4", {}, "Or, as a ", el("a", { href: "#type-Problem" }, "Problem")),
    el("ul", { className: "refusals" }, refusals),
  ];
}

function example(method, path, operation) {
  const token = operation["x-role"] ? ' -H "Authorization: Bearer $TOKEN"' : "";
  const body = operation.requestBody ? " -H 'Content-Type: application/json' -d '{…}'" : "";
  const verb = method === "GET" ? "" : ` -X ${method}`;
  return el("pre", { tabIndex: 0 }, `curl${verb}${token}${body} ${location.origin}${path}`);
}

function operation(method, path, described) {
  const body = described.requestBody?.content["application/json"].schema;
  return el(
    "article",
    { id: described.operationId },
    el(
      "h3",
      {},
      el("span", { className: method === "GET" ? "method" : "method changing" }, method),
      el("span", {}, path),
      el("span", { className: "role" }, described["x-role"] ? `needs ${described["x-role"]}` : "open to all"),
    ),
    el("p", {}, inline(described.summary)),
    prose(described.description ?? ""),
    parameters(described.parameters),
    body ? [el("h4", {}, "Its body"), el("p", {}, words(body))] : [],
    responses(described.responses),
    example(method, path, described),
  );
}

function type(name, schema) {
  return el(
    "article",
    { id: `type-${name}` },
    el("h3", {}, name),
    prose(schema.description ?? ""),
    fields(schema) ?? el("p", {}, words({ ...schema, description: undefined })),
  );
}

function link(id, text) {
  return el("a", { href: `#${id}` }, text);
}

/** A route in the list of routes: short, with its method where that changes something. */
function route({ method, path, described }) {
  const verb = method === "GET" ? "" : `${method} `;
  return el("a", { href: `#${described.operationId}`, title: described.summary }, verb + path.replace("/api/v1", ""));
}

function draw(api) {
  const all = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({ method: method.toUpperCase(), path, described })),
  );
  const tags = [...new Set(all.flatMap(({ described }) => described.tags))];
  const types = Object.entries(api.components.schemas);
  document.querySelector("nav").append(
    ...tags.flatMap((tag) => [
      el("h2", {}, tag),
      ...all.filter(({ described }) => described.tags.includes(tag)).map((each) => route(each)),
    ]),
    el("h2", {}, "types"),
    ...types.map(([name]) => link(`type-${name}`, name)),
  );
  document.querySelector("main").append(
    ...all.map(({ method, path, described }) => operation(method, path, described)),
    ...types.map(([name, schema]) => type(name, schema)),
  );
}

const state = document.querySelector("#state");
try {
  const response = await fetch("/api/v1/openapi.json");
  if (!response.ok) throw new Error(`the box answered ${response.status}`);
  draw(await response.json());
  state.remove();
  document.getElementById(location.hash.slice(1))?.scrollIntoView();
} catch (error) {
  state.textContent = `The description could not be read: ${error.message}. Reload the page.`;
}
