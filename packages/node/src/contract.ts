/**
 * What a running node offers to whoever steers it (the local API, a test, another program).
 * Everything here is plain data: it crosses HTTP as it is.
 */

import type { SafeFact } from '@allmende/rules'
import type { Bundles } from './contract-bundle.ts'
import type { Downloads } from './contract-downloads.ts'
import type { Carry } from './contract-carry.ts'
import type { Deeds } from './contract-deeds.ts'
import type {
  CreateDraftRequest,
  DraftChange,
  DraftDeeds,
  DraftNear,
  PublishDraftRequest,
} from './contract-drafts.ts'
import type { Devices } from './contract-devices.ts'
import type { Invites } from './contract-invites.ts'
import type { Keeping } from './contract-keeping.ts'
import type { HereInfo, Live } from './contract-live.ts'
import type { Members } from './contract-members.ts'
import type { Mirrors } from './contract-mirror.ts'
import type { CopyRequest, CopyResult, Reading } from './contract-files.ts'
import type { RelayInfo, WayInfo } from './contract-network.ts'
import type { SharePreview } from './contract-share.ts'
import type { Listing, Paged, PageRequest } from './contract-pages.ts'
import type { Suggesting } from './contract-suggesting.ts'
import type { Uploads } from './contract-uploads.ts'
import type { FindAnswer, FindRequest, ThingInfo } from './contract-things.ts'

export type * from './contract-bundle.ts'
export type * from './contract-carry.ts'
export type * from './contract-deeds.ts'
export type * from './contract-downloads.ts'
export type * from './contract-drafts.ts'
export type * from './contract-devices.ts'
export type * from './contract-files.ts'
export type * from './contract-invites.ts'
export type * from './contract-keeping.ts'
export type * from './contract-live.ts'
export type * from './contract-members.ts'
export type * from './contract-mirror.ts'
export type * from './contract-network.ts'
export type * from './contract-pages.ts'
export type * from './contract-share.ts'
export type * from './contract-suggesting.ts'
export type * from './contract-things.ts'
export type * from './contract-uploads.ts'

/** Reports how far a long action has come. `total` is absent while it isn't known yet. */
export type Progress = {
  readonly phase: string
  readonly done: number
  readonly total?: number
  readonly unit: 'bytes' | 'files' | 'records' | 'blocks'
  readonly note?: string
}

/** What every long action takes: somewhere to report to, and a signal that cancels it. */
export type ActionContext = {
  readonly onProgress?: (progress: Progress) => void
  readonly signal?: AbortSignal
}

/** A commons as this node knows it. `link` opens it to whoever has it. */
export type CommonsInfo = {
  readonly id: string
  readonly name: string
  readonly link: string
  readonly public: boolean
  /** True for the one that writes go to when a command names none. */
  readonly current: boolean
  /** The commons to look around in, made by `createStarter`: nobody else has it. */
  readonly starter?: boolean
  /** Its key was changed and this computer wasn't given the new one: it reads what was until then, and can't write. */
  readonly outdated?: boolean
  /** Listed from this computer for everybody to find, and what is said of it; absent where it isn't. */
  readonly listed?: {
    readonly about: string
    readonly tags: readonly string[]
    readonly place: string
    readonly language: string
  }
  /** Said once, at the very first identity: the 24 words. They are kept nowhere. */
  readonly words?: string
}

export type PeerInfo = {
  readonly node: string
  readonly name?: string
  /** `same network`, `internet` or `relayed`, as it is now. */
  readonly transport: string
  readonly address: string
  /** Round-trip time in milliseconds, or null before the first answer. */
  readonly rtt: number | null
  /** When it was last heard of, if it answers nothing any more though the connection still stands; null while it answers. */
  readonly silentSince: number | null
  readonly since: number
  readonly bytesIn: number
  readonly bytesOut: number
  readonly commons: readonly string[]
}

export type CommonsStatus = {
  readonly id: string
  readonly name: string
  readonly public: boolean
  readonly logs: number
  readonly records: number
  readonly goods: number
  readonly drafts: number
  /** Blocks known to be missing here or not to be found yet; null when nobody who could tell has been met. */
  readonly behind: number | null
}

export type SafeToClose = {
  readonly answer: 'yes' | 'no' | 'unknown'
  /** In sentences. */
  readonly reasons: readonly string[]
  /** The same reasons for whoever has words of their own, in another language. */
  readonly why: readonly SafeFact[]
  /** The nodes that were asked to keep everything, each with its last word. */
  readonly keepers: readonly {
    readonly node: string
    readonly name: string
    readonly answer: 'yes' | 'no' | 'unknown'
    readonly agreed: boolean
    /** The moment that its word is of; null: it has said nothing yet. */
    readonly at: number | null
    readonly reason: string
    readonly why: SafeFact
  }[]
}

export type NodeStatus = {
  readonly node: string
  readonly version: string
  readonly home: string
  readonly person: string | null
  readonly name: string | null
  readonly device: string | null
  readonly peers: readonly PeerInfo[]
  readonly commons: readonly CommonsStatus[]
  readonly safeToClose: SafeToClose
  readonly network: readonly WayInfo[]
  /** What is carried for others who can't reach each other; null where that was not asked for. */
  readonly relay: RelayInfo | null
  /** What happened to the store since it was made: a rollback noticed, a log sealed, a fork seen. */
  readonly findings: readonly HappenedInfo[]
  readonly transfers: readonly TransferInfo[]
}

/** Somebody copying from us, or we from others, as of now. */
export type TransferInfo = {
  readonly direction: 'out' | 'in'
  readonly id: string
  readonly title: string
  readonly peer: string
  readonly bytes: number
  readonly total: number
  /** On how many computers the whole content is known to be, this one included. */
  readonly holders: number
}

export type ShareRequest = {
  readonly path: string
  readonly commons?: string
  readonly licence?: string
  readonly title?: string
  readonly description?: string
  readonly type?: string
  readonly tags?: readonly string[]
  readonly version?: string
  /** The table to read the parts list from, as a path in the folder; `''`: read none. */
  readonly parts?: string
  /**
   * JPEG, PNG and WebP go without what a camera wrote beside them; the folder stays as it is. What was shared so from a
   * folder goes so again unless this says `false`.
   */
  readonly cleanPictures?: boolean
  /** Make a good of its own although this folder was shared before. */
  readonly asNew?: boolean
  /** Share a folder that stands at an older version, and so undo what came since. */
  readonly over?: boolean
  readonly licenceChecked?: boolean
}

export type ShareResult = {
  readonly id: string
  readonly link: string
  readonly version: string
  readonly title: string
  readonly licence: string
  readonly files: number
  readonly bytes: number
  readonly commons: string
  readonly commonsName: string
  readonly public: boolean
  readonly words?: string
  /** Nothing has changed since the version called `since`, so no new one was made: what is told is that one. */
  readonly unchanged?: true
  readonly since?: string
  /** Of a draft with marked passages: how many of them are in what was published, as Markdown, and how many aren't. */
  readonly marks?: { readonly written: number; readonly left: number }
}

export type DraftInfo = {
  readonly id: string
  readonly title: string
  readonly link: string
  readonly commons: string
  readonly commonsName: string
  readonly author: string
  readonly authorName: string | null
  readonly at: number
  readonly good: string | null
  readonly words?: string
}

export type DraftList = Paged & { readonly drafts: readonly DraftInfo[] }

export type DraftText = {
  readonly id: string
  readonly title: string
  readonly text: string
  readonly heads: readonly string[]
  /** Limits of the draft of which little is left; left out while there is room. */
  readonly near?: readonly DraftNear[]
}

/** One change of the text, in UTF-16 code units: at `at`, `remove` units go and `insert` comes. */
export type TextSplice = { readonly at: number; readonly remove: number; readonly insert: string }

export type DraftEvent =
  | ({ readonly type: 'text' } & DraftText)
  | {
      readonly type: 'change'
      readonly splices: readonly TextSplice[]
      readonly heads: readonly string[]
      readonly by: string | null
      readonly near?: readonly DraftNear[]
    }
  /** Who else has it open; told anew whenever that changes. */
  | { readonly type: 'here'; readonly people: readonly HereInfo[] }

/** What a person should know of: by its code and what it names for a page that says it in its own language. */
export type HappenedInfo = {
  readonly code: string
  readonly message: string
  readonly values: Readonly<Record<string, string>>
  readonly at: number
}

export type CheckResult = {
  readonly ok: boolean
  readonly problems: readonly (Omit<HappenedInfo, 'at'> & { readonly hint?: string })[]
  readonly checked: { readonly logs: number; readonly records: number; readonly files: number }
  /** Of each commons one belongs to, a hash over what is here: who has the same records and edits has the same hash. */
  readonly state: readonly { readonly commons: string; readonly name: string; readonly hash: string }[]
  readonly rebuilt?: boolean
}

/** Something that happened: the page and `start` show it live. */
export type NodeEvent =
  | { readonly type: 'peer' | 'peer-gone' | 'peer-silent'; readonly peer: PeerInfo }
  | {
      readonly type: 'changed'
      readonly commons: string
      readonly kinds: readonly string[]
      readonly things: readonly string[]
    }
  | { readonly type: 'transfer'; readonly transfer: TransferInfo }
  | {
      readonly type: 'holding'
      readonly id: string
      readonly version: string
      readonly title: string
      readonly holders: number
    }
  | { readonly type: 'progress'; readonly commons: string; readonly behind: number | null }
  | ({ readonly type: 'finding' } & HappenedInfo)

/** A running node. Every method throws an AllmendeError with a code from the error tables. */
export interface AllmendeNode
  extends
    Deeds,
    Reading,
    DraftDeeds,
    Carry,
    Bundles,
    Devices,
    Downloads,
    Invites,
    Keeping,
    Listing,
    Live,
    Members,
    Mirrors,
    Suggesting,
    Uploads {
  readonly id: string
  readonly home: string
  status(): Promise<NodeStatus>
  check(options: { rebuild?: boolean }, context?: ActionContext): Promise<CheckResult>

  createCommons(request: { name: string; public: boolean }): Promise<CommonsInfo>
  joinCommons(request: { link: string; name?: string }): Promise<CommonsInfo>
  useCommons(commons: string): Promise<CommonsInfo>
  listCommons(): Promise<readonly CommonsInfo[]>
  /** Makes the starter commons on this computer: a few real goods and the manual as a draft. Idempotent. */
  createStarter(): Promise<CommonsInfo>

  previewShare(request: ShareRequest): Promise<SharePreview>
  share(request: ShareRequest, context?: ActionContext): Promise<ShareResult>
  /** A search that its `signal` calls off before its turn is never made. */
  find(request: FindRequest, context?: ActionContext): Promise<FindAnswer>
  /** `reference`: an id, a link, or an unambiguous beginning of an id. */
  show(reference: string, context?: ActionContext): Promise<ThingInfo>
  copy(request: CopyRequest, context?: ActionContext): Promise<CopyResult>
  comment(request: { on: string; text: string; commons?: string }): Promise<{ id: string }>

  createDraft(request: CreateDraftRequest): Promise<DraftInfo>
  /** Commons by commons, in each the last changed first. */
  listDrafts(request: PageRequest & { commons?: string }): Promise<DraftList>
  draftText(reference: string): Promise<DraftText>
  /** Puts `text` in the place of what stood at `heads`; what others wrote since stays. */
  editDraft(request: { draft: string; text: string; heads?: readonly string[] }): Promise<DraftText>
  /** Edits by position, for editors that know what changed. */
  spliceDraft(request: {
    draft: string
    splices: readonly TextSplice[]
  }): Promise<{ heads: readonly string[]; near?: readonly DraftNear[] }>
  /** The whole text first, then each change, until `signal` aborts. */
  followDraft(
    reference: string,
    context: { onEvent: (event: DraftEvent) => void; signal: AbortSignal },
  ): Promise<void>
  /** From the beginning on. */
  draftHistory(reference: string, page?: PageRequest): Promise<Paged & { changes: readonly DraftChange[] }>
  publishDraft(request: PublishDraftRequest, context?: ActionContext): Promise<ShareResult>

  profile(request: { name?: string; about?: string }): Promise<{
    person: string | null
    device: string | null
    name: string | null
    about: string | null
    words?: string
  }>
  vouch(request: { person: string; note?: string; commons?: string }): Promise<{ id: string; person: string }>
  connect(address: string): Promise<{ address: string; node: string }>
  /** Every record of a commons as it was written, unknown kinds and fields too. */
  exportRecords(
    commons: string,
  ): AsyncIterable<{ id: string; kind: string; bytes: Uint8Array; known: boolean }>

  on(listener: (event: NodeEvent) => void): () => void
  /** Bounded: whatever doesn't answer is cut off; everything acknowledged is already on disk. */
  close(): Promise<void>
}

export type OpenNodeOptions = {
  readonly home: string
  readonly bootstrap?: readonly string[]
  readonly internet?: boolean
  /** Find others on the local network and be found there; true when absent. Never where `host` is this computer only. */
  readonly lan?: boolean
  /**
   * Carry for others who can't reach each other, at most so many bytes in a second over UDP, and as many over TCP. `port`: of the
   * meeting place over TCP; the one after `peerPort` when absent, or any free one.
   */
  readonly relay?: { readonly bytesPerSecond?: number; readonly port?: number }
  readonly host?: string
  /** 0 = any free one. */
  readonly peerPort?: number
  /** Reading the network only, nothing announced: for a command that opens the node for itself. */
  readonly quiet?: boolean
  /** Open a home that is a copy of another: its old logs are sealed and never written again. */
  readonly adoptCopy?: boolean
  /** Milliseconds that are waited for others, where tests have less time (rules R170, R171). */
  readonly waits?: Partial<import('@allmende/rules').WaitLimits>
  /** Milliseconds between pings, and after which a peer is said to be silent, where tests have less time. */
  readonly timings?: Partial<import('@allmende/sync').Timings>
  readonly clock?: { now(): number }
  readonly random?: { bytes(n: number): Uint8Array }
  readonly logger?: import('@allmende/vocabulary').Logger
}
