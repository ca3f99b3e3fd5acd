// Apart from those of the API, also where they have one name: a guest is a stranger on the network, a program of the person isn't.

/** What `guest open` takes when no port is asked for. Any free one if it is taken. */
export const GUEST_PORT = 4749

/** A meeting at a kitchen table, and no more by accident. */
export const DEFAULT_SECONDS = 60 * 60
export const MAX_SECONDS = 7 * 24 * 60 * 60

export const MAX_DOORS = 16
/** A class room. */
export const MAX_GUESTS = 32
/** Pages of one guest at once. */
export const MAX_STREAMS = 3
export const MAX_CONNECTIONS = 128

/** Bits 160: a secret that stands in a link for an hour. */
export const SECRET_BYTES = 20
export const MAX_NAME = 40

/** What a guest types between two words of the node, many times over. */
export const EDIT_BODY_BYTES = 256 * 1024
export const BODY_BYTES = 4 * 1024
/** The number of a file, or a ticket. */
export const PARAMETER_CHARACTERS = 100

/** Requests of one guest: an editor pushes some 15 a second and points 6. */
export const GUEST_BURST = 120
export const GUEST_PER_SECOND = 40
/** Marks that one guest sets, one after the other: each has to be found in the whole text. */
export const MARK_BURST = 20
export const MARK_PER_SECOND = 1
/** The words that are marked, and an address. */
export const MARK_BODY_BYTES = 128 * 1024
export const MAX_MARKED = 16_000

/** Suggestions of one guest: each is a whole text, compared. */
export const SUGGEST_BURST = 5
export const SUGGEST_PER_SECOND = 0.1
/** One line about why. */
export const MAX_WHY = 200
/** Passages that wait for an answer, of all guests of one door: half of what the host's own person may have waiting. */
export const MAX_WAITING = 128
/** Of one guest, ever. */
export const MAX_SUGGESTIONS = 200
/** A whole draft as JSON, every character of it escaped. It is read only of a guest with the right, and seldom. */
export const SUGGEST_BODY_BYTES = 6 * 1024 * 1024
export const MAX_HEADS = 1_000

/** Knocks without a right secret, of one address: typing errors, and nothing that guesses. */
export const KNOCK_BURST = 30
export const KNOCK_PER_SECOND = 0.5

/** A download is begun within this time after it was asked for. */
export const TICKET_MS = 60_000
export const MAX_TICKETS = 64

/** Pictures and models that are shown in the page; larger ones are downloads. */
export const SHOWN_BYTES = 32 * 1024 * 1024
