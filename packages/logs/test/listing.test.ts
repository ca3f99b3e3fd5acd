import { temporaryFolder, until } from '@allmende/testkit'
import { logKeyOf, type LogKey } from '@allmende/vocabulary'
import { join } from 'node:path'
import test from 'tape'
import { createIdentity } from '../src/identity.ts'
import { Store } from '../src/store.ts'
import { bindingOf, forge, prefixOf, write } from './forge.ts'
import { KEYS, note, notes, openIn, openNew } from './support.ts'

const AUTHORS = 40

test('L18 bound logs are listed with their lengths after a restart, without opening them', async (t) => {
  const { dir, logs } = await openNew(t)
  const commons = await logs.commons(KEYS)
  const folder = temporaryFolder(t)
  const { identity } = await createIdentity(join(folder, 'identity'))
  for (let author = 0; author < AUTHORS; author++) {
    const forged = forge(join(folder, `author-${author}`))
    const records = await write(forged, forged.cores.records, KEYS, [
      bindingOf(identity, KEYS, forged),
      note(`N${author}`),
    ])
    t.equal(await commons.importPrefix(forged.log, await prefixOf(forged.cores.records, records)), 'ok')
    await forged.store.close()
  }
  const before = commons.logs().map(({ key, length, person }) => `${key} ${length} ${person}`)
  await commons.addLog(unknownKey())
  await logs.close()
  const again = await openIn(dir)
  t.teardown(() => again.close())
  const listed = (await again.commons(KEYS)).logs()
  t.same(listed.map(({ key, length, person }) => `${key} ${length} ${person}`).toSorted(), before.toSorted())
  t.ok(listed.every(({ bound, contiguous }) => bound && contiguous === 2))
  t.equal((await again.commons(KEYS)).heads().length, AUTHORS, 'a key that a peer merely told of is not kept')
})

function unknownKey(): LogKey {
  return logKeyOf(new Uint8Array(32).fill(77))
}

test('L18 a log that lies here but is missing in the list is entered again by check', async (t) => {
  const { dir, logs } = await openNew(t)
  const commons = await logs.commons(KEYS)
  const forged = forge(join(temporaryFolder(t), 'author'))
  t.teardown(() => forged.store.close())
  const { identity } = await createIdentity(temporaryFolder(t))
  const records = await write(forged, forged.cores.records, KEYS, [
    bindingOf(identity, KEYS, forged),
    note('N1'),
  ])
  await commons.importPrefix(forged.log, await prefixOf(forged.cores.records, records))
  await logs.close()
  await unlist(dir, forged.log)
  const again = await openIn(dir)
  t.teardown(() => again.close())
  const reopened = await again.commons(KEYS)
  t.equal(reopened.log(forged.log), null, 'not listed')
  const report = await again.check()
  t.same(
    report.problems.map(({ code }) => code),
    ['LOG_UNLISTED'],
  )
  await until(() => reopened.log(forged.log)?.bound)
  t.same(await notes(reopened, forged.log), ['N1'])
  t.equal((await again.check()).ok, true, 'in order now')
})

/** As after a power cut that took the list's last entry: the blocks are there, the log is not in the list. */
async function unlist(dir: string, log: LogKey): Promise<void> {
  const store = new Store(join(dir, 'store'), false)
  await store.open()
  const list = store.local(`known-logs/${KEYS.id}`)
  await list.setUserData(log, Buffer.alloc(1))
  await store.close()
}

test('L21 check finds a block that was altered on disk', async (t) => {
  const { dir, logs } = await openNew(t)
  const commons = await logs.commons(KEYS)
  for (const text of ['N1', 'N2']) await commons.append([note(text)])
  t.same(await logs.check(), { ok: true, problems: [], cores: 3, blocks: 5 })
  const raw = await commons.raw(commons.own!.log)
  const batch = raw.state.storage.write() as unknown as {
    putBlock(index: number, block: Uint8Array): void
    flush(): Promise<void>
  }
  const block = Buffer.from((await raw.get(1))!)
  block[20]! ^= 1
  batch.putBlock(1, block)
  await batch.flush()
  await raw.close()
  const { ok, problems } = await logs.check()
  t.equal(ok, false, dir)
  t.ok(
    problems.some(({ code, core }) => code === 'BLOCKS_ALTERED' && core === commons.own!.log),
    problems.map(({ code }) => code).join(', '),
  )
})
