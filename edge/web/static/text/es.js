/** Every word on the page, in Spanish. Same keys as `en.js`; a test holds them together. */
import { count } from "./count.js";
import { host } from "./es/host.js";
import { manager } from "./es/manager.js";
import { waiter } from "./es/waiter.js";

export const es = {
  locale: "es-ES",

  duration: {
    seconds: (s) => `${s} s`,
    minutes: (m) => `${m} min`,
    hours: (h, m) => (m ? `${h} h ${m} min` : `${h} h`),
    days: (d) => count(d, "día", "días"),
  },
  spoken: {
    seconds: (s) => count(s, "segundo", "segundos"),
    minutes: (m) => count(m, "minuto", "minutos"),
    hours: (h, m) => count(h, "hora", "horas") + (m ? ` y ${count(m, "minuto", "minutos")}` : ""),
    days: (d) => count(d, "día", "días"),
  },

  page: {
    title: (store) => (store ? `Sala · ${store}` : "Sala"),
    floor: "Sala",
    eyes: "Qué mirar ahora",
    eyesShort: "Qué mirar",
    opening: "Abriendo la sala…",
    demo: "Demo",
    demoMeaning: "Las salas de esta demo son imágenes generadas, sin clientes reales.",
    noTables: "Aún no hay mesas",
    noTablesHint: "Calibre una cámara y sus mesas aparecerán aquí.",
    offPlan: "Fuera del plano",
  },

  states: {
    clean: "limpia",
    occupied: "ocupada",
    dirty: "sucia",
    reserved: "reservada",
    unavailable: "cerrada",
    unseen: "sin ver",
    never: "aún sin ver",
    disputed: "en duda",
  },
  asks: {
    state: (said, seen) => `¿${said} o ${seen}?`,
    people: (said, seen) => `¿${said} o ${seen} clientes?`,
    or: (seen) => `¿o ${seen}?`,
  },
  unsure: "dudoso",
  justNow: "ahora",

  table: {
    state: (table, state) => `${table}, ${state}`,
    forTime: (state, spoken) => `${state} desde hace ${spoken}`,
    justBecame: (state) => `${state} ahora mismo`,
    people: (n) => count(n, "persona", "personas"),
    peopleUnknown: "personas sin contar",
    last: (state) => `vista por última vez ${state}`,
    seats: (n) => count(n, "asiento", "asientos"),
    disputed: (question) => `en duda: ${question}`,
    servedBy: (name) => `atiende ${name}`,
    joinedWith: (tables) => `junto con ${tables}`,
  },

  header: { clean: "Limpias", occupied: "Ocupadas", dirty: "Sucias", guests: "Clientes vistos", of: (n, all) => `${n} de ${all}` },

  eyes: {
    nothing: "Nada que mirar",
    nothingHint: "Todas las mesas se ven y ninguna está sucia.",
    dirty: "Por recoger",
    unseen: "Por mirar en persona",
    cameras: "Cámaras",
    dirtyFor: (d) => `sucia desde hace ${d}`,
    unseenFor: (d) => `sin ver desde hace ${d}`,
    neverSeen: "aún sin ver",
    lastKnown: (state) => `estaba ${state}`,
    unsure: "dudoso",
  },

  detail: {
    close: "Cerrar",
    since: (time) => `desde las ${time}`,
    people: "Personas",
    seats: "Asientos",
    sure: "Certeza",
    percent: (p) => `${p} %`,
    seen: "Última mirada",
    ago: (d) => `hace ${d}`,
    by: "Lo dice",
    unknown: "no se sabe",
    never: "nunca",
    wasSeen: (state, time) => `Estaba ${state} cuando una cámara la vio por última vez a las ${time}.`,
    wasBefore: (state) => `Estaba ${state} antes de reiniciarse este equipo. Ninguna cámara la ha visto desde entonces.`,
    neverSeen: "Ninguna cámara ha visto esta mesa todavía.",
    guess: "La cámara no está segura. Basta una mirada a la sala.",
    history: "Historial",
    noHistory: "Sin cambios todavía.",
    loading: "Leyendo…",
    failed: "El historial no se puede leer ahora.",
    lasted: (d) => `durante ${d}`,
    picture: "Mirar por su cámara",
    pictureOf: (camera, time) => `${camera} a las ${time}`,
    pictureAgain: "Mirar otra vez",
    pictureRefused: "Solo un encargado puede mirar por una cámara.",
    pictureFailed: "La cámara no da imagen ahora.",
  },
  sources: { camera: "la cámara", person: "una persona", pos: "la caja", system: "este equipo" },

  cameras: {
    trouble: {
      none: (camera, since) => `${camera} no da imagen desde las ${since}`,
      starting: (camera, since) => `${camera} está arrancando desde las ${since}`,
      no_answer: (camera, since) => `${camera} no da imagen desde las ${since}: no responde`,
      connection_refused: (camera, since) => `${camera} no da imagen desde las ${since}: rechaza la conexión`,
      credentials: (camera, since) => `${camera} rechaza su contraseña desde las ${since}`,
      not_found: (camera, since) => `${camera} no da imagen desde las ${since}: no hay vídeo en su dirección`,
      no_video: (camera, since) => `${camera} no da imagen desde las ${since}: no envía vídeo`,
      wrong_codec: (camera, since) => `${camera} no da imagen desde las ${since}: su vídeo no se puede decodificar`,
      unreadable: (camera, since) => `${camera} no da imagen desde las ${since}: lo que envía no se puede leer`,
      no_data: (camera, since) => `${camera} no da imagen desde las ${since}`,
      frozen: (camera, since) => `${camera} muestra la misma imagen congelada desde las ${since}`,
      frame_size: (camera, since) => `${camera} muestra otro tamaño de imagen que el calibrado desde las ${since}`,
      ended: (camera, since) => `${camera} no da imagen desde las ${since}: su grabación terminó`,
      worker_down: (camera, since) => `${camera} no se mira desde las ${since}: la visión se está reiniciando`,
    },
    advice: {
      credentials: "Ponga de nuevo su contraseña en los ajustes.",
      no_answer: "Revise su corriente y su cable de red.",
      connection_refused: "Revise la cámara: su dirección puede haber cambiado.",
      not_found: "Revise su dirección en los ajustes.",
      wrong_codec: "Ponga la cámara en H.264.",
      frame_size: "Calíbrela otra vez o devuelva su tamaño de imagen.",
      frozen: "Reinicie la cámara.",
    },
    tables: (n) => (n === 1 ? "su mesa no se está mirando" : `sus ${n} mesas no se están mirando`),
    notWatching: "sus mesas no se están mirando",
    short: (camera, d) => `${camera}: sin imagen desde hace ${d}`,
    starting: (camera) => `${camera} está arrancando`,
    live: (n) => count(n, "cámara en vivo", "cámaras en vivo"),
    allDown: "Ninguna cámara en vivo",
    noCameras: "Aún no hay cámaras",
  },

  link: {
    silent: (time) => `Sin noticias del equipo desde las ${time}.`,
    silentMeaning: "Esta es la sala tal como estaba entonces. Se reintenta solo.",
    lost: "Conexión perdida, reintentando",
    heard: (d) => `último mensaje hace ${d}`,
    heardAt: (time) => `último mensaje a las ${time}`,
    heardNow: "último mensaje ahora mismo",
    saved: "Guardado en este equipo",
    back: "La sala está en vivo otra vez.",
    never: "El equipo no responde. Se reintenta solo.",
  },

  key: { title: "Cómo leerla", people: "Un asiento lleno es una persona vista.", unsure: "? es una suposición." },

  signin: {
    title: "Entre para ver la sala",
    code: {
      label: "Código de emparejamiento",
      hint: "Un encargado lo crea en su página, en Tabletas. Vale dos minutos.",
      refused: "Este código no vale, o ya no. Pida uno nuevo.",
      instead: "Tengo un código de emparejamiento",
    },
    token: {
      label: "Clave del encargado",
      hint: "El equipo la dejó en su archivo manager.token al arrancar por primera vez.",
      refused: "Esta clave no se conoce aquí. Compruebe que se copió entera.",
      instead: "Tengo la clave del encargado",
    },
    enter: "Ver la sala",
    wait: "Demasiados intentos. Espere un minuto y pruebe de nuevo.",
    failed: "El equipo no responde. Pruebe de nuevo en un momento.",
  },

  pages: { title: "Páginas", host: "Sala", waiter: "Camareros", manager: "Turno", floor: "Cámaras" },

  phases: { seated: "sentados", greeted: "atendidos", ordered: "pedido", mains: "platos", dessert: "postre", check: "cuenta", paid: "pagado" },

  commands: {
    undo: "Deshacer",
    undone: "Deshecho.",
    understood: "Entendido",
    refused: "No se ha hecho.",
    failed: "No se ha hecho: el equipo no pudo.",
    unreachable: "El equipo no respondió. Mire la sala antes de tocar otra vez.",
    kinds: {
      conflict: "No se ha hecho: algo había cambiado.",
      "not-found": "No se ha hecho: ya no existe.",
      "not-allowed": "No se ha hecho: esta tableta no puede.",
      "too-many-requests": "No se ha hecho: demasiado a la vez.",
    },
  },

  announce: {
    table: (table, state) => `${table} está ahora ${state}.`,
    cameraDown: (sentence) => `${sentence}.`,
    cameraUp: (camera) => `${camera} está en vivo otra vez.`,
    many: (n) => `${n} mesas han cambiado.`,
  },

  host,
  waiter,
  manager,
};
