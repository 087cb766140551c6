/** Short sounds made on the spot, and the same as vibration: nothing to load, nothing to wait for. */

/** Notes `[hertz, start_s, length_s]` and vibration `[on_ms, off_ms, ...]` of each kind of call. Rising: come. */
const CHIMES = {
  assigned: { notes: [[659, 0, 0.16], [880, 0.18, 0.34]], buzz: [180, 80, 280] },
  transferred: { notes: [[659, 0, 0.12], [659, 0.16, 0.12], [880, 0.32, 0.34]], buzz: [120, 60, 120, 60, 280] },
  back: { notes: [[523, 0, 0.3]], buzz: [120] },
};

const LOUDNESS = 0.35;
const FADE_S = 0.02;

export class Chime {
  #context = null;

  /** Whether a sound would be heard. Browsers allow none before the page was touched. */
  get ready() {
    return this.#context?.state === "running";
  }

  /** To be called while a finger is down. */
  async allow() {
    this.#context ??= new AudioContext();
    if (this.#context.state === "suspended") await this.#context.resume();
  }

  /** Sound, where allowed, and vibration, where the tablet can, of a kind of call; other kinds are silent. */
  play(kind) {
    const chime = CHIMES[kind];
    if (!chime) return;
    if (this.ready) for (const note of chime.notes) this.#note(...note);
    if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(chime.buzz);
  }

  #note(hertz, start, length) {
    const tone = new OscillatorNode(this.#context, { type: "triangle", frequency: hertz });
    const gain = new GainNode(this.#context, { gain: 0 });
    const from = this.#context.currentTime + start;
    gain.gain.setValueAtTime(0, from);
    gain.gain.linearRampToValueAtTime(LOUDNESS, from + FADE_S);
    gain.gain.exponentialRampToValueAtTime(0.001, from + length);
    tone.connect(gain).connect(this.#context.destination);
    tone.start(from);
    tone.stop(from + length + FADE_S);
  }
}
