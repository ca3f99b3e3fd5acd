import type Hypercore from 'hypercore'
import type Protomux from 'protomux'
import { until } from '@allmende/testkit'
import { PATIENCE_MS } from '../scene.ts'

/** Asks for a core by its key, as hypercore does, until the other side has refused it; whatever came of it would have a length. */
export async function isTurnedAway(core: Hypercore, mux: Protomux): Promise<boolean> {
  await core.ready()
  const channel = { protocol: 'hypercore/alpha', id: core.discoveryKey }
  core.replicate(mux)
  // The channel opens in the turn after this one: before that it looks as if it were refused already.
  await (mux.stream as unknown as { opened: Promise<boolean> }).opened
  await Promise.resolve()
  if (!mux.opened(channel)) throw new Error('the core was not asked for')
  await until(() => !mux.opened(channel), {
    what: 'the channel of a core to be refused',
    deadlineMs: PATIENCE_MS,
  })
  return core.length === 0
}
