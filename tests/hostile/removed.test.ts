import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import test, { type Test } from 'tape'
import { type CommonsLogs, openLogs } from '@allmende/logs'
import type { AllmendeNode } from '@allmende/node'
import { silentLogger, until } from '@allmende/testkit'
import { type CoreKey, keyBytes, nodeIdOf } from '@allmende/vocabulary'
import { addressOf, codeOf, connect, PATIENCE_MS, scene, shown } from '../scene.ts'
import { keysOf, rawPeerAt } from './member.ts'
import { askFor, epochsOf, friend, heardBy, secretsOf } from './new-epoch.ts'

const clock = { now: () => Date.now() }
const random = { bytes: (count: number) => new Uint8Array(randomBytes(count)) }

const LATER = 'written after she was removed'

/** Waits until something holds that a node says of itself. */
function eventually(what: string, holds: () => Promise<boolean>): Promise<unknown> {
  return until(async () => (await holds().catch(() => false)) || null, {
    what,
    deadlineMs: PATIENCE_MS,
    everyMs: 30,
  })
}

function blocksOf(commons: CommonsLogs): number {
  return commons.logs().reduce((sum, { contiguous }) => sum + contiguous, 0)
}

/** A household of three real nodes in a live session, a draft among them, from which Mallory is then removed. */
async function removal(t: Test) {
  const place = scene(t)
  const [ada, ben, mallory] = [await place.open('ada'), await place.open('ben'), await place.open('mallory')]
  const { link: kept } = await ada.createCommons({ name: 'Household', public: false })
  const share = (node: AllmendeNode, title: string) =>
    node.share({ path: place.files(title, { 'a.txt': `${title}: the file` }), licence: 'CC0-1.0', title })
  for (const [name, node] of Object.entries({ Ben: ben, Mallory: mallory })) {
    await node.joinCommons({ link: kept })
    await node.profile({ name })
  }
  await connect(mallory, ada)
  await connect(mallory, ben)
  await connect(ben, ada)
  const before = await share(ada, 'known to all')
  const draft = await ada.createDraft({ editors: 'commons', title: 'Minutes', text: 'at first\n' })
  for (const node of [ben, mallory]) {
    await shown(node, before.id)
    await eventually('the draft', async () => (await node.draftText(draft.id)).text === 'at first\n')
  }
  for (const node of [ada, ben])
    await eventually('Mallory to be known with her node', async () =>
      (await node.members({})).members.some(({ name, nodes }) => name === 'Mallory' && nodes.length > 0),
    )
  const gone: string[] = []
  ada.on((event) => void (event.type === 'peer-gone' && gone.push(event.peer.node)))
  const done = await ada.exclude({ person: 'Mallory' })
  return { place, ada, ben, mallory, kept, share, draft, gone, done }
}

test('N35 S24 R98 removed in a live session: the connection closes at once, and nothing later is received, by any way', async (t) => {
  const { ada, ben, mallory, share, draft, gone, done, place } = await removal(t)
  t.deepEqual([done.inForce, done.newKey], [true, true])
  t.ok(gone.includes(mallory.id), 'the connection is closed when the call returns')
  const meets = async () =>
    (await ben.status()).peers.some(({ node, commons }) => node === mallory.id && commons.length > 0)
  await eventually('Ben to cut her off as well', async () => !(await meets()))
  const later = await share(ada, LATER)
  await ada.editDraft({ draft: draft.id, text: `at first\n${LATER}\n` })
  await shown(ben, later.id)
  await eventually('the edit to reach Ben', async () => (await ben.draftText(draft.id)).text.includes(LATER))
  const byBen = await share(ben, 'Ben, later')
  await shown(ada, byBen.id)
  for (const other of [ada, ben]) await mallory.connect(await addressOf(other)).catch(() => undefined)
  await share(ada, `${LATER}, while she dials`)
  await shown(ben, (await share(ada, 'a last one')).id)
  t.deepEqual(
    (await mallory.status()).peers.flatMap(({ commons }) => commons),
    [],
    'nobody speaks with her of it',
  )
  t.equal((await mallory.find({ words: 'later' })).total, 0)
  t.equal(await codeOf(mallory.show(later.id)), 'THING_UNKNOWN')
  t.equal(await codeOf(mallory.copy({ from: later.link, to: join(place.folder, 'stolen') })), 'NO_HOLDER')
  t.equal((await mallory.draftText(draft.id)).text, 'at first\n', 'the draft as it was')
  const hers = await share(mallory, 'from beyond')
  await shown(ben, (await share(ada, 'after that')).id)
  for (const node of [ada, ben])
    t.equal(await codeOf(node.show(hers.id)), 'THING_UNKNOWN', 'nor is she heard')
})

test('N35 S3 S24 with the kept link, under another node and asking for all by key, an ex-member gets no byte of what is later, not from a friendly peer either', async (t) => {
  const { place, ada, ben, mallory, kept, share, draft } = await removal(t)
  await mallory.close()
  const later = await share(ada, LATER)
  await ada.editDraft({ draft: draft.id, text: `at first\n${LATER}\n` })
  await shown(ben, later.id)
  await ben.copy({ from: later.id, to: join(place.folder, 'ben has it') })
  const { link } = (await ada.listCommons())[0]!
  t.notEqual(link, kept, 'the link is another')
  const ally = await friend(t, place, link)
  await ally.sync.connect(await addressOf(ada))
  await until(() => ally.fresh.logs().some(({ bound, contiguous }) => bound && contiguous > 2) || null, {
    what: 'the friend to hold the new epoch',
    deadlineMs: PATIENCE_MS,
  })
  const { files } = ally.fresh.logs().find(({ bound }) => bound)!
  const content = await ally.sync.openFiles(ally.fresh.id, files!)
  await until(async () => (await content.get(1, { timeout: 500 }).catch(() => null)) !== null || null, {
    what: 'the friend to hold a file',
    deadlineMs: PATIENCE_MS,
  })
  const secrets = await secretsOf(ally.fresh)
  t.ok(
    secrets.some(({ what }) => what.endsWith('of files') && what.startsWith('block')),
    'files among them',
  )
  t.ok(secrets.length > 12, `${secrets.length} things that must not be heard`)
  const cores = ally.fresh.heads().map(({ core }) => core)
  for (const [who, address] of Object.entries({
    Ada: await addressOf(ada),
    Ben: await addressOf(ben),
    'a friend who knows of nothing': ally.address,
  })) {
    const peer = await rawPeerAt(t, address, kept)
    const heard = heardBy(peer)
    peer.say({ type: 'want', keys: cores.map((core) => keyBytes(core)) })
    peer.say({ type: 'ask-signed', keys: cores.map((core) => keyBytes(core)) })
    await askFor(t, place, peer, cores)
    await until(() => peer.said.some(({ type }) => type === 'no-prefix') || null, {
      what: `the answer of ${who}`,
      deadlineMs: PATIENCE_MS,
    })
    const before = blocksOf(ally.fresh)
    const last = await share(ada, `${LATER}, while ${who} is listened to`)
    await shown(ben, last.id)
    await until(() => blocksOf(ally.fresh) > before, { what: 'the friend to hold it' })
    const asker = nodeIdOf(peer.stream.publicKey)
    for (const node of [ada, ben])
      t.notOk(
        (await node.status()).peers.some((one) => one.node === asker && one.commons.length > 0),
        'with an old key one is in no commons: who holds what, and where mirrors are, isn’t spoken of',
      )
    // What was said before this answer has been heard by then.
    peer.say({ type: 'ping', id: 1 })
    await until(() => peer.said.some(({ type }) => type === 'pong'), { what: `${who} to answer once more` })
    // She named the keys herself, and a refusal names them back: that is taken out before looking for them.
    const said = Buffer.concat(heard.map((bytes) => Buffer.from(bytes)))
    t.ok(said.length > 0, `${who} speaks with whoever has the old key`)
    t.notOk(said.includes(LATER), `${who}: no plain text`)
    for (const { what, bytes } of secrets) {
      if (what.startsWith('key of') || bytes.length < 8) continue
      t.notOk(said.includes(Buffer.from(bytes)), `${who}: no ${what}`)
    }
    t.notOk(
      peer.said.some((one) => one.type === 'prefix' || (one.type === 'signed' && one.heads.length > 0)),
      `${who}: neither a log nor a signed head was handed over`,
    )
    peer.stream.destroy()
  }
  await content.close()
})

test('N35 R98 an ex-member can’t open the new key from what lies in the old epoch, and the old key opens nothing of the new one', async (t) => {
  const { place, ada, ben, mallory, kept, share } = await removal(t)
  const later = await share(ada, LATER)
  await shown(ben, later.id)
  const records: { kind: string; record: { body: Record<string, unknown> } }[] = []
  for await (const { kind, bytes } of ben.exportRecords('Household')) {
    const { decodeRecord } = await import('@allmende/vocabulary')
    if (kind === 'epoch') records.push({ kind, record: decodeRecord(bytes).record as never })
  }
  const sealed = records.flatMap(({ record }) => (record.body['keys'] ?? []) as { sealed: Uint8Array }[])
  t.ok(sealed.length >= 2, `${sealed.length} sealed keys`)
  await mallory.close()
  const hers = await openLogs({ dir: place.home('mallory'), clock, random, logger: silentLogger })
  t.teardown(() => hers.close())
  t.ok(
    sealed.every((one) => hers.unseal(one.sealed) === null),
    'none is sealed to her device',
  )
  const { newest } = epochsOf((await ada.listCommons())[0]!.link)
  const old = keysOf(kept)
  t.notDeepEqual(newest.encryptionKey, old.encryptionKey)
  const ally = await friend(t, place, (await ada.listCommons())[0]!.link)
  await ally.sync.connect(await addressOf(ada))
  await until(() => ally.fresh.logs().some(({ contiguous }) => contiguous > 1) || null, {
    what: 'the friend to hold the new epoch',
    deadlineMs: PATIENCE_MS,
  })
  const { BlockOpener } = await import('../../packages/logs/src/reading.ts')
  const { key } = ally.fresh.logs().find(({ contiguous }) => contiguous > 1)!
  const raw = await ally.fresh.raw(key as unknown as CoreKey)
  const bytes = await raw.get(1)
  await raw.close()
  const opened = new BlockOpener(key as unknown as CoreKey, old.encryptionKey).open(
    1,
    Uint8Array.from(bytes!),
  )
  t.ok(opened.refused, `with the old key: ${opened.refused}`)
})
