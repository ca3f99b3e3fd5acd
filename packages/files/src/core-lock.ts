import type Hypercore from 'hypercore'

/** Per core, shared by all its sessions, not per writer: two shares at once may each have asked for one. */
const tails = new WeakMap<object, Promise<void>>()

/**
 * Runs one writer of a core after the other. The blocks of a blob must lie together, and a large one takes many
 * appends: without this, two shares at once would interleave.
 */
export async function alone<T>(core: Hypercore, work: () => Promise<T>): Promise<T> {
  const before = tails.get(core.core) ?? Promise.resolve()
  const run = before.then(work)
  tails.set(
    core.core,
    run.then(
      () => undefined,
      () => undefined,
    ),
  )
  return run
}
