/** What the page says, in the languages of the program. */
const en = {
  opening: 'Opening …',
  guestOf: (host: string) => `You are a guest of ${host}.`,
  until: (time: string) => `Open until ${time}, or until it is closed.`,
  plain: 'This goes over your network without encryption: whoever is in the same network could read along.',
  view: 'You can read along.',
  suggest: 'What you write is an offer: it counts when it is accepted.',
  edit: 'You can write along.',
  name: 'Your name, as the others shall see it',
  enter: 'Go in',
  text: 'Text of the draft',
  saved: 'Saved',
  saving: 'Saving …',
  offline: 'Not connected. What you write is kept in this page until it is.',
  alone: 'Nobody else is here.',
  are: (names: string, one: boolean) => `${names} ${one ? 'is' : 'are'} here.`,
  ended: 'It is closed. Nothing more can be written here.',
  unsaved: 'Your last words did not arrive any more. They still stand below: copy them if you need them.',
  noSecret: 'This address is not complete. Scan the code again, or ask for the whole link.',
  notReached: 'The computer of your host is not reached.',
  again: 'Try again',
  files: 'Files',
  download: 'Download',
  licence: 'Licence',
  picture: 'Picture',
  noFiles: 'It has no files.',
}

type Words = typeof en

const de: Words = {
  opening: 'Wird geöffnet …',
  guestOf: (host) => `Du bist zu Gast bei ${host}.`,
  until: (time) => `Offen bis ${time}, oder bis es geschlossen wird.`,
  plain: 'Das geht unverschlüsselt durch euer Netz: Wer im selben Netz ist, könnte mitlesen.',
  view: 'Du kannst mitlesen.',
  suggest: 'Was du schreibst, ist ein Vorschlag: Es gilt, wenn es angenommen wird.',
  edit: 'Du kannst mitschreiben.',
  name: 'Dein Name, wie ihn die anderen sehen',
  enter: 'Hinein',
  text: 'Text des Entwurfs',
  saved: 'Gespeichert',
  saving: 'Wird gespeichert …',
  offline: 'Keine Verbindung. Was du schreibst, bleibt so lange in dieser Seite.',
  alone: 'Sonst ist niemand hier.',
  are: (names, one) => `${names} ${one ? 'ist' : 'sind'} hier.`,
  ended: 'Es ist geschlossen. Hier kann nichts mehr geschrieben werden.',
  unsaved:
    'Deine letzten Worte kamen nicht mehr an. Sie stehen noch unten: Kopiere sie, wenn du sie brauchst.',
  noSecret:
    'Diese Adresse ist nicht vollständig. Scanne den Code noch einmal, oder frage nach dem ganzen Link.',
  notReached: 'Der Computer deines Gastgebers ist nicht erreichbar.',
  again: 'Noch einmal',
  files: 'Dateien',
  download: 'Herunterladen',
  licence: 'Lizenz',
  picture: 'Bild',
  noFiles: 'Es hat keine Dateien.',
}

const es: Words = {
  opening: 'Abriendo …',
  guestOf: (host) => `Estás aquí por invitación de ${host}.`,
  until: (time) => `Abierto hasta las ${time}, o hasta que se cierre.`,
  plain: 'Esto pasa por vuestra red sin cifrar: quien esté en la misma red podría leerlo.',
  view: 'Puedes leer.',
  suggest: 'Lo que escribes es una propuesta: vale cuando se acepta.',
  edit: 'Puedes escribir.',
  name: 'Tu nombre, como lo verán los demás',
  enter: 'Entrar',
  text: 'Texto del borrador',
  saved: 'Guardado',
  saving: 'Guardando …',
  offline: 'Sin conexión. Lo que escribes se queda en esta página hasta que vuelva.',
  alone: 'No hay nadie más aquí.',
  are: (names, one) => `${names} ${one ? 'está' : 'están'} aquí.`,
  ended: 'Está cerrado. Aquí ya no se puede escribir.',
  unsaved: 'Tus últimas palabras ya no llegaron. Siguen abajo: cópialas si las necesitas.',
  noSecret: 'Esta dirección no está completa. Escanea el código otra vez o pide el enlace entero.',
  notReached: 'No se llega al ordenador de quien te invita.',
  again: 'Otra vez',
  files: 'Archivos',
  download: 'Descargar',
  licence: 'Licencia',
  picture: 'Imagen',
  noFiles: 'No tiene archivos.',
}

const ALL: Readonly<Record<string, Words>> = { en, de, es }

/** The first language of the reader that we have. */
export function wordsFor(languages: readonly string[]): { language: string; words: Words } {
  const language = languages.map((one) => one.slice(0, 2).toLowerCase()).find((one) => one in ALL) ?? 'en'
  return { language, words: ALL[language] ?? en }
}

export type { Words }
