// One end of a slow line: whoever has a commons, or somebody who joins it and searches.
import { join } from 'node:path'
import { deriveCommonsKeys, openLogs, type CommonsLogs } from '@allmende/logs'
import { createSync, type Sync } from '@allmende/sync'
import { collectingLogger } from '@allmende/testkit'
import { createDirectTransport, nodeKeyPair } from '@allmende/transports'
import { openViews, type Views } from '@allmende/views'
import { placeOf, type RecordId } from '@allmende/vocabulary'
import { RecordFollower } from '../../../packages/node/src/follow-records.ts'
import { StartHere } from '../../../packages/node/src/start-here.ts'
import { serveRemote } from '../../remote.ts'

export const READ_KEY = Buffer.alloc(32, 17)

export type Seen = { goods: number; ofNewest: number; behind: number | null }

export interface SlowNode {
  /** Gives the address; `startHere`: newcomers are told where to begin. */
  open(order: { dir: string; startHere: boolean }): Promise<string>
  newest(count: number): Promise<RecordId[]>
  connect(address: string): Promise<void>
  /** How many goods can be found here, and how many of these. */
  seen(newest: RecordId[]): Promise<Seen>
}

class SlowLinkNode implements SlowNode {
  #views: Views | null = null
  #sync: Sync | null = null
  #commons: CommonsLogs | null = null

  async open({ dir, startHere }: { dir: string; startHere: boolean }): Promise<string> {
    const logger = collectingLogger()
    const random = { bytes: (n: number) => crypto.getRandomValues(new Uint8Array(n)) }
    const clock = { now: () => Date.now() }
    const logs = await openLogs({ dir, clock, random, logger })
    const commons = await logs.commons(deriveCommonsKeys(READ_KEY, true))
    const views = await openViews({ file: join(dir, 'index.sqlite'), logger })
    const follower = new RecordFollower(commons, views, logger)
    await follower.start()
    await follower.allSettled()
    const first = new StartHere(views, commons.id, () => performance.now())
    await first.read()
    const keyPair = nodeKeyPair(random.bytes(32))
    const transport = createDirectTransport({ keyPair, host: '127.0.0.1', logger })
    const sync = createSync({ keyPair, transports: [transport], clock, logger })
    await sync.start()
    await sync.join(commons, startHere ? { startHere: () => first.logs() } : {})
    this.#views = views
    this.#sync = sync
    this.#commons = commons
    return transport.addresses()[0] as string
  }

  async newest(count: number): Promise<RecordId[]> {
    const page = await this.#views?.list({ kind: 'good', order: 'newest', limit: count })
    return page?.items.map(({ id }) => id) ?? []
  }

  async connect(address: string): Promise<void> {
    await this.#sync?.connect(address)
  }

  async seen(newest: RecordId[]): Promise<Seen> {
    if (!this.#views || !this.#commons) throw new Error('not open')
    const { things } = await this.#views.counts(this.#commons.id)
    const here = newest.filter(
      (id) => (this.#commons?.log(placeOf(id).log)?.contiguous ?? 0) > placeOf(id).block,
    )
    const { behind = null } = this.#sync?.progress(this.#commons.id) ?? {}
    return { goods: things['good'] ?? 0, ofNewest: here.length, behind }
  }
}

serveRemote(new SlowLinkNode())
