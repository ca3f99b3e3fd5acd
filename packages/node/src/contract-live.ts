/**
 * A draft as several have it open at once: what an editor in a browser speaks with the node, and who is here. Plain data: it crosses
 * HTTP as it is. Nothing of who is here is kept anywhere.
 */

/** Somebody who has the draft open now, as far as this node knows. */
export type HereInfo = {
  /** Stays the same as long as they are here. */
  readonly id: string
  readonly person: string | null
  /** What they call themselves; of a guest, whose guest it is. */
  readonly name: string | null
  /** The name a guest gave, who is nobody in the commons. */
  readonly guest?: string
  /** At this node: one's own windows, and one's own guests. */
  readonly here: boolean
  /** The node that passed it on, by name or id: that word is all there is for it. */
  readonly via?: string
  /** Where they write, in UTF-16 units, and the other end of what they have selected. */
  readonly cursor: { readonly head: number; readonly anchor: number } | null
}

/** From `from` to `to` goes, `insert` comes. All positions of an update are those of the text before it, in order and apart. */
export type LiveChange = { readonly from: number; readonly to: number; readonly insert: string }

/** One step of the text. `client`: who sent it; empty when it came from elsewhere. */
export type LiveUpdate = { readonly client: string; readonly changes: readonly LiveChange[] }

/** Versions count updates, from the text that `table` began with. A table is gone when the node was started anew. */
export type LiveEvent =
  | {
      readonly type: 'text'
      readonly table: string
      readonly version: number
      readonly title: string
      readonly text: string
    }
  | { readonly type: 'updates'; readonly version: number; readonly updates: readonly LiveUpdate[] }
  /** Something beside the text was changed. */
  | { readonly type: 'beside'; readonly version: number }
  /** Positions are those of the text at this version. */
  | { readonly type: 'here'; readonly version: number; readonly people: readonly HereInfo[] }

/** Edits for a guest: they are written into a session of their own that names the guest. `offers`: only reads along, what is offered goes by `draftSuggest`. */
export type GuestAs = { readonly id: string; readonly name: string; readonly offers?: boolean }

export type JoinLive = {
  readonly draft: string
  /** What this editor calls itself: any word that no other one has. */
  readonly client: string
  /** Where it got to: what came since is told, if the table still stands, else the whole text. */
  readonly table?: string
  readonly version?: number
  readonly as?: GuestAs
}

export type PushLive = {
  readonly draft: string
  readonly client: string
  readonly table: string
  /** The version that the first update was made on. */
  readonly version: number
  readonly updates: readonly (readonly LiveChange[])[]
  readonly as?: GuestAs
}

export type PointLive = {
  readonly draft: string
  readonly client: string
  readonly table: string
  readonly version: number
  readonly cursor: { readonly head: number; readonly anchor: number } | null
  readonly as?: GuestAs
}

/** Errors: LIVE_TABLE_GONE, LIVE_INVALID, those of `drafts`. */
export interface Live {
  /** The text first, then every step of it and who is here, until `signal` aborts. */
  liveDraft(
    request: JoinLive,
    context: { onEvent: (event: LiveEvent) => void; signal: AbortSignal },
  ): Promise<void>
  /** Resolves when the updates are durable. What was taken already, of this client on this table, is not taken twice. */
  pushLive(request: PushLive): Promise<{ version: number }>
  /** Tells the others where this editor's cursor is. */
  pointLive(request: PointLive): Promise<void>
}
