/** Puts the page together: the box's messages make the floor and the evening, and these make the picture. */
import * as api from "./box/api.js";
import { keepAwake } from "./box/awake.js";
import { BoxClock } from "./box/clock.js";
import { Commands } from "./box/commands.js";
import { Feed, SILENT_AFTER_MS } from "./box/feed.js";
import { Service } from "./box/service.js";
import { afterEvent, afterNow, EMPTY, fromSnapshot } from "./floor/floor.js";
import { whatChanged } from "./floor/news.js";
import { withUnplaced } from "./floor/plan.js";
import { html } from "./html.js";
import { catalogue, Times } from "./text/text.js";
import { render } from "./vendor/preact.js";
import { addressOf, Pages, pagesOf, wished } from "./view/pages.js";
import { Shell } from "./view/shell.js";
import { SignIn } from "./view/signin.js";

const TICK_MS = 1_000;
const LONGEST_TOUCH_MS = 5_000;
const FLOOR_ONLY = new Set(["table.state", "camera.status"]);

class Page {
  #root = document.getElementById("page");
  #clock = new BoxClock();
  #feed = new Feed(api.STREAM, this.#handlers());
  #service = new Service(api.service, () => this.#draw());
  #commands = new Commands(api.command, () => this.#clock.now(), () => this.#draw());
  #pages = new Pages(() => this.#draw());
  #words = catalogue(navigator.languages);
  #times = new Times(this.#words.locale, null);
  #session = null;
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
    keepAwake();
    setInterval(() => this.#draw(), TICK_MS);
    addEventListener("online", () => this.#feed.hurry());
    addEventListener("visibilitychange", () => this.#feed.hurry());
    addEventListener("popstate", () => this.#draw());
    addEventListener("pointerdown", () => this.#hold(), true);
    for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => this.#release(), true);
    addEventListener("blur", (event) => event.target === window && this.#release()); // not of a button that is redrawn
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
    this.#commands.hurry();
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
    if (!FLOOR_ONLY.has(data.kind)) this.#service.soon();
    this.#clock.reached(Date.parse(data.at));
    return afterEvent(this.#floor, data, this.#plan);
  }

  /** What the stream does not carry. An answer that comes after a newer question is dropped. */
  async #askAround() {
    const question = ++this.#asked;
    this.#service.now();
    try {
      const [session, store, plan] = await Promise.all([api.session(), api.store(), api.plan()]);
      if (question !== this.#asked) return;
      this.#session = session;
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

  async #signIn(proof) {
    await api.signIn(proof);
    this.#refused = false;
    this.#feed.start();
    this.#draw();
  }

  #goTo(name) {
    history.pushState(null, "", addressOf(name, location.href));
    this.#draw();
  }

  #announce(text) {
    this.#news = text;
    this.#draw();
  }

  #draw() {
    if (this.#touched) return;
    render(this.#refused ? this.#signInScreen() : html`<${Shell} ...${this.#model()} />`, this.#root);
    document.title = this.#words.page.title(this.#store?.name);
  }

  #signInScreen() {
    return html`<${SignIn} words=${this.#words} onProof=${(proof) => this.#signIn(proof)} />`;
  }

  /** All the picture is made of. While the box is silent its time stands still: counters claim nothing new. */
  #model() {
    const silent = this.#feed.silentMs >= SILENT_AFTER_MS;
    const floor = this.#commands.onFloor(this.#floor);
    return {
      words: this.#words,
      times: this.#times,
      session: this.#session,
      store: this.#store,
      floor,
      service: this.#commands.inService(this.#service.value),
      commands: this.#commands,
      places: withUnplaced(this.#plan, floor.tables.keys(), this.#words.page.offPlan),
      now: silent ? this.#heardAt : this.#clock.now(),
      wall: this.#clock.now(),
      news: this.#news,
      announce: (text) => this.#announce(text),
      link: { silent, connected: this.#connected, everHeard: this.#everHeard, heardAt: this.#heardAt, silentMs: this.#feed.silentMs },
      ...this.#place(),
    };
  }

  /** Which page this is, and which there are. */
  #place() {
    if (!this.#session) return { page: null, pageName: null, pages: [], onPage: () => {} };
    const pageName = wished(this.#session.role, location.href);
    return { page: this.#pages.get(pageName), pageName, pages: pagesOf(this.#session.role), onPage: (name) => this.#goTo(name) };
  }
}

new Page().start();
