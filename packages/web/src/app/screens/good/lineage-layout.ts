/** Where the goods of a lineage stand in its drawing. Pure. */

export type Kin = { readonly id: string | null; readonly title: string }
export type KinRole = 'before' | 'self' | 'fork' | 'user'
export type Placed = Kin & { readonly role: KinRole; readonly x: number; readonly y: number }
export type Edge = { readonly from: Placed; readonly to: Placed }
export type Drawing = {
  readonly nodes: readonly Placed[]
  readonly edges: readonly Edge[]
  readonly width: number
  readonly height: number
  /** What there was no place for. */
  readonly left: number
}

export const BOX = { width: 168, height: 44 } as const
const GAP = { across: 56, down: 16 } as const
/** More beside each other nobody reads: they are in the lists below. */
const MOST = 12

/** What it comes from to the left, the oldest first; what was made of it and what uses it to the right. */
export function lineageDrawing(
  before: readonly Kin[],
  self: Kin,
  forks: readonly Kin[],
  users: readonly Kin[],
): Drawing {
  const right = [
    ...forks.map((kin) => ({ ...kin, role: 'fork' as const })),
    ...users.map((kin) => ({ ...kin, role: 'user' as const })),
  ]
  const shown = right.slice(0, MOST)
  const rows = Math.max(1, shown.length)
  const height = rows * (BOX.height + GAP.down) - GAP.down
  const middle = (height - BOX.height) / 2
  const column = (index: number): number => index * (BOX.width + GAP.across)
  const line = [
    ...before.map((kin, index): Placed => ({ ...kin, role: 'before', x: column(index), y: middle })),
    { ...self, role: 'self' as const, x: column(before.length), y: middle },
  ]
  const after = shown.map((kin, index): Placed => ({
    ...kin,
    x: column(before.length + 1),
    y: index * (BOX.height + GAP.down),
  }))
  const own = line.at(-1) as Placed
  const edges = [
    ...line.slice(1).map((to, index): Edge => ({ from: line[index] as Placed, to })),
    ...after.map((to): Edge => ({ from: own, to })),
  ]
  const columns = line.length + (after.length > 0 ? 1 : 0)
  return {
    nodes: [...line, ...after],
    edges,
    width: column(columns) - GAP.across,
    height,
    left: right.length - shown.length,
  }
}

const MOST_LETTERS = 20

/** A title as it fits into a box. */
export function shortTitle(title: string): string {
  const letters = Array.from(title)
  return letters.length <= MOST_LETTERS ? title : `${letters.slice(0, MOST_LETTERS - 1).join('')}…`
}
