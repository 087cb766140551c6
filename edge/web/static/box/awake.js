/** Keeps the screen on while the page is looked at. Browsers allow it on secure pages only; elsewhere nothing happens. */
export function keepAwake() {
  const ask = () => document.visibilityState === "visible" && navigator.wakeLock?.request("screen").catch(() => {});
  document.addEventListener("visibilitychange", ask);
  ask();
}
