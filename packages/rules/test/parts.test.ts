import test from 'tape'
import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { seeded } from '@allmende/testkit'
import { type PartLine, type RecordId, recordId } from '@allmende/vocabulary'
import { type ClosureGood, type KnownGood, closure, explodeParts } from '../src/index.ts'
import { ada, device } from './graphs.ts'

const { log } = device(ada, 1)
const id = (n: number): RecordId => recordId(log, n, 0)

/** Goods by number, each with its lines; a lookup as the views give it. */
function goods(lists: Record<number, PartLine[]>) {
  const known = new Map<RecordId, KnownGood>()
  for (const [n, lines] of Object.entries(lists))
    known.set(id(Number(n)), { version: id(Number(n)), title: `good ${n}`, lines })
  return (good: RecordId) => known.get(good) ?? null
}

const sub = (n: number, quantity?: number): PartLine => ({
  name: `sub ${n}`,
  good: id(n),
  ...(quantity !== undefined && { quantity }),
})

test('R70 quantities are multiplied through sub-assemblies and summed for each part and unit', (t) => {
  const lookup = goods({
    1: [
      sub(2, 4),
      sub(3),
      { name: 'Screw  m3', quantity: 2 },
      { name: 'Tube', quantity: 0.1, unit: 'metre' },
    ],
    2: [
      sub(3, 2),
      { name: 'Screw M3', quantity: 3, unit: 'pcs' },
      { name: 'Tube', quantity: 0.2, unit: 'metre' },
    ],
    3: [{ name: 'Bearing', number: '608', maker: 'SKF' }, { name: 'Tube' }],
  })
  const { parts, assemblies, unknown, circles, cut } = explodeParts(id(1), lookup)
  const summed = Object.fromEntries(
    parts.map(({ name, unit, quantity }) => [`${name} ${unit ?? ''}`.trim(), quantity]),
  )
  t.deepEqual(summed, { 'Screw  m3': 14, 'Tube metre': 0.9, Bearing: 9, Tube: 9 })
  t.deepEqual(
    assemblies.map(({ title, quantity, from }) => [title, quantity, from]),
    [
      ['good 1', 1, null],
      ['good 2', 4, id(1)],
      ['good 3', 9, id(2)],
    ],
  )
  t.deepEqual([unknown, circles, cut], [[], [], false])
  const screw = parts[0]!
  t.deepEqual([screw.lines, screw.in], [2, [id(1), id(2)]])
  t.end()
})

test('R71 what is used, looked up or done is not multiplied, and its parts are not followed', (t) => {
  const lookup = goods({
    1: [sub(2, 10), { name: 'Lathe', action: 'use', good: id(3) }],
    2: [
      { name: 'Rod' },
      { name: 'Lathe', action: 'use', good: id(3) },
      { name: 'Turning', action: 'work', quantity: 2, unit: 'hour' },
      { name: 'ISO 4762', action: 'cite' },
      sub(4, 3),
    ],
    3: [{ name: 'Bed' }],
    4: [{ name: '3D printer', action: 'use' }],
  })
  const { parts, uses } = explodeParts(id(1), lookup)
  t.deepEqual(
    parts.map(({ name, quantity, good }) => [name, quantity, good]),
    [
      ['Rod', 10, undefined],
      ['sub 4', 30, id(4)],
    ],
    'what is only made with a tool is a part itself',
  )
  t.deepEqual(
    uses.map(({ name, action, quantity, unit, lines }) => [name, action, quantity, unit, lines]),
    [
      ['Lathe', 'use', 1, undefined, 2],
      ['Turning', 'work', 2, 'hour', 1],
      ['ISO 4762', 'cite', 1, undefined, 1],
      ['3D printer', 'use', 1, undefined, 1],
    ],
  )
  t.end()
})

test('R72 a circle is told, and not followed round', (t) => {
  const lookup = goods({
    1: [sub(2, 2), { name: 'Case' }],
    2: [sub(3, 3), { name: 'Chip' }],
    3: [sub(2, 5), sub(3), { name: 'Wire' }, sub(9)],
  })
  const { parts, circles, unknown } = explodeParts(id(1), lookup)
  t.deepEqual(
    parts.map(({ name, quantity, unknown: gone }) => [name, quantity, gone]),
    [
      ['Case', 1, undefined],
      ['Chip', 2, undefined],
      ['Wire', 6, undefined],
      ['sub 9', 6, true],
    ],
  )
  t.deepEqual(circles, [{ path: [id(2), id(3)], members: [id(2), id(3)] }])
  t.deepEqual(unknown, [id(9)])
  t.deepEqual(explodeParts(id(1), goods({ 1: [sub(1)] })).circles, [{ path: [id(1)], members: [id(1)] }])
  t.deepEqual(explodeParts(id(7), lookup).unknown, [id(7)], 'a root that is not here')
  t.end()
})

test('R73 neither many ways to a part nor depth nor size makes an explosion long', (t) => {
  const layers = 60
  const lists: Record<number, PartLine[]> = { [layers * 2 + 2]: [{ name: 'Atom' }] }
  for (let layer = 0; layer <= layers; layer++) {
    for (const side of [0, 1]) lists[layer * 2 + side] = [sub(layer * 2 + 2), sub(layer * 2 + 3)]
  }
  lists[layers * 2 + 3] = [{ name: 'Atom' }]
  const deep = Object.fromEntries(Array.from({ length: 50_000 }, (_, n) => [n, [sub(n + 1, 2)]]))
  const [wide, long] = [goods(lists), goods(deep)]
  const start = process.cpuUsage()
  const diamond = explodeParts(id(0), wide)
  t.equal(diamond.parts[0]!.quantity, Number((2 ** 61).toPrecision(12)), '2^61 ways, each counted')
  const nested = explodeParts(id(0), long)
  // Time of the processor, not of the wall: other programs run beside the tests.
  const { user } = process.cpuUsage(start)
  t.deepEqual(
    [nested.parts[0]!.quantity, nested.assemblies.length],
    [Number(Number.MAX_VALUE.toPrecision(12)), 50_000],
  )
  t.ok(user < 2_000_000, `${Math.round(user / 1000)} ms`)
  const short = explodeParts(id(0), long, { assemblies: 100 })
  t.deepEqual(
    [short.cut, short.assemblies.length, short.unknown],
    [true, 100, [id(100)]],
    'up to a limit, which is told',
  )
  t.end()
})

test('R70 an explosion is what counting every way one by one comes to', (t) => {
  const seed = 'explode-1'
  const random = seeded(seed)
  for (let round = 0; round < 200; round++) {
    const size = 2 + random.int(7)
    const lists: Record<number, PartLine[]> = {}
    for (let n = 0; n < size; n++) {
      lists[n] = Array.from({ length: random.int(4) }, () =>
        random.chance(0.6) && n + 1 < size
          ? sub(n + 1 + random.int(size - n - 1), 1 + random.int(3))
          : { name: `leaf ${random.int(4)}`, quantity: 1 + random.int(3) },
      )
    }
    const expected = new Map<string, number>()
    const count = (n: number, amount: number): void => {
      for (const line of lists[n]!) {
        const needed = amount * (line.quantity ?? 1)
        const child = Array.from({ length: size }, (_, at) => at).find((at) => id(at) === line.good)
        if (child !== undefined && lists[child]!.length > 0) count(child, needed)
        else expected.set(line.name, (expected.get(line.name) ?? 0) + needed)
      }
    }
    count(0, 1)
    const found = explodeParts(id(0), goods(lists)).parts.map(({ name, quantity }) => [name, quantity])
    t.deepEqual(new Map(found as [string, number][]), expected, `seed ${seed}, round ${round}`)
  }
  t.end()
})

const DEBIAN = new URL('../../../../shared/data/debian/goods.ndjson.gz', import.meta.url)
const skip = existsSync(DEBIAN) ? false : `no ${DEBIAN.pathname} on this computer`

test('R73 any of 63,440 goods is exploded in little time', { skip }, (t) => {
  const rows = gunzipSync(readFileSync(DEBIAN))
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { name: string; depends: string[][] })
  const numbers = new Map(rows.map(({ name }, at) => [name, at]))
  const known = new Map<RecordId, ClosureGood>()
  for (const [at, { name, depends }] of rows.entries()) {
    const lines = depends.map(([first]): PartLine => {
      const good = numbers.get(first!)
      return good === undefined ? { name: first! } : { name: first!, good: id(good) }
    })
    known.set(id(at), { version: id(at), title: name, lines, free: true })
  }
  const lookup = (good: RecordId) => known.get(good) ?? null
  const random = seeded('debian-1')
  const times: number[] = []
  const circles = new Set<string>()
  let most = 0
  for (let round = 0; round < 300; round++) {
    const root = id(random.int(rows.length))
    const start = performance.now()
    const explosion = explodeParts(root, lookup)
    times.push(performance.now() - start)
    most = Math.max(most, explosion.assemblies.length)
    for (const { members } of explosion.circles) circles.add([...members].sort().join())
    if (explosion.parts.some(({ quantity }) => !Number.isFinite(quantity))) t.fail('a quantity is lost')
  }
  times.sort((a, b) => a - b)
  const [p95, max] = [times[Math.floor(times.length * 0.95)]!, times.at(-1)!]
  t.ok(
    p95 < 50,
    `p95 ${p95.toFixed(1)} ms, most ${max.toFixed(1)} ms, up to ${most} sub-assemblies, ${circles.size} circles`,
  )
  const start = performance.now()
  const needs = closure(id(numbers.get('0ad')!), { good: lookup })
  t.ok(
    performance.now() - start < 30_000,
    `closure of ${needs.needs.length} in ${Math.round(performance.now() - start)} ms`,
  )
  t.end()
})

test('R74 the closure says of everything that is needed, all the way down, whether there is a free design of it', (t) => {
  const design = (n: number, lines: PartLine[], more: Partial<ClosureGood> = {}): [RecordId, ClosureGood] => [
    id(n),
    { version: id(n), title: `good ${n}`, lines, free: true, ...more },
  ]
  const lathe = id(50)
  const known = new Map([
    design(1, [
      sub(2),
      { name: 'Lathe', action: 'use', equipment: lathe },
      { name: 'Quiet switch', missing: true },
      { name: 'Standard', action: 'cite', good: id(8) },
      sub(9),
    ]),
    design(2, [{ name: 'Steel', quantity: 2, unit: 'kilogram' }, sub(5)], { tools: ['Drill'] }),
    design(3, [{ name: 'Steel' }, { name: 'Lathe', action: 'use', equipment: lathe }]),
    design(5, [], { free: false }),
  ])
  const found = closure(id(1), {
    good: (good) => known.get(good) ?? null,
    equipment: (equipment) => (equipment === lathe ? { name: 'Our lathe', good: id(3) } : null),
  })
  t.deepEqual(
    found.needs.map(({ name, kind, state, level, listed }) => [name, kind, state, level, listed]),
    [
      ['good 2', 'part', 'free-design', 1, true],
      ['good 3', 'tool', 'free-design', 1, true],
      ['Quiet switch', 'part', 'nobody-yet', 1, false],
      ['sub 9', 'part', 'not-here', 1, false],
      ['Steel', 'part', 'no-design', 2, false],
      ['good 5', 'part', 'not-free', 2, false],
      ['Drill', 'tool', 'no-design', 2, false],
    ],
  )
  t.deepEqual(found.counts, {
    'free-design': 2,
    'not-free': 1,
    'not-here': 1,
    'no-design': 2,
    'nobody-yet': 1,
  })
  t.deepEqual(found.circles, [{ path: [id(3)], members: [id(3)] }], 'a lathe is needed for a lathe')
  t.notOk(found.closed)
  const closed = new Map([design(1, [sub(2)]), design(2, [sub(1)])])
  t.ok(closure(id(1), { good: (good) => closed.get(good) ?? null }).closed, 'two that make each other')
  const lone = new Map([design(1, [])])
  t.notOk(
    closure(id(1), { good: (good) => lone.get(good) ?? null }).closed,
    'what lists nothing says nothing',
  )
  t.equal(closure(id(7), { good: () => null }).counts['not-here'], 1, 'a root that is not here')
  t.end()
})
