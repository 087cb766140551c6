/**
 * What people tap, on its way to the box.
 *
 * A command shows at once what it wants (`change`), looks pending until the box acknowledges it, and is rolled back with
 * the reason if the box refuses. Without an answer it is sent again under the same key, so that it is done once; after
 * half a minute it is given up, since nobody wants a tap to take effect long after they turned to something else.
 */
import { Refused } from "./api.js";
import { newKey } from "./key.js";

const BACKOFF_MS = [500, 1_000, 2_000, 4_000];
const GIVE_UP_MS = 30_000;
const SHOWN_MS = 12_000;
const CAUGHT_UP_MS = 5_000;

export class Commands {
  #deliver;
  #now;
  #changed;
  #jobs = [];
  #notices = [];
  #wakes = new Set();

  /** Why the last command of a mark was refused: `{status, problem}`. Gone with the next of that mark. */
  refused = new Map();

  /** `deliver(command, key)` sends one; `now()` is the box's time in ms; `changed()` is called when something is. */
  constructor(deliver, now, changed) {
    this.#deliver = deliver;
    this.#now = now;
    this.#changed = changed;
  }

  /**
   * `{method, path, body, mark, change, floorChange, done, instead}`; gives the box's answer, or null if it refused.
   *
   * `mark`: what it is about, as `visit:12`. `change(service)`, `floorChange(floor)`: how things look once it is granted.
   * `done(answer)`: what the bar says then. `instead(problem)`: after a refusal, other commands as `[{label, command}]`.
   */
  async send(command) {
    const job = { ...command, key: newKey(), seq: null };
    this.#jobs.push(job);
    this.refused.delete(job.mark);
    this.#changed();
    try {
      const answer = await this.#delivered(job);
      this.#acknowledge(job, answer);
      return answer;
    } catch (error) {
      this.#drop(job);
      if (!(error instanceof Refused)) throw error;
      this.#refuse(job, error);
      return null;
    } finally {
      this.#changed();
    }
  }

  /** Takes back what a notice offers to. */
  undo(notice, words) {
    this.dismiss(notice);
    return this.send({ path: "undo", body: { undo: notice.undo }, mark: "undo", done: () => words.undone });
  }

  dismiss(notice) {
    this.#notices = this.#notices.filter((each) => each !== notice);
    this.#changed();
  }

  /** Marks of commands that the box has not acknowledged yet. */
  get pending() {
    return new Set(this.#jobs.filter((job) => job.seq === null).map((job) => job.mark));
  }

  /** What the bar shows: the newest that is still worth it, `{text, refused, undo, until, actions}`, or null. */
  get notice() {
    return this.#notices.findLast((each) => each.until > this.#now()) ?? null;
  }

  /** The service as it looks once everything on its way is granted. */
  inService(service) {
    return service && this.#ahead(service.seq, "change").reduce((value, job) => job.change(value), service);
  }

  /** The floor likewise. */
  onFloor(floor) {
    return this.#ahead(floor.seq ?? 0, "floorChange").reduce((value, job) => job.floorChange(value), floor);
  }

  /** The box is there again: send what waits. */
  hurry() {
    for (const wake of this.#wakes) wake();
  }

  #ahead(seq, change) {
    return this.#jobs.filter((job) => job[change] && (job.seq === null || job.seq > seq));
  }

  async #delivered(job) {
    const until = performance.now() + GIVE_UP_MS;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.#deliver(job, job.key);
      } catch (error) {
        const pause = Math.max(error.retryAfterMs ?? 0, BACKOFF_MS[Math.min(attempt, BACKOFF_MS.length - 1)]);
        if (!error.passing || performance.now() + pause > until) throw error;
        await this.#pause(pause);
      }
    }
  }

  #pause(ms) {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#wakes.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.#wakes.add(wake);
    });
  }

  /** What it changed stays shown until service and floor have caught up with it, which takes a moment. */
  #acknowledge(job, answer) {
    job.seq = answer.seq ?? 0;
    setTimeout(() => this.#drop(job), CAUGHT_UP_MS);
    const text = job.done?.(answer);
    const until = answer.undo ? Date.parse(answer.undo_until) : this.#now() + CAUGHT_UP_MS;
    if (text) this.#notices.push({ text, refused: null, undo: answer.undo ?? null, until, actions: [] });
  }

  #refuse(job, { status, problem }) {
    const refused = { status, problem };
    this.refused.set(job.mark, refused);
    const actions = problem ? (job.instead?.(problem) ?? []) : [];
    this.#notices.push({ text: "", refused, undo: null, until: this.#now() + SHOWN_MS, actions });
  }

  #drop(job) {
    this.#jobs = this.#jobs.filter((each) => each !== job);
    this.#notices = this.#notices.filter((each) => each.until > this.#now());
  }
}
