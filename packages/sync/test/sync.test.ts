import { until } from '@allmende/testkit'
import type { LogKey } from '@allmende/vocabulary'
import test from 'tape'
import { allEqual, hasBlocks, stage } from './nodes.ts'

test('S6 what one has written the other gets on connecting, and S7 what is written then arrives at once', async (t) => {
  const scene = stage()
  const ada = await scene.actor('Ada')
  const log = await ada.write('one', 'two')
  const bo = await scene.actor('Bo')
  await hasBlocks(bo, log, 2)
  t.deepEqual(await bo.read(), { [log]: ['one', 'two'] })
  const begun = performance.now()
  await ada.write('three')
  await hasBlocks(bo, log, 3)
  t.ok(
    performance.now() - begun < 30_000,
    `the third arrived after ${Math.round(performance.now() - begun)} ms`,
  )
  await bo.write('from Bo')
  await allEqual([ada, bo])
  t.deepEqual(await ada.read(), await bo.read())
  await until(() => ada.sync.progress(ada.commons.id).behind === 0)
  await scene.close()
})

test('S7 edits go over live like records, and are carried like them', async (t) => {
  const scene = stage()
  const ada = await scene.actor('Ada')
  const bo = await scene.actor('Bo')
  await ada.write('a draft')
  await ada.commons.appendEdits([Buffer.from('change 1')])
  const log = ada.commons.own?.log as LogKey
  await allEqual([ada, bo])
  const waits: number[] = []
  for (let i = 2; i < 12; i++) {
    const begun = performance.now()
    const edits = ada.commons.own?.edits
    const arrived = new Promise<void>((resolve) => {
      bo.commons.on('appended', ({ core, length }) => {
        if (core === edits && length > i) resolve()
      })
    })
    await ada.commons.appendEdits([Buffer.from(`change ${i}`)])
    await arrived
    waits.push(performance.now() - begun)
  }
  const changes: string[] = []
  for await (const { entries } of bo.commons.readEdits(log, 0))
    for (const entry of entries) changes.push(Buffer.from(entry).toString())
  t.deepEqual(
    changes,
    Array.from({ length: 11 }, (_, i) => `change ${i + 1}`),
  )
  const p50 = waits.toSorted((a, b) => a - b)[5] ?? Infinity
  t.ok(p50 < 10_000, `an edit is readable at the other after ${p50.toFixed(1)} ms (median of 10)`)
  await scene.close()
})

test('S8 Bo passes on what Ada wrote when Ada is gone', async (t) => {
  const scene = stage()
  const ada = await scene.actor('Ada')
  const log = await ada.write('for everybody')
  const bo = await scene.actor('Bo')
  await hasBlocks(bo, log, 2)
  await allEqual([ada, bo])
  await ada.close()
  const cy = await scene.actor('Cy')
  await hasBlocks(cy, log, 2)
  t.deepEqual(await cy.read(), { [log]: ['for everybody'] })
  t.deepEqual(
    cy.sync.peers().map(({ node }) => node),
    [bo.id],
    'only Bo was there',
  )
  t.ok(cy.commons.log(log)?.bound, 'and it speaks in the name of Ada')
  await scene.close()
})

test('S9 a commons joined while connected is proven on the connection that stands', async (t) => {
  const scene = stage()
  const ada = await scene.actor('Ada', { join: false })
  const bo = await scene.actor('Bo', { join: false })
  await ada.write('here all along')
  await ada.sync.connect(`memory:${bo.id}`)
  await until(() => ada.sync.peers().length === 1 && bo.sync.peers().length === 1)
  await ada.sync.join(ada.commons)
  await bo.sync.join(bo.commons)
  await allEqual([ada, bo])
  t.deepEqual(
    bo.sync.peers().map(({ commons }) => commons),
    [[bo.commons.id]],
  )
  t.equal(bo.sync.peers()[0]?.rtt === null, false, 'the round trip was measured')
  await bo.sync.leave(bo.commons.id)
  await until(() => ada.sync.progress(ada.commons.id).peers === 0, {
    what: 'Ada to see Bo leave the commons',
  })
  await ada.write('while Bo was away')
  await bo.sync.join(bo.commons)
  await allEqual([ada, bo])
  t.equal(ada.sync.peers().length, 1, 'all on one connection')
  await scene.close()
})

test('S9 who leaves a commons before the other side has proven it, and joins again, is met on the connection that stands', async (t) => {
  const scene = stage()
  const ada = await scene.actor('Ada')
  const log = await ada.write('here all along')
  const bo = await scene.actor('Bo', { join: false })
  await bo.sync.connect(`memory:${ada.id}`)
  await until(() => ada.sync.peers().length === 1 && bo.sync.peers().length === 1)
  await bo.sync.join(bo.commons, { reader: { logs: [log] } })
  await bo.sync.join(bo.commons)
  await hasBlocks(bo, log, 2)
  await until(() => bo.sync.progress(bo.commons.id).reconciled === 1, { what: 'Bo to be told what there is' })
  t.deepEqual(ada.sync.peers()[0]?.commons, [ada.commons.id])
  await bo.sync.leave(bo.commons.id)
  await bo.sync.join(bo.commons)
  await bo.sync.leave(bo.commons.id)
  await until(() => ada.sync.progress(ada.commons.id).peers === 0, { what: 'Ada to see that Bo has left' })
  await scene.close()
})

test('S4 reconnecting with nothing new costs a few hundred bytes', async (t) => {
  const scene = stage()
  const ada = await scene.actor('Ada')
  const bo = await scene.actor('Bo')
  t.equal(ada.sync.progress(ada.commons.id).behind === null || bo.sync.peers().length > 0, true)
  await ada.write('a')
  await bo.write('b')
  await allEqual([ada, bo])
  scene.network.cut(ada.keyPair.publicKey, bo.keyPair.publicKey)
  await until(() => !ada.sync.peers().length && !bo.sync.peers().length)
  t.equal(ada.sync.progress(ada.commons.id).behind, null, 'nobody is there who could tell')
  scene.network.heal(ada.keyPair.publicKey, bo.keyPair.publicKey)
  await until(() => ada.sync.progress(ada.commons.id).reconciled === 1 && ada.sync.peers()[0]?.rtt)
  // A block that has only just come may still be looked at, and counts as missing until then.
  await until(() => ada.sync.progress(ada.commons.id).behind === 0, { what: 'nothing to be missing' })
  const { bytesIn = 0, bytesOut = 0 } = ada.sync.peers()[0] ?? {}
  t.ok(
    bytesIn + bytesOut < 2_000,
    `${bytesIn} in, ${bytesOut} out: proof, digest, holdings and ping, encrypted`,
  )
  await scene.close()
})

test('S19 progress is unknown while nobody was met, then counts what is missing, then says so when all is here', async (t) => {
  const scene = stage()
  const ada = await scene.actor('Ada', { join: { announce: false } })
  t.equal(ada.sync.progress(ada.commons.id).behind, null, 'nobody was met')
  const bo = await scene.actor('Bo', { join: { announce: false } })
  const log = await bo.write('one', 'two')
  const behind: (number | null)[] = []
  ada.sync.on('progress', (progress) => behind.push(progress.behind))
  await ada.sync.connect(`memory:${bo.id}`)
  await hasBlocks(ada, log, 2)
  await until(() => behind.includes(0), { what: 'progress to be told' })
  const { logs, peers, reconciled } = ada.sync.progress(ada.commons.id)
  t.deepEqual([logs, peers, reconciled], [1, 1, 1])
  await bo.close()
  await until(() => ada.sync.progress(ada.commons.id).behind === null, { what: 'it to be unknown again' })
  t.equal(ada.sync.peers().length, 0)
  await scene.close()
})
