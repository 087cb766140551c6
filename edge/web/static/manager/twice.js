/** A button for what cannot be undone: the first tap says what will happen, the second, within seconds, does it. */
import { html } from "../html.js";
import { useEffect, useState } from "../vendor/hooks.js";

const ARMED_MS = 6_000;

export function Twice({ label, meaning, disabled, onAct }) {
  const [armed, setArmed] = useState(false);
  useEffect(() => {
    if (!armed) return undefined;
    const timer = setTimeout(() => setArmed(false), ARMED_MS);
    return () => clearTimeout(timer);
  }, [armed]);
  const tap = () => {
    setArmed(!armed);
    if (armed) onAct();
  };
  return html`<button type="button" class="quiet twice" data-armed=${armed} disabled=${disabled} onClick=${tap}>${armed ? meaning : label}</button>`;
}
