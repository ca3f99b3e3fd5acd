import { NONE } from './columns.ts'

/** Adds a counter above all others to sorted ranges (from, to, from, to, …, both ends included). */
export function addToRanges(ranges: number[], counter: number): void {
  if (ranges.length > 0 && ranges[ranges.length - 1] === counter - 1) ranges[ranges.length - 1] = counter
  else ranges.push(counter, counter)
}

/** Tells whether a counter lies in sorted ranges. */
export function inRanges(ranges: readonly number[], counter: number): boolean {
  return rangeEnd(ranges, counter) !== NONE
}

/** Whether any counter from `from` to `to` lies in sorted ranges. */
export function touchesRanges(ranges: readonly number[], from: number, to: number): boolean {
  for (let index = 0; index < ranges.length; index += 2)
    if (ranges[index]! <= to && ranges[index + 1]! >= from) return true
  return false
}

/** The end of the range a counter lies in, or `NONE`. */
export function rangeEnd(ranges: readonly number[], counter: number): number {
  let low = 0
  let high = ranges.length / 2 - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    if (counter < ranges[middle * 2]!) high = middle - 1
    else if (counter > ranges[middle * 2 + 1]!) low = middle + 1
    else return ranges[middle * 2 + 1]!
  }
  return NONE
}

/** Adds the ranges of a later change of the same actor. */
export function joinRanges(ranges: number[], later: readonly number[]): void {
  for (let index = 0; index < later.length; index += 2) {
    const from = later[index]!
    if (ranges.length > 0 && ranges[ranges.length - 1] === from - 1) ranges.pop()
    else ranges.push(from)
    ranges.push(later[index + 1]!)
  }
}
