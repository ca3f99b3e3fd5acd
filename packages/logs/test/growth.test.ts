import test from 'tape'
import { KEYS, note, openNew } from './support.ts'

test('L16 many appends in a row never make a log look as if it had grown elsewhere', async (t) => {
  const { logs } = await openNew(t)
  const commons = await logs.commons(KEYS)
  await commons.append([note('N0')])
  const { log } = commons.own!
  const writer = await commons.filesWriter()
  for (let at = 0; at < 60; at++) {
    const writing = [
      commons.append([note(`N${at}`)]),
      commons.appendEdits([Uint8Array.of(1)]),
      writer.core.append(Buffer.alloc(70_000)),
    ]
    await Promise.all(writing as Promise<unknown>[])
  }
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
