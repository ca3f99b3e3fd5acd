import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import test, { type Test } from 'tape'
import { openLogs } from '@allmende/logs'
import type { AllmendeNode } from '@allmende/node'
import { silentLogger, until } from '@allmende/testkit'
import { decodeRecord, encodeCbor, keyBytes } from '@allmende/vocabulary'
import { openEnvelope, readEnvelope } from '../../packages/node/src/devices/envelope.ts'
import { addressOf, connect, PATIENCE_MS, scene, shown } from '../scene.ts'
import { rawPeerAt } from './member.ts'
import { askFor, epochsOf, friend, heardBy, secretsOf } from './new-epoch.ts'

const clock = { now: () => Date.now() }
const random = { bytes: (count: number) => new Uint8Array(randomBytes(count)) }

const LATER = 'written after the laptop was stolen'

function eventually(what: string, holds: () => Promise<boolean>): Promise<unknown> {
  return until(async () => (await holds().catch(() => false)) || null, {
    what,
    deadlineMs: PATIENCE_MS,
    everyMs: 30,
  })
}

/** Ada founded a household that Cleo is in with two devices; one is stolen, and she retires it with the other. */
async function stolenLaptop(t: Test) {
  const place = scene(t)
  const [ada, laptop] = [await place.open('ada'), await place.open('laptop')]
  const { link: kept } = await ada.createCommons({ name: 'Household', public: false })
  const { words = '' } = await laptop.profile({ name: 'Cleo' })
  await laptop.joinCommons({ link: kept })
  await connect(laptop, ada)
  const before = await shareIn(place, ada, 'known to all')
  await shown(laptop, before.id)
  const tablet = await place.open('tablet')
  await connect(tablet, laptop)
  await tablet.restore({ words })
  await connect(tablet, ada)
  const { device = '' } = (await tablet.listDevices()).devices.find(({ here }) => !here) ?? {}
  await laptop.close()
  await tablet.retireDevice({ device, words, anyway: true })
  const epoch = async (node: AllmendeNode) => (await node.members({})).epoch
  for (const node of [ada, tablet])
    await eventually('the key to be changed', async () => (await epoch(node)) === 1)
  const later = await shareIn(place, ada, LATER)
  await shown(tablet, later.id)
  return { place, ada, tablet, kept, words }
}

const shareIn = (place: ReturnType<typeof scene>, node: AllmendeNode, title: string) =>
  node.share({ path: place.files(title, { 'a.txt': `${title}: the file` }), licence: 'CC0-1.0', title })

test('DV10 N35 R125 with all that lies on a stolen laptop nothing is got of what is written after it was retired: not by a seal, not from the account, not off the wire', async (t) => {
  const { place, ada, tablet, kept } = await stolenLaptop(t)
  const { newest, root } = epochsOf((await ada.listCommons())[0]!.link)
  const sealed: Uint8Array[] = []
  for await (const { kind, bytes } of tablet.exportRecords('Household')) {
    if (kind !== 'epoch') continue
    const { keys = [] } = decodeRecord(bytes).record.body as { keys?: { sealed: Uint8Array }[] }
    sealed.push(...keys.map((one) => one.sealed))
  }
  t.ok(sealed.length >= 2, `${sealed.length} sealed keys`)
  const thief = await openLogs({ dir: place.home('laptop'), clock, random, logger: silentLogger })
  t.teardown(() => thief.close())
  t.ok(
    sealed.every((one) => thief.unseal(one) === null),
    'none is sealed to the stolen device',
  )
  // The thief has the account's key as well, and may ask whoever keeps the newest document for it.
  const hex = (key: Uint8Array) => Buffer.from(key).toString('hex')
  const file = join(place.home('tablet'), 'accounts', 'own.document')
  await eventually('the document to tell of the new epoch', async () => {
    const document = await openEnvelope(thief.account!, readEnvelope(new Uint8Array(readFileSync(file)))!)
    return Buffer.from(encodeCbor(document)).includes(newest.id)
  })
  const document = await openEnvelope(thief.account!, readEnvelope(new Uint8Array(readFileSync(file)))!)
  const written = Buffer.from(encodeCbor(document))
  t.ok(written.includes(hex(root.readKey)), 'the key from before stands in it')
  t.notOk(written.includes(hex(newest.readKey)), 'the new one doesn’t')

  const ally = await friend(t, place, (await ada.listCommons())[0]!.link)
  await ally.sync.connect(await addressOf(ada))
  await until(() => ally.fresh.logs().some(({ bound, contiguous }) => bound && contiguous > 2) || null, {
    what: 'the friend to hold the new epoch',
    deadlineMs: PATIENCE_MS,
  })
  const secrets = await secretsOf(ally.fresh)
  const cores = ally.fresh.heads().map(({ core }) => core)
  for (const [who, address] of Object.entries({
    Ada: await addressOf(ada),
    'the tablet': await addressOf(tablet),
    'a friend': ally.address,
  })) {
    const peer = await rawPeerAt(t, address, kept)
    const heard = heardBy(peer)
    peer.say({ type: 'want', keys: cores.map((core) => keyBytes(core)) })
    await askFor(t, place, peer, cores.slice(0, 3))
    await until(() => peer.said.some(({ type }) => type === 'no-prefix') || null, {
      what: `the answer of ${who}`,
      deadlineMs: PATIENCE_MS,
    })
    const said = Buffer.concat(heard.map((bytes) => Buffer.from(bytes)))
    t.ok(said.length > 0, `${who} speaks with whoever has the old key`)
    t.notOk(said.includes(LATER), `${who}: no plain text`)
    // The keys were named by the asker, and a refusal names them back.
    for (const { what, bytes } of secrets)
      if (!what.startsWith('key of') && bytes.length >= 8)
        t.notOk(said.includes(Buffer.from(bytes)), `${who}: no ${what}`)
    peer.stream.destroy()
  }
})
