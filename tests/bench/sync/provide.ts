// A process that holds the generated logs and gives them to whoever connects: as they are by corestore, or by sync.
import net from 'node:net'
import NoiseSecretStream from '@hyperswarm/secret-stream'
import Corestore from 'corestore'
import { deriveCommonsKeys, openLogs } from '@allmende/logs'
import { createSync } from '@allmende/sync'
import { collectingLogger } from '@allmende/testkit'
import { createDirectTransport, nodeKeyPair } from '@allmende/transports'

type Order = { way: 'raw' | 'ours'; dir: string; readKey: string }

async function main({ way, dir, readKey }: Order): Promise<void> {
  const address = way === 'raw' ? await provideRaw(dir) : await provideOurs(dir, readKey)
  process.send?.({ address })
  process.once('disconnect', () => process.exit(0))
}

async function provideRaw(dir: string): Promise<string> {
  const store = new Corestore(dir)
  await store.ready()
  const server = net.createServer((socket) => {
    socket.setNoDelay(true)
    const stream = new NoiseSecretStream(false, socket)
    stream.on('error', () => {})
    store.replicate(stream)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `127.0.0.1:${(server.address() as net.AddressInfo).port}`
}

async function provideOurs(dir: string, readKey: string): Promise<string> {
  const logger = collectingLogger()
  const random = { bytes: (n: number) => crypto.getRandomValues(new Uint8Array(n)) }
  const clock = { now: () => Date.now() }
  const logs = await openLogs({ dir, clock, random, logger })
  const commons = await logs.commons(deriveCommonsKeys(Buffer.from(readKey, 'hex'), true))
  const keyPair = nodeKeyPair(random.bytes(32))
  const transport = createDirectTransport({ keyPair, host: '127.0.0.1', logger })
  const sync = createSync({ keyPair, transports: [transport], clock, logger })
  await sync.start()
  await sync.join(commons)
  return transport.addresses()[0] as string
}

process.once('message', (order: Order) => {
  main(order).catch((error: unknown) => {
    console.error(error)
    process.exit(1)
  })
})
