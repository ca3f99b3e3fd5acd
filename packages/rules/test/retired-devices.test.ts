import { seeded, type Seeded } from '@allmende/testkit'
import {
  type DeviceId,
  deviceIdOf,
  type LogKey,
  logKeyOf,
  type PersonId,
  personIdOf,
  commonsIdOf,
} from '@allmende/vocabulary'
import test from 'tape'
import { retiredDevices, type RetireStatement, retireStatement } from '../src/index.ts'

const key = (number: number) => new Uint8Array(32).fill(number)
const ANNA = personIdOf(key(1))
const BOB = personIdOf(key(2))
const device = (number: number): DeviceId => deviceIdOf(key(10 + number))
/** Each device has one log. */
const log = (number: number): LogKey => logKeyOf(key(50 + number))
const annas = (count: number): Map<PersonId, Set<DeviceId>> =>
  new Map([[ANNA, new Set(Array.from({ length: count }, (_, number) => device(number)))]])

type Word = {
  by: number
  of: number
  records: number
  edits?: number
  block?: number
  root?: true
  person?: PersonId
}

function say({ by, of, records, edits = 0, block = 1, root, person = ANNA }: Word): RetireStatement {
  return {
    by: { person, device: device(by), log: log(by), block },
    person: ANNA,
    device: device(of),
    stays: [{ log: log(of), records, edits }],
    byRoot: root === true,
  }
}

/** What stays of each retired device's log: `0:12` for twelve blocks of the first. */
function outcome(statements: readonly RetireStatement[], devices = annas(4)): string[] {
  return [...retiredDevices(statements, devices)]
    .map(([id, heads]) => {
      const number = [0, 1, 2, 3, 4, 5].find((one) => device(one) === id) ?? -1
      return `${number}:${heads.get(log(number))?.records ?? 0}`
    })
    .toSorted()
}

test('R120 the root retires a device whoever carries its word, and of several the most stays', (t) => {
  t.deepEqual(outcome([say({ by: 0, of: 1, records: 7, root: true })]), ['1:7'])
  const twice = [say({ by: 0, of: 1, records: 7, root: true }), say({ by: 2, of: 1, records: 9, root: true })]
  t.deepEqual(outcome(twice), ['1:9'])
  t.deepEqual(
    outcome([say({ by: 5, of: 1, records: 7, root: true, person: BOB })]),
    ['1:7'],
    'also by somebody else’s log',
  )
  t.deepEqual(outcome([say({ by: 1, of: 1, records: 7, root: true })]), ['1:7'], 'also by the device itself')
  t.deepEqual(outcome([say({ by: 0, of: 5, records: 7, root: true })]), [], 'a device that nobody knows')
  t.deepEqual(
    outcome([say({ by: 0, of: 1, records: 7, root: true })], annas(2)),
    ['1:7'],
    'with two devices too',
  )
  t.end()
})

test('R121 two devices of a person who has three or more retire another; what both leave stays', (t) => {
  const both = [say({ by: 0, of: 2, records: 7, edits: 1 }), say({ by: 1, of: 2, records: 9, edits: 4 })]
  t.deepEqual(outcome(both), ['2:7'])
  t.equal(retiredDevices(both, annas(4)).get(device(2))?.get(log(2))?.edits, 1)
  t.deepEqual(outcome(both, annas(3)), ['2:7'])
  t.deepEqual(outcome(both.slice(0, 1)), [], 'one is not enough')
  t.deepEqual(
    outcome([both[0]!, say({ by: 0, of: 2, records: 9, block: 4 })]),
    [],
    'nor is one that says it twice',
  )
  const three = [...both, say({ by: 3, of: 2, records: 8 })]
  t.deepEqual(outcome(three), ['2:8'], 'the most that two leave')
  t.end()
})

test('R122 no device has a say about itself, nobody about another’s, and of two devices neither', (t) => {
  t.deepEqual(outcome([say({ by: 0, of: 1, records: 7 }), say({ by: 1, of: 1, records: 7 })]), [])
  t.deepEqual(
    outcome([say({ by: 0, of: 1, records: 7 }), say({ by: 2, of: 1, records: 7, person: BOB })]),
    [],
  )
  const unknown = [say({ by: 0, of: 1, records: 7 }), say({ by: 5, of: 1, records: 7 })]
  t.deepEqual(outcome(unknown), [], 'a device that has written nothing here')
  const two = [say({ by: 0, of: 1, records: 7 }), say({ by: 2, of: 1, records: 7 })]
  t.deepEqual(outcome(two, annas(2)), [])
  t.end()
})

test('R123 what a device wrote after the root retired it has no say; of a log that isn’t named nothing stays', (t) => {
  const stolen = say({ by: 0, of: 3, records: 5, root: true })
  const before = say({ by: 3, of: 1, records: 2, block: 4 })
  const after = say({ by: 3, of: 1, records: 2, block: 5 })
  const helper = say({ by: 2, of: 1, records: 2 })
  t.deepEqual(outcome([stolen, before, helper]), ['1:2', '3:5'])
  t.deepEqual(outcome([stolen, after, helper]), ['3:5'])
  const second = { ...after, by: { ...after.by, log: logKeyOf(key(99)), block: 1 } }
  t.deepEqual(outcome([stolen, second, helper]), ['3:5'], 'a log that it began afterwards')
  t.equal(
    retiredDevices([stolen], annas(4))
      .get(device(3))
      ?.get(logKeyOf(key(99))),
    undefined,
  )
  t.end()
})

test('R124 the outcome is the same in every order of arrival', (t) => {
  const seed = 'retired devices'
  t.comment(`seed ${seed}`)
  const random = seeded(seed)
  let effects = 0
  for (let round = 0; round < 500; round++) {
    const statements = Array.from({ length: 1 + random.int(9) }, () => randomWord(random))
    const devices = annas(2 + random.int(4))
    const straight = outcome(statements, devices)
    effects += straight.length
    for (let turn = 0; turn < 4; turn++) {
      const other = outcome(random.shuffle([...statements]), devices)
      if (String(other) !== String(straight))
        return t.end(t.fail(`round ${round}: ${other.join()} instead of ${straight.join()}`))
    }
    const twice = outcome([...statements, ...statements], devices)
    if (String(twice) !== String(straight)) t.fail(`round ${round}: said twice`)
  }
  t.ok(effects > 300, `${effects} devices were retired`)
  t.end()
})

function randomWord(random: Seeded): RetireStatement {
  return say({
    by: random.int(5),
    of: random.int(5),
    records: random.int(8),
    block: random.int(8),
    ...(random.int(4) === 0 && { root: true as const }),
    ...(random.int(8) === 0 && { person: BOB }),
  })
}

test('R120 what the root signs names purpose, commons, person, device and every final head', (t) => {
  const base = {
    commons: commonsIdOf(key(7)),
    person: ANNA,
    device: device(0),
    stays: [{ log: log(0), records: 1, edits: 2 }],
  }
  const others = [
    { ...base, commons: commonsIdOf(key(8)) },
    { ...base, person: BOB },
    { ...base, device: device(1) },
    { ...base, stays: [] },
    { ...base, stays: [{ log: log(1), records: 1, edits: 2 }] },
    { ...base, stays: [{ log: log(0), records: 2, edits: 1 }] },
    { ...base, stays: [...base.stays, ...base.stays] },
  ]
  const all = [base, ...others].map((one) => Buffer.from(retireStatement(one)).toString('hex'))
  t.equal(new Set(all).size, all.length)
  t.ok(Buffer.from(retireStatement(base)).toString('latin1').startsWith('allmende/retire/1\n'))
  t.end()
})
