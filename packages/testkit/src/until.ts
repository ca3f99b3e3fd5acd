type Options = {
  /** What is waited for, in words: stands in the error. */
  what?: string
  deadlineMs?: number
  /** Between the first looks; later ones are up to ten times as far apart, so that waiting takes nothing from what is waited for. */
  everyMs?: number
}

/** For what is sure to come, on a machine that does ten other things: a test that waits for less tests the machine. */
const DEADLINE_MS = 60_000

/**
 * Asks until the answer is truthy and returns it. For what has no event; fails at the deadline (a minute), saying what was
 * waited for and the last answer. An exception of the predicate is a failure at once.
 */
export async function until<T>(
  predicate: () => T | Promise<T>,
  { what = 'the condition', deadlineMs = DEADLINE_MS, everyMs = 10 }: Options = {},
): Promise<NonNullable<T>> {
  const end = performance.now() + deadlineMs
  for (let wait = everyMs; ; wait = Math.min(wait * 1.2, everyMs * 10)) {
    const answer = await predicate()
    if (answer) return answer
    if (performance.now() > end)
      throw new Error(`waited ${deadlineMs} ms for ${what}; last answer: ${String(answer)}`)
    await new Promise((resolve) => setTimeout(resolve, wait))
  }
}
