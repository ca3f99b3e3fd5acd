import type { LogState } from '@allmende/logs'
import { isCarried, NEWCOMER_EDIT_BYTES, type Stays } from '@allmende/rules'
import type { SyncPolicy } from '@allmende/sync'
import {
  type CommonsId,
  type LogKey,
  type NodeId,
  type PersonId,
  placeOf,
  type RecordId,
} from '@allmende/vocabulary'
import { isSame } from './devices/retired.ts'
import { BEYOND, NOBODY, type Standing, type StandingSources, standingIn } from './members/standing.ts'

/** Of somebody blocked: nothing of the records, and edits only because those of others may rest on them. */
const OF_BLOCKED = { records: 0, editBytes: NEWCOMER_EDIT_BYTES }

/**
 * Who is carried and shown, for the synchronous questions of `sync`, of the views and of the drafts: how things stand is
 * kept ready, and read again when somebody says something about people. In a private commons everybody was let in by
 * somebody, so all are carried who are neither excluded nor blocked.
 */
export class CarriedPolicy implements SyncPolicy {
  readonly #sources: StandingSources
  readonly #standing = new Map<CommonsId, Standing>()
  readonly #renewing = new Map<CommonsId, Promise<unknown>>()
  readonly #listeners = new Set<(commons: CommonsId) => void>()

  constructor(sources: StandingSources) {
    this.#sources = sources
  }

  carried(question: Parameters<SyncPolicy['carried']>[0]): ReturnType<SyncPolicy['carried']> {
    const { log, person, own, commons: epoch, ...shares } = question
    const commons = this.#sources.rootOf(epoch)
    if (own) return { carry: true, reason: 'own' }
    const final = this.#finalOf(commons, log)
    // A little beyond what stays: see BEYOND.
    if (final) {
      const blocks = { records: final.records + BEYOND, edits: final.edits + BEYOND }
      return { carry: true, blocks, reason: 'retired' }
    }
    const entry = this.#sources.entryOf(commons)
    const { vouched, blocked, excluded } = this.standing(commons)
    const exclusion = person && excluded.get(person)
    if (exclusion) {
      const { records, edits } = exclusion.stays.get(log) ?? { records: 0, edits: 0 }
      const blocks = { records: records + (exclusion.byFounder ? 0 : BEYOND), edits: edits + BEYOND }
      return { carry: true, blocks, reason: 'excluded' }
    }
    const isBlocked = person !== undefined && blocked.has(person)
    if (entry && !entry.public && !isBlocked)
      return person && this.#isLate(epoch, commons, person)
        ? { carry: true, blocks: { records: 1, edits: 1 }, reason: 'old-key' }
        : { carry: true, reason: 'own' }
    const isRoot =
      (entry?.logs?.includes(log) ?? false) ||
      (person !== undefined && (person === this.#sources.self() || person === entry?.founder))
    const answer = isCarried({
      own,
      vouched: isRoot || (person !== undefined && (vouched.has(person) || this.#sources.keeps(person))),
      blocked: isBlocked,
      records: 0,
      editBytes: 0,
      ...shares,
      ...(isBlocked && { required: OF_BLOCKED }),
    })
    // A block is personal: who is blocked takes no place from those who are heard.
    return {
      ...answer,
      ...(isBlocked && { placeless: true as const }),
      whose: !answer.carry && person === undefined && isForLackOfRoom(answer.reason),
    }
  }

  meets(epoch: CommonsId, node: NodeId): boolean {
    return !this.standing(this.#sources.rootOf(epoch)).shut.has(node)
  }

  /** Came into an epoch that is no longer written in, and into none of the later ones. */
  #isLate(epoch: CommonsId, commons: CommonsId, person: PersonId): boolean {
    const heard = this.standing(commons).keys?.heard.get(epoch)
    return heard !== undefined && !heard.has(person)
  }

  /** How many blocks of a log's records may be shown. */
  shownUpTo(commons: CommonsId, { key, person, own }: Pick<LogState, 'key' | 'person' | 'own'>): number {
    // Also on the retired device itself: what nobody takes must not look as if it had been said.
    const final = this.#finalOf(commons, key)?.records ?? Infinity
    if (own || !person) return final
    const { blocked, excluded } = this.standing(commons)
    if (blocked.has(person)) return 0
    const exclusion = excluded.get(person)
    if (exclusion) return Math.min(final, exclusion.stays.get(key)?.records ?? 0)
    const epoch = this.#sources.logsOf(commons)?.of(key)?.id
    return epoch && this.#isLate(epoch, commons, person) ? 0 : final
  }

  /** Whether a record lies beyond what may be shown of its log. False while it isn't known whose log that is. */
  leavesOut(commons: CommonsId, record: RecordId): boolean {
    const { log, block } = placeOf(record)
    const state = this.#sources.logsOf(commons)?.log(log)
    return !!state && block >= this.shownUpTo(commons, state)
  }

  /** Whether an edit counts only where somebody else's rests on it. */
  isQuiet(commons: CommonsId, state: Pick<LogState, 'key' | 'person' | 'own'>, block: number): boolean {
    if (block >= (this.#finalOf(commons, state.key)?.edits ?? Infinity)) return true
    if (state.own || !state.person) return false
    const { blocked, excluded } = this.standing(commons)
    const exclusion = excluded.get(state.person)
    return (
      blocked.has(state.person) ||
      (exclusion !== undefined && block >= (exclusion.stays.get(state.key)?.edits ?? 0))
    )
  }

  /** The final head of a log whose device was retired; nothing of one that isn't named. */
  #finalOf(commons: CommonsId, log: LogKey): Stays | undefined {
    const { retired } = this.standing(commons)
    if (retired.size === 0) return undefined
    const device = this.#sources.logsOf(commons)?.log(log)?.device
    const found = device && retired.get(device)
    return found && (found.heads.get(log) ?? { records: 0, edits: 0 })
  }

  /** Calls back after it was read anew how things stand in a commons. */
  onRenewed(listener: (commons: CommonsId) => void): void {
    this.#listeners.add(listener)
  }

  /** How things stand, as they were read last. */
  standing(commons: CommonsId): Standing {
    return this.#standing.get(commons) ?? NOBODY
  }

  /** Reads anew what was said about people; to be called when something came in. */
  renew(commons: CommonsId): Promise<{ before: Standing; now: Standing }> {
    // One after the other: a reading that began earlier must not put what it saw in the place of what a later one saw.
    const last = this.#renewing.get(commons) ?? Promise.resolve()
    const next = last.catch(() => undefined).then(() => this.#renew(commons))
    this.#renewing.set(commons, next)
    return next
  }

  async #renew(commons: CommonsId): Promise<{ before: Standing; now: Standing }> {
    const before = this.standing(commons)
    const now = await standingIn(this.#sources, commons)
    this.#standing.set(commons, now)
    for (const listener of this.#listeners) listener(commons)
    return { before, now }
  }
}

/** People who were not heard and are again, or of whose retired devices another amount stays. */
export function heardAgain(before: Standing, now: Standing): Set<PersonId> {
  const out = ({ blocked, excluded }: Standing) => new Set([...blocked, ...excluded.keys()])
  const still = out(now)
  const heard = [...out(before)].filter((person) => !still.has(person))
  const moved = [...before.retired].filter(
    ([device, { heads }]) => !isSame(heads, now.retired.get(device)?.heads),
  )
  return new Set([...heard, ...moved.map(([, { person }]) => person)])
}

/** Newcomers have no room any more: somebody vouched for needs none, if only it were known that it is they. */
function isForLackOfRoom(reason: string): boolean {
  return reason === 'too-many-newcomers' || reason === 'peer-over-share'
}
