import type { RefusedChange } from '@allmende/drafts'
import { shortId } from '@allmende/vocabulary'
import type { DraftRefusals } from '../contract-drafts.ts'
import { namesIn } from '../credits.ts'
import type { Parts } from '../parts.ts'

/** Refusals come in heaps; the first of a heap is told at once, the rest of it together. */
const GATHER_MS = 2_000

type Heap = { last: RefusedChange; changes: number; told: boolean }

/**
 * Says which changes were kept out of which draft, in whose log they lie and why: one finding for each person, draft
 * and reason, so that a flood by one covers nothing else.
 */
export class RefusalTeller {
  readonly #parts: Parts
  readonly #heaps = new Map<string, Heap>()
  #timer: NodeJS.Timeout | null = null
  #telling: Promise<void> = Promise.resolve()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  add(refused: RefusedChange): void {
    const { commons, draft, person, code } = refused
    const key = [commons, draft ?? '', person, code].join(' ')
    const heap = this.#heaps.get(key)
    this.#heaps.set(key, { last: refused, changes: (heap?.changes ?? 0) + 1, told: false })
    if (heap === undefined) this.#tell()
    else this.#timer ??= setTimeout(() => this.#tell(), GATHER_MS).unref()
  }

  #tell(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    this.#telling = this.#telling
      .then(() => this.#tellAll())
      .catch((error: unknown) => {
        this.#parts.logger.warn('a refusal could not be told', { error: String(error) })
      })
  }

  async #tellAll(): Promise<void> {
    const { findings, views } = this.#parts
    for (const [key, heap] of this.#heaps) {
      if (heap.told) continue
      heap.told = true
      const { commons, draft, person, code, message } = heap.last
      const name = (await namesIn(this.#parts, commons)).get(person)
      const title = draft === null ? null : ((await views.show(draft))?.title ?? null)
      const who = name === undefined ? shortId(person) : `${name} (${shortId(person)})`
      const what = heap.changes === 1 ? 'A change' : `${heap.changes} changes`
      const where = title === null ? 'a draft' : `the draft "${title}"`
      findings.note(
        code,
        `${what} to ${where} in the log of ${who} ${heap.changes === 1 ? 'was' : 'were'} kept out: ${message}`,
        { changes: `${heap.changes}`, who, ...(title === null ? {} : { title }) },
        key,
      )
    }
  }
}

/** The refusals of one draft, of each person and reason together. */
export function refusalsOf(
  refused: readonly RefusedChange[],
  names: ReadonlyMap<string, string>,
): DraftRefusals[] {
  const found = new Map<string, DraftRefusals>()
  for (const { person, code, message } of refused) {
    const key = `${person} ${code}`
    const changes = (found.get(key)?.changes ?? 0) + 1
    found.set(key, { person, name: names.get(person) ?? null, code, reason: message, changes })
  }
  return [...found.values()]
}
