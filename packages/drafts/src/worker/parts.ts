import type { DraftPartEdit, DraftParts, DraftScalar } from '../contract.ts'
import { fail } from '../errors.ts'
import { BATCH_COST, CHANGE_MARKS, CHANGE_PARTS, DRAFT_FIELDS, DRAFT_FILES, DRAFT_LINES } from '../limits.ts'
import { LINE_FIELDS } from '../limits.ts'
import { orderKeyBetween } from '../order-keys.ts'
import { ORDER } from '../part-edits.ts'

type Fields = Record<string, DraftScalar>

/** What stands beside the text, as Automerge has it: the order of a line is one of its fields. */
export type RawParts = {
  fields: Fields
  lines: Record<string, Fields>
  files: Fields
  marks: DraftParts['marks']
}

/** One thing that Automerge is asked to do. */
export type PartStep =
  | { map: 'fields' | 'files'; key: string; value: DraftScalar }
  | { line: string; key: string; value: DraftScalar }
  | { addLine: string }
  | { dropLine: string }
  | { mark: string; from: number; to: number; value: DraftScalar }

export function orderedLines(lines: RawParts['lines']): DraftParts['lines'] {
  const all = Object.entries(lines).map(([id, { [ORDER]: order, ...fields }]) => {
    return { id, fields, order: orderOf(order) }
  })
  all.sort((a, b) => compare(a.order, b.order) || compare(a.id, b.id))
  return all.map(({ id, fields }) => ({ id, fields }))
}

/** The lines that edits are about; undefined for all of them, where it matters what stands beside which. */
export function linesNeeded(edits: readonly DraftPartEdit[]): string[] | undefined {
  if (edits.some((edit) => 'addLine' in edit || 'moveLine' in edit)) return undefined
  const named = edits.map((edit) => ('dropLine' in edit ? edit.dropLine : 'line' in edit ? edit.line : ''))
  return [...new Set(named.filter((id) => id !== ''))]
}

/** What edits mean for what stands there. Throws `DRAFT_PART` for a line that isn't there, or is already; `DRAFT_FULL`. */
export function planParts(raw: RawParts, edits: readonly DraftPartEdit[]): PartStep[] {
  const plan = new Plan(raw)
  for (const edit of edits) plan.add(edit)
  return plan.finish()
}

/** What leads from one state to another: for edits that have to be made again. */
export function stepsBetween(from: RawParts, to: RawParts): PartStep[] {
  const steps: PartStep[] = []
  for (const map of ['fields', 'files'] as const)
    for (const [key, value] of changed(from[map], to[map])) steps.push({ map, key, value })
  for (const id of Object.keys(from.lines)) if (!Object.hasOwn(to.lines, id)) steps.push({ dropLine: id })
  for (const [id, fields] of Object.entries(to.lines)) {
    if (!Object.hasOwn(from.lines, id)) steps.push({ addLine: id })
    for (const [key, value] of changed(Object.hasOwn(from.lines, id) ? from.lines[id]! : {}, fields))
      steps.push({ line: id, key, value })
  }
  const name = (mark: DraftParts['marks'][number]): string =>
    JSON.stringify([mark.from, mark.to, mark.name, mark.value])
  const [before, after] = [new Set(from.marks.map(name)), new Set(to.marks.map(name))]
  for (const mark of from.marks)
    if (!after.has(name(mark))) steps.push({ ...mark, mark: mark.name, value: null })
  for (const mark of to.marks) if (!before.has(name(mark))) steps.push({ ...mark, mark: mark.name })
  return steps
}

/** Cuts steps into lists each of which surely fits into one change, as `cutBatch` does with text. */
export function cutSteps(steps: readonly PartStep[]): PartStep[][] {
  const lists: PartStep[][] = []
  let [cost, marks] = [Infinity, 0]
  for (const step of steps) {
    const next = costOf(step)
    const last = lists.at(-1)
    if ('mark' in step) marks++
    if (!last || cost + next > BATCH_COST || marks > CHANGE_MARKS || last.length >= CHANGE_PARTS) {
      lists.push([step])
      cost = next
      marks = 'mark' in step ? 1 : 0
    } else {
      last.push(step)
      cost += next
    }
  }
  return lists
}

/** References, lengths and the like, of one operation; what it takes the place of comes on top. */
const EACH = 64

function costOf(step: PartStep): number {
  const texts = Object.values(step).filter((value) => typeof value === 'string')
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), EACH)
}

/** Lines as they stand while edits are planned. */
class Plan {
  readonly #raw: RawParts
  readonly #steps: PartStep[] = []
  readonly #counts = new Map<string, Set<string>>()
  #order: { id: string; order: string }[] | null = null
  #lines: Map<string, Set<string>> | null = null

  constructor(raw: RawParts) {
    this.#raw = raw
  }

  add(edit: DraftPartEdit): void {
    if ('addLine' in edit) this.#addLine(edit.addLine, edit.after, edit.fields)
    else if ('moveLine' in edit) this.#moveLine(edit.moveLine, edit.after)
    else if ('dropLine' in edit) this.#dropLine(edit.dropLine)
    else if ('line' in edit) this.#setLine(edit.line, edit.set, edit.value)
    else if ('set' in edit) this.#set('fields', edit.set, edit.value, DRAFT_FIELDS)
    else if ('file' in edit) this.#set('files', edit.file, edit.content, DRAFT_FILES)
    else this.#steps.push(edit)
  }

  finish(): PartStep[] {
    return this.#steps
  }

  #set(map: 'fields' | 'files', key: string, value: DraftScalar, most: number): void {
    const keys = this.#counts.get(map) ?? new Set(Object.keys(this.#raw[map]))
    this.#counts.set(map, keys)
    if (value === null ? !keys.delete(key) : false) return
    if (value !== null) keys.add(key)
    if (keys.size > most) throw fail('DRAFT_FULL', { expected: String(most), found: map })
    this.#steps.push({ map, key, value })
  }

  get #known(): Map<string, Set<string>> {
    const of = (fields: Fields): Set<string> => new Set(Object.keys(fields))
    return (this.#lines ??= new Map(Object.entries(this.#raw.lines).map(([id, fields]) => [id, of(fields)])))
  }

  #setLine(id: string, key: string, value: DraftScalar): void {
    const fields = this.#lineOf(id)
    if (value === null && !fields.delete(key)) return
    if (value !== null) fields.add(key)
    if (fields.size > LINE_FIELDS)
      throw fail('DRAFT_FULL', { expected: String(LINE_FIELDS), found: 'fields in a line' })
    this.#steps.push({ line: id, key, value })
  }

  #addLine(id: string, after: string | null, fields: Fields): void {
    if (this.#known.has(id)) throw fail('DRAFT_PART', { reason: `there is a line ${id} already` })
    const order = this.#orderAfter(id, after)
    if (this.#known.size >= DRAFT_LINES)
      throw fail('DRAFT_FULL', { expected: String(DRAFT_LINES), found: 'lines' })
    this.#known.set(id, new Set())
    this.#steps.push({ addLine: id })
    this.#setLine(id, ORDER, order)
    for (const [key, value] of Object.entries(fields)) this.#setLine(id, key, value)
  }

  #moveLine(id: string, after: string | null): void {
    this.#lineOf(id)
    if (after === id) return
    const all = this.#ordered
    const from = all.findIndex((line) => line.id === id)
    if ((all[from - 1]?.id ?? null) === after) return
    all.splice(from, 1)
    this.#setLine(id, ORDER, this.#orderAfter(id, after))
  }

  #dropLine(id: string): void {
    // Somebody else may have been faster.
    if (!this.#known.delete(id)) return
    if (this.#order) this.#order = this.#order.filter((line) => line.id !== id)
    this.#steps.push({ dropLine: id })
  }

  get #ordered(): { id: string; order: string }[] {
    this.#order ??= Object.entries(this.#raw.lines)
      .map(([id, fields]) => ({ id, order: orderOf(fields[ORDER]) }))
      .sort((a, b) => compare(a.order, b.order) || compare(a.id, b.id))
    return this.#order
  }

  /** Finds the place behind a line and takes it. */
  #orderAfter(id: string, after: string | null): string {
    const all = this.#ordered
    let at = after === null ? 0 : all.findIndex((line) => line.id === after) + 1
    if (after !== null && at === 0) throw fail('DRAFT_PART', { reason: `there is no line ${after}` })
    const before = all[at - 1]?.order ?? ''
    // Lines with one and the same key can't be parted: the new one comes behind them all.
    while (at < all.length && all[at]!.order <= before) at++
    const order = orderKeyBetween(before, all[at]?.order ?? null, id) ?? before
    all.splice(at, 0, { id, order })
    return order
  }

  #lineOf(id: string): Set<string> {
    const fields = this.#known.get(id)
    if (fields === undefined) throw fail('DRAFT_PART', { reason: `there is no line ${id}` })
    return fields
  }
}

function orderOf(value: DraftScalar | undefined): string {
  return typeof value === 'string' ? value : ''
}

function changed(from: Fields, to: Fields): [string, DraftScalar][] {
  const gone = Object.keys(from).filter((key) => !Object.hasOwn(to, key))
  const set = Object.entries(to).filter(([key, value]) => !Object.hasOwn(from, key) || from[key] !== value)
  return [...gone.map((key): [string, null] => [key, null]), ...set]
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
