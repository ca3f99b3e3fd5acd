// Which subtrees cover a range of blocks. In hypercore's numbering: a leaf's number is twice its block's, parents lie between.
import { indexOf } from '../merkle.ts'

/** The widest aligned subtrees that cover the blocks from `from` to `to` and don't go beyond, from left to right. */
export function tiles(from: number, to: number): number[] {
  const found: number[] = []
  for (let at = from; at < to;) {
    let width = 1
    while (at % (2 * width) === 0 && at + 2 * width <= to) width *= 2
    found.push(indexOf(at, width))
    at += width
  }
  return found
}

export function siblingOf(index: number): number {
  const width = step(index)
  return (index - (width - 1)) % (4 * width) === 0 ? index + 2 * width : index - 2 * width
}

export function parentOf(index: number): number {
  return (index + siblingOf(index)) / 2
}

/** Blocks below a node. */
function step(index: number): number {
  let width = 1
  for (let rest = index; rest % 2 === 1; rest = (rest - 1) / 2) width *= 2
  return width
}
