import test, { type Test } from 'tape'
import { createMemoryNetwork, nodeKeyPair, type Connection, type MemoryNetwork } from '@allmende/transports'
import { actor, faultyWire, until, virtualClock, type FaultyWire } from '@allmende/testkit'

const topic = new Uint8Array(32).fill(1)

async function join(t: Test, network: MemoryNetwork, name: string) {
  const keyPair = nodeKeyPair(actor(name).seed)
  const transport = network.transport(keyPair)
  const seen: Connection[] = []
  await transport.start((connection) => void seen.push(connection))
  t.teardown(() => transport.close())
  await transport.join(topic, { server: true, client: true })
  return { key: keyPair.publicKey, transport, seen }
}

test('T25 the network runs in virtual time over faulty wires', async (t) => {
  const clock = virtualClock()
  const wires: FaultyWire[] = []
  const network = createMemoryNetwork({
    timers: clock,
    wire: () => {
      const wire = faultyWire({ latency: 100, timers: clock })
      wires.push(wire)
      return wire.ends
    },
  })
  const [ada, ben] = [await join(t, network, 'Ada'), await join(t, network, 'Ben')]
  await clock.advance(299)
  t.equal(ada.seen.length + ben.seen.length, 1, 'the third message of the handshake is still under way')
  await clock.advance(1)
  t.equal(ada.seen.length + ben.seen.length, 2)
  let arrivedAt = 0
  ben.seen[0]?.stream.on('data', () => (arrivedAt = clock.now()))
  const sentAt = clock.now()
  ada.seen[0]?.stream.write(Buffer.from('hello'))
  await clock.advance(1_000)
  t.equal(arrivedAt - sentAt, 100)
  wires[0]?.cut()
  await until(() => ada.transport.status().connections === 0 && ben.transport.status().connections === 0)
  t.pass('a cut wire ends both sides')
})

test('T25 a handshake over a wire that swallows everything ends by the clock', async (t) => {
  const clock = virtualClock()
  const network = createMemoryNetwork({ timers: clock, wire: () => faultyWire({ tamper: () => null }).ends })
  const [ada, ben] = [await join(t, network, 'Ada'), await join(t, network, 'Ben')]
  const outcome = ada.transport
    .connect?.(ben.transport.addresses()[0] ?? '')
    .catch((error: { code: string }) => error.code)
  await clock.advance(10_000)
  t.equal(await outcome, 'PEER_HANDSHAKE')
})

test('T25 two nodes that are cut off from each other meet again when the cut is healed', async (t) => {
  const network = createMemoryNetwork()
  const [ada, ben, chidi] = [
    await join(t, network, 'Ada'),
    await join(t, network, 'Ben'),
    await join(t, network, 'Chidi'),
  ]
  await until(() => [ada, ben, chidi].every(({ transport }) => transport.status().connections === 2))
  for (const { stream } of [...ada.seen, ...ben.seen, ...chidi.seen]) stream.resume()
  network.cut(ada.key, ben.key)
  await until(() => ada.transport.status().connections === 1 && ben.transport.status().connections === 1)
  t.equal(chidi.transport.status().connections, 2, 'the third sees both')
  const error = await ada.transport
    .connect?.(ben.transport.addresses()[0] ?? '')
    .catch((caught: { found: string }) => caught)
  t.match(error?.found ?? '', /cut/)
  network.heal(ada.key, ben.key)
  await until(() => ada.transport.status().connections === 2 && ben.transport.status().connections === 2)
  t.equal(ada.seen.length, 3)
})
