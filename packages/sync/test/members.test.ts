import { createDirectTransport, nodeKeyPair } from '@allmende/transports'
import { silentLogger, until } from '@allmende/testkit'
import { nodeIdOf, recordId, type LogKey, type NodeId, type RecordId } from '@allmende/vocabulary'
import test from 'tape'
import type { PartedEvent, SyncPolicy, TransferEvent } from '../src/index.ts'
import { bytesOf } from './actors.ts'
import { allEqual, held, hasBlocks, stage } from './nodes.ts'

const nodeOf = (name: string): NodeId => nodeIdOf(nodeKeyPair(bytesOf(name)).publicKey)

test('S16 files are fetched only when somebody opens them, and S17 the sharer sees who fetches how much', async (t) => {
  const scene = stage()
  const ada = await scene.actor('Ada')
  const writer = await ada.commons.filesWriter()
  const blob = Buffer.alloc(64 * 1024, 'a')
  for (let i = 0; i < 8; i++) await writer.core.append(blob)
  await writer.sync()
  const log = await ada.write('a good with files')
  const bo = await scene.actor('Bo')
  await allEqual([ada, bo])
  t.equal(bo.commons.head(writer.key), null, 'nothing of the files is here')
  const transfers: TransferEvent[] = []
  ada.sync.on('transfer', (transfer) => transfers.push(transfer))
  const files = await bo.sync.openFiles(bo.commons.id, writer.key)
  t.deepEqual(Buffer.from((await files.get(3)) ?? []), blob, 'one block, asked for')
  t.equal(held(bo, writer.key) < 8, true, 'and not the others')
  await files.download({ start: 0, end: 9 }).done()
  await until(() => transfers.some(({ blocks }) => blocks >= 9))
  const { node, direction, core, bytes = 0 } = transfers.at(-1) ?? {}
  t.deepEqual([node, direction, core], [bo.id, 'out', writer.key])
  t.ok(bytes > 8 * blob.length, `${bytes} bytes`)
  const cy = await scene.actor('Cy')
  await hasBlocks(cy, log, 2)
  await ada.close()
  const again = await cy.sync.openFiles(cy.commons.id, writer.key)
  t.deepEqual(Buffer.from((await again.get(5)) ?? []), blob, 'Bo serves what Bo has')
  await files.close()
  await again.close()
  const error = await cy.sync.openFiles(cy.commons.id, log).catch((reason: unknown) => reason)
  t.equal((error as { code: string }).code, 'SYNC_UNKNOWN_FILES')
  await scene.close()
})

test('S31 what is open here goes on being fetched from those who had let it go meanwhile', async (t) => {
  const scene = stage()
  // Lets go of what is quiet for a moment; it is three quarters of a minute else, which a slow disk may take at the other end.
  const ada = await scene.actor('Ada', { timings: { idle: 50 } })
  const writer = await ada.commons.filesWriter()
  const blobs = ['a', 'b'].map((letter) => Buffer.alloc(64 * 1024, letter))
  for (const blob of blobs) await writer.core.append(blob)
  await writer.sync()
  await ada.write('a good with files')
  const bo = await scene.actor('Bo')
  await allEqual([ada, bo])
  const files = await bo.sync.openFiles(bo.commons.id, writer.key)
  t.deepEqual(Buffer.from((await files.get(1)) ?? []), blobs[0])
  await until(() => files.core.replicator.peers.length === 0, { what: 'Ada to let it go' })
  let found: Uint8Array | null = null
  const asked = files.get(2).then((block) => (found = block))
  await until(() => found, { what: 'it to be asked for again', deadlineMs: 60_000 })
  t.deepEqual(Buffer.from((await asked) ?? []), blobs[1])
  await files.close()
  await scene.close()
})

test('S17 members are told which versions are held whole, later comers and after a cut too', async (t) => {
  const scene = stage()
  const ada = await scene.actor('Ada')
  const log = await ada.write('a good')
  const version: RecordId = recordId(log, 1, 0)
  const bo = await scene.actor('Bo')
  const events: string[] = []
  bo.sync.on('holding', (event) => events.push(`${event.node} ${event.holders}`))
  await allEqual([ada, bo])
  ada.sync.announceHolding(ada.commons.id, [version])
  await until(() => bo.sync.holders(version).length === 1)
  t.deepEqual(events, [`${ada.id} 1`])
  scene.network.cut(ada.keyPair.publicKey, bo.keyPair.publicKey)
  await until(() => bo.sync.holders(version).length === 0, { what: 'the holder to be gone' })
  scene.network.heal(ada.keyPair.publicKey, bo.keyPair.publicKey)
  await until(() => bo.sync.holders(version).length === 1, { what: 'the holder to be told again' })
  ada.sync.announceHolding(ada.commons.id, [])
  await until(() => bo.sync.holders(version).length === 0, { what: 'it to be taken back' })
  t.pass('told, lost, told again, taken back')
  await scene.close()
})

test('S18 a reader gets the log it named, its files, and nothing else, and leaves nothing of its own', async (t) => {
  const scene = stage()
  const ada = await scene.actor('Ada')
  const log = await ada.write('a public good')
  const bo = await scene.actor('Bo')
  await bo.write('by another author')
  await allEqual([ada, bo])
  const reader = await scene.actor('Reader', { identity: false, join: { reader: { logs: [log] } } })
  await hasBlocks(reader, log, 2)
  await ada.write('the next version')
  await hasBlocks(reader, log, 3)
  t.deepEqual(Object.keys(await reader.read()), [log])
  t.equal(reader.commons.logs().length, 1, 'it does not even know of others')
  const files = ada.commons.own?.files
  if (!files) throw new Error('no files core')
  const opened = await reader.sync.openFiles(reader.commons.id, files)
  t.ok((await opened.get(0))?.length, 'files of that log')
  await opened.close()
  await scene.close()
})

test('S15 a newcomer is carried as far as the quota, and on when somebody vouches, in the running session', async (t) => {
  const scene = stage()
  const ada = await scene.actor('Ada')
  let log = await ada.write('record 0')
  for (let i = 1; i < 30; i++) log = await ada.write(`record ${i}`)
  let vouched = false
  const policy: SyncPolicy = {
    carried: ({ own }) =>
      own || vouched
        ? { carry: true, reason: 'vouched' }
        : { carry: true, upTo: { records: 8, editBytes: 1_000 }, reason: 'newcomer' },
  }
  const bo = await scene.actor('Bo', { policy })
  await until(() => bo.sync.progress(bo.commons.id).behind === 0 && held(bo, log) > 1, {
    what: 'the quota to be reached',
  })
  const { [log]: records = [] } = await bo.read()
  t.ok(records.length >= 8 && records.length <= 10, `${records.length} of 30 records`)
  vouched = true
  bo.sync.policyChanged(bo.commons.id)
  await allEqual([ada, bo])
  t.equal((await bo.read())[log]?.length, 30)
  await scene.close()
})

test('S15 who is not carried is not fetched, and what is missing of them is not counted as behind', async (t) => {
  const scene = stage()
  const ada = await scene.actor('Ada')
  const log = await ada.write('not wanted')
  const policy: SyncPolicy = { carried: ({ own }) => ({ carry: own, reason: 'blocked' }) }
  const bo = await scene.actor('Bo', { policy })
  await bo.write('mine')
  await hasBlocks(ada, bo.commons.own?.log as LogKey, 2)
  await until(() => bo.sync.progress(bo.commons.id).reconciled === 1)
  await until(() => bo.sync.progress(bo.commons.id).behind === 0)
  t.equal(bo.commons.head(log), null)
  await scene.close()
})

test('S10 nodes that dial each other at once end with one connection, over TCP, and go on syncing', async (t) => {
  const scene = stage()
  const direct = { host: '127.0.0.1' }
  const ends = ['Ada', 'Bo'].map((name) =>
    scene.actor(name, {
      transport: (keyPair) => createDirectTransport({ keyPair, logger: silentLogger, ...direct }),
    }),
  )
  const [ada, bo] = (await Promise.all(ends)) as [Awaited<(typeof ends)[0]>, Awaited<(typeof ends)[0]>]
  const at = (actor: typeof ada) => addresses(actor)
  await Promise.all([
    ada.sync.connect(at(bo)),
    bo.sync.connect(at(ada)),
    ada.sync.connect(at(bo)),
    bo.sync.connect(at(ada)),
  ])
  const log = await ada.write('over TCP')
  await hasBlocks(bo, log, 2)
  await until(() => connections(ada) === 1 && connections(bo) === 1, { what: 'one connection to be left' })
  t.equal(ada.sync.peers().length, 1)
  await bo.write('and back')
  await allEqual([ada, bo])
  t.equal(ada.sync.peers()[0]?.transport, 'direct')
  await scene.close()

  function addresses(actor: typeof ada): string {
    return actor.transport?.addresses()[0] ?? ''
  }
  function connections(actor: typeof ada): number {
    return actor.transport?.status().connections ?? 0
  }
})

test('S30 how far a member has each core is known while it is connected, and told when it leaves', async (t) => {
  const scene = stage()
  const ada = await scene.actor('Ada')
  const one = await ada.write('a', 'b')
  const { id } = ada.commons
  t.equal(ada.sync.heldBy(nodeOf('Bo'), id), null, 'not connected')
  const bo = await scene.actor('Bo')
  await allEqual([ada, bo])
  const two = await bo.write('c')
  await allEqual([ada, bo])
  await until(() => ada.sync.heldBy(bo.id, id)?.get(one) === 2, { what: 'what Bo has fetched' })
  t.equal(ada.sync.heldBy(bo.id, id)?.get(two), 2, 'and what Bo has written')
  const parted: PartedEvent[] = []
  ada.sync.on('parted', (event) => parted.push(event))
  await bo.close()
  await until(() => parted.length > 0)
  await ada.write('d')
  t.deepEqual([parted[0]?.node, parted[0]?.held.get(one), parted[0]?.held.get(two)], [bo.id, 2, 2])
  t.equal(ada.sync.heldBy(bo.id, id), null)
  await scene.close()
})

test('S30 of a core that grew since the comparison only what was told counts', async (t) => {
  const scene = stage()
  const ada = await scene.actor('Ada')
  const log = await ada.write('a')
  const bo = await scene.actor('Bo', { policy: { carried: ({ own }) => ({ carry: own, reason: 'a test' }) } })
  await until(() => ada.sync.progress(ada.commons.id).reconciled > 0)
  await ada.write('b')
  t.notOk(ada.sync.heldBy(bo.id, ada.commons.id)?.get(log), 'Bo carries none of it')
  await scene.close()
})
