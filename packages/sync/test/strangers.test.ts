import { until } from '@allmende/testkit'
import { keyBytes, type CoreKey } from '@allmende/vocabulary'
import Corestore from 'corestore'
import Hypercore from 'hypercore'
import Protomux, { type Channel } from 'protomux'
import test from 'tape'
import { channelId, prove } from '../src/decide/proof.ts'
import { fixed32 } from '../src/wire/fixed32.ts'
import { bytesOf } from './actors.ts'
import { commonsKeys, hasBlocks, stage } from './nodes.ts'
import { plainStream, PROTOCOL } from './strangers.ts'

test('S1 S3 a stranger with the topic and the keys of the cores learns nothing and gets nothing', async (t) => {
  const scene = stage()
  const ada = await scene.actor('Ada')
  const log = await ada.write('for members only')
  const seen: Uint8Array[] = []
  const stranger = await plainStream(ada, 'Eve')
  stranger.on('data', (bytes) => seen.push(Uint8Array.from(bytes)))
  const store = new Corestore(await scene.folder())
  store.replicate(stranger)
  const cores = [log, ada.commons.own?.edits, ada.commons.own?.files] as CoreKey[]
  for (const key of cores) {
    const core = store.get({ key: Buffer.from(keyBytes(key)) })
    await core.ready()
    t.equal(await refusedByPeer(core), true, 'the core is refused')
    t.equal(core.length, 0)
  }
  const said = Buffer.concat(seen)
  const { topic, replicateKey } = ada.commons.keys
  for (const secret of [
    topic,
    replicateKey,
    keyBytes(log),
    Hypercore.discoveryKey(Buffer.from(keyBytes(log))),
  ])
    t.notOk(said.includes(Buffer.from(secret)), 'nothing of it was sent')
  t.equal(ada.sync.peers()[0]?.commons.length, 0)
  await store.close()
  await scene.close()
})

test('S2 a wrong proof, and the own proof sent back, close the channel, are reported, and get nothing more', async (t) => {
  for (const attack of ['a proof with another key', 'the proof sent back', 'the proof of the other role']) {
    const scene = stage()
    const ada = await scene.actor('Ada')
    await ada.write('for members only')
    const refused: string[] = []
    ada.sync.on('refused', ({ reason }) => refused.push(reason))
    const stream = await plainStream(ada, 'Eve')
    const mux = new Protomux(stream)
    // She has seen the name of the channel on this connection: Ada has opened it.
    const id = channelId(ada.commons.keys.replicateKey, stream.handshakeHash)
    let theirs: Uint8Array | null = null
    const said: Uint8Array[] = []
    const open = (proof: Uint8Array) => {
      const channel = mux.createChannel({
        protocol: PROTOCOL,
        id,
        handshake: fixed32 as never,
        onopen: (their: Uint8Array) => void (theirs = their),
        messages: [{ onmessage: (bytes: Uint8Array) => void said.push(bytes) }],
      }) as Channel
      channel.open(proof as never)
      return channel
    }
    const key = attack === 'a proof with another key' ? bytesOf('guessed') : ada.commons.keys.replicateKey
    const role = attack === 'a proof with another key' ? 'initiator' : 'responder'
    const channel = open(prove(key, stream.handshakeHash, role))
    await until(() => channel.closed, { what: `the channel to close on ${attack}` })
    t.deepEqual(refused, ['wrong-proof'], attack)
    t.equal(said.length, 0, 'nothing was said')
    const again = open(prove(ada.commons.keys.replicateKey, stream.handshakeHash, 'initiator'))
    t.equal(await again.fullyOpened(), false, 'even the right proof comes too late on this connection')
    t.ok(theirs !== undefined)
    await scene.close()
  }
})

test('S3 an ex-reader who knows the keys of all cores but proves another commons is served none of them', async (t) => {
  const scene = stage()
  const ada = await scene.actor('Ada')
  const log = await ada.write('for members only')
  const other = commonsKeys('another commons')
  const both = await ada.logs.commons(other, { write: true })
  await ada.sync.join(both)
  const stream = await plainStream(ada, 'Ex')
  const mux = new Protomux(stream)
  const channel = mux.createChannel({
    protocol: PROTOCOL,
    id: channelId(other.replicateKey, stream.handshakeHash),
    handshake: fixed32 as never,
    messages: [{}],
  }) as Channel
  channel.open(prove(other.replicateKey, stream.handshakeHash, 'initiator') as never)
  t.ok(await channel.fullyOpened())
  const store = new Corestore(await scene.folder())
  const core = store.get({ key: Buffer.from(keyBytes(log)) })
  await core.ready()
  core.replicate(mux)
  t.equal(await refusedByPeer(core), true)
  t.equal(core.length, 0, 'nothing of it arrived')
  t.equal(ada.sync.peers()[0]?.commons.length, 1, 'the commons they share goes on')
  await store.close()
  await scene.close()
})

test('S3 what lies at a peer and is passed on by it is ciphertext', async (t) => {
  const scene = stage()
  const ada = await scene.actor('Ada')
  const log = await ada.write('read by members')
  const bo = await scene.actor('Bo')
  await hasBlocks(bo, log, 2)
  const blocks = await bo.commons.raw(log)
  t.notOk(
    Buffer.from((await blocks.get(1)) ?? []).includes('read by members'),
    'a plain session shows no text',
  )
  await blocks.close()
  await scene.close()
})

test('S2 somebody with nothing in common is reported, and kept: a commons may come', async (t) => {
  const scene = stage()
  const ada = await scene.actor('Ada', { timings: { proof: 100 } })
  const eve = await scene.actor('Eve', { keys: commonsKeys('elsewhere') })
  const refused: string[] = []
  ada.sync.on('refused', ({ reason }) => refused.push(reason))
  await eve.sync.connect(`memory:${ada.id}`)
  await until(() => refused.length > 0)
  t.deepEqual(refused, ['nothing-in-common'])
  t.equal(ada.sync.peers().length, 1)
  await scene.close()
})

/** True when the channel of a core was opened here and the other side refused it. */
async function refusedByPeer(core: Hypercore): Promise<boolean> {
  await until(() => core.core.replicator.peers.length === 0)
  // An answer would come within the round trip of a later question: any block.
  const answer = await core.get(0, { timeout: 200 }).catch(() => null)
  return answer === null && core.core.replicator.peers.length === 0
}
