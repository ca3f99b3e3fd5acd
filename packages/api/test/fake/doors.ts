import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'

export type Headers = Record<string, string>

/** What a client sends to open a WebSocket. */
export const HANDSHAKE: Headers = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
}

export const EVENTS = '/v1/events'

/** Opens a WebSocket and leaves what goes over it to the test. */
export async function upgraded(port: number, path: string, headers: Headers) {
  const sent = request({
    port,
    path,
    host: '127.0.0.1',
    agent: false,
    headers: { ...HANDSHAKE, ...headers },
  })
  sent.end()
  const [answer, socket, head] = (await once(sent, 'upgrade')) as [IncomingMessage, Socket, Buffer]
  socket.on('error', () => {})
  return { answer, socket, head }
}

/** A frame as a client sends it, masked with zeros. */
export function frame(opcode: number, payload: string | Buffer = '', { last = true } = {}): Buffer {
  const bytes = Buffer.from(payload)
  const long = bytes.length > 125
  const head = [(last ? 0x80 : 0) | opcode, 0x80 | (long ? 126 : bytes.length)]
  if (long) head.push(bytes.length >> 8, bytes.length & 255)
  return Buffer.concat([Buffer.from([...head, 0, 0, 0, 0]), bytes])
}

export type Frame = { readonly opcode: number; readonly payload: Buffer }

/** The whole frames at the beginning of what a server has sent, and the rest. */
export function framesOf(bytes: Buffer): { frames: Frame[]; rest: Buffer } {
  const frames: Frame[] = []
  let at = 0
  for (;;) {
    const short = (bytes[at + 1] ?? 0) & 127
    const head = short === 127 ? 10 : short === 126 ? 4 : 2
    if (bytes.length < at + head) break
    const size =
      short === 127
        ? Number(bytes.readBigUInt64BE(at + 2))
        : short === 126
          ? bytes.readUInt16BE(at + 2)
          : short
    if (bytes.length < at + head + size) break
    const payload = bytes.subarray(at + head, at + head + size)
    frames.push({ opcode: (bytes[at] ?? 0) & 15, payload })
    at += head + size
  }
  return { frames, rest: bytes.subarray(at) }
}

/** A reader of events over a socket of its own, by either door. */
export type Reader = {
  /** Lines or messages, as they came. */
  readonly texts: string[]
  /** How the WebSocket was closed: number and reason. */
  readonly closed: { code: number; reason: string } | null
  readonly socket: Socket
  /** The connection is gone, however that came. */
  readonly ended: Promise<void>
}

function endOf(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()))
}

export async function readSocket(port: number, path: string, headers: Headers): Promise<Reader> {
  const { socket, head } = await upgraded(port, path, headers)
  const reader = { texts: [] as string[], closed: null as Reader['closed'], socket, ended: endOf(socket) }
  let rest = Buffer.alloc(0)
  const take = (chunk: Buffer) => {
    const taken = framesOf(Buffer.concat([rest, chunk]))
    rest = Buffer.from(taken.rest)
    for (const { opcode, payload } of taken.frames) {
      if (opcode === 1) reader.texts.push(payload.toString())
      if (opcode === 9) socket.write(frame(10, payload))
      if (opcode !== 8) continue
      reader.closed = { code: payload.readUInt16BE(0), reason: payload.toString('utf8', 2) }
      socket.end(frame(8, payload))
    }
  }
  if (head.length > 0) take(head)
  socket.on('data', take)
  return reader
}

export async function readLines(port: number, path: string, headers: Headers): Promise<Reader> {
  const sent = request({ port, path, host: '127.0.0.1', agent: false, headers })
  sent.end()
  sent.on('error', () => {})
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  const reader = { texts: [] as string[], closed: null, socket: answer.socket, ended: endOf(answer.socket) }
  answer.on('error', () => {})
  let rest = ''
  answer.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    reader.texts.push(...lines.filter(Boolean))
  })
  return reader
}
