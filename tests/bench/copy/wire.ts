import { once } from 'node:events'
import { type AddressInfo, type Socket, connect, createServer } from 'node:net'
import NoiseSecretStream from '@hyperswarm/secret-stream'
import Corestore from 'corestore'
import type Hypercore from 'hypercore'

/** The same for the baseline and for us, so that both pay for the encryption of the blocks. */
export const ENCRYPTION = { key: Buffer.alloc(32, 7) }
const CORE_NAME = 'files'

export type Store = { store: Corestore; core: Hypercore }

/** The writing side of a store. */
export async function openWriter(folder: string): Promise<Store> {
  const store = new Corestore(folder)
  const core = store.get({ name: CORE_NAME, encryption: ENCRYPTION })
  await core.ready()
  return { store, core }
}

/** The reading side, empty at first. */
export async function openReader(folder: string, key: Uint8Array): Promise<Store> {
  const store = new Corestore(folder)
  const core = store.get({ key, encryption: ENCRYPTION })
  await core.ready()
  return { store, core }
}

/** Serves one core on loopback to whoever comes. Resolves to the port. */
export async function serve(core: Hypercore): Promise<number> {
  const server = createServer((socket) => replicate(core, socket, false))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** Connects a core to one that is served, and waits until it knows the other's length. */
export async function attach(core: Hypercore, port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  replicate(core, socket, true)
  while (core.length === 0) await core.update({ wait: true })
}

function replicate(core: Hypercore, socket: Socket, isInitiator: boolean): void {
  socket.setNoDelay(true)
  const stream = new NoiseSecretStream(isInitiator, socket)
  stream.on('error', () => undefined)
  core.replicate(stream)
}
