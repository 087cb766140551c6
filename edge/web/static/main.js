/** Puts the page together: the box's messages make the floor, the floor makes the picture. */
import * as api from "./box/api.js";
import { BoxClock } from "./box/clock.js";
import { Feed, SILENT_AFTER_MS } from "./box/feed.js";
import { afterEvent, afterNow, EMPTY, fromSnapshot } from "./floor/floor.js";
import { whatChanged } from "./floor/news.js";
import { withUnplaced } from "./floor/plan.js";
import { html } from "./html.js";
import { catalogue, Times } from "./text/text.js";
import { render } from "./vendor/preact.js";
import { App } from "./view/app.js";
import { SignIn } from "./view/signin.js";

const TICK_MS = 1_000;
const LONGEST_TOUCH_MS = 5_000;

class Page {
  #root = document.getElementById("page");
  #clock = new BoxClock();
  #feed = new Feed(api.STREAM, this.#handlers());
  #words = catalogue(navigator.languages);
  #times = new Times(this.#words.locale, null);
  #store = null;
  #plan = [];
  #floor = EMPTY;
  #news = "";
  #connected = false;
  #everHeard = false;
  #refused = false;
  #heardAt = this.#clock.now();
  #touchedAt = null;
  #asked = 0;

  start() {
    document.documentElement.lang = this.#words.locale.slice(0, 2);
    this.#feed.start();
    setInterval(() => this.#draw(), TICK_MS);
    addEventListener("online", () => this.#feed.hurry());
    addEventListener("visibilitychange", () => this.#feed.hurry());
    addEventListener("pointerdown", () => this.#hold(), true);
    for (const end of ["pointerup", "pointercancel", "blur"]) addEventListener(end, () => this.#release(), true);
    this.#draw();
  }

  #handlers() {
    return {
      open: (response) => this.#open(response),
      event: (kind, data) => this.#take(kind, data),
      heard: () => this.#hear(),
      lost: () => this.#lose(),
      refused: () => this.#refuse(),
    };
  }

  #open(response) {
    this.#clock.learn(response.headers.get("Date"));
    this.#connected = true;
    if (this.#everHeard && this.#feed.silentMs >= SILENT_AFTER_MS) this.#news = this.#words.link.back;
  }

  #hear() {
    this.#everHeard = true;
    this.#heardAt = this.#clock.now();
  }

  #lose() {
    this.#connected = false;
    this.#draw();
  }

  #refuse() {
    this.#refused = true;
    this.#draw();
  }

  #take(kind, data) {
    const before = this.#floor;
    this.#floor = this.#next(kind, data);
    this.#news = whatChanged(before, this.#floor, this.#words) || this.#news;
    this.#draw();
  }

  #next(kind, data) {
    if (kind === "snapshot") {
      this.#askAround();
      return fromSnapshot(data);
    }
    if (kind === "now") return afterNow(this.#floor, data);
    if (kind === "resync") return this.#floor;
    if (data.kind === "calibration.applied") this.#askAround();
    this.#clock.reached(Date.parse(data.at));
    return afterEvent(this.#floor, data, this.#plan);
  }

  /** What the stream does not carry. An answer that comes after a newer question is dropped. */
  async #askAround() {
    const question = ++this.#asked;
    try {
      const [store, plan] = await Promise.all([api.store(), api.plan()]);
      if (question !== this.#asked) return;
      this.#store = store;
      this.#plan = plan;
      this.#times = new Times(this.#words.locale, store.timezone);
    } catch (error) {
      if (!(error instanceof api.Refused)) throw error;
      if (error.status === 401) this.#refuse();
      else setTimeout(() => question === this.#asked && this.#askAround(), 5 * TICK_MS);
    }
    this.#draw();
  }

  /** Nothing moves under a finger: what changes meanwhile is drawn when it lifts. */
  #hold() {
    this.#touchedAt = performance.now();
  }

  #release() {
    this.#touchedAt = null;
    this.#draw();
  }

  get #touched() {
    return this.#touchedAt !== null && performance.now() - this.#touchedAt < LONGEST_TOUCH_MS;
  }

  async #signIn(token) {
    await api.signIn(token);
    this.#refused = false;
    this.#feed.start();
    this.#draw();
  }

  #draw() {
    if (this.#touched) return;
    render(this.#refused ? this.#signInScreen() : html`<${App} ...${this.#model()} />`, this.#root);
    document.title = this.#words.page.title(this.#store?.name);
  }

  #signInScreen() {
    return html`<${SignIn} words=${this.#words} onToken=${(token) => this.#signIn(token)} />`;
  }

  /** All the picture is made of. While the box is silent its time stands still: counters claim nothing new. */
  #model() {
    const silent = this.#feed.silentMs >= SILENT_AFTER_MS;
    return {
      words: this.#words,
      times: this.#times,
      store: this.#store,
      floor: this.#floor,
      places: withUnplaced(this.#plan, this.#floor.tables.keys(), this.#words.page.offPlan),
      now: silent ? this.#heardAt : this.#clock.now(),
      wall: this.#clock.now(),
      news: this.#news,
      link: { silent, connected: this.#connected, everHeard: this.#everHeard, heardAt: this.#heardAt, silentMs: this.#feed.silentMs },
    };
  }
}

new Page().start();
