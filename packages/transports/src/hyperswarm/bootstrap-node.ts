import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import HyperDHT from 'hyperdht'
import { formatAddress } from '../network-address.ts'
import { bindError, mustBeFree } from './open-dht.ts'

export type BootstrapNode = {
  /** What others give as `bootstrap`. */
  address: string
  close(): Promise<void>
}

/** Another program may take a free port between our question and our use of it. */
const TRIES = 5

/**
 * A DHT node that others start from. One is enough for a network of any size up to a few hundred nodes: it keeps the
 * announcements itself until others have stayed long enough to help.
 * `host` is the IPv4 address others use, `bind` the local one if it differs; port 0 takes any that is free.
 * @throws TransportError TRANSPORT_PORT_TAKEN, TRANSPORT_HOST
 */
export async function startBootstrapNode(options: {
  host: string
  bind?: string
  port: number
}): Promise<BootstrapNode> {
  const { host, bind = host } = options
  for (let attempt = 1; ; attempt++) {
    const port = options.port || (await anyFreePort(bind))
    try {
      return await open(host, bind, port)
    } catch (error) {
      if (options.port !== 0 || attempt === TRIES) throw error
    }
  }
}

async function open(host: string, bind: string, port: number): Promise<BootstrapNode> {
  await mustBeFree(bind, port)
  const dht = HyperDHT.bootstrapper(port, host, { host: bind })
  try {
    await dht.bind()
    await dht.fullyBootstrapped()
  } catch (error) {
    throw bindError(bind, port, error)
  }
  return { address: formatAddress({ host, port }), close: () => dht.destroy({ force: true }) }
}

/** The library wants a number beforehand, since a node's id is made of its address. */
async function anyFreePort(host: string): Promise<number> {
  const socket = createSocket('udp4')
  try {
    socket.bind({ address: host, port: 0, exclusive: true })
    await once(socket, 'listening')
    return socket.address().port
  } catch (error) {
    throw bindError(host, 0, error)
  } finally {
    await new Promise<void>((resolve) => socket.close(resolve))
  }
}
