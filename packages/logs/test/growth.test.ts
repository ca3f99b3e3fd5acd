import { seeded, until, type Teardown } from '@allmende/testkit'
import test from 'tape'
import type { JournalEntry } from '../src/journal-entry.ts'
import { Journal } from '../src/journal.ts'
import { KEYS, note, openIn, openNew } from './support.ts'

/** A journal on a slow disk: while it is held, the core is longer than the journal says. `hold` gives the way to let go. */
function slowJournal(t: Teardown): { hold(): () => void } {
  const original = Object.getOwnPropertyDescriptor(Journal.prototype, 'write')!
  let held: Promise<void> | null = null
  const write = original.value as (this: Journal, entry: JournalEntry, sync: boolean) => Promise<void>
  Journal.prototype.write = async function (entry, sync) {
    await held
    await write.call(this, entry, sync)
  }
  t.teardown(() => {
    Object.defineProperty(Journal.prototype, 'write', original)
  })
  return {
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>()
      held = promise
      return resolve
    },
  }
}

test('L16 an append under way never makes a log look as if it had grown elsewhere', async (t) => {
  const journal = slowJournal(t)
  const { logs } = await openNew(t)
  const commons = await logs.commons(KEYS)
  await commons.append([note('N0')])
  const { log } = commons.own!
  const core = await commons.core(log)
  for (let at = 0; at < 20; at++) {
    const letGo = journal.hold()
    const writing = commons.append([note(`N${at}`)])
    // Whoever looks at the core while the journal is being written sees it longer than the journal.
    await until(() => core.length === at + 3, { everyMs: 1 })
    core.core.monitors.forEach((session) => session.emit('download'))
    await new Promise((resolve) => setImmediate(resolve))
    letGo()
    await writing
  }
  await core.close()
  t.equal(commons.own!.log, log)
  t.same(logs.findings, [])
})

test('L22 files: block 0 is the binding, what was synced is there after opening again, and the log goes on', async (t) => {
  const { logs } = await openNew(t)
  const commons = await logs.commons(KEYS)
  const writer = await commons.filesWriter()
  t.equal(writer.core.length, 1)
  await writer.core.append([Buffer.from('one'), Buffer.from('two')])
  await writer.sync()
  await writer.close()
  const reader = await commons.core(writer.key)
  t.equal((await reader.get(2))?.toString(), 'two')
  t.same(commons.head(writer.key)?.length, 3)
  await reader.close()
  t.ok((await logs.check()).ok)
})

test('L26 cleared content is gone from the disk, and its log neither forks nor has a gap, also after opening again', async (t) => {
  const { dir, logs } = await openNew(t)
  const commons = await logs.commons(KEYS)
  const writer = await commons.filesWriter()
  const random = seeded('cleared')
  const blocks = Array.from({ length: 40 }, () => Buffer.from(random.bytes(256 * 1024)))
  await writer.core.append(blocks)
  await writer.sync()
  await commons.clearFiles(writer.key, [{ from: 0, to: 21 }])
  const { before, after } = await logs.compact()
  t.ok(before - after > 5_000_000, `of 5,242,880 bytes cleared ${before - after} are free on the disk`)
  const reader = await commons.core(writer.key)
  t.notOk(await reader.has(1), 'what was cleared is gone')
  t.ok((await reader.get(0, { wait: false })) !== null, 'but not the first block')
  t.ok(blocks[20]?.equals((await reader.get(21, { wait: false }))!), 'what comes after is there')
  await reader.close()
  t.same((await logs.check()).problems, [])
  await writer.core.append([Buffer.from('and on')])
  await writer.sync()
  await writer.close()
  await logs.close()
  const again = await openIn(dir)
  t.teardown(() => again.close())
  const opened = await again.commons(KEYS)
  t.equal(opened.own!.files, writer.key, 'the log goes on')
  t.equal(opened.head(writer.key)?.length, 42)
  t.same((await again.check()).problems, [])
  t.same(again.findings, [])
})
