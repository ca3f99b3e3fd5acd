import { fail } from '../errors.ts'

/** Holds a number of a page request to its bounds. Throws `VIEWS_PAGE`. */
export function pageNumber(
  name: string,
  value: number | undefined,
  bounds: { least: number; most: number; otherwise: number },
): number {
  const found = value ?? bounds.otherwise
  if (Number.isInteger(found) && found >= bounds.least && found <= bounds.most) return found
  throw fail('VIEWS_PAGE', { name, least: bounds.least, most: bounds.most, found: String(found) })
}
