/**
 * Server-sent events from a `fetch` body.
 *
 * `EventSource` hides two things this page must know: comment pings (a quiet stream is not a dead one) and the
 * status of a refusal (401 means sign in, not try again).
 */

/** Cuts a growing text into events `{event, id, data}`. Comments and fields it does not know are skipped. */
export class EventCutter {
  #rest = "";

  /** Events completed by `text`. */
  push(text) {
    const blocks = (this.#rest + text).replace(/\r\n?/g, "\n").split("\n\n");
    this.#rest = blocks.pop();
    return blocks.map(parse).filter((event) => event.data !== "");
  }
}

function parse(block) {
  const event = { event: "message", id: null, data: "" };
  const data = [];
  for (const line of block.split("\n")) {
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "data") data.push(value);
    else if (field === "event" || field === "id") event[field] = value;
  }
  return { ...event, data: data.join("\n") };
}

/** Yields events of a streaming response until it ends; `heard()` is called for every byte that comes, pings too. */
export async function* events(response, heard) {
  const cutter = new EventCutter();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    heard();
    yield* cutter.push(value);
  }
}
