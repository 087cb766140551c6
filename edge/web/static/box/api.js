/** Requests to the box. Everything is asked of the origin the page came from; nothing else is ever asked. */

const API = new URL("api/v1/", document.baseURI);
const PATIENCE_MS = 8_000;

export const STREAM = new URL("stream", API);

/** Something was refused or failed. `status` 0: no answer at all. `problem`: what the box said of it, or null. */
export class Refused extends Error {
  constructor(status, problem = null, retryAfterMs = 0) {
    super(problem?.detail ?? `the box answered ${status}`);
    this.status = status;
    this.problem = problem;
    this.retryAfterMs = retryAfterMs;
  }

  /** Whether the same request may be answered later. */
  get passing() {
    return [0, 429, 502, 503, 504].includes(this.status);
  }
}

async function ask(path, options) {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const response = await fetch(new URL(path, API), { cache: "no-store", signal, ...options }).catch(() => {
    throw new Refused(0);
  });
  if (!response.ok) throw new Refused(response.status, await problemOf(response), 1000 * Number(response.headers.get("Retry-After") ?? 0));
  return response;
}

async function problemOf(response) {
  const isProblem = response.headers.get("Content-Type")?.startsWith("application/problem+json");
  return isProblem ? response.json().catch(() => null) : null;
}

/** An answer as JSON; an answer that breaks off on its way is none. */
const parsed = (response) =>
  response.json().catch(() => {
    throw new Refused(0);
  });

/** Reads something: `json("visits/12")`. */
export const json = async (path) => parsed(await ask(path));

const withBody = (method, body, headers = {}) => ({ method, headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(body) });

/** Asks a question that needs a body and changes nothing. */
export const inquire = async (path, body) => parsed(await ask(path, withBody("POST", body)));

/** Sends a command. With the same `key` it is done once, however often it is sent. */
export async function command({ method = "POST", path, body = {} }, key) {
  const named = { "Idempotency-Key": key };
  return parsed(await ask(path, method === "DELETE" ? { method, headers: named } : withBody(method, body, named)));
}

/** `{name, timezone, version, device, demo}` */
export const store = () => json("store");

/** Who is signed in: `{id, role, waiter}` */
export const session = () => json("session");

/** The evening: parties, visits, waiters, disputes, alerts. */
export const service = () => json("service");

/** Where tables are drawn: `[{table, section, x, y, width, height, angle_deg, shape, seats}]` */
export const plan = async () => (await json("plan")).tables;

/** One table and its past, newest first: `{..., history: [{value, since, people, confidence}]}` */
export const table = (id) => json(`tables/${encodeURIComponent(id)}`);

/** The picture of a camera right now, with the boxes drawn, as an object URL that the caller revokes. */
export async function picture(camera) {
  const response = await ask(`cameras/${encodeURIComponent(camera)}/snapshot.jpg`);
  return URL.createObjectURL(await response.blob());
}

/** Trades a pairing code `{code}` or a token `{token}` for this browser's session cookie. */
export const signIn = (proof) => inquire("session", proof);
