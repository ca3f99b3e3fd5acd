import { type Seeded, seeded } from '@allmende/testkit'
import { commonsIdOf, type CommonsId, type PersonId, type RecordId } from '@allmende/vocabulary'
import test from 'tape'
import { epochs, type EpochStatement, exclusions, type PlacedRecord, type Vouches } from '../src/index.ts'
import { ada, ben, device, type Device, eve, person, write } from './graphs.ts'

const cleo = person(4)
const dora = person(5)

/** A commons that Ada founded, in which she vouched for Ben, Cleo and Dora. */
function place() {
  const of = new Map([ada, ben, cleo, dora, eve].map((one, at) => [one, device(one, at)] as const))
  const vouches = new Map<RecordId, { by: PersonId; person: PersonId }>()
  const vouchOf = new Map<PersonId, RecordId>()
  for (const to of [ben, cleo, dora]) {
    const { id } = write(of.get(ada)!, { person: to }, { kind: 'vouch' })
    vouches.set(id, { by: ada, person: to })
    vouchOf.set(to, id)
  }
  const statements: PlacedRecord[] = []
  const say = (
    from: PersonId,
    to: PersonId,
    more: { ends?: true; after?: RecordId[]; vouch?: boolean } = {},
  ) => {
    const right = more.vouch === false ? undefined : vouchOf.get(from)
    const after = [...(right ? [right] : []), ...(more.after ?? [])]
    const log = of.get(to) as Device
    const stays = [{ log: log.log, records: log.next, edits: 1 }]
    const body = more.ends ? { person: to, ends: true } : { person: to, stays }
    const record = write(of.get(from)!, body, { kind: 'exclude', after })
    statements.push(record)
    return record
  }
  const ask = (founder: PersonId | null = ada) =>
    exclusions({ founder: founder ?? undefined, statements, vouches })
  return { of, vouches, vouchOf, statements, say, ask }
}

test('R90 the founder excludes alone, two whom the founder vouched for together, and nobody else', (t) => {
  const one = place()
  one.say(ben, eve)
  t.equal(one.ask().size, 0, 'one alone of those vouched for is not enough')
  one.say(ben, eve)
  t.equal(one.ask().size, 0, 'nor the same one twice')
  one.say(cleo, eve)
  t.deepEqual([...one.ask().keys()], [eve], 'two together are')
  t.deepEqual(
    new Set(
      one
        .ask()
        .get(eve)!
        .by.map(({ author }) => author),
    ),
    new Set([ben, cleo]),
  )
  const two = place()
  two.say(ada, eve)
  t.deepEqual([...two.ask().keys()], [eve], 'the founder alone is')
  t.equal(two.ask(null).size, 0, 'where the founder isn’t known nobody has a right')
  const three = place()
  three.say(eve, ben)
  three.say(eve, cleo)
  t.equal(three.ask().size, 0, 'a newcomer has none')
  t.end()
})

test('R90 the founder is never excluded', (t) => {
  const one = place()
  one.say(ben, ada)
  one.say(cleo, ada)
  one.say(ada, ada)
  t.equal(one.ask().size, 0)
  t.end()
})

test('R91 a right that isn’t cited is none: a vouch that arrives late changes nothing', (t) => {
  const one = place()
  one.say(ben, eve, { vouch: false })
  one.say(cleo, eve)
  t.equal(one.ask().size, 0)
  const stolen = place()
  stolen.say(eve, dora, { after: [stolen.vouchOf.get(ben)!] })
  stolen.say(ben, dora)
  t.equal(stolen.ask().size, 0, 'a vouch for somebody else gives no right')
  t.end()
})

test('R92 what somebody says who had seen that they were excluded doesn’t count', (t) => {
  const one = place()
  const out = one.say(ada, ben)
  one.say(ben, eve, { after: [out.id] })
  one.say(cleo, eve)
  t.deepEqual([...one.ask().keys()], [ben])
  t.end()
})

test('R93 what stays is what one of those who excluded had seen', (t) => {
  const one = place()
  const { log } = one.of.get(eve)!
  one.say(ben, eve)
  write(one.of.get(eve)!, { title: 'later' })
  write(one.of.get(eve)!, { title: 'later still' })
  one.say(cleo, eve)
  t.deepEqual(one.ask().get(eve)!.stays.get(log), { records: 3, edits: 1 })
  t.end()
})

test('R94 an ending takes back what it cites, and no exclusion that it hadn’t seen; the founder’s word only the founder', (t) => {
  const one = place()
  const out = one.say(ada, eve)
  one.say(ben, eve, { ends: true, after: [out.id] })
  one.say(cleo, eve, { ends: true, after: [out.id] })
  t.equal(one.ask().size, 1, 'two others don’t take back what the founder said')
  one.say(ada, eve, { ends: true })
  t.equal(one.ask().size, 0, 'the founder does: an own log is a fact, cited or not')
  one.say(ada, eve)
  t.equal(one.ask().size, 1, 'and again')
  const two = place()
  const first = two.say(ben, eve)
  const second = two.say(cleo, eve)
  two.say(dora, eve, { ends: true, after: [first.id, second.id] })
  t.equal(two.ask().size, 1, 'one alone doesn’t end what two said')
  two.say(ben, eve, { ends: true, after: [second.id] })
  t.equal(two.ask().size, 0, 'two do')
  t.end()
})

test('R95 two pairs that exclude one of each other at once: both are out, and the founder’s word stands above', (t) => {
  const one = place()
  const fay = person(6)
  const vouch = write(one.of.get(ada)!, { person: fay }, { kind: 'vouch' })
  one.vouches.set(vouch.id, { by: ada, person: fay })
  one.vouchOf.set(fay, vouch.id)
  one.of.set(fay, device(fay, 9))
  one.say(ben, cleo)
  one.say(dora, cleo)
  one.say(cleo, ben)
  one.say(fay, ben)
  t.deepEqual(new Set(one.ask().keys()), new Set([ben, cleo]))
  const two = place()
  two.say(ada, ben)
  two.say(ben, cleo)
  two.say(dora, cleo)
  t.deepEqual([...two.ask().keys()], [ben], 'whom the founder excluded has no say beyond what stays')
  t.end()
})

/** A history of random statements: with and without right, endings, and what each had seen of the others. */
function randomly(random: Seeded, size: number) {
  const one = place()
  const people = [ada, ben, cleo, dora, eve]
  for (let step = 0; step < size; step++) {
    const seen = one.statements.filter(() => random.chance(0.4)).map(({ id }) => id)
    one.say(random.pick(people), random.pick(people), {
      after: seen,
      ...(random.chance(0.3) && { ends: true as const }),
      vouch: !random.chance(0.1),
    })
  }
  return one
}

const shown = (found: ReturnType<typeof exclusions>) =>
  [...found.values()]
    .map(({ person: who, by, stays, byFounder }) =>
      JSON.stringify([
        who,
        by.map(({ id }) => id).toSorted(),
        [...stays].map((one) => JSON.stringify(one)).toSorted(),
        byFounder,
      ]),
    )
    .toSorted()

test('R96 the answer is alike whatever the order in which the statements came', (t) => {
  const seed = 'exclusions 1'
  const random = seeded(seed)
  let excluded = 0
  for (let round = 0; round < 300; round++) {
    const { statements, vouches } = randomly(random, 2 + random.int(12))
    const ask = (list: PlacedRecord[], known: Vouches) =>
      exclusions({ founder: ada, statements: list, vouches: known })
    const expected = shown(ask(statements, vouches))
    excluded += expected.length
    for (let time = 0; time < 4; time++) {
      const turned = new Map(random.shuffle([...vouches]))
      const found = shown(ask(random.shuffle([...statements, random.pick(statements)]), turned))
      if (JSON.stringify(found) !== JSON.stringify(expected)) t.fail(`seed ${seed}, round ${round}`)
    }
  }
  t.ok(excluded > 100, `seed ${seed}: ${excluded} exclusions in 300 histories`)
  t.end()
})

test('R97 what arrives late of somebody without a right, or beyond what stays of somebody the founder excluded, changes nothing', (t) => {
  const seed = 'exclusions 2'
  const random = seeded(seed)
  for (let round = 0; round < 200; round++) {
    const one = randomly(random, 2 + random.int(8))
    one.say(ada, ben)
    const before = shown(one.ask())
    one.say(ben, random.pick([cleo, dora, eve]))
    one.say(eve, random.pick([cleo, dora]))
    t.deepEqual(shown(one.ask()), before, `seed ${seed}, round ${round}`)
  }
  t.end()
})

const key = (n: number): Uint8Array => new Uint8Array(32).fill(n)
const root = commonsIdOf(key(1))
const [second, third, fourth] = [2, 3, 4].map((n) => commonsIdOf(key(n))) as [CommonsId, CommonsId, CommonsId]

function turning(
  one: ReturnType<typeof place>,
  statements: EpochStatement[],
  excluded = one.ask(),
  exposed: ReadonlySet<CommonsId> = new Set(),
) {
  return epochs({
    root,
    founder: ada,
    vouches: one.vouches,
    statements,
    exclusions: one.statements,
    excluded,
    exposed,
  })
}

function turn(
  one: ReturnType<typeof place>,
  by: PersonId,
  from: CommonsId,
  next: CommonsId,
  after: RecordId[] = [],
) {
  const right = one.vouchOf.get(by)
  const cited = [...(right ? [right] : []), ...after]
  return { ...write(one.of.get(by)!, { next }, { kind: 'epoch', after: cited }), in: from }
}

test('R98 the key is changed by the founder or by one whom the founder vouched for, and an epoch follows one that counts', (t) => {
  const one = place()
  t.deepEqual(turning(one, []).current, root)
  t.equal(turning(one, [turn(one, eve, root, second)]).current, root, 'not by a newcomer')
  t.equal(turning(one, [turn(one, ben, root, second)]).current, second)
  const chain = [turn(one, ada, root, second), turn(one, ben, second, third)]
  t.deepEqual(
    turning(one, chain).all.map(({ id, number }) => [id, number]),
    [
      [root, 0],
      [second, 1],
      [third, 2],
    ],
  )
  t.equal(
    turning(one, [turn(one, ada, third, fourth)]).current,
    root,
    'what follows nothing known is left out',
  )
  t.equal(
    turning(one, [turn(one, ada, root, second), turn(one, ada, second, root)]).current,
    second,
    'nor a circle',
  )
  const gone = place()
  const early = turn(gone, ben, root, third)
  const out = gone.say(ada, ben)
  const late = turn(gone, ben, root, second)
  t.equal(turning(gone, [late]).current, root, 'nor by somebody excluded, beyond what stays')
  t.deepEqual(turning(gone, [early]).needed, true, 'a key that somebody excluded has is to be changed')
  const clean = turn(gone, ada, third, fourth, [out.id])
  t.deepEqual([turning(gone, [early, clean]).current, turning(gone, [early, clean]).needed], [fourth, false])
  t.end()
})

test('R99 of changes at the same time one is written under, alike everywhere: first those that leave out who is excluded', (t) => {
  const one = place()
  const both = [turn(one, ada, root, third), turn(one, ben, root, second)]
  const smaller = [second, third].toSorted()[0]
  t.equal(turning(one, both).current, smaller)
  t.equal(turning(one, both.toReversed()).current, smaller)
  t.equal(turning(one, both).all.length, 3, 'both can be read')
  const out = one.say(ada, eve)
  const without = turn(one, ada, root, fourth, [out.id])
  for (const list of [
    [...both, without],
    [without, ...both],
    [both[1]!, without, both[0]!],
  ])
    t.deepEqual([turning(one, list).current, turning(one, list).needed], [fourth, false])
  const leaky = turn(one, ben, root, fourth)
  t.equal(
    turning(one, [without, leaky]).needed,
    true,
    'a key that another handed out without knowing is not safe',
  )
  const again = one.say(ada, eve, { ends: true, after: [out.id] })
  t.equal(turning(one, [...both, without]).needed, false)
  one.say(ada, eve, { after: [again.id] })
  const meanwhile = turn(one, ada, fourth, second, [again.id])
  t.equal(
    turning(one, [meanwhile, without]).current,
    fourth,
    'taken in and excluded again: the key of between is not safe',
  )
  t.end()
})

test('R125 a key that a retired device has is not written under, and has to be changed when there is no other', (t) => {
  const one = place()
  const chain = [turn(one, ada, root, second), turn(one, ben, second, third)]
  const ask = (exposed: CommonsId[]) => {
    const { current, needed } = turning(one, chain, one.ask(), new Set(exposed))
    return [current, needed]
  }
  t.deepEqual(ask([]), [third, false])
  t.deepEqual(ask([root, second]), [third, false], 'it had only those from before')
  t.deepEqual(ask([root, third]), [second, false], 'one that it was not given')
  t.deepEqual(
    ask([root, second, third]),
    [third, true],
    'it has all: written on under the last until it is changed',
  )
  t.end()
})
