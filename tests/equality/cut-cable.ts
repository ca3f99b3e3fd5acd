import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A cable between two nodes that can be pulled and plugged in again. */
export type Cable = {
  /** Where to dial instead of the far end. */
  readonly address: string
  plug(): void
  pull(): void
  close(): Promise<void>
}

/** `far` is asked at each dialing: a node that was started again listens elsewhere. */
export async function cable(far: () => Promise<string>): Promise<Cable> {
  const sockets = new Set<Socket>()
  let plugged = false
  const keep = (socket: Socket): void => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  }
  const pull = (): void => {
    plugged = false
    for (const socket of sockets) socket.destroy()
  }
  const join = async (near: Socket): Promise<void> => {
    const [host, port] = (await far()).split(':')
    const there = connect(Number(port), host)
    keep(there)
    near.on('close', () => there.destroy())
    there.on('close', () => near.destroy())
    near.pipe(there).pipe(near)
    if (!plugged) pull()
  }
  const server = createServer((near) => {
    keep(near)
    if (!plugged) near.destroy()
    else join(near).catch(() => near.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    plug: () => void (plugged = true),
    pull,
    async close() {
      pull()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
