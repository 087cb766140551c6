/** Escape lets go of whatever was chosen. */
import { useEffect } from "../vendor/hooks.js";

export function useEscape(act) {
  useEffect(() => {
    const listen = (event) => event.key === "Escape" && act();
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, [act]);
}
