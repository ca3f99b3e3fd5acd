import type { OperationRef, PartOperation } from './change/operations.ts'
import type { DraftPartPlace } from './contract.ts'
import { PART_DELETION, PART_MAP } from './change/rows.ts'
import { GENESIS_FIELDS_COUNTER, GENESIS_FILES_COUNTER, GENESIS_LINES_COUNTER } from './genesis.ts'
import { DRAFT_FIELDS, DRAFT_FILES, DRAFT_LINES, LINE_FIELDS } from './limits.ts'

/** One operation that set something, and those that took it out or took its place: actor, counter, actor, counter, … */
type Standing = { actor: number; counter: number; gone: number[] }
type Keys = Map<string, Standing[]>
type Place = { actor: number; counter: number }
/** Automerge's name of a map, the line if it is one, and a key in it. */
export type ObjectKey = { object: string; line: string | null; key: string }

/** The change that set what is shown in a place, or took it out. */
export type PartChange = { of: DraftPartPlace; gone?: true; hash: string }

type Shown = Place & { of: DraftPartPlace; gone?: true }

/** What a snapshot keeps of it. */
export type PlacesColumns = [object: string, keys: Keys][]

/** The actors whom a change names, and their numbers in the graph. */
export type ChangeActors = {
  names: readonly string[]
  numbers: readonly (number | undefined)[]
  /** Of any actor in the graph. */
  nameOf(number: number): string
}

const FIELDS = 'fields'
const LINES = 'lines'
const FILES = 'files'

const GENESIS_OBJECTS = new Map([
  [GENESIS_FIELDS_COUNTER, FIELDS],
  [GENESIS_LINES_COUNTER, LINES],
  [GENESIS_FILES_COUNTER, FILES],
])

const LIMITS: Record<string, [most: number, what: string]> = {
  [FIELDS]: [DRAFT_FIELDS, 'fields'],
  [LINES]: [DRAFT_LINES, 'lines'],
  [FILES]: [DRAFT_FILES, 'files'],
}

/** Why a change is refused: it doesn't say truly what stands there, or it would be too much. */
export type PartFault = { reason: string } | { expected: string; found: string }

/**
 * What stands in the maps beside the text, and what stood there: enough to say what the author of any change had before
 * them. The actor of the first changes has the number 0.
 */
export class Places {
  readonly #objects: Map<string, Keys>
  /** The id of each line by the name of its map. */
  readonly #lineIds = new Map<string, string>()

  constructor(columns: PlacesColumns = []) {
    this.#objects = new Map(columns)
    for (const [id, all] of this.#objects.get(LINES) ?? [])
      for (const { actor, counter } of all) this.#lineIds.set(`${actor}.${counter}`, id)
  }

  columns(): PlacesColumns {
    return [...this.#objects]
  }

  /**
   * Holds edits against what their author had before them: everything that the clock covers, and their own, one after another.
   * An edit must take the place of exactly what stands there, as Automerge writes it; otherwise values could be left standing
   * beside each other by one author alone, or something could be named that Automerge dies of.
   */
  fault(
    parts: readonly PartOperation[],
    actors: ChangeActors,
    startOp: number,
    clock: readonly number[],
  ): PartFault | null {
    const own = new Own(startOp)
    const grown = new Map<string, number>()
    for (const part of parts) {
      const object = this.#objectOf(part.object, actors, own, clock)
      if (object === null) return { reason: 'it names a line that does not stand' }
      const standing = own.at(object, part.key) ?? this.#standing(object, part.key, clock)
      const left = leftBy(part, standing, actors, own)
      if (left === null) return { reason: 'it takes the place of something else' }
      if (standing.length === 0) grown.set(object, (grown.get(object) ?? 0) + 1)
      if (part.form === PART_DELETION && left.length === 0) grown.set(object, (grown.get(object) ?? 0) - 1)
      own.set(object, part, left)
    }
    for (const [object, more] of grown) {
      const [most, what] = LIMITS[object] ?? [LINE_FIELDS, 'fields in a line']
      // Few changes come near a limit; only for those it is counted.
      if (more <= 0 || (this.#objects.get(object)?.size ?? 0) + more <= most) continue
      if (this.#count(object, clock) + more > most) return { expected: String(most), found: what }
    }
    return null
  }

  /** Takes in a change that was found good. */
  add(parts: readonly PartOperation[], author: number, actors: ChangeActors): void {
    for (const { counter, form, object, key, preds } of parts) {
      const keys = this.#keysOf(objectName(object, actors.numbers[object.actor]!))
      const all = keys.get(key) ?? []
      for (const pred of preds) {
        const number = actors.numbers[pred.actor]!
        all.find((one) => one.actor === number && one.counter === pred.counter)!.gone.push(author, counter)
      }
      if (form !== PART_DELETION) all.push({ actor: author, counter, gone: [] })
      if (form === PART_MAP) this.#lineIds.set(`${author}.${counter}`, key)
      keys.set(key, all)
    }
  }

  /** Where more than one value stands, or stood for who had what the clock covers: the object by its maker and counter, the line if it is one, and the key. */
  *conflicts(
    clock?: readonly number[],
  ): Generator<{ actor: number; counter: number; line: string | null; key: string }> {
    for (const [object, keys] of this.#objects)
      for (const [key, all] of keys) {
        if (all.length < 2 || object === LINES || all.filter((one) => standsAt(one, clock)).length < 2)
          continue
        const genesis = object === FIELDS ? GENESIS_FIELDS_COUNTER : GENESIS_FILES_COUNTER
        const line = this.#lineIds.get(object)
        const [actor, counter] = line === undefined ? [0, genesis] : object.split('.').map(Number)
        yield { actor: actor!, counter: counter!, line: line ?? null, key }
      }
  }

  /**
   * Which operation set what is shown in each place, or, where nothing stands, took out what was there last. Of lines under one id
   * only the one that is shown counts.
   */
  shown(nameOf: (actor: number) => string): Shown[] {
    const found: Shown[] = []
    const lines = new Map<string, string>()
    const latest = (places: readonly Place[]): Place =>
      places.reduce((a, b) => (isLower(a.counter, nameOf(a.actor), b.counter, nameOf(b.actor)) ? b : a))
    const add = (of: DraftPartPlace, all: readonly Standing[]): void => {
      // Of a key that was taken out though nothing stood there nobody is to be told.
      if (all.length === 0) return
      const standing = all.filter(({ gone }) => gone.length === 0)
      const { actor, counter } = latest(standing.length > 0 ? standing : all.flatMap(goneBy))
      found.push({ of, ...(standing.length === 0 && { gone: true }), actor, counter })
      if ('line' in of && standing.length > 0) lines.set(`${actor}.${counter}`, of.line)
    }
    for (const [key, all] of this.#objects.get(FIELDS) ?? []) add({ field: key }, all)
    for (const [key, all] of this.#objects.get(FILES) ?? []) add({ file: key }, all)
    for (const [key, all] of this.#objects.get(LINES) ?? []) add({ line: key }, all)
    for (const [object, line] of lines)
      for (const [field, all] of this.#objects.get(object) ?? []) add({ line, field }, all)
    return found
  }

  /** How many fields, lines and files there are. */
  counts(): Record<'fields' | 'lines' | 'files', number> {
    const count = (object: string): number =>
      [...(this.#objects.get(object)?.values() ?? [])].filter((all) => all.some((one) => standsAt(one)))
        .length
    return { fields: count(FIELDS), lines: count(LINES), files: count(FILES) }
  }

  /** The map that an edit is in: one of the three, or a line that stands. */
  #objectOf(object: OperationRef, actors: ChangeActors, own: Own, clock: readonly number[]): string | null {
    // The author of a first change has no number yet.
    const isOwn = object.actor === 0 && object.counter >= own.startOp
    if (isOwn) return own.hasLine(object.counter) ? `own ${object.counter}` : null
    const number = actors.numbers[object.actor]
    if (number === undefined) return null
    const name = objectName(object, number)
    if (number === 0) return covers(clock, 0, object.counter) ? name : null
    const id = this.#lineIds.get(name)
    if (id === undefined) return null
    const standing = own.at(LINES, id) ?? this.#standing(LINES, id, clock)
    return standing.some((one) => one.actor === number && one.counter === object.counter) ? name : null
  }

  /** What stood there for somebody who had all that the clock covers. */
  #standing(object: string, key: string, clock: readonly number[]): Place[] {
    const all = this.#objects.get(object)?.get(key) ?? []
    return all.filter((one) => stands(one, clock))
  }

  #count(object: string, clock: readonly number[]): number {
    let count = 0
    for (const all of this.#objects.get(object)?.values() ?? [])
      if (all.some((one) => stands(one, clock))) count++
    return count
  }

  #keysOf(object: string): Keys {
    const known = this.#objects.get(object)
    if (known !== undefined) return known
    const keys: Keys = new Map()
    this.#objects.set(object, keys)
    return keys
  }
}

/** What a change itself has set so far. */
class Own {
  readonly startOp: number
  readonly #standing = new Map<string, readonly Place[]>()
  readonly #lines = new Map<number, string>()

  constructor(startOp: number) {
    this.startOp = startOp
  }

  at(object: string, key: string): readonly Place[] | undefined {
    return this.#standing.get(`${object} ${key}`)
  }

  set(object: string, { form, key, counter }: PartOperation, left: readonly Place[]): void {
    this.#standing.set(`${object} ${key}`, form === PART_DELETION ? left : [{ actor: OWN, counter }])
    if (form === PART_MAP) this.#lines.set(counter, key)
  }

  hasLine(counter: number): boolean {
    const id = this.#lines.get(counter)
    return id !== undefined && (this.at(LINES, id) ?? []).some((one) => one.counter === counter)
  }
}

/** Stands for the author in what a change has set itself. */
const OWN = -1

function objectName({ counter }: OperationRef, actor: number): string {
  return actor === 0 ? GENESIS_OBJECTS.get(counter)! : `${actor}.${counter}`
}

/**
 * What is left standing by an edit, itself left out: nothing, as a rule. Automerge sets a place that two set apart to the value
 * that is shown by taking out the others; that one, the highest of all, is left then. Null where the edit says otherwise.
 */
function leftBy(
  { form, preds }: PartOperation,
  standing: readonly Place[],
  actors: ChangeActors,
  { startOp }: Own,
): Place[] | null {
  const left = [...standing]
  for (const [index, { actor, counter }] of preds.entries()) {
    const last = preds[index - 1]
    // By counter, then by actor: so Automerge writes them.
    if (last && !isLower(last.counter, actors.names[last.actor]!, counter, actors.names[actor]!)) return null
    const number = actor === 0 && counter >= startOp ? OWN : actors.numbers[actor]
    const at = left.findIndex((one) => one.actor === number && one.counter === counter)
    if (at < 0) return null
    left.splice(at, 1)
  }
  const [shown] = left
  const [highest] = preds.slice(-1)
  if (shown === undefined) return left
  if (form !== PART_DELETION || left.length > 1 || highest === undefined || shown.actor === OWN) return null
  const others = [highest.counter, actors.names[highest.actor]!] as const
  return isLower(...others, shown.counter, actors.nameOf(shown.actor)) ? left : null
}

function isLower(counter: number, name: string, otherCounter: number, otherName: string): boolean {
  return counter === otherCounter ? name < otherName : counter < otherCounter
}

function stands({ actor, counter, gone }: Standing, clock: readonly number[]): boolean {
  if (!covers(clock, actor, counter)) return false
  for (let index = 0; index < gone.length; index += 2)
    if (covers(clock, gone[index]!, gone[index + 1]!)) return false
  return true
}

/** Now, where there is no clock. */
function standsAt(one: Standing, clock?: readonly number[]): boolean {
  return clock === undefined ? one.gone.length === 0 : stands(one, clock)
}

function goneBy({ gone }: Standing): Place[] {
  const places: Place[] = []
  for (let index = 0; index < gone.length; index += 2)
    places.push({ actor: gone[index]!, counter: gone[index + 1]! })
  return places
}

function covers(clock: readonly number[], actor: number, counter: number): boolean {
  return (clock[actor] ?? 0) >= counter
}
