import { type CarriedPolicy, heardAgain } from '../carried-policy.ts'
import type { OpenCommons } from '../commons-book.ts'
import { inBackground } from '../in-background.ts'
import type { Parts } from '../parts.ts'
import { NOBODY, type Standing, whoIsHeard } from './standing.ts'

/** Kinds of records by which it changes who is carried, shown and met. */
const ABOUT_PEOPLE = ['vouch', 'exclude', 'retire', 'node', 'epoch']

/** An epoch may tell of the next one, and that of another: more at once than this come with the next change. */
const MOST_ROUNDS = 16

/**
 * Keeps what runs in step with how things stand between people: a decision takes effect in running sessions, and in what
 * is shown, as soon as it is known here.
 */
export class StandingWatch {
  readonly #parts: Parts
  readonly #policy: CarriedPolicy
  readonly #after: (commons: OpenCommons) => Promise<boolean>
  /** One at a time in each commons: of two readings the later one must not be overtaken by the earlier. */
  readonly #last = new Map<string, { standing: Standing; limits: string }>()
  readonly #running = new Map<string, Promise<unknown>>()

  /** @param after what else rests on it, to be done when it has taken effect; true when there is more to read then */
  constructor(parts: Parts, after: (commons: OpenCommons) => Promise<boolean>) {
    this.#parts = parts
    this.#policy = parts.policy
    this.#after = after
  }

  start(): void {
    const { views, logger, book } = this.#parts
    views.on('changed', ({ commons, kinds }) => {
      if (!kinds.some((kind) => ABOUT_PEOPLE.includes(kind))) return
      const open = book.get(commons)
      if (open) inBackground(logger, 'looking who is carried', this.apply(open))
    })
  }

  /** Reads how things stand and makes it so. Resolves when sessions and views are as they should be. */
  apply(commons: OpenCommons): Promise<void> {
    return this.inTurn(commons, () => this.#apply(commons))
  }

  /** Does something that changes who has which key, while nothing else of that kind goes on in the commons. */
  inTurn<T>(commons: OpenCommons, work: () => Promise<T>): Promise<T> {
    const last = this.#running.get(commons.id) ?? Promise.resolve()
    const next = last.catch(() => undefined).then(work)
    this.#running.set(commons.id, next)
    return next
  }

  async #apply(commons: OpenCommons): Promise<void> {
    for (let round = 0; round < MOST_ROUNDS; round++) {
      await this.#once(commons)
      if (!(await this.#after(commons))) return
    }
  }

  async #once(commons: OpenCommons): Promise<void> {
    const { sync, views, drafts } = this.#parts
    const { now } = await this.#policy.renew(commons.id)
    // What took effect last, and not what was read last: others read how things stand as well.
    const before = this.#last.get(commons.id) ?? { standing: NOBODY, limits: '[]' }
    // Sessions first: what is cut off gets nothing while the tables are made anew.
    sync.policyChanged(commons.id)
    this.#shun()
    const cuts = commons.logs.logs().flatMap((log) => {
      const blocks = this.#policy.shownUpTo(commons.id, log)
      return Number.isFinite(blocks) ? [{ log: log.key, blocks }] : []
    })
    const limits = JSON.stringify(cuts)
    if (cuts.length > 0) await views.cut(cuts)
    const again = heardAgain(before.standing, now)
    if (limits !== before.limits || again.size > 0) await commons.follower.resume()
    this.#last.set(commons.id, { standing: now, limits })
    await drafts.heard(commons.id, whoIsHeard(now))
  }

  /** Nodes of those who are blocked everywhere are kept away altogether, also from what isn't about a commons. */
  #shun(): void {
    const { sync, blocks } = this.#parts
    const wanted = new Set(blocks.entries().flatMap(([, { commons, nodes }]) => (commons ? [] : nodes)))
    for (const node of this.#shunned) if (!wanted.has(node)) sync.admit(node)
    for (const node of wanted) if (!this.#shunned.has(node)) sync.shun(node)
    this.#shunned = wanted
  }

  #shunned: ReadonlySet<Parameters<Parts['sync']['shun']>[0]> = new Set()
}
