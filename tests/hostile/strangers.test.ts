import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import Corestore from 'corestore'
import type Hypercore from 'hypercore'
import test from 'tape'
import { seeded, until } from '@allmende/testkit'
import { keyBytes, placeOf, type RecordId } from '@allmende/vocabulary'
import { attack } from '../../packages/sync/test/fuzz.ts'
import { addressOf, codeOf, connect, PATIENCE_MS, scene, shown } from '../scene.ts'
import { keysOf, member, rawPeerAt, strangerAt } from './member.ts'

/** Whether the other side turned a core away, or said nothing of it: in any case it came to nothing. */
async function comesToNothing(core: Hypercore): Promise<boolean> {
  const update = core.update({ wait: true }).catch(() => false)
  const silence = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 500))
  return !(await Promise.race([update, silence])) && core.length === 0
}

test('S3 a stranger who knows the keys of all cores but not the commons’ key gets nothing from a node', async (t) => {
  const place = scene(t)
  const ada = await place.open('ada')
  const { link } = await ada.createCommons({ name: 'Household', public: false })
  const path = place.files('source', { 'secret.txt': 'for members only' })
  const { id } = await ada.share({ path, licence: 'CC0-1.0', title: 'Secret plans' })
  const insider = await member(t, place, 'insider', link)
  await insider.connect(await addressOf(ada))
  const { log } = placeOf(id as RecordId)
  await until(() => insider.commons.log(log)?.files, {
    what: 'the keys to be known',
    deadlineMs: PATIENCE_MS,
  })
  const state = insider.commons.log(log)
  const stream = await strangerAt(t, await addressOf(ada))
  const store = new Corestore(mkdtempSync(join(place.folder, 'stranger-')))
  t.teardown(() => store.close())
  const seen: Uint8Array[] = []
  stream.on('data', (bytes) => void seen.push(Uint8Array.from(bytes)))
  store.replicate(stream)
  for (const key of [log, state?.edits, state?.files]) {
    if (key === undefined) throw new Error('a key is not known')
    const core = store.get({ key: Buffer.from(keyBytes(key)) })
    await core.ready()
    t.ok(await comesToNothing(core), 'nothing of the core came')
    t.notOk(Buffer.concat(seen).includes(Buffer.from(keyBytes(key))), 'nor was its key said')
  }
  t.notOk(Buffer.concat(seen).includes(Buffer.from(keysOf(link).topic)), 'nor the topic')
  const { peers } = await ada.status()
  t.ok(
    peers.some(({ commons }) => commons.length === 0),
    'the node shows it as one with nothing in common',
  )
})

test('S11 1,500 mutated messages by TCP: the node lives, holds what it held, serves others meanwhile, and says so', async (t) => {
  const seed = 'fuzzed node 1'
  const random = seeded(seed)
  const place = scene(t)
  const ada = await place.open('ada')
  const bo = await place.open('bo')
  const { link } = await ada.createCommons({ name: 'Workshop', public: true })
  await bo.joinCommons({ link })
  await connect(bo, ada)
  const share = async (title: string): Promise<string> => {
    const path = place.files(title, { 'a.txt': title })
    return (await ada.share({ path, licence: 'CC0-1.0', title })).id
  }
  const first = await share('before')
  const insider = await member(t, place, 'insider', link)
  await insider.connect(await addressOf(ada))
  const { log } = placeOf(first as RecordId)
  await until(() => (insider.commons.log(log)?.length ?? 0) > 1, { what: 'the log', deadlineMs: PATIENCE_MS })
  let [sent, connections] = [0, 0]
  for (; sent < 1_500; connections++) {
    const peer = await rawPeerAt(t, await addressOf(ada), link)
    sent += await attack(peer, insider, log, random)
    peer.stream.destroy()
    if (connections % 10 === 5) await shown(bo, await share(`during ${connections}`))
  }
  const last = await share('after')
  await shown(bo, last)
  t.pass(`seed ${seed}: ${sent} messages on ${connections} connections`)
  const refusals = place.logger.entries.filter(({ message }) => message === 'a peer was refused')
  t.ok(refusals.length > 20, `${refusals.length} refusals were said`)
  t.equal(
    await codeOf(bo.copy({ from: first, to: join(place.folder, 'copied') })),
    'no error',
    'files are served',
  )
  for (const node of [ada, bo]) t.ok((await node.check({})).ok, 'the store is sound')
  const [one, other] = await Promise.all([ada, bo].map((node) => node.find({ limit: 100 })))
  t.same(
    other?.results.map(({ id }) => id).toSorted(),
    one?.results.map(({ id }) => id).toSorted(),
    'both are equal',
  )
})
