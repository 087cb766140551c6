/** Requests to the box. Everything is asked of the origin the page came from; nothing else is ever asked. */

const API = new URL("api/v1/", document.baseURI);

export const STREAM = new URL("stream", API);

/** Something was refused or failed. `status` 0: no answer at all. */
export class Refused extends Error {
  constructor(status) {
    super(`the box answered ${status}`);
    this.status = status;
  }
}

async function ask(path, options) {
  const response = await fetch(new URL(path, API), { cache: "no-store", ...options }).catch(() => {
    throw new Refused(0);
  });
  if (!response.ok) throw new Refused(response.status);
  return response;
}

const json = async (path) => (await ask(path)).json();

/** `{name, timezone, version, device, demo}` */
export const store = () => json("store");

/** Where tables are drawn: `[{table, section, x, y, width, height, angle_deg, shape, seats}]` */
export const plan = async () => (await json("plan")).tables;

/** One table and its past, newest first: `{..., history: [{value, since, people, confidence}]}` */
export const table = (id) => json(`tables/${encodeURIComponent(id)}`);

/** The picture of a camera right now, with the boxes drawn, as an object URL that the caller revokes. */
export async function picture(camera) {
  const response = await ask(`cameras/${encodeURIComponent(camera)}/snapshot.jpg`);
  return URL.createObjectURL(await response.blob());
}

/** Trades a token for this browser's session cookie. */
export const signIn = (token) =>
  ask("session", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ token }) });
