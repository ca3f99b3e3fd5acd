import { nodeKeyPair, type Connection } from '@allmende/transports'
import { createLibp2pTransport, type Libp2pOptions } from '@allmende/transports/libp2p'
import { actor, freePort, silentLogger } from '@allmende/testkit'
import type { Teardown } from '@allmende/testkit'
import { openInterfaceSocket } from '../src/libp2p/mdns/interface-socket.ts'
import { lanInterfaces } from '../src/libp2p/mdns/interfaces.ts'

export const BOTH = { server: true, client: true }
export const topicOf = (number: number): Uint8Array => new Uint8Array(32).fill(number)

/** A local network of this computer alone: loopback, and an mDNS port that nobody else uses. */
export async function lan(t: Teardown) {
  const mdnsPort = await freePort()
  return {
    mdnsPort,
    node: async (name: string, options: Partial<Libp2pOptions> = {}) => {
      const seen: Connection[] = []
      const transport = createLibp2pTransport({
        keyPair: nodeKeyPair(actor(name).seed),
        host: '127.0.0.1',
        mdnsPort,
        logger: silentLogger,
        ...options,
      })
      t.teardown(() => transport.close())
      await transport.start((connection) => void seen.push(connection))
      await transport.flush()
      return { transport, seen }
    },
    /** Listens to everything, and can say anything. */
    air: async (onPacket: (packet: Buffer) => void = () => {}) => {
      const [on] = lanInterfaces('127.0.0.1')
      if (!on) throw new Error('this computer has no loopback interface')
      const socket = await openInterfaceSocket({ on, port: mdnsPort, onPacket, onBroken: () => {} })
      t.teardown(() => socket.close())
      return socket
    },
  }
}
