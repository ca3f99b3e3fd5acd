import { seeded } from '@allmende/testkit'
import { commonsIdOf, type CoreKey, coreKeyOf, logKeyOf, nodeIdOf, recordId } from '@allmende/vocabulary'
import test from 'tape'
import { encodeMirrorHolding, mirrorLacking, type MirrorHolding, readMirrorHolding } from '../src/index.ts'

const key = (n: number): Uint8Array => new Uint8Array(32).fill(n)
const [records, files] = [coreKeyOf(key(1)), coreKeyOf(key(2))]
const log = logKeyOf(key(1))
const version = (block: number) => ({
  id: recordId(log, block, 0),
  title: `version ${block}`,
  bytes: 10,
  cores: [files],
})
const MINE = {
  cores: [{ core: records, which: 'records' as const, log, length: 9, root: key(7) }],
  versions: [version(3), version(6)],
  files: new Map([[files, 40]]),
}
const said = (...cores: [CoreKey, number, Uint8Array | null][]): MirrorHolding => ({
  commons: commonsIdOf(key(4)),
  node: nodeIdOf(key(5)),
  at: 1_000,
  cores: cores.map(([core, length, root]) => ({ core, length, root })),
})

test('R148 what a mirror lacks is what its words about cores don’t cover', (t) => {
  const lack = (holding: MirrorHolding, needs?: [number, number][]) => {
    const ends =
      needs && new Map(needs.map(([block, end]) => [recordId(log, block, 0), new Map([[files, end]])]))
    const found = mirrorLacking({ ...MINE, ...(ends && { needs: ends }) }, [holding])
    return [
      found.blocks.map(({ from, to }) => [from, to]),
      found.differs,
      found.versions.map(({ title }) => title),
    ]
  }
  const both = ['version 3', 'version 6']
  t.deepEqual(lack(said([records, 9, key(7)], [files, 40, key(8)])), [[], [], []])
  t.deepEqual(lack(said()), [[[0, 9]], [], both], 'what it doesn’t say it lacks')
  t.deepEqual(lack(said([records, 5, key(7)], [files, 40, null])), [[[5, 9]], [], []])
  t.deepEqual(lack(said([records, 9, key(6)], [files, 40, null])), [[], [records], []], 'another content')
  const part = said([records, 9, key(7)], [files, 20, null])
  t.deepEqual(lack(part), [[], [], both], 'whose blocks are missing it can’t know')
  t.deepEqual(
    lack(part, [
      [3, 20],
      [6, 21],
    ]),
    [[], [], ['version 6']],
    'unless it is known where the files end',
  )
  const unknown = mirrorLacking({ ...MINE, files: new Map() }, [
    said([records, 9, key(7)], [files, 40, null]),
  ])
  t.equal(unknown.versions.length, 2, 'a core of which nothing is known here is not taken for held')
  t.end()
})

test('R148 a mirror’s statement is read as it was written, and anything else is none', (t) => {
  const seed = 'mirror holding'
  const random = seeded(seed)
  const whole = said([records, 9, key(7)], [files, 40, null])
  const bytes = encodeMirrorHolding(whole)
  t.deepEqual(readMirrorHolding(bytes), whole)
  for (let round = 0; round < 2_000; round++) {
    const bent = Uint8Array.from(bytes)
    bent[random.int(bent.length)]! ^= 1 + random.int(255)
    const read = readMirrorHolding(
      bent.subarray(0, random.int(4) === 0 ? random.int(bent.length) : bent.length),
    )
    if (read && read.cores.length > 768) t.fail(`seed ${seed}, round ${round}`)
  }
  t.equal(readMirrorHolding(new Uint8Array(70_000)), null, 'too large')
  t.end()
})
