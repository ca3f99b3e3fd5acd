type Options = {
  /** What is waited for, in words: stands in the error. */
  what?: string
  deadlineMs?: number
  everyMs?: number
}

/**
 * Asks until the answer is truthy and returns it. For what has no event; fails at the deadline (5 s), saying what was
 * waited for and the last answer. An exception of the predicate is a failure at once.
 */
export async function until<T>(
  predicate: () => T | Promise<T>,
  { what = 'the condition', deadlineMs = 5_000, everyMs = 10 }: Options = {},
): Promise<NonNullable<T>> {
  const end = performance.now() + deadlineMs
  for (;;) {
    const answer = await predicate()
    if (answer) return answer
    if (performance.now() > end)
      throw new Error(`waited ${deadlineMs} ms for ${what}; last answer: ${String(answer)}`)
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
}
