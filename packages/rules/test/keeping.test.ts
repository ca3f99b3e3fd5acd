import { createHash } from 'node:crypto'
import { seeded } from '@allmende/testkit'
import {
  commonsIdOf,
  coreKeyOf,
  encodeCbor,
  logKeyOf,
  type NodeId,
  nodeIdOf,
  type PersonId,
  type RecordId,
  recordId,
} from '@allmende/vocabulary'
import test from 'tape'
import {
  encodeHolding,
  type Holding,
  KEEPER_WORD_MS,
  type KeeperLack,
  type KeeperRecordOf,
  type KeeperSays,
  lacking,
  MAX_KEEPERS,
  MAX_MISSING_NAMED,
  type Mine,
  namedKeepers,
  readHolding,
  type SafeCommons,
  type RetractionRecordOf,
  safeToClose,
  standingRetractions,
} from '../src/index.ts'
import { LAMP, ada, ben, device, eve, write } from './graphs.ts'

const key = (n: number) => new Uint8Array(32).fill(n)
const [LOG, EDITS] = [logKeyOf(key(1)), coreKeyOf(key(2))]
const [BERT, CARLA] = [nodeIdOf(key(11)), nodeIdOf(key(12))]
const NOW = 1_760_000_000_000
const version = (block: number): RecordId => recordId(LOG, block, 0)

const digestOf = (ids: readonly RecordId[]) =>
  new Uint8Array(
    createHash('sha256')
      .update([...ids].sort().join())
      .digest(),
  )

const MINE: Mine = {
  cores: [
    { core: LOG, which: 'records', log: LOG, length: 10, root: key(20) },
    { core: EDITS, which: 'edits', log: LOG, length: 4, root: key(21) },
  ],
  versions: [3, 5].map((block) => ({ id: version(block), title: `Lamp ${block}`, bytes: block * 1000 })),
}

const WHOLE: Holding = {
  commons: commonsIdOf(key(9)),
  node: BERT,
  person: ada,
  at: NOW,
  agreed: true,
  cores: MINE.cores.map(({ core, length, root }) => ({ core, length, root })),
  held: { count: 2, digest: digestOf([version(3), version(5)]) },
  missing: { count: 0, bytes: 0, ids: [] },
  bytes: 8000,
  quota: null,
}

const named = (n: number, more: Partial<KeeperRecordOf> = {}): KeeperRecordOf => ({
  id: version(n),
  author: ada,
  stamp: [NOW + n, 0],
  node: nodeIdOf(key(100 + n)),
  name: null,
  ends: false,
  ...more,
})

test('R140 of each author the newest about a node counts, and of more than sixteen the first sixteen', (t) => {
  const asked = named(1, { node: BERT, name: 'Bert' })
  const ended = named(2, { node: BERT, ends: true })
  const again = named(3, { node: BERT, name: 'Bert again' })
  t.deepEqual(namedKeepers([asked]), [{ author: ada, node: BERT, name: 'Bert', since: NOW + 1 }])
  t.deepEqual(namedKeepers([ended, asked]), [], 'in whatever order they come')
  t.deepEqual(
    namedKeepers([again, ended, asked]).map(({ name }) => name),
    ['Bert again'],
  )
  t.equal(namedKeepers([ended, { ...asked, author: ben }]).length, 1, 'one person ends nothing of another’s')
  const many = Array.from({ length: 20 }, (_, n) => named(n))
  t.deepEqual(
    namedKeepers(many.toReversed()).map(({ node }) => node),
    many.slice(0, MAX_KEEPERS).map(({ node }) => node),
  )
  t.end()
})

test('R141 a statement comes back from its bytes, and nothing else is taken for one', (t) => {
  const some = {
    ...WHOLE,
    cores: [{ core: LOG, length: 7, root: null }],
    missing: { count: 9, bytes: 70, ids: [version(3)] },
    quota: 5000,
  }
  for (const holding of [WHOLE, some]) t.deepEqual(readHolding(encodeHolding(holding)), holding)
  const ids = Array.from({ length: MAX_MISSING_NAMED + 1 }, (_, n) => version(n))
  t.equal(readHolding(encodeHolding({ ...WHOLE, missing: { count: 99, bytes: 1, ids } })), null, 'too much')
  t.equal(readHolding(encodeHolding({ ...WHOLE, at: -1 })), null)
  t.equal(readHolding(new Uint8Array(40_000)), null, 'too long')
  t.equal(readHolding(encodeCbor({ purpose: 'allmende/node/1' })), null, 'signed for something else')
  const random = seeded('R141')
  const bytes = encodeHolding(WHOLE)
  let read = 0
  for (let round = 0; round < 500; round++) {
    const changed = Uint8Array.from(bytes)
    changed[random.int(bytes.length)] = random.int(256)
    if (readHolding(changed.subarray(0, random.int(bytes.length + 1))) !== null) read++
  }
  t.ok(read < 500, `${read} of 500 altered ones have the form of one; their signature won’t fit`)
  t.end()
})

test('R142 what a statement does not cover is lacking', (t) => {
  const nothing = { blocks: [], differs: [], versions: [], bytes: 0, unclear: false }
  t.deepEqual(lacking(MINE, WHOLE, digestOf), nothing)
  const more = { ...MINE, cores: [{ ...MINE.cores[0]!, length: 12, root: key(22) }, MINE.cores[1]!] }
  t.deepEqual(
    lacking(more, WHOLE, digestOf).blocks,
    [{ core: LOG, which: 'records', log: LOG, from: 10, to: 12 }],
    'written since',
  )
  const held = { count: 1, digest: digestOf([version(5)]) }
  const without = { ...WHOLE, held, missing: { count: 1, bytes: 3000, ids: [version(3)] } }
  t.deepEqual(lacking(MINE, without, digestOf), { ...nothing, versions: [MINE.versions[0]], bytes: 3000 })
  const newer = { ...MINE, versions: [...MINE.versions, { id: version(11), title: 'Lamp 11', bytes: 11 }] }
  t.deepEqual(
    lacking({ ...newer, cores: more.cores }, WHOLE, digestOf).versions.map(({ title }) => title),
    ['Lamp 11'],
    'its record had not come there when the statement was made',
  )
  const ahead = { ...WHOLE, cores: [{ core: LOG, length: 15, root: null }, WHOLE.cores[1]!] }
  t.deepEqual(lacking(MINE, ahead, digestOf), nothing, 'more of another computer of mine is no lack')
  t.equal(lacking(MINE, { ...WHOLE, cores: [] }, digestOf).blocks.length, 2, 'a core it never heard of')
  t.end()
})

test('R143 the same length with another root hash is no copy; another count of versions is not safe', (t) => {
  const other = { ...WHOLE, cores: [{ core: LOG, length: 10, root: key(99) }, WHOLE.cores[1]!] }
  t.deepEqual(lacking(MINE, other, digestOf).differs, [LOG])
  const counts = { ...WHOLE, held: { count: 3, digest: key(5) } }
  t.equal(lacking(MINE, counts, digestOf).unclear, true)
  const lies = { ...WHOLE, held: { count: 2, digest: digestOf([version(3), version(6)]) } }
  t.equal(lacking(MINE, lies, digestOf).unclear, true)
  t.end()
})

const LACK: KeeperLack = {
  records: 0,
  edits: 0,
  files: [],
  bytes: 0,
  unclear: false,
  differs: false,
  atLimit: false,
}
const says = (node: NodeId, name: string, more: Partial<KeeperSays> = {}): KeeperSays => ({
  node,
  name,
  at: NOW,
  agreed: true,
  lack: null,
  ...more,
})
const asked = (commons: readonly SafeCommons[], now = NOW) =>
  safeToClose({ now, commons, time: (at) => `T${at - NOW}`, amount: (bytes) => `${bytes} B` })
const within = (...keepers: KeeperSays[]): SafeCommons => ({ name: 'Garden', keepers, alone: [] })

test('R144 it is safe only when every named keeper has agreed and holds everything, in every commons', (t) => {
  const whole = asked([within(says(BERT, 'Bert', { at: NOW - 5 }), says(CARLA, 'Carla'))])
  t.equal(whole.answer, 'yes')
  t.deepEqual(whole.reasons, ['2 of 2 keepers (Bert, Carla) hold everything of yours as of T-5'])
  const lacks = asked([
    within(
      says(BERT, 'Bert'),
      says(CARLA, 'Carla', {
        lack: { ...LACK, records: 2, files: [{ title: 'Lamp', bytes: 14 }], bytes: 14, atLimit: true },
      }),
    ),
  ])
  t.equal(lacks.answer, 'no')
  t.deepEqual(lacks.reasons, [
    '1 of 2 keepers (Bert) holds everything of yours as of T0',
    'Carla lacks 2 records and 14 B of "Lamp", and their limit for you is reached (as of T0)',
  ])
  t.equal(asked([within(says(BERT, 'Bert', { agreed: false }))]).answer, 'unknown', 'it was never promised')
  t.equal(asked([within(says(BERT, 'Bert', { at: null }))]).answer, 'unknown', 'no word yet')
  t.equal(asked([within(says(BERT, 'Bert', { lack: { ...LACK, unclear: true } }))]).answer, 'unknown')
  t.equal(asked([within(says(BERT, 'Bert', { lack: { ...LACK, differs: true } }))]).answer, 'no')
  const house: SafeCommons = { name: 'House', keepers: [], alone: [] }
  const half = asked([within(says(BERT, 'Bert')), house])
  t.equal(half.answer, 'unknown')
  t.ok(half.reasons.includes('nobody was named a keeper of what you wrote in "House"'))
  t.end()
})

test('R144 a keeper asked in two commons has to hold everything in both', (t) => {
  const lack = { ...LACK, edits: 1 }
  const both = asked([within(says(BERT, 'Bert')), { ...within(says(BERT, 'Bert', { lack })), name: 'House' }])
  t.equal(both.answer, 'no')
  t.equal(both.keepers.length, 1)
  t.match(both.reasons.join(), /^Bert lacks 1 edit in "House"/)
  t.end()
})

test('R145 a word of seven days ago is told with its date and counts no more', (t) => {
  const commons = [within(says(BERT, 'Bert'))]
  t.equal(asked(commons, NOW + KEEPER_WORD_MS).answer, 'yes')
  const late = asked(commons, NOW + KEEPER_WORD_MS + 1)
  t.equal(late.answer, 'unknown')
  t.deepEqual(late.reasons, ['Bert has said nothing since T0: what they hold is not known any more'])
  t.end()
})

test('R146 without keepers what is only here makes it a no, all else is unknown; who wrote nothing may close', (t) => {
  const alone = asked([{ name: 'Garden', keepers: [], alone: ['Lamp', 'Lamp', 'Bench'] }])
  t.equal(alone.answer, 'no')
  t.deepEqual(alone.reasons, [
    'only on this computer as far as is known: "Lamp", "Bench"',
    'nobody was named a keeper of what you wrote here',
  ])
  t.equal(asked([{ name: 'Garden', keepers: [], alone: [] }]).answer, 'unknown')
  t.equal(asked([]).answer, 'yes')
  t.end()
})

test('R147 whoever tends a thing by the heads they cite may ask that it be forgotten, and take that back', (t) => {
  const [desk, phone] = [device(ada, 1), device(ben, 2)]
  const first = write(desk, LAMP)
  const named = write(desk, { maintainers: [ben] }, { of: first.id, after: [first.id] })
  const history = [first, named]
  const asks = (author: PersonId, after: RecordId[], more: Partial<RetractionRecordOf> = {}) => ({
    id: write(phone, {}).id,
    author,
    stamp: [NOW, 0] as [number, number],
    after,
    note: null,
    withdrawn: false,
    ...more,
  })
  const by = (...asked: RetractionRecordOf[]) =>
    standingRetractions(first.id, history, asked).map((one) => one.by)
  t.deepEqual(by(asks(ada, [named.id])), [ada])
  t.deepEqual(by(asks(ben, [named.id])), [ben], 'a maintainer')
  t.deepEqual(by(asks(ben, [first.id])), [], 'who was none by the heads they cite')
  t.deepEqual(by(asks(eve, [named.id])), [], 'somebody else')
  t.deepEqual(by(asks(ada, [version(77)])), [], 'as long as a cited head is not here')
  t.deepEqual(by(asks(ada, [])), [], 'who cites nothing had not seen the thing')
  const again = asks(ada, [named.id], { withdrawn: true, stamp: [NOW + 1, 0] })
  t.deepEqual(by(again, asks(ada, [named.id]), asks(ben, [named.id])), [ben], 'taken back for oneself alone')
  t.end()
})
