import { changedPassages, type FieldDifference } from '@allmende/rules'
import type { ComparedField, ComparedPassage } from '../contract-compare.ts'

/** A line beyond this was written by a program: its beginning is shown. */
export const MAX_LINE = 1_000
/** A value beyond this is cut: whole texts are told by their passages. */
const MAX_VALUE = 2_000

/** A field that differs as a person reads it: a text of several lines by its passages, anything else by both values. */
export function fieldInWords({ name, before, after }: FieldDifference): ComparedField {
  const texts = [before ?? '', after ?? '']
  const long =
    texts.every((text) => typeof text === 'string') && texts.some((text) => String(text).includes('\n'))
  return {
    name,
    before: before === null ? null : cut(inWords(before), MAX_VALUE),
    after: after === null ? null : cut(inWords(after), MAX_VALUE),
    passages: long ? passagesOf(String(texts[0]), String(texts[1])) : null,
  }
}

export function passagesOf(before: string, after: string): ComparedPassage[] {
  return changedPassages(before, after).map(({ skipped, lines }) => ({
    skipped,
    lines: lines.map((line) => ({ ...line, text: cut(line.text, MAX_LINE) })),
  }))
}

/** Numbers and texts as they are, lists with commas, maps by what they are called. */
function inWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(inWords).join(', ')
  if (typeof value !== 'object' || value === null) return String(value)
  if (ArrayBuffer.isView(value)) return `${value.byteLength} bytes`
  const map = value as Readonly<Record<string, unknown>>
  const named = ['name', 'title', 'expression', 'url'].find((key) => typeof map[key] === 'string')
  const rest = Object.entries(map).filter(([key]) => key !== named)
  const told = rest.map(([key, one]) => `${key}: ${inWords(one)}`).join('; ')
  if (named === undefined) return told
  return rest.length === 0 ? String(map[named]) : `${String(map[named])} (${told})`
}

/** Not within a character of two units. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const end = (text.charCodeAt(most - 1) & 0xfc00) === 0xd800 ? most - 1 : most
  return `${text.slice(0, end)}…`
}
