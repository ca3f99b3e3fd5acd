import Corestore from 'corestore'
import type Hypercore from 'hypercore'
import { join } from 'node:path'
import { Transform, type Duplex } from 'node:stream'
import test, { type Test } from 'tape'
import { deriveCommonsKeys } from '@allmende/logs'
import { seeded, temporaryFolder, until } from '@allmende/testkit'
import { ModelCore, type CoreParcel } from './model/core.ts'
import { ModelLogs } from './model/logs.ts'
import { Truth } from './model/truth.ts'
import type { ModelMux } from './model/wire.ts'

/** A connection of the model on which nothing ever arrives: what was said on it is kept. */
function silentMux(way: string): { mux: ModelMux; said: CoreParcel[] } {
  const said: CoreParcel[] = []
  const say = (parcel: CoreParcel) => void said.push(parcel)
  const mux = { way, remoteKey: Buffer.from(way), say, attach() {}, detached() {} }
  return { mux: mux as unknown as ModelMux, said }
}

for (const end of ['the connection', 'the core on it'])
  test(`S20 in the model, what was asked of a peer is asked of up to three who have nothing else to give, and of one more when ${end} is gone`, async (t) => {
    const truth = new Truth(seeded('lost peer'))
    const log = truth.begin(true)
    const logs = new ModelLogs(deriveCommonsKeys(Buffer.alloc(32, 5), true), truth, null)
    const core = new ModelCore(logs, log.key as never, log.discoveryKey)
    const peers = ['ada', 'ben', 'cleo', 'dora'].map(silentMux)
    const [{ mux: ada }] = peers as [ReturnType<typeof silentMux>]
    core.download({ start: 0, end: -1 })
    for (const { mux } of peers) {
      core.replicate(mux)
      core.receive(mux, { type: 'have', name: log.discoveryKey, held: 1, length: 1 })
    }
    const asked = () => peers.map(({ said }) => said.filter(({ type }) => type === 'get').length)
    t.deepEqual(asked(), [1, 1, 1, 0], 'of three at the most, and of none twice')
    if (end === 'the connection') core.detach(ada)
    else core.receive(ada, { type: 'core-close', name: log.discoveryKey })
    await new Promise((resolve) => setImmediate(resolve))
    t.deepEqual(asked(), [1, 1, 1, 1])
  })

/** Puts a core on a connection to another; what comes from it goes through the gate. */
function connect(from: Hypercore, to: Hypercore, gate: Transform): Duplex[] {
  const [left, right] = [from.replicate(true) as Duplex, to.replicate(false) as Duplex]
  for (const stream of [left, right, gate]) stream.on('error', () => {})
  left.pipe(gate).pipe(right).pipe(left)
  return [left, right, gate]
}

async function open(t: Test, key?: Uint8Array): Promise<Hypercore> {
  const store = new Corestore(join(temporaryFolder(t), 'store'))
  t.teardown(() => store.close())
  const core = store.get(key ? { key } : { name: 'log' })
  await core.ready()
  return core
}

test('S20 hypercore asks another for what it has asked of a peer that is gone, as the model does', async (t) => {
  const ada = await open(t)
  await ada.append(Buffer.from('one'))
  const [ben, reader] = [await open(t, ada.key), await open(t, ada.key)]
  const plain = () => new Transform({ transform: (chunk, _, done) => done(null, chunk) })
  const copying = connect(ada, ben, plain())
  await ben.get(0)
  for (const stream of copying) stream.destroy()
  let isHeld = false
  const gate = new Transform({ transform: (chunk, _, done) => (isHeld ? done() : done(null, chunk)) })
  const first = connect(ada, reader, gate)
  while (reader.length < 1) await reader.update({ wait: true })
  isHeld = true
  const asked = new Promise((resolve) => ada.once('upload', resolve))
  const block = reader.get(0)
  await asked
  const second = connect(ben, reader, plain())
  await until(() => reader.peers.length === 2, { what: 'the other one to be met' })
  for (const stream of first) stream.destroy()
  t.equal(String(await block), 'one')
  for (const stream of second) stream.destroy()
})

test('S20 hypercore asks another for what a peer keeps to itself, while both are there, as the model does', async (t) => {
  const ada = await open(t)
  await ada.append([Buffer.from('one'), Buffer.from('two')])
  const [ben, reader] = [await open(t, ada.key), await open(t, ada.key)]
  const plain = () => new Transform({ transform: (chunk, _, done) => done(null, chunk) })
  const copying = connect(ada, ben, plain())
  for (const block of [0, 1]) await ben.get(block)
  for (const stream of copying) stream.destroy()
  let isHeld = false
  const gate = new Transform({ transform: (chunk, _, done) => (isHeld ? done() : done(null, chunk)) })
  const first = connect(ada, reader, gate)
  while (reader.length < 2) await reader.update({ wait: true })
  isHeld = true
  const asked = new Promise((resolve) => ada.once('upload', resolve))
  const range = reader.download({ start: 0, end: 2, linear: true })
  await asked
  const second = connect(ben, reader, plain())
  await range.done()
  t.equal(reader.contiguousLength, 2)
  t.equal(reader.peers.length, 2, 'who gives nothing is still there')
  for (const stream of [...first, ...second]) stream.destroy()
})
