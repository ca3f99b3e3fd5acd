import { spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import test, { type Test } from 'tape'
import { nodeKeyPair, type Connection, type KeyPair, type TransportError } from '@allmende/transports'
import { startBootstrapNode } from '@allmende/transports/bootstrap'
import { createHyperswarmTransport, type HyperswarmOptions } from '@allmende/transports/hyperswarm'
import { actor, freePort, seeded, silentLogger, until } from '@allmende/testkit'
import { hex } from '../src/bytes.ts'
import { nextLook } from '../src/hyperswarm/next-look.ts'
import { openDht } from '../src/hyperswarm/open-dht.ts'
import { whySilent } from '../src/hyperswarm/why-silent.ts'
import { systemTimers } from '../src/system-timers.ts'

const topic = new Uint8Array(32).fill(42)
const both = { server: true, client: true }

function create(name: string, options: Partial<HyperswarmOptions> = {}) {
  return createHyperswarmTransport({
    keyPair: nodeKeyPair(actor(name).seed),
    logger: silentLogger,
    ...options,
  })
}

async function start(t: Test, name: string, options: Partial<HyperswarmOptions> = {}) {
  const seen: Connection[] = []
  const transport = create(name, options)
  await transport.start((connection) => void seen.push(connection))
  t.teardown(() => transport.close())
  return { transport, seen }
}

test('T26 with no network it starts, joins and closes at once, and claims nothing it does not know', async (t) => {
  const nobody = `127.0.0.1:${await freePort()}`
  const transport = create('Ada', { bootstrap: [nobody] })
  const begin = performance.now()
  await transport.start(() => {})
  await transport.join(topic, both)
  const ms = Math.round(performance.now() - begin)
  t.ok(ms < 4_000, `start and join took ${ms} ms`)
  t.equal(transport.status().online, 'unknown', 'not yet known')
  t.equal(await transport.flush(50), false)
  const closing = performance.now()
  await transport.close()
  t.ok(performance.now() - closing < 20_000, `close took ${Math.round(performance.now() - closing)} ms`)
})

test('T26 close does not wait for a network that went away', async (t) => {
  const bootstrap = await startBootstrapNode({ host: '127.0.0.1', port: 0 })
  const { transport } = await start(t, 'Ada', { bootstrap: [bootstrap.address] })
  await transport.join(topic, both)
  t.ok(await transport.flush())
  t.equal(transport.status().online, 'yes')
  t.ok((transport.status().dht?.nodes ?? 0) > 0)
  await bootstrap.close()
  const begin = performance.now()
  await transport.close()
  t.ok(performance.now() - begin < 20_000, `close took ${Math.round(performance.now() - begin)} ms`)
})

test('T27 who starts before the bootstrap node says that nobody answers, finds it later, and peers with it', async (t) => {
  const port = await freePort()
  const options = { bootstrap: [`127.0.0.1:${port}`] }
  const [ada, ben] = [await start(t, 'Ada', options), await start(t, 'Ben', options)]
  await Promise.all([ada, ben].map(({ transport }) => transport.join(topic, both)))
  await until(() => ada.transport.status().online === 'no', { what: 'Ada to know', deadlineMs: 60_000 })
  const { nodes, bootstrapped, publicAddress } = ada.transport.status().dht ?? {}
  t.deepEqual({ nodes, bootstrapped, publicAddress }, { nodes: 0, bootstrapped: false, publicAddress: null })
  const bootstrap = await startBootstrapNode({ host: '127.0.0.1', port })
  t.teardown(() => bootstrap.close())
  await until(() => ada.seen.length > 0 && ben.seen.length > 0, {
    what: 'the connection',
    deadlineMs: 60_000,
  })
  t.equal(ada.transport.status().online, 'yes')
})

test('T27 who comes after the bootstrap node was restarted still finds who was there before', async (t) => {
  const port = await freePort()
  const options = { bootstrap: [`127.0.0.1:${port}`] }
  const first = await startBootstrapNode({ host: '127.0.0.1', port })
  const ada = await start(t, 'Ada', options)
  await ada.transport.join(topic, both)
  t.ok(await ada.transport.flush())
  await first.close()
  const second = await startBootstrapNode({ host: '127.0.0.1', port })
  t.teardown(() => second.close())
  const ben = await start(t, 'Ben', options)
  await ben.transport.join(topic, both)
  await until(() => ada.seen.length > 0 && ben.seen.length > 0, {
    what: 'the connection',
    deadlineMs: 60_000,
  })
  t.pass('they are connected')
})

test('T27 a peer that vanished without a word and comes back with its key is found again', async (t) => {
  const bootstrap = await startBootstrapNode({ host: '127.0.0.1', port: 0 })
  t.teardown(() => bootstrap.close())
  const options = { bootstrap: [bootstrap.address] }
  const ada = await start(t, 'Ada', options)
  await ada.transport.join(topic, both)
  const program = fileURLToPath(new URL('join-and-wait.ts', import.meta.url))
  const life = async () => {
    const child = spawn(process.execPath, [program, bootstrap.address, hex(topic)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(child.stdout, 'data')
    return child
  }
  const before = await life()
  await until(() => ada.transport.status().connections === 1, { what: 'Ada to see it too' })
  before.kill('SIGKILL')
  await once(before, 'exit')
  const begin = performance.now()
  const after = await life()
  t.ok(performance.now() - begin < 60_000, `back after ${Math.round(performance.now() - begin)} ms`)
  after.kill('SIGKILL')
})

test('T39 with one of two bootstrap nodes dead, whoever joins is found at once; with both dead, none is forgotten', async (t) => {
  const living = await startBootstrapNode({ host: '127.0.0.1', port: 0 })
  t.teardown(() => living.close())
  const late = await freePort()
  const options = { bootstrap: [`127.0.0.1:${late}`, living.address] }
  const [ada, ben] = [await start(t, 'Ada', options), await start(t, 'Ben', options)]
  await ada.transport.join(topic, both)
  t.ok(await ada.transport.flush(), 'announced')
  await ben.transport.join(topic, both)
  const found = { what: 'the connection', deadlineMs: 60_000 }
  await until(() => ada.seen.length > 0 && ben.seen.length > 0, found)
  const [cleo, dora] = [
    await start(t, 'Cleo', { bootstrap: [`127.0.0.1:${late}`, `127.0.0.1:${await freePort()}`] }),
    ada,
  ]
  await cleo.transport.join(topic, both)
  await until(() => cleo.transport.status().online === 'no', { what: 'Cleo to know', deadlineMs: 60_000 })
  const second = await startBootstrapNode({ host: '127.0.0.1', port: late })
  t.teardown(() => second.close())
  await until(() => cleo.transport.status().online === 'yes', {
    what: 'Cleo to be answered',
    deadlineMs: 60_000,
  })
  t.equal(dora.transport.status().online, 'yes')
})

test('T41 why nobody answers is said as far as it is known: blocked UDP, a silent computer, or nothing', async (t) => {
  const server = createServer((socket) => socket.destroy())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const place = (at: number, host = '127.0.0.1') => ({ host, port: at })
  const nobody = await freePort()
  const [tcp, there, none] = await Promise.all([
    whySilent([place(nobody), place(port)], systemTimers),
    whySilent([place(nobody)], systemTimers),
    whySilent([place(1, 'no-such-host.invalid')], systemTimers),
  ])
  t.deepEqual([tcp.code, there.code, none.code], ['udp-blocked', 'meeting-place-silent', 'no-answer'])
  t.match(tcp.message, /127\.0\.0\.1 answers over TCP and not over UDP/)
  const { transport } = await start(t, 'Ada', { bootstrap: [`127.0.0.1:${port}`] })
  t.deepEqual(transport.status().hints, [], 'nothing is claimed at first')
  await transport.join(topic, both)
  await until(() => transport.status().hints?.[0]?.code === 'udp-blocked', {
    what: 'the hint',
    deadlineMs: 60_000,
  })
  server.close()
})

test('T27 looks come soon at first, then ever more rarely; alone in a small network never rarely', (t) => {
  const random = seeded('looks')
  const looks = (view: { dhtNodes: number; connections: number; failed: boolean }) =>
    Array.from({ length: 10 }, (_, round) => nextLook({ ...view, round }, random))
  const publicly = looks({ dhtNodes: 200, connections: 0, failed: false })
  t.ok((publicly[0] ?? 0) < 150 && (publicly[9] ?? 0) > 500_000, publicly.map(Math.round).join(' '))
  t.ok(Math.max(...looks({ dhtNodes: 3, connections: 0, failed: false })) <= 2_300)
  t.ok(Math.max(...looks({ dhtNodes: 3, connections: 1, failed: false })) <= 34_500)
  t.ok(Math.max(...looks({ dhtNodes: 0, connections: 0, failed: true })) <= 17_250)
  t.end()
})

test('T22 a UDP port that is taken, also on another address, and a wrong bootstrap address are errors with a code', async (t) => {
  const holder = createSocket('udp4')
  holder.bind({ port: 0, address: '0.0.0.0', exclusive: true })
  await once(holder, 'listening')
  const refusal = (options: Partial<HyperswarmOptions>) =>
    create('Ada', options)
      .start(() => {})
      .then(
        () => 'nothing was refused',
        (error: TransportError) => error.code,
      )
  t.equal(
    await refusal({ host: '127.0.0.1', port: holder.address().port, bootstrap: [] }),
    'TRANSPORT_PORT_TAKEN',
  )
  t.equal(await refusal({ host: '203.0.113.7', bootstrap: [] }), 'TRANSPORT_HOST')
  t.equal(await refusal({ bootstrap: ['nonsense'] }), 'TRANSPORT_BOOTSTRAP')
  t.equal(await refusal({ bootstrap: ['[::1]:80'] }), 'TRANSPORT_BOOTSTRAP')
  holder.close()
})

test('T27 who comes back is not turned away by a peer that still dials where it was before', async (t) => {
  const bootstrap = await startBootstrapNode({ host: '127.0.0.1', port: 0, helpers: [0, 0, 0] })
  t.teardown(() => bootstrap.close())
  const options = { bootstrap: [bootstrap.address], host: '127.0.0.1' }
  const key = (name: string) => Buffer.from(nodeKeyPair(actor(name).seed).publicKey)
  // Of two dials that cross, the library keeps that of the greater key.
  const [smaller = '', greater = ''] = ['Ada', 'Ben'].toSorted((a, b) => key(a).compare(key(b)))
  await announceAndVanish(bootstrap.address, nodeKeyPair(actor(smaller).seed))

  const said: string[] = []
  const logger = { ...silentLogger, debug: (message: string) => void said.push(message) }
  const stays = await start(t, greater, { ...options, logger })
  await stays.transport.join(topic, both)
  const failed = () => said.includes('hyperswarm: a peer could not be dialed')
  await until(() => stays.transport.status().dht?.nodes, { what: 'the network' })
  const since = performance.now()
  await until(() => performance.now() - since > 1_500, { what: 'its dial to hang for a while' })
  t.notOk(failed(), 'it still dials')
  const back = await start(t, smaller, options)
  await back.transport.join(topic, both)
  await until(() => stays.seen.length > 0, { what: 'the two to meet', deadlineMs: 60_000 })
  t.notOk(failed(), 'before its own dial failed')
  t.equal(stays.seen[0]?.incoming, true)
})

/** A node that announces itself under the topic, and loses its power. */
async function announceAndVanish(bootstrap: string, keyPair: KeyPair): Promise<void> {
  const dht = await openDht({ bootstrap: [bootstrap], host: '127.0.0.1', keyPair })
  const server = dht.createServer({}, () => {})
  await server.listen(keyPair)
  for await (const _ of dht.announce(topic, keyPair));
  await dht.destroy({ force: true })
}
