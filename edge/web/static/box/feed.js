/** The live stream of the box: connects, listens, notices silence, and comes back by itself. */
import { events } from "./sse.js";

/** Silence after which the floor may no longer be called live. The box pings every 4 s. */
export const SILENT_AFTER_MS = 10_000;

const BACKOFF_MS = { first: 500, most: 10_000 };

/** Waits before attempt `n` (0: the first retry): doubling, capped, spread so that tablets do not return in step. */
export function backoffMs(n, random = Math.random()) {
  return Math.min(BACKOFF_MS.most, BACKOFF_MS.first * 2 ** n) * (0.5 + random / 2);
}

/**
 * Every connection starts with a whole snapshot rather than resuming from the last event: confidences, looks and
 * staleness travel outside the numbered events, and the picture must be right at once.
 */
export class Feed {
  #url;
  #on;
  #running = false;
  #attempt = new AbortController();
  #wake = () => {};
  #heardAt = performance.now();

  /** `on`: `{open(response), event(kind, data), heard(), lost(), refused()}`, called as things happen. */
  constructor(url, on) {
    this.#url = url;
    this.#on = on;
  }

  /** Milliseconds since anything came, pings included. */
  get silentMs() {
    return performance.now() - this.#heardAt;
  }

  start() {
    if (this.#running) return;
    this.#running = true;
    this.#heardAt = performance.now();
    this.#run();
  }

  stop() {
    this.#running = false;
    this.#attempt.abort();
    this.#wake();
  }

  /** Try again now instead of after the backoff: the tablet woke up, the network came back. */
  hurry() {
    this.#wake();
  }

  async #run() {
    for (let failures = 0; this.#running; failures += 1) {
      if (await this.#listen()) failures = 0;
      if (!this.#running) return;
      this.#on.lost();
      await this.#pause(backoffMs(failures));
    }
  }

  /** One connection, until it ends or falls silent. True if it had opened. */
  async #listen() {
    this.#attempt = new AbortController();
    let deadline = this.#abortAfterSilence();
    const heard = () => {
      clearTimeout(deadline);
      deadline = this.#abortAfterSilence();
      this.#heardAt = performance.now();
      this.#on.heard();
    };
    let opened = false;
    try {
      const headers = { Accept: "text/event-stream" };
      const response = await fetch(this.#url, { headers, cache: "no-store", signal: this.#attempt.signal });
      if (response.status === 401) return this.#refuse();
      if (!response.ok) return false;
      opened = true;
      this.#on.open(response);
      for await (const { event, data } of events(response, heard)) this.#tell(event, JSON.parse(data));
    } catch {
      // Refused, cut, given up or garbled: all mean that this connection is over.
    } finally {
      clearTimeout(deadline);
      this.#attempt.abort(); // frees the connection whatever ended it
    }
    return opened;
  }

  /** A mistake in the page is shown in the console; it must not look like a lost connection. */
  #tell(event, data) {
    try {
      this.#on.event(event, data);
    } catch (error) {
      reportError(error);
    }
  }

  #abortAfterSilence() {
    const attempt = this.#attempt;
    return setTimeout(() => attempt.abort(), SILENT_AFTER_MS);
  }

  #refuse() {
    this.#running = false;
    this.#on.refused();
    return false;
  }

  #pause(ms) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
