import { NONE } from '../change/columns.ts'
import type { CharacterId, TextOperation } from '../change/encode.ts'
import { parseChange } from '../change/parse.ts'
import type { TextPatch } from '../contract.ts'
import { joinPatch } from '../splices.ts'
import { ByCounter } from './by-counter.ts'
import { eachElement, type LiveState, LiveStateWriter } from './live-state.ts'
import { WholeHistory } from './whole-history.ts'

/**
 * A stretch of the text with its deleted characters: small enough to search, large enough to be few. `shown` is all of its text, once
 * somebody asked: every own edit asks for the whole text, and would join 200,000 characters for one.
 */
type Stretch = { actors: number[]; counters: number[]; texts: string[]; width: number; shown: string | null }

function stretchOf(actors: number[], counters: number[], texts: string[]): Stretch {
  const width = texts.reduce((sum, { length }) => sum + length, 0)
  return { actors, counters, texts, width, shown: null }
}

const STRETCH = 512

/** Of a whole history: room for what comes. */
const STRETCH_LOADED = STRETCH / 2

/**
 * What others put into the same place is passed over one by one, some hundredths of a second at most. Two changes of 157 bytes that put
 * 100,000 characters into one place, each by itself, would take half a minute; Automerge sorts them, and takes half a second.
 */
const PASSED = 10_000_000

/** Characters put in at once. */
const PIECE = 256

type Place = { stretch: Stretch; at: number }

/** An end of a mark: an element that takes no room. */
type MarkEnd = { begins: boolean; expand: boolean }

type Read = { text: string | null; actor: number; counter: number; own: number; mark: MarkEnd | null }

/**
 * The text of a draft as a sequence of characters with their ids, deleted ones among them, in the order that Automerge
 * gives them: a character comes behind the one it was put behind, and there before every one with a lower id. It says
 * in microseconds where a change shows; Automerge walks its whole document for each call (10 ms at 18,000 characters)
 * and is brought up to date behind it, gathered. What it says in the end counts.
 */
export class LiveText {
  readonly #stretches: Stretch[] = [stretchOf([], [], [])]
  readonly #actors: string[] = []
  readonly #numbers = new Map<string, number>()
  /** For each actor, in which stretch the character with a counter lies. */
  readonly #where: ByCounter<Stretch>[] = []
  /** The ends of marks, for each actor by counter. */
  readonly #marks: Map<number, MarkEnd>[] = []
  #hasMarks = false
  /** Over how many characters the change that is taken in has passed. */
  #passed = 0
  /** The last change was left in the middle, its patches go as far as it came: this text is of no more use. */
  isOverrun = false

  get length(): number {
    return this.#stretches.reduce((sum, { width }) => sum + width, 0)
  }

  text(): string {
    return this.#stretches.map((stretch) => (stretch.shown ??= stretch.texts.join(''))).join('')
  }

  /** The characters that are shown, in order, each with the operation that put it in. */
  *characters(): Generator<{ actor: string; counter: number; text: string }> {
    for (const { actors, counters, texts } of this.#stretches)
      for (const [at, text] of texts.entries())
        if (text !== '') yield { actor: this.#actors[actors[at]!]!, counter: counters[at]!, text }
  }

  /** The character before a position above 0. */
  anchor(at: number): string {
    const { actor, counter } = this.#idOf(this.#locate(at - 1))
    return `${counter}@${actor}`
  }

  /** The position behind a character, or where it was. */
  place({ actor, counter }: CharacterId): number {
    const { stretch, at } = this.#find(this.#numberOf(actor), counter)
    return this.#offset({ stretch, at: at + 1 }, this.#stretches.indexOf(stretch))
  }

  /** Takes in a change that all it rests on went before. Returns how the text changes. */
  apply(change: Uint8Array): TextPatch[] {
    const patches: TextPatch[] = []
    this.#passed = 0
    this.isOverrun = !this.#take(change, patches)
    return patches
  }

  /** Takes in a whole history, where there is nothing yet; nobody asks what each change did to the text. */
  load(changes: readonly Uint8Array[]): void {
    const whole = new WholeHistory((actor, other) => this.#actors[actor]! > this.#actors[other]!)
    for (const change of changes) this.#lay(change, whole)
    const put = this.#filling()
    whole.each(put)
  }

  /** All that stands here. */
  state(): LiveState {
    const writer = new LiveStateWriter()
    for (const { actors, counters, texts } of this.#stretches)
      for (const [at, text] of texts.entries()) writer.add(actors[at]!, counters[at]!, text)
    const marks = this.#marks.flatMap((ends, actor) =>
      [...ends].map(([counter, { begins, expand }]): LiveState['marks'][number] => [
        actor,
        counter,
        begins,
        expand,
      ]),
    )
    return writer.state(this.#actors, marks)
  }

  static of(state: LiveState): LiveText {
    const live = new LiveText()
    for (const actor of state.actors) live.#numberOf(actor)
    eachElement(state, live.#filling())
    for (const [actor, counter, begins, expand] of state.marks)
      live.#marks[actor]!.set(counter, { begins, expand })
    live.#hasMarks = state.marks.length > 0
    return live
  }

  /** Puts elements one behind the other, where there is nothing yet. */
  #filling(): (actor: number, counter: number, text: string) => void {
    let stretch = this.#stretches[0]!
    let where: ByCounter<Stretch> | undefined
    let last = NONE
    return (actor, counter, text) => {
      if (stretch.counters.length === STRETCH_LOADED) this.#stretches.push((stretch = stretchOf([], [], [])))
      if (actor !== last) where = this.#where[(last = actor)]!
      stretch.actors.push(actor)
      stretch.counters.push(counter)
      stretch.texts.push(text)
      stretch.width += text.length
      where!.set(counter, stretch)
    }
  }

  #lay(change: Uint8Array, whole: WholeHistory): void {
    // Three numbers for each operation: an object for each keeps the collector of garbage busy longer than all the rest takes.
    const texts: (string | null)[] = []
    const places: number[] = []
    const marks: [counter: number, mark: MarkEnd][] = []
    const { actor, actors } = parseChange(change, (text, keyActor, counter, own, mark) => {
      texts.push(text)
      places.push(keyActor, counter, own)
      if (mark !== null) marks.push([own, mark])
    })
    const numbers = actors.map((name) => this.#numberOf(name))
    const author = this.#numberOf(actor)
    for (const [index, text] of texts.entries()) {
      const keyActor = places[index * 3]!
      const key = keyActor === NONE ? NONE : numbers[keyActor]!
      const counter = places[index * 3 + 1]!
      if (text === null) whole.delete(key, counter)
      else whole.insert(key, counter, author, places[index * 3 + 2]!, text)
    }
    for (const [counter, mark] of marks) this.#marks[author]!.set(counter, mark)
    this.#hasMarks ||= marks.length > 0
  }

  #take(change: Uint8Array, patches: TextPatch[]): boolean {
    const operations: Read[] = []
    const { actor, actors } = parseChange(change, (text, keyActor, counter, own, mark) =>
      operations.push({ text, actor: keyActor, counter, own, mark }),
    )
    const numbers = actors.map((name) => this.#numberOf(name))
    const author = this.#numberOf(actor)
    for (let index = 0; index < operations.length;) {
      const { text, actor: keyActor, counter, own, mark } = operations[index]!
      const key = keyActor === NONE ? null : this.#find(numbers[keyActor]!, counter)
      index++
      if (text === null) {
        this.#delete(key!, patches)
        continue
      }
      if (mark !== null) {
        this.#hasMarks = true
        this.#marks[author]!.set(own, mark)
        if (!this.#insert(key, author, own, [''], null)) return false
        continue
      }
      const texts = [text]
      // Typing: each character behind the one before.
      for (; index < operations.length; index++) {
        const next = operations[index]!
        const last = own + texts.length - 1
        const goesOn = next.actor === 0 && next.counter === last && next.own === last + 1
        if (!goesOn || next.text === null || next.mark !== null) break
        texts.push(next.text)
      }
      if (!this.#insert(key, author, own, texts, patches)) return false
    }
    return true
  }

  /** The operations that a patch means, of an actor whose next counter is `counter`; they are done here, too. */
  edit({ at, del, ins }: TextPatch, actor: string, counter: number): TextOperation[] {
    const operations: TextOperation[] = []
    const number = this.#numberOf(actor)
    let next = counter
    const texts = Array.from(ins)
    // Sought while what goes is there: a mark behind it is none at this place.
    const element = texts.length === 0 ? null : this.#behind(at === 0 ? null : this.#locate(at - 1))
    const key = element && this.#idOf(element)
    for (let gone = 0; gone < del; next++) {
      const place = this.#locate(at)
      gone += place.stretch.texts[place.at]!.length
      operations.push({ key: this.#idOf(place), text: null })
      this.#delete(place, null)
    }
    if (texts.length === 0) return operations
    const keys = texts.map((_, index) => (index === 0 ? key : { actor, counter: next + index - 1 }))
    this.#insert(element, number, next, texts, null)
    return [...operations, ...texts.map((text, index) => ({ key: keys[index]!, text }))]
  }

  /**
   * What Automerge puts a character behind that follows this one: as a rule the character itself; but behind the end of
   * a mark that doesn't expand, and behind the beginning of one that does. A mark that both begins and ends here is passed over.
   */
  #behind(character: Place | null): Place | null {
    if (!this.#hasMarks) return character
    const candidates: { place: Place | null; actor: number; counter: number }[] = [
      { place: character, actor: NONE, counter: NONE },
    ]
    let index = character === null ? 0 : this.#stretches.indexOf(character.stretch)
    let at = character === null ? 0 : character.at + 1
    for (; index < this.#stretches.length; index++, at = 0) {
      const stretch = this.#stretches[index]!
      for (; at < stretch.counters.length; at++) {
        if (stretch.texts[at] !== '') return candidates.at(-1)!.place
        const [actor, counter] = [stretch.actors[at]!, stretch.counters[at]!]
        const mark = this.#marks[actor]!.get(counter)
        if (mark === undefined) continue
        const begun = mark.begins
          ? -1
          : candidates.findIndex((one) => one.actor === actor && one.counter === counter - 1)
        if (begun >= 0) candidates.splice(begun)
        else if (mark.begins === mark.expand) candidates.push({ place: { stretch, at }, actor, counter })
      }
    }
    return candidates.at(-1)!.place
  }

  /** Puts characters in, the first behind `key` and each other behind the one before it; or doesn't, when it would take too long. */
  #insert(
    key: Place | null,
    actor: number,
    counter: number,
    texts: string[],
    patches: TextPatch[] | null,
  ): boolean {
    let stretch = key?.stretch ?? this.#stretches[0]!
    let at = key === null ? 0 : key.at + 1
    let index = this.#stretches.indexOf(stretch)
    for (; ; this.#passed++) {
      if (this.#passed > PASSED) return false
      if (at === stretch.counters.length) {
        const next = this.#stretches[index + 1]
        if (next === undefined || !this.#isAfter(next, 0, actor, counter)) break
        stretch = next
        index++
        at = 0
      } else if (!this.#isAfter(stretch, at, actor, counter)) break
      at++
    }
    // What follows has lower ids than the first, so than all of them: they stay together.
    if (patches !== null)
      joinPatch(patches, { at: this.#offset({ stretch, at }, index), del: 0, ins: texts.join('') })
    for (let from = 0; from < texts.length; from += PIECE) {
      const piece = texts.slice(from, from + PIECE)
      this.#put(stretch, at, actor, counter + from, piece)
      at += piece.length
      if (stretch.counters.length <= STRETCH) continue
      const behind = this.#split(stretch, index)
      if (at <= stretch.counters.length) continue
      at -= stretch.counters.length
      stretch = behind
      index++
    }
    return true
  }

  #put(stretch: Stretch, at: number, actor: number, counter: number, texts: string[]): void {
    const where = this.#where[actor]!
    stretch.shown = null
    stretch.texts.splice(at, 0, ...texts)
    stretch.actors.splice(at, 0, ...texts.map(() => actor))
    stretch.counters.splice(at, 0, ...texts.map((_, index) => counter + index))
    texts.forEach((text, index) => {
      stretch.width += text.length
      where.set(counter + index, stretch)
    })
  }

  /** Whether the character there has the higher id: then it stays in front. */
  #isAfter({ actors, counters }: Stretch, at: number, actor: number, counter: number): boolean {
    const other = counters[at]!
    if (other !== counter) return other > counter
    return this.#actors[actors[at]!]! > this.#actors[actor]!
  }

  #delete({ stretch, at }: Place, patches: TextPatch[] | null): void {
    const { length } = stretch.texts[at]!
    if (length === 0) return
    stretch.texts[at] = ''
    stretch.width -= length
    stretch.shown = null
    if (patches === null) return
    const offset = this.#offset({ stretch, at }, this.#stretches.indexOf(stretch))
    joinPatch(patches, { at: offset, del: length, ins: '' })
  }

  #split(stretch: Stretch, index: number): Stretch {
    const half = stretch.counters.length >> 1
    const { actors, counters, texts } = stretch
    const behind = stretchOf(actors.splice(half), counters.splice(half), texts.splice(half))
    stretch.width -= behind.width
    stretch.shown = null
    behind.counters.forEach((counter, place) => this.#where[behind.actors[place]!]!.set(counter, behind))
    this.#stretches.splice(index + 1, 0, behind)
    return behind
  }

  /** Where the character with an id is. */
  #find(actor: number, counter: number): Place {
    const stretch = this.#where[actor]!.get(counter)!
    let at = stretch.counters.indexOf(counter)
    while (stretch.actors[at] !== actor) at = stretch.counters.indexOf(counter, at + 1)
    return { stretch, at }
  }

  /** The shown character that covers a position. */
  #locate(position: number): Place {
    let rest = position
    for (const stretch of this.#stretches) {
      if (rest >= stretch.width) {
        rest -= stretch.width
        continue
      }
      for (let at = 0; ; at++) {
        const { length } = stretch.texts[at]!
        if (rest < length) return { stretch, at }
        rest -= length
      }
    }
    throw new RangeError(`position ${position} of ${this.length}`)
  }

  #offset({ stretch, at }: Place, index: number): number {
    let offset = 0
    for (let before = 0; before < index; before++) offset += this.#stretches[before]!.width
    for (let before = 0; before < at; before++) offset += stretch.texts[before]!.length
    return offset
  }

  #idOf({ stretch, at }: Place): { actor: string; counter: number } {
    return { actor: this.#actors[stretch.actors[at]!]!, counter: stretch.counters[at]! }
  }

  #numberOf(actor: string): number {
    const known = this.#numbers.get(actor)
    if (known !== undefined) return known
    this.#numbers.set(actor, this.#actors.length)
    this.#where.push(new ByCounter())
    this.#marks.push(new Map())
    return this.#actors.push(actor) - 1
  }
}
