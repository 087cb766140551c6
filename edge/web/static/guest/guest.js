/**
 * A guest's place in the queue, live. Plain scripting in an old dialect, without a framework: it must open at once on
 * any phone. It asks one question of one address, knows no name, and keeps nothing.
 */
import { told, toldNothing } from "./wait.js";
import { words as wordsOf } from "./words.js";

const ASK_EVERY_MS = 15000;
const ENDED_ASK_EVERY_MS = 60000; // a host may take back what ended it
const OLD_AFTER_MS = 40000;
const LOOK_EVERY_MS = 5000;
const MOST_DOTS = 9;

const part = (id) => document.getElementById(id);

/** Writes only what is different, so that a screen reader says only what is news. */
function write(id, text) {
  if (part(id).textContent !== text) part(id).textContent = text;
}

/** A dot for each party up to and with this one, which is the filled one. */
function drawQueue(place) {
  const dots = place && place <= MOST_DOTS ? place : 0;
  if (part("queue").children.length === dots) return;
  part("queue").replaceChildren(...Array.from({ length: dots }, () => document.createElement("li")));
}

/** Felt in the hand, where the phone can and the guest has touched the page at all: otherwise browsers refuse it. */
function buzz() {
  const touched = navigator.userActivation && navigator.userActivation.hasBeenActive;
  if (touched && navigator.vibrate) navigator.vibrate([300, 150, 300]);
}

class Wait {
  constructor(address, languages) {
    this.address = address;
    this.words = wordsOf(languages);
    this.minute = new Intl.DateTimeFormat(languages[0], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    this.stage = "opening";
    this.heardAt = null;
    this.timer = null;
  }

  start() {
    document.documentElement.lang = this.words.language;
    document.title = this.words.title;
    write("headline", this.words.opening);
    addEventListener("online", () => this.ask());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.ask());
    setInterval(() => this.drawTruth(), LOOK_EVERY_MS);
    this.ask();
  }

  /** One question; the next follows by itself. Spread a little, so that phones do not ask in step. */
  async ask() {
    clearTimeout(this.timer);
    try {
      const answer = await fetch(this.address, { cache: "no-store" });
      if (answer.ok) this.hear(await answer.json());
      else if (answer.status === 404 || answer.status === 410) this.draw(toldNothing(this.words));
    } catch {
      // No connection: what is shown stays, and says of when it is.
    }
    this.drawTruth();
    const pause = this.stage === "ended" ? ENDED_ASK_EVERY_MS : ASK_EVERY_MS;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), pause * (0.9 + Math.random() / 5));
  }

  hear(answer) {
    this.heardAt = Date.now();
    write("store", answer.store || "");
    this.draw(told(answer, this.words));
  }

  draw(view) {
    if (view.stage === "ready" && this.stage !== "ready") buzz();
    this.stage = view.stage;
    part("page").dataset.stage = view.stage;
    write("lead", view.lead);
    write("headline", view.headline);
    write("more", view.more);
    drawQueue(view.position);
    document.title = `${view.headline} · ${this.words.title}`;
  }

  /** Since when what is shown is known. */
  drawTruth() {
    const ended = this.stage === "ended";
    const old = this.heardAt === null || Date.now() - this.heardAt > OLD_AFTER_MS;
    part("page").dataset.old = String(old && !ended);
    write("truth", ended ? "" : this.truth(old));
  }

  truth(old) {
    if (this.heardAt === null) return this.stage === "opening" ? this.words.never : "";
    const time = this.minute.format(this.heardAt);
    return old ? this.words.silent(time) : this.words.asOf(time);
  }
}

new Wait(location.pathname.replace(/\/$/, "") + "/position", navigator.languages || [navigator.language]).start();
