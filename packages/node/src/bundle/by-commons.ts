import type { BundledCommons, NotTaken, OpenedCommons } from '../contract.ts'

/**
 * A section is one epoch of a commons; told is the commons, once. Rule N49. What the other side has is known of it if it is of
 * every epoch: of any other, everything went along.
 */
export function bundledByCommons(sections: readonly BundledCommons[]): BundledCommons[] {
  return byCommons(sections, (one, other) => ({
    ...one,
    logs: one.logs + other.logs,
    blocks: one.blocks + other.blocks,
    bytes: one.bytes + other.bytes,
    files: [...one.files, ...other.files],
    leftOut: [...one.leftOut, ...other.leftOut],
    known: one.known === null || other.known === null ? null : Math.min(one.known, other.known),
  }))
}

export function openedByCommons(sections: readonly OpenedCommons[]): OpenedCommons[] {
  return byCommons(sections, (one, other) => ({
    ...one,
    logs: one.logs + other.logs,
    blocks: one.blocks + other.blocks,
    // Counted over the whole commons in each section.
    records: Math.max(one.records, other.records),
    bytes: one.bytes + other.bytes,
    files: [...one.files, ...other.files],
    notTaken: byReason([...one.notTaken, ...other.notTaken]),
  }))
}

function byCommons<T extends { readonly id: string }>(
  sections: readonly T[],
  join: (one: T, other: T) => T,
): T[] {
  const found = new Map<string, T>()
  for (const section of sections) {
    const before = found.get(section.id)
    found.set(section.id, before ? join(before, section) : section)
  }
  return [...found.values()]
}

function byReason(notTaken: readonly NotTaken[]): NotTaken[] {
  const logs = new Map<NotTaken['reason'], number>()
  for (const one of notTaken) logs.set(one.reason, (logs.get(one.reason) ?? 0) + one.logs)
  return [...logs].map(([reason, count]) => ({ reason, logs: count }))
}
