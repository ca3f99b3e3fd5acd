import { type CharacterId, encodeChange, type TextOperation } from '../change/encode.ts'
import { NONE } from '../change/columns.ts'
import { parseChange } from '../change/parse.ts'
import type { OfferedPassage } from '../contract.ts'
import { difference } from '../difference.ts'
import { fail } from '../errors.ts'
import type { HeldOffer } from '../judge.ts'
import { OFFER_PIECES } from '../limits.ts'
import type { Body } from './body.ts'
import type { Ledger } from './ledger.ts'

/** Changed passages with less unchanged text between them, and no whole word in it, are one piece: half of it accepted is no word. */
const JOINED_GAP = 8
const HOLDS_A_WORD = /\s\S+\s/

/** Texts at which something was offered that are kept as characters: whoever reviews asks for them again. */
const BASES = 4

/** Characters of the text on both sides of a passage that are told with it. */
const CONTEXT = 40

/** With the session that offers it, and the time that its author says, in seconds. */
export type OfferOfSession = OfferedPassage & { actor: string; time: number }

/** The text at some heads. */
class Base {
  readonly text: string
  readonly ids: CharacterId[] = []
  /** Where each character begins; one more for the end. */
  readonly starts: number[] = [0]
  #places: Map<string, number> | null = null

  constructor(characters: Iterable<{ actor: string; counter: number; text: string }>) {
    const texts: string[] = []
    for (const { actor, counter, text } of characters) {
      this.ids.push({ actor, counter })
      texts.push(text)
      this.starts.push(this.starts.at(-1)! + text.length)
    }
    this.text = texts.join('')
  }

  /** The character that begins at a position. */
  indexAt(position: number): number {
    let [low, high] = [0, this.ids.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.starts[middle]! < position) low = middle + 1
      else high = middle
    }
    return low
  }

  indexOf(actor: string, counter: number): number | undefined {
    this.#places ??= new Map(this.ids.map((id, index) => [`${id.counter}@${id.actor}`, index]))
    return this.#places.get(`${counter}@${actor}`)
  }
}

type Passage = { from: number; to: number; ins: string }

/** What is offered for the text of a draft: made here, and told to whoever decides. */
export class Offers {
  readonly #body: Body
  readonly #ledger: Ledger
  readonly #settle: () => void
  readonly #bases = new Map<string, Base>()

  /** `settle` shows what came and brings Automerge up to it. */
  constructor(body: Body, ledger: Ledger, settle: () => void) {
    this.#settle = settle
    this.#body = body
    this.#ledger = ledger
  }

  /** One change for each passage that is different, under as many of the actors; none rests on another. */
  make(base: readonly string[], text: string, actors: readonly string[], time: number): Uint8Array[] {
    this.#settle()
    const { graph } = this.#ledger.judge
    const deps = graph.headsAmong(base)
    const at = this.#baseOf(deps)
    const startOp = graph.maxCounter(deps) + 1
    return piecesOf(at.text, text).map((piece, index) => {
      const actor = actors[index]!
      const operations = operationsOf(at, piece, actor, startOp)
      return encodeChange({ actor, seq: 1, startOp, time, deps, operations })
    })
  }

  /** Everything that is held and could be accepted, in the order of the text. */
  list(): OfferOfSession[] {
    this.#settle()
    const now = this.#body.text()
    const passages = this.#ledger.judge.held().flatMap((held) => this.#passage(held, now) ?? [])
    return passages.toSorted((a, b) => a.from - b.from || (a.hash < b.hash ? -1 : 1))
  }

  /** Whether all of these are here still, accepted or not. */
  holds(hashes: readonly string[]): boolean {
    const { judge } = this.#ledger
    return hashes.every((hash) => judge.isHeld(hash) || judge.graph.has(hash))
  }

  #passage({ change, bytes }: HeldOffer, now: string): OfferOfSession | null {
    const base = this.#baseOf(change.deps)
    const effect = effectOf(base, bytes)
    if (effect === null) return null
    const { first, last, puts } = inWholeWords(base, effect)
    const takes = base.text.slice(base.starts[first], base.starts[last])
    const behind = last > first ? this.#placeOf(base, last - 1) : this.#placeOf(base, first - 1)
    let from = behind
    if (last > first) {
      const width = base.starts[first + 1]! - base.starts[first]!
      const begins = this.#placeOf(base, first)
      from = now.slice(begins - width, behind) === takes ? begins - width : begins
    }
    const before = base.text.slice(Math.max(0, base.starts[first]! - CONTEXT), base.starts[first])
    const after = base.text.slice(base.starts[last], base.starts[last]! + CONTEXT)
    // Of a pure insertion the two characters it is put between say whether its place is as it was.
    const around = before.slice(-1) + after.slice(0, 1)
    const isThere =
      last > first ? now.slice(from, behind) === takes : isAround(now, from, around, before !== '')
    const { hash, actor, time } = change
    return { hash, actor, time, from, to: behind, takes, puts, before, after, changed: !isThere }
  }

  /** The position behind a character of a base, or where it was. */
  #placeOf(base: Base, index: number): number {
    return index < 0 ? 0 : this.#body.place(base.ids[index]!)
  }

  #baseOf(heads: readonly string[]): Base {
    const key = heads.toSorted().join(' ')
    const known = this.#bases.get(key)
    if (known !== undefined) return known
    const { graph } = this.#ledger.judge
    const isNow = key === graph.heads().toSorted().join(' ')
    const base = new Base(isNow ? this.#body.characters() : this.#body.charactersAt(graph.under(heads)))
    if (this.#bases.size >= BASES) this.#bases.delete(this.#bases.keys().next().value!)
    this.#bases.set(key, base)
    return base
  }
}

function isAround(now: string, at: number, around: string, hasBefore: boolean): boolean {
  const from = hasBefore ? at - 1 : at
  return from >= 0 && now.slice(from, from + around.length) === around
}

/** The passages that are different, those near each other as one piece; the nearest are joined until they are few enough. */
function piecesOf(before: string, after: string): Passage[][] {
  const pieces: Passage[][] = []
  let shift = 0
  for (const { at, del, ins } of difference(before, after.toWellFormed())) {
    const passage = { from: at - shift, to: at - shift + del, ins }
    shift += ins.length - del
    const last = pieces.at(-1)
    const gap = before.slice(last?.at(-1)!.to, passage.from)
    if (last !== undefined && gap.length <= JOINED_GAP && !HOLDS_A_WORD.test(gap)) last.push(passage)
    else pieces.push([passage])
  }
  while (pieces.length > OFFER_PIECES) {
    const gaps = pieces.slice(1).map((piece, index) => piece[0]!.from - pieces[index]!.at(-1)!.to)
    const nearest = gaps.indexOf(Math.min(...gaps))
    pieces[nearest]!.push(...pieces.splice(nearest + 1, 1)[0]!)
  }
  return pieces
}

/** As Automerge would do it: what goes is taken out one by one, what comes stands behind the character before it. */
function operationsOf(
  base: Base,
  piece: readonly Passage[],
  actor: string,
  startOp: number,
): TextOperation[] {
  const operations: TextOperation[] = []
  for (const { from, to, ins } of piece) {
    const [first, end] = [base.indexAt(from), base.indexAt(to)]
    for (let index = first; index < end; index++) operations.push({ key: base.ids[index]!, text: null })
    let key = first === 0 ? null : base.ids[first - 1]!
    for (const text of ins) {
      operations.push({ key, text })
      key = { actor, counter: startOp + operations.length - 1 }
    }
  }
  return operations
}

type Effect = { first: number; last: number; puts: string }

type Own = { text: string; next: Own | null }

/**
 * What a change does to the text it rests on: the characters from `first` up to `last` become `puts`. Its operations have
 * the highest counters there are, so what it puts in stands right behind the character it names. Null for what nobody could judge.
 */
function effectOf(base: Base, bytes: Uint8Array): Effect | null {
  const gone = new Set<number>()
  const own = new Map<number, Own>()
  const behind = new Map<number, Own>()
  const operations: [text: string | null, keyActor: number, keyCounter: number][] = []
  const { actors, startOp } = parseChange(bytes, (...[text, actor, counter]) =>
    operations.push([text, actor, counter]),
  )
  for (const [order, [text, keyActor, keyCounter]] of operations.entries()) {
    const mine = keyActor === 0 ? own.get(keyCounter) : undefined
    const index = keyActor === NONE ? -1 : base.indexOf(actors[keyActor]!, keyCounter)
    if (text === null) {
      if (mine !== undefined) mine.text = ''
      else if (index !== undefined) gone.add(index)
      continue
    }
    // Behind what is not shown at the base (gone already, the end of a mark) the place could not be told truly.
    if (mine === undefined && index === undefined) return null
    const node: Own = { text, next: mine?.next ?? (mine ? null : (behind.get(index ?? -1) ?? null)) }
    if (mine !== undefined) mine.next = node
    else behind.set(index ?? -1, node)
    own.set(startOp + order, node)
  }
  const touched = [...gone, ...[...behind.keys()].map((index) => index + 1)]
  const first = touched.reduce((least, index) => Math.min(least, index), base.ids.length)
  const last = [...gone].reduce(
    (most, index) => Math.max(most, index + 1),
    [...behind.keys()].reduce((most, index) => Math.max(most, index + 1), first),
  )
  let puts = ''
  for (let index = first - 1; index < last; index++) {
    if (index >= first && !gone.has(index))
      puts += base.text.slice(base.starts[index], base.starts[index + 1])
    for (let node = behind.get(index) ?? null; node !== null; node = node.next) puts += node.text
  }
  return { first, last, puts }
}

const WORD = /[\p{L}\p{N}]/u

/** The passage widened to whole words, the same on both sides: nobody can judge "wo" that becomes "hree". */
function inWholeWords(base: Base, effect: Effect): Effect {
  let { first, last, puts } = effect
  const { starts, text } = base
  const charAt = (index: number): string => text.slice(starts[index], starts[index + 1])
  const edges = (at: 0 | -1): boolean =>
    [text.slice(starts[first], starts[last]), puts].some((side) => WORD.test(Array.from(side).at(at) ?? ''))
  while (first > 0 && WORD.test(charAt(first - 1)) && edges(0)) puts = charAt(--first) + puts
  while (last < base.ids.length && WORD.test(charAt(last)) && edges(-1)) puts += charAt(last++)
  return { first, last, puts }
}

/** Throws `DRAFT_EDIT_LOST` when a piece cannot be offered, such as one that is too large. */
export function mustBeOffered(reason: string | null): void {
  if (reason !== null) throw fail('DRAFT_EDIT_LOST', { reason })
}
