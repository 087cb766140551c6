/** The box's wall clock, kept on the tablet: tablets are often minutes wrong, and counters must not be. */
export class BoxClock {
  #base = Date.now() - performance.now();

  /** Milliseconds since 1970 by the box's clock. */
  now() {
    return this.#base + performance.now();
  }

  /** Set from a response's `Date` header, which is cut to whole seconds: the middle is the best guess. */
  learn(date) {
    const ms = Date.parse(date);
    if (!Number.isNaN(ms)) this.#base = ms + 500 - performance.now();
  }

  /** A time the box has already reached, such as a live event's: the clock is at least there. */
  reached(ms) {
    this.#base = Math.max(this.#base, ms - performance.now());
  }
}
