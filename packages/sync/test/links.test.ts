import { EventEmitter } from 'node:events'
import { until } from '@allmende/testkit'
import type { Connection } from '@allmende/transports'
import { encodeZ32, type NodeId } from '@allmende/vocabulary'
import test from 'tape'
import { MAX_CONNECTIONS_PER_NODE } from '../src/limits.ts'
import { Links } from '../src/links.ts'
import type { PeerLink } from '../src/peer-link.ts'
import { bytesOf } from './actors.ts'

const [low, high] = [bytesOf('a'), bytesOf('b')].toSorted((a, b) => Buffer.compare(a, b)) as [
  Uint8Array,
  Uint8Array,
]

/** A link without a network: what `Links` decides by, and what it did. */
type FakeLink = {
  name: string
  node: NodeId
  startedAt: number
  heard: number
  started: boolean
  closed: boolean
  pings: number
}

test('S10 the side with the greater key parks a second connection; the other side uses what it has', (t) => {
  for (const [own, remote, started] of [
    [high, low, 1],
    [low, high, 2],
  ] as const) {
    const { add } = table(own, remote)
    const links = [add('first', 0), add('second', 9_000)]
    t.equal(links.filter((link) => link.started).length, started)
  }
  t.end()
})

test('S10 of two that came up together the same one stays, in either order', (t) => {
  const survivors = ['first', 'second'].map((name) => {
    const { add, links } = table(high, low)
    const other = name === 'first' ? 'second' : 'first'
    add(name, 0)
    add(other, 100)
    return links.filter((link) => !link.closed).map((link) => link.name)
  })
  t.equal(survivors[0]?.length, 1)
  t.deepEqual(survivors[0], survivors[1])
  t.end()
})

test('S10 an older connection that answers stays, one that is dead gives way', async (t) => {
  for (const answers of [true, false]) {
    const { add, links } = table(high, low)
    const old = add('old', 0)
    const fresh = add('new', 60_000)
    t.equal(fresh.started, false, 'parked until it is known')
    t.equal(old.pings, 1, 'the old one is asked')
    if (answers) old.heard = 60_001
    await until(() => links.some((link) => link.closed))
    t.deepEqual([old.closed, fresh.closed], answers ? [false, true] : [true, false])
    t.equal((answers ? old : fresh).started, true, 'what is left is in use')
  }
})

test('S12 a node can not hold more than a few connections', (t) => {
  const { add, links } = table(low, high)
  for (let i = 0; i < 20; i++) add(`${i}`, i)
  t.equal(links.filter((link) => !link.closed).length, MAX_CONNECTIONS_PER_NODE)
  t.end()
})

function table(own: Uint8Array, remote: Uint8Array) {
  const links: FakeLink[] = []
  let at = 0
  let name = ''
  const table: Links = new Links({
    onStarted: () => {},
    create(connection) {
      const session = { ping: () => link.pings++ }
      const link = {
        name,
        node: encodeZ32(remote) as NodeId,
        connection,
        startedAt: at,
        heard: at,
        started: false,
        closed: false,
        stranger: false,
        pings: 0,
        proven: [session],
        timings: { duplicate: 20 },
        start: () => void (link.started = true),
        close() {
          if (link.closed) return
          link.closed = true
          table.remove(link as unknown as PeerLink)
        },
      }
      links.push(link)
      return link as unknown as PeerLink
    },
  })
  const add = (as: string, time: number): FakeLink => {
    at = time
    name = as
    const stream = Object.assign(new EventEmitter(), {
      publicKey: own,
      remotePublicKey: remote,
      handshakeHash: bytesOf(as),
      destroying: false,
    })
    table.add({ stream, transport: 'memory', address: as, incoming: false } as unknown as Connection)
    return links.at(-1) as FakeLink
  }
  return { add, links }
}
