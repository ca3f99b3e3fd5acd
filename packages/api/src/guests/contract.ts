/** Doors for guests on the local network, as whoever steers the node sees them. */

export type GuestRight = 'view' | 'suggest' | 'edit'

export type OpenGuestRequest = {
  /** A draft or a good: its id, link or title. */
  readonly thing: string
  readonly right?: GuestRight
  /** How long, in seconds; an hour unless said. */
  readonly seconds?: number
  /** What this door is called in the list. */
  readonly name?: string
  /** Addresses of this computer; those on local networks unless said. */
  readonly hosts?: readonly string[]
  readonly port?: number
}

export type GuestDoorInfo = {
  readonly id: string
  readonly name: string | null
  readonly what: 'draft' | 'good'
  readonly thing: string
  readonly title: string
  readonly right: GuestRight
  /** ms since the epoch */
  readonly until: number
  /** One for each address of this computer. Whoever has it is let in. */
  readonly links: readonly string[]
  readonly guests: readonly {
    readonly name: string
    readonly since: number
    /** The page is open. */
    readonly here: boolean
  }[]
}

export interface Guests {
  openGuest(request: OpenGuestRequest): Promise<GuestDoorInfo>
  listGuests(): Promise<{ doors: readonly GuestDoorInfo[] }>
  /** One door by its id, its name, or the title of what it opens; all without. Ends what runs through it at once. */
  closeGuest(request: { door?: string }): Promise<{ closed: readonly GuestDoorInfo[] }>
}
