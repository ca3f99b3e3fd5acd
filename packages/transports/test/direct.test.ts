import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import test, { type Test } from 'tape'
import {
  createDirectTransport,
  nodeKeyPair,
  parseAddress,
  type Connection,
  type DirectOptions,
  type DirectTransport,
  type TransportError,
} from '@allmende/transports'
import { actor, collectingLogger, freePort, seeded, silentLogger, until } from '@allmende/testkit'
import { backOff } from '../src/direct/back-off.ts'
import { LIMITS } from '../src/limits.ts'

const keyOf = (name: string) => nodeKeyPair(actor(name).seed)

async function start(t: Test, name: string, options: Partial<DirectOptions> = {}) {
  const seen: Connection[] = []
  const transport = createDirectTransport({
    keyPair: keyOf(name),
    host: '127.0.0.1',
    logger: silentLogger,
    ...options,
  })
  await transport.start((connection) => void seen.push(connection))
  t.teardown(() => transport.close())
  return { transport, seen, address: transport.addresses()[0] ?? '' }
}

async function dial(address: string): Promise<Socket> {
  const socket = connect(parseAddress(address))
  socket.on('error', () => {})
  await once(socket, 'connect')
  return socket
}

const refusal = async (attempt: Promise<unknown>): Promise<Partial<TransportError>> =>
  attempt.then(
    () => ({ message: 'nothing was refused' }),
    (error: TransportError) => error,
  )

const dialing = (transport: DirectTransport) => transport.status().dialing?.[0]

test('T19 an address that once answered is dialed again until it is there again, or forgotten', async (t) => {
  const port = await freePort()
  const ada = await start(t, 'Ada', { port })
  const ben = await start(t, 'Ben', { limits: { redialMs: 10, redialMaxMs: 40 } })
  await ben.transport.connect(ada.address)
  await ben.transport.connect(ada.address)
  t.equal(ben.seen.length, 1, 'asked twice, connected once')
  await ada.transport.close()
  await until(() => (dialing(ben.transport)?.attempts ?? 0) >= 3, { what: 'three attempts' })
  t.match(dialing(ben.transport)?.error ?? '', /nobody listens there/, 'status says why')
  await start(t, 'Ada', { port })
  await until(() => ben.seen.length === 2, { what: 'the second connection' })
  t.equal(dialing(ben.transport)?.state, 'connected')
  ben.transport.forget(ada.address)
  ben.seen[1]?.stream.destroy()
  await until(() => ben.transport.status().connections === 0)
  t.deepEqual(ben.transport.status().dialing, [], 'forgotten')
})

test('T19 an address that never answered is dialed again only on demand', async (t) => {
  const port = await freePort()
  const ben = await start(t, 'Ben', { limits: { redialMs: 10, redialMaxMs: 40 } })
  const address = `127.0.0.1:${port}`
  t.equal((await refusal(ben.transport.connect(address))).code, 'PEER_UNREACHABLE')
  t.deepEqual(ben.transport.status().dialing, [])
  t.equal((await refusal(ben.transport.connect(address, { keepTrying: true }))).code, 'PEER_UNREACHABLE')
  await start(t, 'Ada', { port })
  await until(() => ben.seen.length === 1, { what: 'the connection' })
  t.pass('with keepTrying it comes when the peer does')
})

test('T19 a redial waits while the peer is there by another way', async (t) => {
  const ada = await start(t, 'Ada')
  let elsewhere = true
  const ben = await start(t, 'Ben', {
    limits: { redialMs: 5, redialMaxMs: 10 },
    isConnected: () => elsewhere,
  })
  await ben.transport.connect(ada.address)
  ben.seen[0]?.stream.destroy()
  await until(() => dialing(ben.transport)?.state === 'waiting')
  const waited = await until(() => ben.seen.length > 1, { deadlineMs: 100 }).catch(() => 'not dialed')
  t.equal(waited, 'not dialed')
  elsewhere = false
  await until(() => ben.seen.length === 2, { what: 'the redial' })
  t.pass('then it is dialed')
})

test('T19 the waits double to a bound, and are spread', (t) => {
  const random = seeded('back-off')
  const limits = { ...LIMITS, redialMs: 1_000, redialMaxMs: 60_000 }
  const waits = [1, 2, 3, 4, 7, 50].map((attempts) => backOff(attempts, limits, random))
  for (const [at, most] of [1_000, 2_000, 4_000, 8_000, 60_000, 60_000].entries()) {
    const wait = waits[at] ?? 0
    t.ok(wait >= most / 2 && wait <= most, `${Math.round(wait)} of ${most} ms`)
  }
  t.notEqual(waits[4], waits[5])
  t.end()
})

test('T20 strangers that say nothing are few, short-lived, and lock nobody out', async (t) => {
  const logger = collectingLogger()
  const limits = { handshakeMs: 300, halfOpen: 4, halfOpenPerHost: 4 }
  const ada = await start(t, 'Ada', { logger, limits })
  const strangers: Socket[] = []
  for (let count = 0; count < 12; count++) strangers.push(await dial(ada.address))
  const ben = await start(t, 'Ben')
  await ben.transport.connect(ada.address)
  t.equal(ben.seen.length, 1, 'a peer comes through the crowd')
  t.ok(logger.find('make room').length >= 8)
  for (const stranger of strangers) stranger.resume()
  await until(() => strangers.every((stranger) => stranger.readableEnded || stranger.destroyed), {
    what: 'all to be gone',
  })
  await until(() => ada.transport.status().connections === 1, { what: 'Ada to see the peer' })
  for (const stranger of strangers) stranger.destroy()
})

test('T20 a stranger cannot make us buffer what its first bytes announce', async (t) => {
  const logger = collectingLogger()
  const ada = await start(t, 'Ada', { logger })
  const stranger = await dial(ada.address)
  stranger.resume()
  stranger.write(Buffer.from([255, 255, 255]))
  stranger.write(Buffer.alloc(LIMITS.handshakeBytes + 1))
  await until(() => stranger.readableEnded || stranger.destroyed, { what: 'the stranger to be dropped' })
  t.ok(
    logger.find('did not prove').some(({ fields }) => String(fields['reason']).includes('and no handshake')),
  )
  stranger.destroy()
})

test('T20 what answers and is no node is an error with a code, also when it stays silent', async (t) => {
  const rude = createServer((socket) => socket.on('error', () => {}).end('HTTP/1.1 400 Bad Request\r\n\r\n'))
  const silent = createServer((socket) => void socket.on('error', () => {}).resume())
  const ben = await start(t, 'Ben', { limits: { handshakeMs: 100 } })
  for (const [server, found] of [
    [rude, /hung up/],
    [silent, /no handshake within 100 ms/],
  ] as const) {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const error = await refusal(ben.transport.connect(`127.0.0.1:${(server.address() as AddressInfo).port}`))
    t.equal(error.code, 'PEER_HANDSHAKE', error.message)
    t.match(error.found ?? '', found)
    server.close()
  }
})

test('T21 a peer that has gone silent is let go; one that reads slowly is not', async (t) => {
  const limits = { keepAliveMs: 20, silentMs: 100 }
  const ada = await start(t, 'Ada', { limits })
  let mute = false
  // A cable that can be pulled: the sockets stay open and nothing comes through.
  const cable = createServer((near) => {
    const far = connect(parseAddress(ada.address))
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const)
      from
        .on('error', () => {})
        .on('data', (chunk) => mute || to.write(chunk))
        .on('close', () => to.destroy())
  }).listen(0, '127.0.0.1')
  await once(cable, 'listening')
  t.teardown(() => void cable.close())
  const ben = await start(t, 'Ben', { limits: { ...limits, silentMs: 60_000 } }) // Ada shall be the one who notices
  await ben.transport.connect(`127.0.0.1:${(cable.address() as AddressInfo).port}`)
  const [atA, atB] = await until(() => {
    const [a, b] = [ada.seen[0]?.stream, ben.seen[0]?.stream]
    return a && b && ([a, b] as const)
  })
  // Ben writes, Ada doesn't read: for longer than the silence that is forgiven, bytes neither come nor are missed.
  for (let count = 0; count < 200; count++) atB.write(Buffer.alloc(65_536))
  const early = await until(() => atA.destroying || atB.destroying, { deadlineMs: 400 }).catch(
    () => 'still there',
  )
  t.equal(early, 'still there')
  atA.resume()
  mute = true
  const reason = new Promise<Error>((resolve) => atA.once('error', resolve))
  t.match(String(await reason), /has gone silent/)
})

test('T22 a port that is taken and a host that is not ours are errors with a code', async (t) => {
  const ada = await start(t, 'Ada')
  const { port } = parseAddress(ada.address)
  const begin = (options: Partial<DirectOptions>) =>
    createDirectTransport({
      keyPair: keyOf('Ben'),
      host: '127.0.0.1',
      logger: silentLogger,
      ...options,
    }).start(() => {})
  const taken = await refusal(begin({ port }))
  t.equal(taken.code, 'TRANSPORT_PORT_TAKEN')
  t.match(taken.message ?? '', new RegExp(`port ${port} on 127.0.0.1 is taken`))
  t.equal((await refusal(begin({ host: '203.0.113.7' }))).code, 'TRANSPORT_HOST')
})

test('T23 it speaks IPv6, and tells where it can be reached', async (t) => {
  const six = await start(t, 'Ada', { host: '::1' }).catch(() => null)
  if (six) {
    t.match(six.address, /^\[::1\]:\d+$/)
    const ben = await start(t, 'Ben')
    await ben.transport.connect(six.address)
    t.equal(ben.seen[0]?.address, six.address)
    t.equal(ben.seen[0]?.sameNetwork, true)
  } else t.comment('this computer has no IPv6')
  const all = await start(t, 'Chidi', { host: '0.0.0.0' })
  t.ok(all.transport.addresses().length > 0)
  t.notOk(all.transport.addresses().some((address) => address.startsWith('0.0.0.0')))
})
