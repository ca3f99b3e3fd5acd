/**
 * The levels that headings of these depths get, from `top` on. None is skipped on the way down, whatever people write: who
 * listens to a page goes by them.
 */
export function headingLevels(depths: readonly number[], top: number): number[] {
  const open: number[] = []
  return depths.map((depth) => {
    while ((open.at(-1) ?? -1) >= depth) open.pop()
    open.push(depth)
    return Math.min(6, top + open.length - 1)
  })
}
