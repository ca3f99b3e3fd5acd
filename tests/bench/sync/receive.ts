// A process that has nothing and gets everything; says how long it took and how much memory it had at most.
import net from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import NoiseSecretStream from '@hyperswarm/secret-stream'
import Corestore from 'corestore'
import { deriveCommonsKeys, openLogs, type CommonsLogs } from '@allmende/logs'
import { createSync } from '@allmende/sync'
import { collectingLogger } from '@allmende/testkit'
import { createDirectTransport, nodeKeyPair } from '@allmende/transports'
import { openViews } from '@allmende/views'
import { keyBytes, type LogKey } from '@allmende/vocabulary'
import { RecordFollower } from '../../../packages/node/src/follow-records.ts'

export type Received = {
  /** From dialing until every block is here. */
  seconds: number
  /** And until every record can be found; absent where nothing is searched. */
  searchableSeconds?: number
  records?: number
  cpuSeconds: number
  peakMegabytes: number
}

export type ReceiveOrder = {
  way: 'raw' | 'ours' | 'ours-searchable'
  dir: string
  readKey: string
  address: string
  logs: { key: LogKey; length: number }[]
}

async function receiveRaw({ dir, address, logs }: ReceiveOrder): Promise<Partial<Received>> {
  const store = new Corestore(dir)
  await store.ready()
  const started = performance.now()
  const [host, port] = address.split(':') as [string, string]
  const socket = net.connect(Number(port), host)
  socket.setNoDelay(true)
  const stream = new NoiseSecretStream(true, socket)
  store.replicate(stream)
  await Promise.all(
    logs.map(async ({ key, length }) => {
      const core = store.get({ key: Buffer.from(keyBytes(key)) })
      await core.ready()
      await core.download({ start: 0, end: length }).done()
    }),
  )
  return { seconds: (performance.now() - started) / 1000 }
}

async function receiveOurs(order: ReceiveOrder): Promise<Partial<Received>> {
  const logger = collectingLogger()
  const random = { bytes: (n: number) => crypto.getRandomValues(new Uint8Array(n)) }
  const clock = { now: () => Date.now() }
  const logs = await openLogs({ dir: order.dir, clock, random, logger })
  const commons = await logs.commons(deriveCommonsKeys(Buffer.from(order.readKey, 'hex'), true))
  const searchable = order.way === 'ours-searchable'
  const views = searchable ? await openViews({ file: join(order.dir, 'views.db'), logger }) : null
  const follower = views && new RecordFollower(commons, views, logger)
  await follower?.start()
  const keyPair = nodeKeyPair(random.bytes(32))
  const transport = createDirectTransport({ keyPair, host: '127.0.0.1', logger })
  const sync = createSync({ keyPair, transports: [transport], clock, logger })
  await sync.start()
  await sync.join(commons)
  const started = performance.now()
  const complete = allHere(commons, order.logs)
  await sync.connect(order.address)
  await complete
  const seconds = (performance.now() - started) / 1000
  if (!follower || !views) return { seconds }
  await follower.allSettled()
  const { total } = await views.find({ words: 'bicycle', limit: 1 })
  return { seconds, searchableSeconds: (performance.now() - started) / 1000, records: total }
}

async function allHere(commons: CommonsLogs, logs: ReceiveOrder['logs']): Promise<void> {
  const missing = new Map(logs.map(({ key, length }) => [key, length]))
  await new Promise<void>((resolve) => {
    commons.on('appended', ({ log, which, length }) => {
      if (which !== 'records' || length < (missing.get(log) ?? Infinity)) return
      missing.delete(log)
      if (missing.size === 0) resolve()
    })
  })
}

async function main(order: ReceiveOrder): Promise<void> {
  const before = process.cpuUsage()
  const received = await (order.way === 'raw' ? receiveRaw(order) : receiveOurs(order))
  const { user, system } = process.cpuUsage(before)
  const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024)
  process.send?.({ ...received, cpuSeconds: (user + system) / 1e6, peakMegabytes })
  await once(process, 'disconnect')
  process.exit(0)
}

process.once('message', (order: ReceiveOrder) => {
  main(order).catch((error: unknown) => {
    console.error(error)
    process.exit(1)
  })
})
