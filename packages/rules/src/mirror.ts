// What a mirror takes in (D1). It can't read, so it can't see who is vouched for or what is worth keeping: it goes by who tells.
// Whoever gave the mirror's link stands for the commons; of all others each is held to a part, and all together to another.

/** What was told by somebody, and how much of it is here. */
export type Share = { readonly logs: number; readonly bytes: number }

export type MirrorUse = {
  /** Bytes that the owner of the mirror gives this commons. */
  readonly quota: number
  /** What is here of the commons in all. */
  readonly bytes: number
  /** How much of that are records and edits. */
  readonly logBytes: number
  /** Logs that the giver of the link told of, whoever else did. */
  readonly giver: Share
  /** By each other node what it told of first and the giver didn't. */
  readonly others: ReadonlyMap<string, Share>
}

/** Logs in all: a commons of a hundred thousand has more than one mirror. Some 25 MB of memory. */
export const MAX_TOLD_LOGS = 50_000
/** Logs that one node alone told of: more than the newcomers of a large commons at once. */
export const MAX_TOLD_BY_ONE = 5_000

/** Of the quota, all others together and each of them: with any number of identities nobody drives out what the giver told of. */
const OTHERS_PART = 1 / 2
const ONE_PART = 1 / 4
/** Files leave room for records and edits, without which no file is found. */
const FILES_PART = 4 / 5

/** How many more logs a node may tell of. `node`: null for the giver. */
export function mayTellMore(use: MirrorUse, node: string | null): number {
  const others = sum(use.others, 'logs')
  const room = MAX_TOLD_LOGS - use.giver.logs - others
  if (node === null) return Math.max(0, room)
  const own = use.others.get(node)?.logs ?? 0
  return Math.max(0, Math.min(room, MAX_TOLD_BY_ONE - own, MAX_TOLD_LOGS / 2 - others))
}

/** Whether more is fetched of what a node told of, and the reason why not. `node`: null for the giver. */
export function mayFetchFor(
  use: MirrorUse,
  node: string | null,
  what: 'logs' | 'files',
): { readonly fetch: boolean; readonly reason: 'room' | 'quota' | 'part of others' | 'part of one' } {
  const limit = what === 'files' ? use.quota * FILES_PART : use.quota
  // What of files is under way when their part is full goes beyond it: that is not to take the room of records.
  const hasRoom = use.bytes < limit || (what === 'logs' && use.logBytes < use.quota * (1 - FILES_PART))
  if (!hasRoom) return { fetch: false, reason: 'quota' }
  if (node === null) return { fetch: true, reason: 'room' }
  if ((use.others.get(node)?.bytes ?? 0) >= limit * ONE_PART) return { fetch: false, reason: 'part of one' }
  if (sum(use.others, 'bytes') >= limit * OTHERS_PART) return { fetch: false, reason: 'part of others' }
  return { fetch: true, reason: 'room' }
}

/** Bytes of files that there is still room for: what is asked for at once has to fit. */
export function roomForFiles({ quota, bytes }: Pick<MirrorUse, 'quota' | 'bytes'>): number {
  return Math.max(0, quota * FILES_PART - bytes)
}

function sum(shares: ReadonlyMap<string, Share>, what: keyof Share): number {
  let total = 0
  for (const share of shares.values()) total += share[what]
  return total
}
