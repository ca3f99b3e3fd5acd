import { once } from 'node:events'
import { connect } from 'node:net'
import type { Transport } from '@allmende/transports'
import { createLibp2pTransport } from '@allmende/transports/libp2p'
import { transportSuite } from '@allmende/transports/suite'
import { freePort, silentLogger } from '@allmende/testkit'

transportSuite('libp2p', async () => {
  const mdnsPort = await freePort()
  const free = await Promise.all([freePort(), freePort(), freePort()])
  const ports = new Map<Transport, number>()
  return {
    create: (keyPair) => {
      const port = free.pop() ?? 0
      const transport = createLibp2pTransport({
        keyPair,
        host: '127.0.0.1',
        port,
        mdnsPort,
        logger: silentLogger,
      })
      ports.set(transport, port)
      return transport
    },
    topics: true,
    garbage: async (target, bytes) => {
      await target.flush()
      const socket = connect(ports.get(target) ?? 0, '127.0.0.1')
      socket.on('error', () => {})
      await once(socket, 'connect')
      await new Promise<void>((resolve) => socket.write(bytes, () => resolve()))
    },
    close: async () => {},
  }
})
