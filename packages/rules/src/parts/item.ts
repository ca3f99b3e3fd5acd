import type { PartLine, RecordId } from '@allmende/vocabulary'

/** What a line names, apart from how many: two lines of one item are summed. */
export type Item = {
  name: string
  unit?: string
  /** The exact version it is made after, where known; else the good as the line names it. */
  good?: RecordId
  equipment?: RecordId
  maker?: string
  number?: string
  material?: string
}

/** Lists in which an item may stand; more of them are only counted. */
export const MAX_PLACES_TOLD = 20

/** A number of things; other units are kept as they are written, since nobody converts "bag" into metres. */
const ONE = new Set(['', 'one', 'piece', 'pieces', 'pcs', 'pc'])

export function itemOf(line: PartLine, version: RecordId | undefined): Item {
  const { name, equipment, maker, number, material } = line
  const unit = unitOf(line)
  const good = version ?? line.good
  return {
    name,
    ...(unit !== '' && { unit }),
    ...(good !== undefined && { good }),
    ...(equipment !== undefined && { equipment }),
    ...(maker !== undefined && { maker }),
    ...(number !== undefined && { number }),
    ...(material !== undefined && { material }),
  }
}

/**
 * By what an item is known: the good or the equipment, else its number at whoever makes it, else its name and
 * material; with its unit, since metres and pieces can't be added.
 */
export function itemKey(line: PartLine, version: RecordId | undefined): string {
  return JSON.stringify([unitOf(line), ...identity(line, version)])
}

/** The same without the unit: what it is, whatever it is counted in. */
export function identity(line: PartLine, version: RecordId | undefined): string[] {
  const good = version ?? line.good
  if (good !== undefined) return ['good', good]
  if (line.equipment !== undefined) return ['equipment', line.equipment]
  if (line.number !== undefined) return ['number', plain(line.maker), plain(line.number)]
  return ['name', plain(line.name), plain(line.material)]
}

function unitOf({ unit }: PartLine): string {
  const written = plain(unit)
  return ONE.has(written) ? '' : unit!.trim()
}

function plain(text: string | undefined): string {
  return (text ?? '').normalize('NFC').trim().replaceAll(/\s+/g, ' ').toLowerCase()
}
