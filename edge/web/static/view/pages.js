/** Which pages there are, and whose: the first of a role's is the one it opens with. */

const OF_ROLE = {
  view: ["floor"],
  waiter: ["waiter", "floor"],
  host: ["host", "waiter", "floor"],
  manager: ["host", "waiter", "manager", "floor"],
  service: ["host", "waiter", "manager", "floor"],
};

/** A page is `{Page, figures}`: its component, and the numbers it wants in the header (none: the floor's own). */
const OPEN = {
  floor: async () => ({ Page: (await import("./watch.js")).Watch }),
  host: async () => paged(await import("../host/page.js"), "HostPage"),
  waiter: async () => paged(await import("../waiter/page.js"), "WaiterPage"),
  manager: async () => paged(await import("../manager/page.js"), "ManagerPage"),
};

const paged = (module, name) => ({ Page: module[name], figures: module.figures });

/** Names of the pages that a role may see. */
export const pagesOf = (role) => OF_ROLE[role] ?? OF_ROLE.view;

/** The page that the address names, if it is one of the role's; else the role's own. */
export function wished(role, address) {
  const pages = pagesOf(role);
  const name = new URL(address).searchParams.get("page");
  return pages.includes(name) ? name : pages[0];
}

/** The address of a page. */
export function addressOf(name, address) {
  const url = new URL(address);
  url.searchParams.set("page", name);
  return url.href;
}

/** Pages as they are opened; each is read from the box once. */
export class Pages {
  #opened = new Map();
  #changed;

  constructor(changed) {
    this.#changed = changed;
  }

  /** The page, or null while it is on its way. */
  get(name) {
    if (!this.#opened.has(name)) this.#open(name);
    return this.#opened.get(name);
  }

  async #open(name) {
    this.#opened.set(name, null);
    try {
      this.#opened.set(name, await OPEN[name]());
      this.#changed();
    } catch (error) {
      this.#opened.delete(name); // asked for again with the next picture
      reportError(error);
    }
  }
}
