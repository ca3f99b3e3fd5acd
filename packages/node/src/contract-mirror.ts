/** What lets a computer keep a commons for its members without reading it. */
export type MirrorLinkInfo = {
  readonly id: string
  readonly name: string
  readonly link: string
  readonly public: boolean
}

/** A commons whose ciphertext is kept here for others. */
export type KeptInfo = {
  readonly id: string
  readonly name: string
  readonly public: boolean
  /** Bytes on the disk, and how many it may be. */
  readonly bytes: number
  readonly quota: number
  /** Nothing more is fetched: the quota is reached, or the disk is almost full. */
  readonly full: boolean
  /** It is the disk that is full, and not the quota; it goes on by itself when there is room. */
  readonly diskFull?: boolean
  readonly logs: number
  /** Blocks known to be missing; null while nobody who could tell has been met. */
  readonly behind: number | null
  /** Files cores whose keeping was asked for, and how many of them are here as far as is known. */
  readonly filesWanted: number
  readonly filesHeld: number
  readonly peers: number
  /** The node that gave the link, and may have everything deleted. */
  readonly giver: string
  readonly since: number
}

/** What was kept here and was taken back. */
export type TakenBack = {
  readonly id: string
  readonly name: string
  readonly at: number
  /** Bytes that the disk has again. */
  readonly bytes: number
  /** The node that asked, or `owner`. */
  readonly by: string
}

/** A mirror that keeps one of one's own commons, as it said last. */
export type MirrorInfo = {
  readonly commons: string
  readonly commonsName: string
  readonly node: string
  readonly connected: boolean
  readonly at: number
  readonly bytes: number
  readonly quota: number
  readonly full: boolean
  /** It is the disk that is full, and not the quota; it goes on by itself when there is room. */
  readonly diskFull?: boolean
  readonly logs: number
  readonly behind: number | null
  readonly filesWanted: number
  readonly filesHeld: number
  /** `asked`: told at the next meeting; `withdrawn`: it keeps the commons on others' word. */
  readonly removal: 'none' | 'asked' | 'withdrawn'
  /** It was given no link since the key of the commons was changed: it carries what was written until then, and nothing new. */
  readonly oldKey: boolean
}

export type MirrorsInfo = {
  readonly keeps: readonly KeptInfo[]
  readonly takenBack: readonly TakenBack[]
  readonly mirrors: readonly MirrorInfo[]
}

export type MirrorRemoval = {
  readonly commons: string
  readonly commonsName: string
  /** Mirrors that have deleted it, with the bytes freed there. `all`: everything, not only what this node told of. */
  readonly removed: readonly { readonly node: string; readonly bytes: number; readonly all: boolean }[]
  /** Mirrors that aren't connected: they are told when they are met. */
  readonly asked: readonly string[]
  /** Mirrors that keep what others told of: only the node that gave the link may have it all deleted. */
  readonly refused: readonly string[]
}

/** Keepers that hold ciphertext only. */
export type Mirrors = {
  /** A link for whoever is to keep a commons without reading it. */
  mirrorLink(request: { commons?: string }): Promise<MirrorLinkInfo>
  /** Keeps the ciphertext of a commons here. The same again sets another quota. */
  keepMirror(request: { link: string; quota?: number }): Promise<KeptInfo>
  /** Deletes what is kept of a commons here: the decision of whoever runs the mirror. */
  dropMirror(request: { commons: string }): Promise<TakenBack>
  mirrors(): Promise<MirrorsInfo>
  /** Asks mirrors of a commons, or one of them, to delete what they keep. */
  removeMirror(request: { commons?: string; mirror?: string }): Promise<MirrorRemoval>
}
