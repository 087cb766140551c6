/** Every word of the guest's page, in each of its languages. It stands alone: guests reach nothing else of the box. */

const en = {
  language: "en",
  title: "Your table",
  opening: "One moment…",
  waiting: "Your table in about",
  range: (low, high) => (low === high ? `${high} min` : `${low}–${high} min`),
  soon: "Any moment now",
  unknown: "You are on the list",
  unknownMore: "We will show here how long it takes.",
  next: "You are next.",
  ahead: (n) => (n === 1 ? "One party is ahead of you." : `${n} parties are ahead of you.`),
  ready: "Your table is ready",
  readyMore: "Please come to the host.",
  ended: "Your wait is over",
  endedMore: "Enjoy your visit. If you are still waiting, please ask the host.",
  unknownLink: "This link is not known",
  unknownLinkMore: "It may have ended. The host can tell you how long it takes.",
  asOf: (time) => `As of ${time}, updates by itself`,
  silent: (time) => `No connection since ${time}. Trying again by itself.`,
  never: "No connection yet. Trying again by itself.",
};

const es = {
  language: "es",
  title: "Su mesa",
  opening: "Un momento…",
  waiting: "Su mesa en unos",
  range: (low, high) => (low === high ? `${high} min` : `${low}–${high} min`),
  soon: "En cualquier momento",
  unknown: "Está en la lista",
  unknownMore: "Aquí verá cuánto falta.",
  next: "Usted es el siguiente.",
  ahead: (n) => (n === 1 ? "Hay un grupo delante." : `Hay ${n} grupos delante.`),
  ready: "Su mesa está lista",
  readyMore: "Pase por la entrada, por favor.",
  ended: "Su espera ha terminado",
  endedMore: "Que lo disfrute. Si sigue esperando, pregunte en la entrada.",
  unknownLink: "Este enlace no se conoce",
  unknownLinkMore: "Puede que haya terminado. En la entrada le dirán cuánto falta.",
  asOf: (time) => `A las ${time}, se actualiza solo`,
  silent: (time) => `Sin conexión desde las ${time}. Se reintenta solo.`,
  never: "Aún sin conexión. Se reintenta solo.",
};

const CATALOGUES = { en, es };

/** The words for a list of wished languages, best first; English where none is known. */
export function words(languages) {
  const known = languages.map((tag) => tag.slice(0, 2)).filter((tag) => tag in CATALOGUES);
  return CATALOGUES[known[0] || "en"];
}
