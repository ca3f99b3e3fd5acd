import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export type Shape = {
  /** Each way. */
  bytesPerSecond: number
  /** Milliseconds each way. */
  latency: number
}

export type ShapedProxy = {
  /** To be dialed in place of the target. */
  address: string
  bytes: () => number
  /** Nothing more goes over, and nobody is told: the cable is out. What is under way still arrives. */
  hush(): void
  /** What was held up goes over. */
  speak(): void
  close(): Promise<void>
}

/** What a router on such a line holds before it takes no more: half a second, so that a queue costs what it costs there. */
const QUEUE_SECONDS = 0.5
/** Sent on in pieces of some milliseconds: a whole megabyte at once would arrive after nothing for long. */
const PIECE_BYTES = 1_400

/** A TCP proxy on loopback to `host:port` with the bandwidth and the latency of a slow line. Real sockets, real backpressure. */
export async function shapedProxy(target: string, shape: Shape): Promise<ShapedProxy> {
  const [host = '127.0.0.1', port = '0'] = target.split(':')
  const sockets = new Set<Socket>()
  let bytes = 0
  const line = { hushed: false }
  const server = createServer((near) => {
    const far = connect({ host, port: Number(port) })
    for (const socket of [near, far]) {
      socket.setNoDelay(true)
      socket.on('error', () => {})
      sockets.add(socket)
    }
    join(near, far, { ...shape, line }, (count) => (bytes += count))
    join(far, near, { ...shape, line }, (count) => (bytes += count))
    if (line.hushed) for (const socket of [near, far]) socket.pause()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    bytes: () => bytes,
    hush() {
      line.hushed = true
      for (const socket of sockets) socket.pause()
    },
    speak() {
      line.hushed = false
      for (const socket of sockets) socket.resume()
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** One direction: each piece leaves when the line is free, and arrives after the latency. */
function join(
  from: Socket,
  to: Socket,
  { bytesPerSecond, latency, line }: Shape & { line: { readonly hushed: boolean } },
  count: (bytes: number) => void,
): void {
  let freeAt = 0
  from.on('data', (chunk: Buffer) => {
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
      const piece = chunk.subarray(at, at + PIECE_BYTES)
      const now = performance.now()
      freeAt = Math.max(freeAt, now) + (piece.length / bytesPerSecond) * 1_000
      setTimeout(
        () => {
          count(piece.length)
          if (!to.destroyed) to.write(piece)
        },
        freeAt - now + latency,
      )
    }
    const wait = freeAt - performance.now() - QUEUE_SECONDS * 1_000
    if (wait <= 0) return
    from.pause()
    setTimeout(() => line.hushed || from.resume(), wait)
  })
  from.on('close', () => setTimeout(() => to.destroy(), latency))
}
