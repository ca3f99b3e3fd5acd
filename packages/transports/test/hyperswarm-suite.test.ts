import { createSocket } from 'node:dgram'
import HyperDHT from 'hyperdht'
import type { Transport } from '@allmende/transports'
import { createHyperswarmTransport } from '@allmende/transports/hyperswarm'
import { transportSuite } from '@allmende/transports/suite'
import { freePort, silentLogger } from '@allmende/testkit'

transportSuite('hyperswarm', async () => {
  const bootstrap = HyperDHT.bootstrapper(await freePort(), '127.0.0.1', { host: '127.0.0.1' })
  await bootstrap.fullyBootstrapped()
  const address = `127.0.0.1:${bootstrap.address()?.port}`
  const free = await Promise.all([freePort(), freePort(), freePort()])
  const ports = new Map<Transport, number>()
  return {
    create: (keyPair) => {
      const port = free.pop() ?? 0
      const transport = createHyperswarmTransport({
        keyPair,
        port,
        bootstrap: [address],
        logger: silentLogger,
        limits: { unreadBytes: 8 * 1_048_576 },
      })
      ports.set(transport, port)
      return transport
    },
    topics: true,
    garbage: async (target, bytes) => {
      const socket = createSocket('udp4')
      const packet = bytes.subarray(0, 1_400)
      for (const port of [ports.get(target) ?? 0, bootstrap.address()?.port ?? 0])
        await new Promise<void>((resolve) => socket.send(packet, port, '127.0.0.1', () => resolve()))
      await new Promise<void>((resolve) => socket.close(resolve))
    },
    close: () => bootstrap.destroy(),
  }
})
