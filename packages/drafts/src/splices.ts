import type { TextPatch } from './contract.ts'

/** An insertion or a deletion: a patch that does both is the one after the other. */
type Step = { at: number; del: number; ins: string }

/**
 * Two lists of patches made apart, on the same text. Returns each as it must be applied after the other, so that both
 * orders give the same text. Where both put something at the same place, `first`'s comes first. Characters that both
 * take out are taken out once; what is put into a passage that the other takes out stays.
 */
export function rebase(
  first: readonly TextPatch[],
  second: readonly TextPatch[],
): { first: TextPatch[]; second: TextPatch[] } {
  if (first.length === 0 || second.length === 0) return { first: [...first], second: [...second] }
  const [a, b] = passLists(steps(first), steps(second))
  return { first: a, second: b }
}

/** The text after the patches. */
export function applyPatches(text: string, patches: readonly TextPatch[]): string {
  return patches.reduce((now, { at, del, ins }) => now.slice(0, at) + ins + now.slice(at + del), text)
}

/** Where the place behind a character is after the patches: what is put in right there comes behind it. */
export function movedPast(at: number, patches: readonly TextPatch[]): number {
  return patches.reduce((now, patch) => {
    if (patch.at >= now) return now
    return patch.at + Math.max(0, now - patch.at - patch.del) + patch.ins.length
  }, at)
}

/** How much longer the text is after the patches. */
export function growth(patches: readonly TextPatch[]): number {
  return patches.reduce((sum, { del, ins }) => sum + ins.length - del, 0)
}

/**
 * Adds a patch to a list, joining it with the last one where both touch: typing and correcting becomes one insertion.
 * Automerge then has one call for a word instead of one for each key stroke, which is most of the cost of a replay.
 */
export function joinPatch(list: TextPatch[], patch: TextPatch): void {
  const last = list[list.length - 1]
  if (last === undefined || !join(last, patch)) list.push({ ...patch })
  else if (last.del === 0 && last.ins === '') list.pop()
}

function join(last: TextPatch, { at, del, ins }: TextPatch): boolean {
  const end = last.at + last.ins.length
  // Half a character would be left over; apart from each other the edits are moved to its edges later.
  if (isInside(last.ins, at - last.at) || isInside(last.ins, at + del - last.at)) return false
  if (at >= last.at && at + del <= end) {
    // Within what was just put in, or (with nothing to take out) at its edge.
    const from = at - last.at
    last.ins = last.ins.slice(0, from) + ins + last.ins.slice(from + del)
    return true
  }
  if (ins !== '' || del === 0) return false
  if (at >= last.at && at <= end) {
    // From within the new text over its end: the rest goes from the text behind it.
    const own = end - at
    last.ins = last.ins.slice(0, at - last.at)
    last.del += del - own
    return true
  }
  if (at < last.at && at + del >= last.at && at + del <= end) {
    // From before the new text into it.
    const before = last.at - at
    last.ins = last.ins.slice(del - before)
    last.at = at
    last.del += before
    return true
  }
  return false
}

/** Tells whether a position lies between the two units of one character. */
export function isInside(text: string, at: number): boolean {
  return (text.charCodeAt(at - 1) & 0xfc00) === 0xd800 && (text.charCodeAt(at) & 0xfc00) === 0xdc00
}

function steps(patches: readonly TextPatch[]): Step[] {
  return patches.flatMap(({ at, del, ins }) => {
    const list: Step[] = []
    if (del > 0) list.push({ at, del, ins: '' })
    if (ins !== '') list.push({ at, del: 0, ins })
    return list
  })
}

function passLists(first: Step[], second: Step[]): [Step[], Step[]] {
  let rest = second
  const passed: Step[] = []
  for (const step of first) {
    const [steps, others] = passOne(step, rest)
    passed.push(...steps)
    rest = others
  }
  return [passed, rest]
}

function passOne(step: Step, others: Step[]): [Step[], Step[]] {
  let mine = [step]
  const passed: Step[] = []
  for (const other of others) {
    if (mine.length === 1) {
      const [a, b] = passStep(mine[0]!, other)
      mine = a
      passed.push(...b)
    } else {
      const [a, b] = passLists(mine, [other])
      mine = a
      passed.push(...b)
    }
  }
  return [mine, passed]
}

function passStep(a: Step, b: Step): [Step[], Step[]] {
  if (a.del === 0 && b.del === 0) {
    if (a.at <= b.at) return [[a], [{ ...b, at: b.at + a.ins.length }]]
    return [[{ ...a, at: a.at + b.ins.length }], [b]]
  }
  if (a.del === 0) return passInsertion(a, b)
  if (b.del === 0) {
    const [insertion, deletion] = passInsertion(b, a)
    return [deletion, insertion]
  }
  return [without(a, b), without(b, a)]
}

function passInsertion(insertion: Step, deletion: Step): [Step[], Step[]] {
  const length = insertion.ins.length
  const { at, del } = deletion
  if (insertion.at <= at) return [[insertion], [{ ...deletion, at: at + length }]]
  if (insertion.at >= at + del) return [[{ ...insertion, at: insertion.at - del }], [deletion]]
  const left = insertion.at - at
  const halves = [
    { at, del: left, ins: '' },
    { at: at + length, del: del - left, ins: '' },
  ]
  return [[{ ...insertion, at }], halves]
}

/** A deletion after another one: less what both take out. */
function without(a: Step, b: Step): Step[] {
  const end = a.at + a.del
  const otherEnd = b.at + b.del
  const both = Math.max(0, Math.min(end, otherEnd) - Math.max(a.at, b.at))
  const before = Math.max(0, Math.min(a.at, otherEnd) - b.at)
  return a.del === both ? [] : [{ at: a.at - before, del: a.del - both, ins: '' }]
}
