import { randomInt } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'

/** Below the range from which systems hand out ports by themselves (32768 on Linux): nobody gets it by accident. */
const LOWEST = 20_000
const HIGHEST = 32_000
const TRIES = 50

/**
 * A port that is free for TCP and UDP alike on the host. Prefer port 0 where the program can say which it got: between
 * the answer and its use another process may take this one.
 */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const port = randomInt(LOWEST, HIGHEST)
    if ((await freeForTcp(port, host)) && (await freeForUdp(port, host))) return port
  }
  throw new Error(`no free port on ${host} between ${LOWEST} and ${HIGHEST} in ${TRIES} tries`)
}

async function freeForTcp(port: number, host: string): Promise<boolean> {
  const server = createServer().listen(port, host)
  const free = await once(server, 'listening').then(
    () => true,
    () => false,
  )
  if (free) await new Promise((resolve) => server.close(resolve))
  return free
}

async function freeForUdp(port: number, host: string): Promise<boolean> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4')
  socket.bind({ port, address: host, exclusive: true })
  const free = await once(socket, 'listening').then(
    () => true,
    () => false,
  )
  await new Promise<void>((resolve) => socket.close(resolve))
  return free
}
