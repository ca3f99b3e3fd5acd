import { until } from '@allmende/testkit'
import type { NodeId } from '@allmende/vocabulary'
import test from 'tape'
import type { SyncPolicy } from '../src/index.ts'
import { allEqual, commonsKeys, hasBlocks, held, stage } from './nodes.ts'

test('S24 a node that a commons is no longer spoken of with is cut off at once, gets nothing later by any node that knows, and comes back when it may', async (t) => {
  const scene = stage()
  const out = new Set<NodeId>()
  const policy: SyncPolicy = {
    carried: () => ({ carry: true, reason: 'everybody' }),
    meets: (_commons, node) => !out.has(node),
  }
  const ada = await scene.actor('Ada', { policy })
  const bo = await scene.actor('Bo', { policy })
  const mallory = await scene.actor('Mallory')
  const log = await ada.write('before')
  await allEqual([ada, bo, mallory])
  const gone: NodeId[] = []
  ada.sync.on('peer-gone', ({ node }) => gone.push(node))
  out.add(mallory.id)
  for (const actor of [ada, bo]) actor.sync.policyChanged(actor.commons.id)
  t.ok(gone.includes(mallory.id), 'the connection is closed when the call returns')
  await ada.write('after')
  await hasBlocks(bo, log, 3)
  await mallory.sync.connect(`memory:${ada.id}`)
  await until(() => ada.sync.peers().some(({ node }) => node === mallory.id), {
    what: 'Mallory to dial again',
  })
  await ada.write('later still')
  await hasBlocks(bo, log, 4)
  t.equal(held(mallory, log), 2, 'nothing of what came after')
  t.deepEqual(
    ada.sync.peers().find(({ node }) => node === mallory.id)?.commons,
    [],
    'nor is the commons proven',
  )
  out.clear()
  for (const actor of [ada, bo]) actor.sync.policyChanged(actor.commons.id)
  await hasBlocks(mallory, log, 4)
  t.pass('taken in again, all comes')
  await scene.close()
})

test('S24 another commons on the same connection goes on', async (t) => {
  const scene = stage()
  const other = commonsKeys('another commons')
  let out = false
  const ada = await scene.actor('Ada', {
    policy: {
      carried: () => ({ carry: true, reason: 'everybody' }),
      meets: (commons) => !(out && commons === ada.commons.id),
    },
  })
  const bo = await scene.actor('Bo')
  const both = [await ada.logs.commons(other), await bo.logs.commons(other)] as const
  await ada.sync.join(both[0])
  await bo.sync.join(both[1])
  await until(() => ada.sync.peers()[0]?.commons.length === 2, { what: 'both commons to be proven' })
  out = true
  ada.sync.policyChanged(ada.commons.id)
  t.deepEqual(ada.sync.peers()[0]?.commons, [other.id])
  await both[0].append([Buffer.from('still heard')])
  await until(() => both[1].heads().some(({ contiguous }) => contiguous > 1), {
    what: 'the other commons to go on',
  })
  await scene.close()
})

test('S25 a log carried up to a block is fetched no further, though it was followed live until then', async (t) => {
  const scene = stage()
  let limit: { records: number; edits: number } | undefined
  const bo = await scene.actor('Bo', {
    policy: {
      carried: ({ own }) => ({ carry: true, ...(limit && !own && { blocks: limit }), reason: 'limited' }),
    },
  })
  const ada = await scene.actor('Ada')
  const log = await ada.write('one')
  await hasBlocks(bo, log, 2)
  await ada.write('two')
  await hasBlocks(bo, log, 3)
  limit = { records: 4, edits: 1 }
  bo.sync.policyChanged(bo.commons.id)
  for (const text of ['three', 'four', 'five', 'six']) await ada.write(text)
  const cy = await scene.actor('Cy')
  await hasBlocks(cy, log, 7)
  await hasBlocks(bo, log, 4)
  t.equal(held(bo, log), 4, 'up to the block')
  limit = undefined
  bo.sync.policyChanged(bo.commons.id)
  await hasBlocks(bo, log, 7)
  t.pass('and on when it may')
  await scene.close()
})
