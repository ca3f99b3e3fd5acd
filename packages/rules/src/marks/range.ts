/** A passage of a text, from a character up to before another. */
export type Range = { readonly from: number; readonly to: number }

export function meet(one: Range, other: Range): boolean {
  return Math.max(one.from, other.from) < Math.min(one.to, other.to)
}

export function contains(one: Range, other: Range): boolean {
  return one.from <= other.from && other.to <= one.to
}

export function within({ from, to }: Range, around: Range): Range {
  return { from: Math.max(from, around.from), to: Math.min(to, around.to) }
}

/** What is left of a passage where others are taken out of it. */
export function rangesLeft({ from, to }: Range, gone: readonly Range[]): Range[] {
  return gone.reduce<Range[]>(
    (left, one) =>
      left.flatMap((range) =>
        [
          { from: range.from, to: Math.min(range.to, one.from) },
          { from: Math.max(range.from, one.to), to: range.to },
        ].filter((piece) => piece.from < piece.to),
      ),
    [{ from, to }],
  )
}
