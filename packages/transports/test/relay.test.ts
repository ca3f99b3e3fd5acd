import { Client } from 'blind-relay'
import HyperDHT, { type RawStream } from 'hyperdht'
import test, { type Test } from 'tape'
import { nodeKeyPair } from '@allmende/transports'
import { createHyperswarmTransport } from '@allmende/transports/hyperswarm'
import { startBootstrapNode } from '@allmende/transports/bootstrap'
import { actor, freePort, seeded, silentLogger, until } from '@allmende/testkit'
import { Relays } from '../src/hyperswarm/find-relays.ts'
import { watchRelayed } from '../src/hyperswarm/watch-relayed.ts'
import { RelayBudget } from '../src/relay/budget.ts'
import { RELAY_LIMITS, type RelayLimits } from '../src/relay/limits.ts'

// A buffer: the library takes `toString('hex')` of it.
const TOKEN = Buffer.alloc(32, 7)

async function relay(t: Test, limits: Partial<RelayLimits> = {}) {
  const keyPair = nodeKeyPair(actor('relay').seed)
  const place = await startBootstrapNode({
    host: '127.0.0.1',
    port: 0,
    helpers: [0],
    relay: { keyPair, logger: silentLogger, limits: { lookMs: 10, ...limits } },
  })
  t.teardown(() => place.close())
  const stats = () => place.status().relay ?? t.fail('no relay') ?? null
  return {
    place,
    stats,
    /** A node that is connected to the relay, and what it would hand to it. */
    guest: () => guestOf(t, place.address, keyPair.publicKey),
  }
}

async function guestOf(t: Test, bootstrap: string, relayKey: Uint8Array) {
  const dht = new HyperDHT({
    bootstrap: [bootstrap],
    host: '127.0.0.1',
    port: await freePort(),
    firewalled: false,
  })
  t.teardown(() => dht.destroy({ force: true }))
  await dht.fullyBootstrapped()
  const isRelayed = watchRelayed(dht)
  const raw = dht.createRawStream({ firewall: () => false }) as RawStream & Plain
  raw.on('error', () => {})
  const stream = dht.connect(relayKey)
  stream.on('error', () => {})
  const client = Client.from(stream, { id: stream.publicKey })
  const pair = async (first: boolean, token = TOKEN): Promise<void> => {
    const asked = client.pair(first, token, raw)
    const id = await new Promise<number>((resolve, reject) => asked.on('data', resolve).on('error', reject))
    const { socket, remotePort, remoteHost } = stream.rawStream as Plain
    raw.connect(socket, id, remotePort, remoteHost)
    // The relay learns from the first packet where to send; the secret streams above begin with their headers.
    raw.write(Buffer.alloc(1))
  }
  return { dht, stream, raw, client, pair, isRelayed: () => isRelayed({ rawStream: raw } as never) }
}

/** What a test needs of a UDX stream beyond what the package calls. */
type Plain = {
  id: number
  socket: unknown
  remotePort: number
  remoteHost: string
  connect(socket: unknown, id: number, port: number, host: string): void
  write(data: Uint8Array): boolean
  on(event: 'data', listener: (data: Uint8Array) => void): void
  on(event: 'error', listener: () => void): void
}

test('T37 two that pair at a relay reach each other through it, and it is said of a stream that it is relayed', async (t) => {
  const { guest, stats, place } = await relay(t)
  const [ada, ben] = [await guest(), await guest()]
  t.notOk(ada.isRelayed(), 'not before')
  let got = 0
  ben.raw.on('data', ({ length }) => (got += length))
  await Promise.all([ada.pair(true), ben.pair(false)])
  t.ok(ada.isRelayed() && ben.isRelayed(), 'both know')
  ada.raw.write(Buffer.alloc(100_000, 1))
  await until(() => got === 100_001, { what: 'the bytes to come through' })
  await until(() => (stats()?.bytes ?? 0) > 100_000, { what: 'them to be counted' })
  t.deepEqual([stats()?.pairs, stats()?.sessions], [1, 2])
  ada.raw.destroy()
  ada.stream.destroy()
  await until(() => stats()?.pairs === 0 && ben.raw.destroyed, { what: 'the other end to go with it' })
  t.equal(place.status().relay?.cut, 0)
})

test('T37 a node finds relays in the DHT and chooses among them', async (t) => {
  const { guest } = await relay(t)
  const { dht } = await guest()
  const clock = { now: () => performance.now() }
  const relays = new Relays({ dht, clock, random: seeded('relays'), logger: silentLogger })
  t.equal(relays.choose(), null, 'none is known at first')
  await until(
    () => {
      relays.refresh()
      return relays.count > 0
    },
    { what: 'the relay to be found', deadlineMs: 60_000 },
  )
  t.deepEqual(Buffer.from(relays.choose() ?? []), Buffer.from(nodeKeyPair(actor('relay').seed).publicKey))
})

test('T45 a node that was asked to offers a relay within limits of its own, which others find in the DHT, and itself not', async (t) => {
  const place = await startBootstrapNode({ host: '127.0.0.1', port: 0, helpers: [0] })
  t.teardown(() => place.close())
  const keyPair = nodeKeyPair(actor('relay of a node').seed)
  const transport = createHyperswarmTransport({
    keyPair: nodeKeyPair(actor('Ada').seed),
    bootstrap: [place.address],
    logger: silentLogger,
    relay: { keyPair, limits: { bytesPerSecond: 90_000, pairs: 1, lookMs: 10 } },
  })
  t.teardown(() => transport.close())
  await transport.start(() => {})
  const relay = () => transport.status().relay
  t.equal(relay()?.state, 'unknown', 'nobody has answered yet')
  await transport.join(new Uint8Array(32).fill(5), { server: true, client: true })
  await until(() => relay()?.state === 'offered', { what: 'it to be offered', deadlineMs: 60_000 })
  const [ben, cleo] = [
    await guestOf(t, place.address, keyPair.publicKey),
    await guestOf(t, place.address, keyPair.publicKey),
  ]
  const clock = { now: () => performance.now() }
  const find = { clock, random: seeded('found'), logger: silentLogger }
  const theirs = new Relays({ ...find, dht: ben.dht })
  const own = new Relays({ ...find, dht: cleo.dht, own: keyPair.publicKey })
  await until(
    () => {
      theirs.refresh()
      own.refresh()
      return theirs.count > 0
    },
    { what: 'the relay to be found', deadlineMs: 60_000 },
  )
  t.equal(own.count, 0, 'who offers it doesn’t take it for one')
  let got = 0
  cleo.raw.on('data', ({ length }) => (got += length))
  await Promise.all([ben.pair(true), cleo.pair(false)])
  ben.raw.write(Buffer.alloc(50_000, 1))
  await until(() => got === 50_001 && (relay()?.bytes ?? 0) > 50_000, { what: 'it to carry' })
  const { pairs, limits } = relay() ?? {}
  t.deepEqual([pairs, limits?.pairs, limits?.bytesPerSecond], [1, 1, 90_000])
  await transport.close()
  await until(() => ben.raw.destroyed, { what: 'what was carried to end with it' })
})

test('T38 a relay carries so many bytes for one address and in all, at once and steadily', (t) => {
  const limits = { ...RELAY_LIMITS, bytesPerSecondPerHost: 100, bytesPerSecond: 150, burstSeconds: 10 }
  const budget = new RelayBudget(limits, 0)
  t.ok(budget.spend('a', 999, 0), 'what fits goes over at once')
  t.notOk(budget.spend('a', 2, 0), 'no more')
  t.notOk(budget.may('a', 5), 'nothing while in debt')
  t.ok(budget.may('a', 1_000) && budget.may('b', 0), 'a second later; others before')
  t.notOk(budget.spend('b', 800, 1_000), 'all together have a limit too')
  t.notOk(budget.may('c', 1_000), 'for everybody')
  t.ok(budget.may('c', 4_000), 'until it is paid')
  for (let i = 0; i < 10_000; i++) budget.spend(`host ${i}`, 1, 20_000)
  t.ok(budget.hosts <= 4_097, `${budget.hosts} hosts are remembered`)
  budget.spend('last', 1, 9_000_000)
  t.equal(budget.hosts, 1, 'whose debts are paid is forgotten')
  t.end()
})

test('T38 who has more carried than is allowed is cut off, and gets nothing until the debt is paid', async (t) => {
  const { guest, stats } = await relay(t, { bytesPerSecondPerHost: 1_000, burstSeconds: 50 })
  const [ada, ben] = [await guest(), await guest()]
  await Promise.all([ada.pair(true), ben.pair(false)])
  ben.raw.on('data', () => {})
  ada.raw.write(Buffer.alloc(200_000, 1))
  await until(() => stats()?.cut === 1 && ada.raw.destroyed && ben.raw.destroyed, { what: 'the cut' })
  t.equal(stats()?.pairs, 0)
  const cleo = await guest()
  await until(() => cleo.stream.destroyed, { what: 'another of the same address to be turned away' })
  t.ok((stats()?.refused ?? 0) > 0)
})

test('T38 who is there for nothing, asks for thousands of pairings, or is one too many, is let go', async (t) => {
  const { guest, stats } = await relay(t, { sessionsPerHost: 2, idleMs: 700, talkBytes: 8_000 })
  const [idle, loud] = [await guest(), await guest()]
  await Promise.all([idle.stream.opened, loud.stream.opened])
  await until(() => stats()?.sessions === 2, { what: 'both to be in' })
  const third = await guest()
  await until(() => third.stream.destroyed, { what: 'a third of one address to be turned away' })
  const random = seeded('tokens')
  for (let i = 0; i < 2_000; i++)
    loud.client.pair(true, Buffer.from(random.bytes(32)), loud.raw).on('error', () => {})
  await until(() => loud.stream.destroyed, { what: 'who floods to be let go' })
  await until(() => idle.stream.destroyed, { what: 'who has nothing carried to be let go' })
  t.equal(stats()?.sessions, 0)
})
