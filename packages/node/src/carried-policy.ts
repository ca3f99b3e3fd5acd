import type { LogState } from '@allmende/logs'
import { isCarried, NEWCOMER_EDIT_BYTES } from '@allmende/rules'
import type { SyncPolicy } from '@allmende/sync'
import type { CommonsId, NodeId, PersonId } from '@allmende/vocabulary'
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

  constructor(sources: StandingSources) {
    this.#sources = sources
  }

  carried(question: Parameters<SyncPolicy['carried']>[0]): ReturnType<SyncPolicy['carried']> {
    const { commons, log, person, own, newcomersCarried } = question
    if (own) return { carry: true, reason: 'own' }
    const entry = this.#sources.entryOf(commons)
    const { vouched, blocked, excluded } = this.standing(commons)
    const exclusion = person && excluded.get(person)
    if (exclusion) {
      const { records, edits } = exclusion.stays.get(log) ?? { records: 0, edits: 0 }
      const blocks = { records: records + (exclusion.byFounder ? 0 : BEYOND), edits: edits + BEYOND }
      return { carry: true, blocks, reason: 'excluded' }
    }
    const isBlocked = person !== undefined && blocked.has(person)
    if (entry && !entry.public && !isBlocked) return { carry: true, reason: 'own' }
    const isRoot =
      (entry?.logs?.includes(log) ?? false) ||
      (person !== undefined && (person === this.#sources.self() || person === entry?.founder))
    return isCarried({
      own,
      vouched: isRoot || (person !== undefined && (vouched.has(person) || this.#sources.keeps(person))),
      blocked: isBlocked,
      records: 0,
      editBytes: 0,
      newcomersCarried,
      ...(isBlocked && { required: OF_BLOCKED }),
    })
  }

  meets(commons: CommonsId, node: NodeId): boolean {
    return !this.standing(commons).shut.has(node)
  }

  /** How many blocks of a log's records may be shown. */
  shownUpTo(commons: CommonsId, { key, person, own }: Pick<LogState, 'key' | 'person' | 'own'>): number {
    if (own || !person) return Infinity
    const { blocked, excluded } = this.standing(commons)
    if (blocked.has(person)) return 0
    const exclusion = excluded.get(person)
    return exclusion ? (exclusion.stays.get(key)?.records ?? 0) : Infinity
  }

  /** Whether an edit counts only where somebody else's rests on it. */
  isQuiet(commons: CommonsId, state: Pick<LogState, 'key' | 'person' | 'own'>, block: number): boolean {
    if (state.own || !state.person) return false
    const { blocked, excluded } = this.standing(commons)
    const exclusion = excluded.get(state.person)
    return (
      blocked.has(state.person) ||
      (exclusion !== undefined && block >= (exclusion.stays.get(state.key)?.edits ?? 0))
    )
  }

  /** How things stand, as they were read last. */
  standing(commons: CommonsId): Standing {
    return this.#standing.get(commons) ?? NOBODY
  }

  /** Reads anew what was said about people; to be called when something came in. */
  async renew(commons: CommonsId): Promise<{ before: Standing; now: Standing }> {
    const before = this.standing(commons)
    const now = await standingIn(this.#sources, commons)
    this.#standing.set(commons, now)
    return { before, now }
  }
}

/** People who were not heard and are again. */
export function heardAgain(before: Standing, now: Standing): Set<PersonId> {
  const out = ({ blocked, excluded }: Standing) => new Set([...blocked, ...excluded.keys()])
  const still = out(now)
  return new Set([...out(before)].filter((person) => !still.has(person)))
}
