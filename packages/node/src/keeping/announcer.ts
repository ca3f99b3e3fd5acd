import {
  encodeHolding,
  type HeldCore,
  type Holding,
  MAX_HELD_CORES,
  MAX_MISSING_NAMED,
} from '@allmende/rules'
import type { CommonsId, PersonId } from '@allmende/vocabulary'
import { type OpenCommons } from '../commons-book.ts'
import { isStarter } from '../commons-file.ts'
import { inBackground } from '../in-background.ts'
import { signAsNode } from '../node-signature.ts'
import type { Parts } from '../parts.ts'
import { digestOf } from './digest.ts'
import { contentOf, type Kept, type Taken } from './holding-book.ts'
import { type KeptFor, keptForOthers } from './wanted.ts'

/** What changes within so long is said together: each statement costs a flush of the database. */
const GATHER_MS = 200
/** How often it is said again that everything is still here, so that "as of" stays near. */
const REPEAT_MS = 5 * 60 * 1000

/**
 * Says, signed by this node, what it holds of those who asked it to keep everything of theirs: whether it has agreed or
 * not, since they should know what is there. Only what is on disk is said: a keeper that loses power must not have lied.
 */
export class Announcer {
  readonly #parts: Parts
  readonly #said: (kept: Kept, taken: Taken) => void
  readonly #touched = new Set<CommonsId>()
  #timer: NodeJS.Timeout | null = null
  #repeat: NodeJS.Timeout | null = null
  #running: Promise<void> | null = null
  #closed = false

  constructor(parts: Parts, said: (kept: Kept, taken: Taken) => void) {
    this.#parts = parts
    this.#said = said
  }

  start(): void {
    const { sync, views, holdings, book } = this.#parts
    sync.on('progress', ({ commons }) => this.touch(commons))
    views.on('changed', ({ commons, kinds }) => {
      if (kinds.includes('good') || kinds.includes('build')) this.touch(commons)
    })
    holdings.onChanged((commons) => this.touch(commons))
    const all = () => book.members().forEach(({ id }) => this.touch(id))
    all()
    this.#repeat = setInterval(all, REPEAT_MS)
    this.#repeat.unref()
  }

  /** Something may be to be said anew. */
  touch(commons: CommonsId): void {
    if (this.#closed) return
    this.#touched.add(commons)
    this.#timer ??= setTimeout(() => this.#begin(), GATHER_MS).unref()
  }

  async close(): Promise<void> {
    this.#closed = true
    if (this.#timer) clearTimeout(this.#timer)
    if (this.#repeat) clearInterval(this.#repeat)
    await this.#running?.catch(() => undefined)
  }

  #begin(): void {
    this.#timer = null
    if (this.#closed) return
    if (this.#running) return void (this.#timer = setTimeout(() => this.#begin(), GATHER_MS).unref())
    this.#running = this.#run().finally(() => (this.#running = null))
    inBackground(this.#parts.logger, 'saying what is held here', this.#running)
  }

  async #run(): Promise<void> {
    const { book, keeping, id } = this.#parts
    const touched = [...this.#touched]
    this.#touched.clear()
    // Only a limit for all together makes one person's room hang on what others have here.
    const kept = keeping.agreements.together === null ? [] : await keptForOthers(this.#parts)
    for (const commonsId of touched) {
      const commons = book.get(commonsId)
      if (!commons || commons.entry.role !== 'member' || isStarter(commons.entry)) continue
      for (const { author } of await keeping.named.asking(commonsId, id)) {
        if (this.#closed) return
        await this.#say(
          commons,
          author,
          kept.find(({ person }) => person === author),
        )
      }
    }
  }

  async #say(commons: OpenCommons, person: PersonId, whole: KeptFor | undefined): Promise<void> {
    const { keeping, clock, logs, keyPair, id } = this.#parts
    const before = keeping.book.get(commons.id, id, person)
    const holding = await holdingOf(this.#parts, commons, person, whole)
    const changed = before?.content !== contentOf(holding)
    if (!changed && clock.now() - (before?.holding.at ?? 0) < REPEAT_MS) return
    if (changed) await logs.flush()
    const bytes = encodeHolding({ ...holding, at: Math.max(clock.now(), (before?.holding.at ?? 0) + 1) })
    const { taken, kept } = await keeping.book.take(bytes, signAsNode(keyPair, bytes))
    if (kept && (taken === 'new' || taken === 'newer')) this.#said(kept, taken)
  }
}

/** What is here of somebody, by the heads in memory and by which versions are noted as whole; the time is left open. */
async function holdingOf(
  parts: Parts,
  commons: OpenCommons,
  person: PersonId,
  kept: KeptFor | undefined,
): Promise<Holding> {
  const { keeping, holdings, id, logs } = parts
  const versions = await keeping.content.of(commons.id, person)
  const held = versions.filter((version) => holdings.here(commons.id, version.id))
  const missing = versions.filter((version) => !holdings.here(commons.id, version.id))
  const agreement = keeping.agreements.of(person)
  return {
    commons: commons.id,
    node: id,
    person,
    at: 0,
    // One's own other computer needn't be asked twice.
    agreed: agreement !== undefined || person === logs.identity?.person,
    cores: coresOf(commons, person),
    held: { count: held.length, digest: digestOf(held.map((version) => version.id)) },
    missing: {
      count: missing.length,
      bytes: missing.reduce((sum, { bytes }) => sum + bytes, 0),
      ids: missing.slice(0, MAX_MISSING_NAMED).map((version) => version.id),
    },
    bytes: held.reduce((sum, { bytes }) => sum + bytes, 0),
    quota: kept?.agreed && kept.over.length > 0 ? roomOf(kept) : (agreement?.quota ?? null),
  }
}

/** What is here and what there still is room for: the limit that is reached may be that for all together. */
function roomOf({ bytes, wanted }: KeptFor): number {
  return wanted.reduce((sum, { version }) => sum + version.bytes, bytes)
}

function coresOf({ logs }: OpenCommons, person: PersonId): HeldCore[] {
  const theirs = new Set(logs.logs().flatMap((log) => (log.bound && log.person === person ? [log.key] : [])))
  return logs
    .heads()
    .filter(({ which, log }) => which !== 'files' && theirs.has(log))
    .slice(0, MAX_HELD_CORES)
    .map(({ core, length, contiguous, rootHash }) => ({
      core,
      length: contiguous,
      root: contiguous === length ? rootHash : null,
    }))
}
