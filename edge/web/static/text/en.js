/** Every word on the page, in English. Functions take ready-made pieces; `duration` and `time` come from `text/text.js`. */
import { count } from "./count.js";
import { host } from "./en/host.js";
import { manager } from "./en/manager.js";
import { waiter } from "./en/waiter.js";

export const en = {
  locale: "en-GB",

  duration: {
    seconds: (s) => `${s} s`,
    minutes: (m) => `${m} min`,
    hours: (h, m) => (m ? `${h} h ${m} min` : `${h} h`),
    days: (d) => count(d, "day", "days"),
  },
  spoken: {
    seconds: (s) => count(s, "second", "seconds"),
    minutes: (m) => count(m, "minute", "minutes"),
    hours: (h, m) => count(h, "hour", "hours") + (m ? ` ${count(m, "minute", "minutes")}` : ""),
    days: (d) => count(d, "day", "days"),
  },

  page: {
    title: (store) => (store ? `Floor · ${store}` : "Floor"),
    floor: "Floor",
    eyes: "What needs eyes",
    eyesShort: "Needs eyes",
    opening: "Opening the floor…",
    demo: "Demo",
    demoMeaning: "The rooms in this demo are rendered, no real guests.",
    noTables: "No tables yet",
    noTablesHint: "Give a camera its calibration, and its tables appear here.",
    offPlan: "Not on the plan",
  },

  states: {
    clean: "clean",
    occupied: "occupied",
    dirty: "dirty",
    reserved: "reserved",
    unavailable: "closed",
    unseen: "not seen",
    never: "not seen yet",
    disputed: "in question",
  },
  asks: {
    state: (said, seen) => `${said} or ${seen}?`,
    people: (said, seen) => `${said} or ${seen} guests?`,
    or: (seen) => `or ${seen}?`,
  },
  unsure: "unsure",
  justNow: "now",

  /** What a screen reader says of a table; `facts` are joined by commas. */
  table: {
    state: (table, state) => `${table}, ${state}`,
    forTime: (state, spoken) => `${state} for ${spoken}`,
    justBecame: (state) => `${state} just now`,
    people: (n) => count(n, "person", "people"),
    peopleUnknown: "people not counted",
    last: (state) => `last seen ${state}`,
    seats: (n) => count(n, "seat", "seats"),
    disputed: (question) => `in question: ${question}`,
    servedBy: (name) => `served by ${name}`,
    joinedWith: (tables) => `together with ${tables}`,
  },

  header: { clean: "Clean", occupied: "Occupied", dirty: "Dirty", guests: "Guests seen", of: (n, all) => `${n} of ${all}` },

  eyes: {
    nothing: "Nothing needs eyes",
    nothingHint: "All tables are being watched and none is dirty.",
    dirty: "To clear",
    unseen: "To look at in person",
    cameras: "Cameras",
    dirtyFor: (d) => `dirty for ${d}`,
    unseenFor: (d) => `not seen for ${d}`,
    neverSeen: "not seen yet",
    lastKnown: (state) => `was ${state}`,
    unsure: "unsure",
  },

  detail: {
    close: "Close",
    since: (time) => `since ${time}`,
    people: "People",
    seats: "Seats",
    sure: "Sure",
    percent: (p) => `${p} %`,
    seen: "Last look",
    ago: (d) => `${d} ago`,
    by: "Said by",
    unknown: "unknown",
    never: "never",
    wasSeen: (state, time) => `It was ${state} when a camera last saw it at ${time}.`,
    wasBefore: (state) => `It was ${state} before this box restarted. No camera has seen it since.`,
    neverSeen: "No camera has seen this table yet.",
    guess: "The camera is not sure of this. A look across the room settles it.",
    history: "History",
    noHistory: "No changes yet.",
    loading: "Reading…",
    failed: "The history cannot be read right now.",
    lasted: (d) => `for ${d}`,
    picture: "Look through its camera",
    pictureOf: (camera, time) => `${camera} at ${time}`,
    pictureAgain: "Look again",
    pictureRefused: "Only a manager may look through a camera.",
    pictureFailed: "The camera gives no picture right now.",
  },
  sources: { camera: "camera", person: "a person", pos: "the till", system: "this box" },

  cameras: {
    trouble: {
      none: (camera, since) => `${camera} has given no picture since ${since}`,
      starting: (camera, since) => `${camera} has been starting since ${since}`,
      no_answer: (camera, since) => `${camera} has given no picture since ${since}: it does not answer`,
      connection_refused: (camera, since) => `${camera} has given no picture since ${since}: it refuses the connection`,
      credentials: (camera, since) => `${camera} has refused its password since ${since}`,
      not_found: (camera, since) => `${camera} has given no picture since ${since}: there is no stream at its address`,
      no_video: (camera, since) => `${camera} has given no picture since ${since}: it sends no video`,
      wrong_codec: (camera, since) => `${camera} has given no picture since ${since}: its video cannot be decoded`,
      unreadable: (camera, since) => `${camera} has given no picture since ${since}: what it sends cannot be read`,
      no_data: (camera, since) => `${camera} has given no picture since ${since}`,
      frozen: (camera, since) => `${camera} has shown the same frozen picture since ${since}`,
      frame_size: (camera, since) => `${camera} has shown another picture size than calibrated since ${since}`,
      ended: (camera, since) => `${camera} has given no picture since ${since}: its recording ended`,
      worker_down: (camera, since) => `${camera} has not been watched since ${since}: vision is restarting`,
    },
    advice: {
      credentials: "Set its password again in the settings.",
      no_answer: "Check its power and its network cable.",
      connection_refused: "Check that the camera is still a camera: its address may have changed.",
      not_found: "Check its address in the settings.",
      wrong_codec: "Set the camera to H.264.",
      frame_size: "Calibrate it again, or set its old picture size.",
      frozen: "Restart the camera.",
    },
    tables: (n) => (n === 1 ? "its table is not being watched" : `its ${n} tables are not being watched`),
    notWatching: "its tables are not being watched",
    short: (camera, d) => `${camera}: no picture for ${d}`,
    starting: (camera) => `${camera} is starting`,
    live: (n) => count(n, "camera live", "cameras live"),
    allDown: "No camera live",
    noCameras: "No cameras yet",
  },

  link: {
    silent: (time) => `No word from the box since ${time}.`,
    silentMeaning: "This is the floor as it was then. Trying again by itself.",
    lost: "Connection lost, trying again",
    heard: (d) => `last message ${d} ago`,
    heardAt: (time) => `last message at ${time}`,
    heardNow: "last message just now",
    saved: "Saved on this box",
    back: "The floor is live again.",
    never: "The box does not answer. Trying again by itself.",
  },

  key: { title: "How to read it", people: "A filled seat is a person seen.", unsure: "? is a guess." },

  signin: {
    title: "Sign in to see the floor",
    code: {
      label: "Pairing code",
      hint: "A manager makes one on their page, under Tablets. It is good for two minutes.",
      refused: "This code is not good, or no more. Ask for a new one.",
      instead: "I have a pairing code",
    },
    token: {
      label: "Manager token",
      hint: "The box left it in its file manager.token when it first started.",
      refused: "This token is not known here. Check that all of it was copied.",
      instead: "I have the manager token",
    },
    enter: "Show me the floor",
    wait: "Too many tries. Wait a minute, then try again.",
    failed: "The box does not answer. Try again in a moment.",
  },

  pages: { title: "Pages", host: "Floor", waiter: "Waiters", manager: "Shift", floor: "Cameras" },

  phases: { seated: "seated", greeted: "greeted", ordered: "ordered", mains: "mains", dessert: "dessert", check: "check", paid: "paid" },

  commands: {
    undo: "Undo",
    undone: "Taken back.",
    understood: "Understood",
    refused: "That was not done.",
    failed: "That was not done: the box could not do it.",
    unreachable: "The box did not answer. Look at the floor before you tap again.",
    kinds: {
      conflict: "That was not done: things had changed.",
      "not-found": "That was not done: it is gone.",
      "not-allowed": "That was not done: this tablet may not.",
      "too-many-requests": "That was not done: too much at once.",
    },
  },

  announce: {
    table: (table, state) => `${table} is now ${state}.`,
    cameraDown: (sentence) => `${sentence}.`,
    cameraUp: (camera) => `${camera} is live again.`,
    many: (n) => `${n} tables changed.`,
  },

  host,
  waiter,
  manager,
};
