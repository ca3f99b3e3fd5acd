import { freePort, silentLogger, until } from '@allmende/testkit'
import { createDirectTransport, nodeKeyPair, type Transport } from '@allmende/transports'
import { createLibp2pTransport } from '@allmende/transports/libp2p'
import { encodeZ32 } from '@allmende/vocabulary'
import test from 'tape'
import { bytesOf } from './actors.ts'
import { allEqual, stage, type Actor } from './nodes.ts'

test('S10 a node reached by address and on the local network keeps one connection, and the other way takes over', async (t) => {
  const scene = stage()
  const mdnsPort = await freePort()
  const people: { actor: Actor; direct: Transport; lan: Transport }[] = []
  for (const name of ['Ada', 'Bo']) {
    const isConnected = (key: Uint8Array): boolean =>
      !!people
        .find(({ actor }) => actor.name === name)
        ?.actor.sync.peers()
        .some(({ node }) => node === encodeZ32(key))
    const common = {
      keyPair: nodeKeyPair(bytesOf(name)),
      host: '127.0.0.1',
      logger: silentLogger,
      isConnected,
      limits: { redialMs: 20, redialMaxMs: 60_000, lanElsewhereMs: 50 },
    }
    const direct = createDirectTransport(common)
    const lan = createLibp2pTransport({ ...common, mdnsPort })
    const actor = await scene.actor(name, { transports: [direct, lan], timings: { duplicate: 200 } })
    people.push({ actor, direct, lan })
  }
  const [ada, bo] = people as [(typeof people)[0], (typeof people)[0]]
  const streams = () => ada.direct.status().connections + ada.lan.status().connections
  await until(() => ada.lan.status().connections === 1, { what: 'the local network', deadlineMs: 60_000 })
  await bo.direct.connect?.(ada.direct.addresses()[0] ?? '')
  await until(() => streams() === 1, { what: 'one of two connections to go', deadlineMs: 60_000 })
  t.deepEqual(
    [ada, bo].map(({ actor }) => actor.sync.peers().length),
    [1, 1],
    'one peer at both',
  )
  await ada.actor.write('one')
  await allEqual([ada.actor, bo.actor])

  const before = bo.actor.sync.peers()[0]
  const went = before?.transport === 'direct' ? bo.direct : bo.lan
  const left = went === bo.direct ? bo.lan : bo.direct
  bo.direct.forget?.(ada.direct.addresses()[0] ?? '')
  await went.close()
  if (left === bo.direct) await bo.direct.connect?.(ada.direct.addresses()[0] ?? '')
  await until(() => left.status().connections === 1, { what: 'the other way', deadlineMs: 60_000 })
  await ada.actor.write('two')
  await allEqual([ada.actor, bo.actor])
  t.equal(bo.actor.sync.peers()[0]?.transport, left.name, `${went.name} broke off, ${left.name} took over`)
  await scene.close()
})
