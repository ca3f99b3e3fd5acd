import type { DraftPartEdit, DraftScalar, TextPatch } from './contract.ts'
import { fail } from './errors.ts'
import {
  FIELD_KEY_BYTES,
  LINE_ID_BYTES,
  MARK_BYTES,
  MARK_NAME_BYTES,
  PART_BYTES,
  PART_TEXT,
  PATH_BYTES,
} from './limits.ts'
import { isInside } from './splices.ts'

/** The field of a line that says where it stands; nobody sets it by name. */
export const ORDER = 'order'

/** A key that JavaScript objects take for something else. */
export const UNNAMEABLE = '__proto__'

/** Holds edits to what a draft can take, whatever it has. Throws `DRAFT_PART`, and `DRAFT_RANGE` for a mark outside the text. */
export function checkPartEdits(edits: readonly DraftPartEdit[], length: number): void {
  for (const edit of edits) {
    if ('addLine' in edit) {
      checkName(edit.addLine, LINE_ID_BYTES, 'a line')
      for (const [key, value] of Object.entries(edit.fields)) {
        checkLineField(key)
        checkValue(value, PART_BYTES)
      }
    } else if ('line' in edit) {
      checkLineField(edit.set)
      checkValue(edit.value, PART_BYTES)
    } else if ('set' in edit) {
      checkName(edit.set, FIELD_KEY_BYTES, 'a field')
      checkValue(edit.value, PART_BYTES)
    } else if ('file' in edit) {
      checkName(edit.file, PATH_BYTES, 'a file')
      checkValue(edit.content, PART_BYTES)
    } else if ('mark' in edit) {
      checkName(edit.mark, MARK_NAME_BYTES, 'a mark')
      checkValue(edit.value, MARK_BYTES)
      const { from, to } = edit
      if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 0 || from >= to || to > length) {
        throw fail('DRAFT_RANGE', { expected: `0 to ${length}`, found: `${from} to ${to}` })
      }
    }
  }
}

/**
 * The same edits on a text to which the patches were done: marks move with their characters. What was put in at the edge of
 * one meanwhile isn't marked; a mark of which nothing is left is left out.
 */
export function movePartEdits(
  edits: readonly DraftPartEdit[],
  patches: readonly TextPatch[],
): DraftPartEdit[] {
  if (patches.length === 0) return [...edits]
  return edits.flatMap((edit): DraftPartEdit[] => {
    if (!('mark' in edit)) return [edit]
    let { from, to } = edit
    for (const { at, del, ins } of patches) {
      from = moved(from, at, del, ins.length, true)
      to = moved(to, at, del, ins.length, false)
    }
    return from < to ? [{ ...edit, from, to }] : []
  })
}

/** The same edits with marks that would begin or end within a character moved to its edges. */
export function wholeMarks(edits: DraftPartEdit[], text: () => string): DraftPartEdit[] {
  if (!edits.some((edit) => 'mark' in edit)) return edits
  const whole = text()
  return edits.map((edit) => {
    if (!('mark' in edit)) return edit
    const from = isInside(whole, edit.from) ? edit.from - 1 : edit.from
    const to = isInside(whole, edit.to) ? edit.to + 1 : edit.to
    return { ...edit, from, to }
  })
}

function moved(place: number, at: number, del: number, ins: number, behind: boolean): number {
  if (place < at || (place === at && !behind)) return place
  if (place >= at + del) return place - del + ins
  return behind ? at + ins : at
}

function checkLineField(key: string): void {
  checkName(key, FIELD_KEY_BYTES, 'a field')
  if (key === ORDER)
    throw fail('DRAFT_PART', { reason: `a line is moved with moveLine, not by its ${ORDER}` })
}

function checkName(name: string, bytes: number, what: string): void {
  const length = Buffer.byteLength(name)
  if (name === UNNAMEABLE) throw fail('DRAFT_PART', { reason: `nothing can be called ${name}` })
  if (length > 0 && length <= bytes && name.isWellFormed()) return
  const found = length === 0 ? 'none' : name.isWellFormed() ? `one of ${length}` : 'half a character in it'
  throw fail('DRAFT_PART', { reason: `the name of ${what} has 1 to ${bytes} bytes, here is ${found}` })
}

function checkValue(value: DraftScalar, bytes: number): void {
  if (value === null || typeof value === 'boolean') return
  if (typeof value === 'number') {
    if (Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value))) return
    throw fail('DRAFT_PART', { reason: `a number within ±2^53 was expected, here is ${value}` })
  }
  if (typeof value !== 'string')
    throw fail('DRAFT_PART', { reason: 'text, number, true or false was expected' })
  const size = Buffer.byteLength(value)
  if (value.length <= PART_TEXT && size <= bytes && value.isWellFormed()) return
  const found = value.isWellFormed() ? `one of ${value.length} (${size} bytes)` : 'half a character in it'
  const expected = `${Math.min(PART_TEXT, bytes)} characters (${bytes} bytes)`
  throw fail('DRAFT_PART', { reason: `a text has at most ${expected}, here is ${found}` })
}
