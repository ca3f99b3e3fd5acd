import type { PartInfo } from '@allmende/api/client'

/** What the table of parts has, as far as any line fills it. */
export const COLUMNS = ['name', 'quantity', 'unit', 'section', 'maker', 'number', 'note'] as const
export type Column = (typeof COLUMNS)[number]

export function cellOf(line: PartInfo, column: Column): string {
  const value = line[column]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** How many of a line are needed for so many of what it is a part of; one where the list doesn't say. */
export function neededOf(line: PartInfo, times: number): number {
  const quantity = line['quantity']
  // Sums of fractions of ten have digits that nobody meant.
  return Number(((typeof quantity === 'number' ? quantity : 1) * times).toPrecision(9))
}
