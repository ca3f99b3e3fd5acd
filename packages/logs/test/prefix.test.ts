import { temporaryFolder } from '@allmende/testkit'
import type { Prefix } from '@allmende/logs'
import test from 'tape'
import { checkPrefix, MAX_PREFIX_BYTES } from '../src/prefix.ts'
import { KEYS, note, notes, openIn, openNew, OTHER_KEYS } from './support.ts'

function changed(prefix: Prefix, change: (blocks: Uint8Array[]) => void): Prefix {
  const blocks = prefix.blocks.map((block) => Uint8Array.from(block))
  change(blocks)
  return { ...prefix, blocks, length: blocks.length }
}

test('L17 a whole log is handed over; tampered, short, foreign or oversized ones leave nothing, and a good one works after', async (t) => {
  const author = await openNew(t)
  const written = await author.logs.commons(KEYS)
  for (const text of ['N1', 'N2', 'N3', 'N4']) await written.append([note(text)])
  const { log } = written.own!
  const good = (await written.exportPrefix(log))!
  const elsewhere = await author.logs.commons(OTHER_KEYS)
  await elsewhere.append([note('N9')])
  const foreign = (await elsewhere.exportPrefix(elsewhere.own!.log))!

  const dir = temporaryFolder(t)
  const logs = await openIn(dir)
  t.teardown(() => logs.close())
  const commons = await logs.commons(KEYS)
  const refuse = async (what: string, prefix: Prefix, key = log) => {
    t.equal(await commons.importPrefix(key, prefix), 'refused', what)
  }
  await refuse(
    'a bit flipped in a block',
    changed(good, (blocks) => (blocks[2]![9]! ^= 1)),
  )
  await refuse(
    'the last block left out',
    changed(good, (blocks) => blocks.pop()),
  )
  await refuse(
    'a block repeated',
    changed(good, (blocks) => blocks.push(blocks[1]!)),
  )
  await refuse(
    'two blocks exchanged',
    changed(good, (blocks) => blocks.reverse()),
  )
  await refuse(
    'no blocks',
    changed(good, (blocks) => blocks.splice(0)),
  )
  await refuse('another length than it says', { ...good, length: good.length + 1 })
  await refuse('another signature', { ...good, signature: foreign.signature })
  await refuse('a signature cut short', { ...good, signature: good.signature.subarray(0, 10) })
  await refuse("another log's manifest", { ...good, manifest: foreign.manifest })
  await refuse('junk as manifest', { ...good, manifest: new Uint8Array(5) })
  await refuse('the log of another commons', foreign, elsewhere.own!.log)
  await refuse('another log under this key', foreign)
  await refuse(
    'more than 8 MiB',
    changed(good, (blocks) =>
      blocks.push(...Array.from({ length: 140 }, () => new Uint8Array(MAX_PREFIX_BYTES / 128))),
    ),
  )
  t.same([commons.logs(), commons.heads()], [[], []], 'nothing is left behind')
  t.equal((await logs.check()).cores, 0)

  t.equal(await commons.importPrefix(log, good), 'ok')
  t.same(await notes(commons, log), ['N1', 'N2', 'N3', 'N4'])
  const { bound, length, contiguous } = commons.log(log)!
  t.same({ bound, length, contiguous }, { bound: true, length: 5, contiguous: 5 })
  t.equal(await commons.importPrefix(log, good), 'refused', 'only where nothing of the log is here')
  t.same((await commons.exportPrefix(log))!.signature, good.signature, 'and it can be handed on')
  t.same(await logs.check(), { ok: true, problems: [], cores: 1, blocks: 5 })
})

test('L17 a prefix is checked without the store', async (t) => {
  const { logs } = await openNew(t)
  const commons = await logs.commons(KEYS)
  await commons.append([note('N1')])
  const prefix = (await commons.exportPrefix(commons.own!.log))!
  t.notEqual(typeof checkPrefix(commons.own!.log, prefix, KEYS), 'string')
  t.equal(typeof checkPrefix(commons.own!.log, prefix, OTHER_KEYS), 'string')
})
