import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '@allmende/testkit'
import { encodeBlock } from '@allmende/vocabulary'
import Corestore from 'corestore'
import type Hypercore from 'hypercore'
import test from 'tape'
import { createIdentity } from '../../logs/src/identity.ts'
import { bindingOf, forge, write, type Forged } from '../../logs/test/forge.ts'
import { bytesOf } from './actors.ts'
import { hasBlocks, stage, type Actor } from './nodes.ts'
import { mallory } from './strangers.ts'

test('S14 an author who truncates and rewrites is shown as forked, and what was read stays', async (t) => {
  const { scene, bo, forged, records } = await world()
  const forked = forkedAt(bo)
  await records.truncate(2, keyPairOf(forged))
  await records.append(encodeBlock([Buffer.from('I vote no')]), keyPairOf(forged))
  await show(bo, records, 'Eve again')
  await until(() => forked.length > 0, { what: 'Bo to see the fork' })
  t.deepEqual(forked, [`${forged.log} fork-number`])
  t.deepEqual((await bo.read())[forged.log], ['I vote yes', 'and yes again'])
  t.equal(bo.commons.log(forged.log)?.forked, true)
  await forged.store.close()
  await scene.close()
})

test('S14 two histories of the same length, and a longer one with another past, are told and not taken', async (t) => {
  for (const extra of [[], ['and longer']]) {
    const { scene, bo, forged, records } = await world()
    const forked = forkedAt(bo)
    await records.close()
    const path = forged.store.storage.rocks.path
    await forged.store.close()
    const folder = await scene.folder()
    cpSync(path, join(folder, 'db'), { recursive: true })
    const here = { ...forged, store: new Corestore(path.replace(/db$/, '')) }
    const there = { ...forged, store: new Corestore(folder) }
    const first = await writeTexts(here, bo, ['the first'])
    await show(bo, first, 'Eve')
    await hasBlocks(bo, forged.log, 4)
    const second = await writeTexts(there, bo, ['the second', ...extra])
    await show(bo, second, 'Eve elsewhere')
    await until(() => forked.length > 0, { what: 'Bo to see two histories' })
    t.deepEqual(forked, [`${forged.log} two-heads`], extra.length ? 'longer' : 'same length')
    t.deepEqual((await bo.read())[forged.log], ['I vote yes', 'and yes again', 'the first'])
    await here.store.close()
    await there.store.close()
    await scene.close()
  }
})

/** Bo, who has three blocks of Eve's log. */
async function world() {
  const scene = stage()
  const bo = await scene.actor('Bo')
  const forged = forge(await scene.folder())
  const { identity } = await createIdentity(await scene.folder())
  const first = bindingOf(identity, bo.commons.keys, forged)
  const items = [first, Buffer.from('I vote yes'), Buffer.from('and yes again')]
  const records = await write(forged, forged.cores.records, bo.commons.keys, items)
  await show(bo, records, 'Eve')
  await hasBlocks(bo, forged.log, 3)
  return { scene, bo, forged, records }
}

function writeTexts(forged: Forged, bo: Actor, texts: string[]): Promise<Hypercore> {
  return write(
    forged,
    forged.cores.records,
    bo.commons.keys,
    texts.map((text) => Buffer.from(text)),
  )
}

/** A hostile member shows a log, signature and all, and serves it by replication. */
async function show(bo: Actor, core: Hypercore, name: string): Promise<void> {
  const eve = await mallory(bo, `${name} ${core.length} ${core.fork}`)
  const { length, fork } = core
  const root = core.state.hash()
  const key = Uint8Array.from(core.key)
  core.replicate(eve.mux)
  eve.say({ type: 'digest', root: bytesOf('eve'), count: 1, only: [] })
  eve.say({
    type: 'heads',
    live: false,
    last: true,
    heads: [{ key, which: 'records', length, fork, held: length, root }],
  })
  const timer = setInterval(() => {
    for (const { type } of eve.said.splice(0)) {
      if (type === 'want') eve.say({ type: 'no-prefix', keys: [key] })
      if (type !== 'ask-signed') continue
      eve.say({
        type: 'signed',
        heads: [{ key, length, fork, root, signature: core.state.signature as Uint8Array }],
      })
    }
  }, 5)
  eve.stream.on('close', () => clearInterval(timer))
}

function forkedAt(actor: Actor): string[] {
  const seen: string[] = []
  actor.sync.on('forked', ({ core, reason }) => seen.push(`${core} ${reason}`))
  return seen
}

function keyPairOf({ cores: { records } }: Forged) {
  return {
    keyPair: { publicKey: Buffer.from(records.publicKey), secretKey: Buffer.from(records.secretKey ?? []) },
  }
}
