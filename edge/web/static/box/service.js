/** The evening as the box tells it (`GET /service`), kept fresh: asked again after events, never twice at a time. */
import { Refused } from "./api.js";

const SETTLE_MS = 250;
const AGAIN_MS = 2_000;

export class Service {
  #read;
  #changed;
  #timer = null;
  #asking = false;
  #wanted = false;

  /** The last answer, or null. */
  value = null;

  /** `read()` asks the box; `changed()` is called after every answer. */
  constructor(read, changed) {
    this.#read = read;
    this.#changed = changed;
  }

  /** Something happened: ask in a moment, once for all that happens until then. */
  soon(ms = SETTLE_MS) {
    this.#timer ??= setTimeout(() => this.now(), ms);
  }

  /** Ask at once; while an answer is on its way, again after it. */
  async now() {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#wanted = true;
    if (this.#asking) return;
    this.#asking = true;
    try {
      while (this.#wanted) await this.#ask();
    } finally {
      this.#asking = false;
    }
  }

  async #ask() {
    this.#wanted = false;
    try {
      this.value = await this.#read();
      this.#changed();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.passing) this.soon(AGAIN_MS);
    }
  }
}
