import test from 'tape'
import { actor, actors, seeded } from '../src/index.ts'

test('the same seed gives the same, another seed or type of seed something else', (t) => {
  const draw = (seed: number | string | Uint8Array) => Buffer.from(seeded(seed).bytes(32)).toString('hex')
  t.equal(draw(7), draw(7))
  t.equal(draw(new Uint8Array(32).fill(9)), draw(new Uint8Array(32).fill(9)))
  t.notEqual(draw(7), draw(8))
  t.notEqual(draw(7), draw('7'))
  const last = new Uint8Array(32)
  last[31] = 1
  t.notEqual(draw(new Uint8Array(32)), draw(last), 'the last of 32 bytes counts')
  t.equal(
    draw(1),
    'ce45d6e93345c270f62c3ebf0f289bca74a2014ca516f4ef44f9d6bb293f2efb',
    'pinned: a change of the generator would change every pinned seed',
  )
  t.end()
})

test('numbers are spread evenly over the range and reach its ends', (t) => {
  const random = seeded('spread')
  const counts = Array.from({ length: 10 }, () => 0)
  for (let i = 0; i < 20_000; i++) counts[random.int(10)]!++
  t.ok(Math.min(...counts) > 1_800 && Math.max(...counts) < 2_200, counts.join(' '))
  const below = Array.from({ length: 10_000 }, () => random.next())
  t.ok(Math.min(...below) < 0.001 && Math.max(...below) > 0.999 && Math.max(...below) < 1)
  t.throws(() => random.int(0), /expects n ≥ 1/)
  t.throws(() => random.pick([]), /at least one/)
  t.end()
})

test('shuffle keeps every item and the given array; forks do not disturb each other', (t) => {
  const random = seeded(3)
  const items = Array.from({ length: 50 }, (_, i) => i)
  const shuffled = random.shuffle(items)
  t.notDeepEqual(shuffled, items)
  t.deepEqual(
    shuffled.toSorted((a, b) => a - b),
    items,
  )
  const alone = seeded(3).fork('wire').int(1e9)
  const other = seeded(3)
  other.next()
  t.equal(other.fork('wire').int(1e9), alone, 'a fork depends on seed and name, not on the draws before')
  t.notEqual(seeded(3).fork('disk').int(1e9), alone)
  t.end()
})

test('actors have a name and a seed of 32 bytes of their own', (t) => {
  const cast = actors(14)
  t.equal(new Set(cast.map(({ name }) => name)).size, 14)
  t.equal(new Set(cast.map(({ seed }) => Buffer.from(seed).toString('hex'))).size, 14)
  t.equal(cast[0]?.seed.length, 32)
  t.deepEqual(actor('Ada').seed, cast[0]?.seed)
  t.notDeepEqual(actor('Ada', 2).seed, cast[0]?.seed)
  t.end()
})
