import test, { type Test } from 'tape'
import type { Connection, KeyPair, PeerStream, Transport } from '../contract.ts'
import { nodeKeyPair } from '../key-pair.ts'
import type { TransportErrorCode } from '../errors.ts'
import { sameBytes } from '../bytes.ts'

/** Where transports of one kind can meet, for the length of one test. */
export type World = {
  /** Not started yet. */
  create(keyPair: KeyPair): Transport
  /** Whether peers find each other by topic. */
  topics: boolean
  /** An address at which nobody is, and one that is none; where the transport has `connect`. */
  nowhere?: string
  /** Sends bytes that are no handshake, as a stranger, to a started transport; resolves when they are sent. */
  garbage?(target: Transport, bytes: Uint8Array): Promise<void>
  close(): Promise<void>
}

export type SetUp = () => Promise<World>

export type Node = { transport: Transport; keyPair: KeyPair; connections: Connection[] }

export type Scene = {
  world: World
  /** A started transport that notes its connections. */
  node: () => Promise<Node>
  /** Brings two together and gives the stream of each side. */
  meet: (a: Node, b: Node) => Promise<[PeerStream, PeerStream]>
}

/** What a rule asks: gets tape's `t` and a scene. */
export type Rule = (t: Test, scene: Scene) => Promise<void>

/** Registers the rules of a table (title → rule), each as a test in a world of its own. */
export function register(name: string, setUp: SetUp, rules: Record<string, Rule>): void {
  for (const [title, run] of Object.entries(rules)) rule(title.replace(' ', ` ${name}: `), setUp, run)
}

function rule(title: string, setUp: SetUp, run: Rule): void {
  test(title, { timeout: 120_000 }, async (t) => {
    const world = await setUp()
    const nodes: Node[] = []
    const scene: Scene = {
      world,
      node: async () => {
        const started = await startNode(world, nodes.length + 1)
        nodes.push(started)
        return started
      },
      meet: (a, b) => meet(world, a, b),
    }
    try {
      await run(t, scene)
    } finally {
      await Promise.all(nodes.map(({ transport }) => transport.close()))
      await world.close()
    }
  })
}

export function keyPairNumber(number: number): KeyPair {
  return nodeKeyPair(new Uint8Array(32).fill(number))
}

export function topicNumber(number: number): Uint8Array {
  return new Uint8Array(32).fill(100 + number)
}

async function startNode(world: World, number: number): Promise<Node> {
  const keyPair = keyPairNumber(number)
  const connections: Connection[] = []
  const transport = world.create(keyPair)
  await transport.start((connection) => void connections.push(connection))
  return { transport, keyPair, connections }
}

let meetings = 0

async function meet(world: World, a: Node, b: Node): Promise<[PeerStream, PeerStream]> {
  if (world.topics) {
    const topic = topicNumber(meetings++ % 100)
    // One looks, the other is found: where both look, both may dial, and the network drops one of two connections.
    await a.transport.join(topic, { server: true, client: false })
    await a.transport.flush(2_000)
    await b.transport.join(topic, { server: false, client: true })
  } else {
    await b.transport.connect?.(a.transport.addresses()[0] ?? '')
  }
  return Promise.all([streamTo(a, b), streamTo(b, a)])
}

/** The stream of one node to another, as soon as there is one. */
export async function streamTo(from: Node, to: Node): Promise<PeerStream> {
  const connection = await eventually('a connection', () =>
    from.connections.find(
      ({ stream }) => !stream.destroying && sameBytes(stream.remotePublicKey, to.keyPair.publicKey),
    ),
  )
  return connection.stream
}

/** Bounded, for what has no event across transports. */
export async function eventually<T>(what: string, ask: () => T, ms = 60_000): Promise<NonNullable<T>> {
  const end = performance.now() + ms
  for (;;) {
    const answer = ask()
    if (answer) return answer
    if (performance.now() > end) throw new Error(`waited ${ms} ms for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** Reads until so many bytes have come. */
export function readBytes(stream: PeerStream, count: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = []
    let seen = 0
    stream.on('data', (chunk) => {
      chunks.push(chunk)
      seen += chunk.length
      if (seen >= count) resolve(Buffer.concat(chunks))
    })
    stream.once('close', () => reject(new Error(`the stream closed after ${seen} of ${count} bytes`)))
  })
}

export async function writeAll(stream: PeerStream, chunks: Iterable<Uint8Array>): Promise<void> {
  for (const chunk of chunks) {
    if (stream.write(chunk)) continue
    await new Promise<void>((resolve) => stream.once('drain', resolve))
  }
}

/** Bytes that tell their place: a chunk lost, doubled or swapped shows. */
export function pattern(bytes: number, seed = 1): Buffer {
  const buffer = Buffer.alloc(bytes)
  let state = seed >>> 0
  for (let at = 0; at < bytes; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    buffer[at] = state >>> 24
  }
  return buffer
}

export async function refusal(
  attempt: Promise<unknown> | undefined,
): Promise<{ code?: TransportErrorCode } & Error> {
  try {
    await attempt
  } catch (error) {
    return error as Error
  }
  return new Error('nothing was refused')
}
