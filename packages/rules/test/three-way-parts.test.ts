import test from 'tape'
import { type Seeded, seeded } from '@allmende/testkit'
import { type Fields, type PartLine, MAX_TAGS } from '@allmende/vocabulary'
import { mergeFields, mergeLines, sameValue } from '../src/index.ts'

const SCREW: PartLine = { id: '1', section: 'Frame', name: 'Screw M3 × 8', quantity: 4 }
const TUBE: PartLine = { id: '2', section: 'Frame', name: 'Tube', quantity: 0.8, unit: 'metre' }
const LED: PartLine = { id: '3', section: 'Light', name: 'LED', quantity: 2, places: ['D1', 'D2'] }
const LIST = [SCREW, TUBE, LED]

test('R47 changes of both sides to a parts list combine, also to different fields of one line', (t) => {
  const ours = [SCREW, { ...TUBE, quantity: 1 }, LED, { name: 'Switch' }]
  const theirs = [{ name: 'Base plate' }, SCREW, { ...TUBE, source: 'https://tubes.example' }]
  const merged = mergeLines(LIST, ours, theirs)
  t.deepEqual(merged.conflicts, [])
  t.deepEqual(merged.lines, [
    { name: 'Base plate' },
    SCREW,
    { ...TUBE, quantity: 1, source: 'https://tubes.example' },
    { name: 'Switch' },
  ])
  const places = mergeLines(
    [LED],
    [{ ...LED, quantity: 3, places: ['D1', 'D2', 'D3'] }],
    [{ ...LED, quantity: 3, places: ['D1', 'D2', 'D4'] }],
  )
  t.deepEqual(
    places,
    { lines: [{ ...LED, quantity: 4, places: ['D1', 'D2', 'D3', 'D4'] }], conflicts: [] },
    'a place more on each side is two more',
  )
  t.end()
})

test('R48 a line is known by its id, else its number, else section and name; numbering anew confuses nobody', (t) => {
  const nut: PartLine = { id: '2', section: 'Frame', name: 'Nut M3', quantity: 4 }
  const renumbered = [SCREW, nut, { ...TUBE, id: '3' }, { ...LED, id: '4' }]
  const theirs = [SCREW, { ...TUBE, quantity: 2 }, LED]
  t.deepEqual(mergeLines(LIST, renumbered, theirs), {
    lines: [SCREW, nut, { ...TUBE, id: '3', quantity: 2 }, { ...LED, id: '4' }],
    conflicts: [],
  })
  const renamed = mergeLines(
    LIST,
    [{ ...SCREW, name: 'Screw M4 × 8' }, TUBE, LED],
    [{ ...SCREW, quantity: 6 }, TUBE, LED],
  )
  t.deepEqual(renamed.lines[0], { ...SCREW, name: 'Screw M4 × 8', quantity: 6 }, 'by its id')
  const part: PartLine = { name: 'Bearing', maker: 'SKF', number: '608' }
  const numbered = mergeLines(
    [part],
    [{ ...part, name: 'Ball bearing' }],
    [{ ...part, section: 'Axle', quantity: 3 }],
  )
  t.deepEqual(
    numbered.lines,
    [{ ...part, name: 'Ball bearing', section: 'Axle', quantity: 3 }],
    'by its number',
  )
  const added = mergeLines([], [{ id: '1', name: 'Nut' }], [{ id: '1', name: 'Bolt' }])
  t.deepEqual([added.lines.length, added.conflicts], [2, []], 'the same new id for two parts is no agreement')
  const moved = mergeLines(LIST, [TUBE, SCREW, LED], [SCREW, TUBE, LED, nut])
  t.deepEqual(moved.lines, [TUBE, SCREW, LED, nut], 'another order is kept')
  t.end()
})

test('R49 where both sides set the same field of a line otherwise, or one removed what the other changed, both are told', (t) => {
  const ours = [{ ...SCREW, quantity: 5 }, TUBE]
  const theirs = [{ ...SCREW, quantity: 6 }, TUBE, { ...LED, quantity: 9 }]
  const merged = mergeLines(LIST, ours, theirs)
  t.deepEqual(merged.lines, [{ ...SCREW, quantity: 5 }, TUBE, { ...LED, quantity: 9 }])
  t.deepEqual(merged.conflicts, [
    {
      at: 0,
      why: 'changed-on-both-sides',
      fields: ['quantity'],
      base: SCREW,
      ours: ours[0],
      theirs: theirs[0],
    },
    { at: 2, why: 'removed-here-changed-there', fields: [], base: LED, theirs: theirs[2] },
  ])
  t.end()
})

function edited(random: Seeded, lines: readonly PartLine[], tag: string): PartLine[] {
  const list = lines.filter(() => random.chance(0.9)).map((line) => ({ ...line }))
  for (const line of list) {
    if (random.chance(0.15)) line.quantity = random.int(5) + 1
    if (random.chance(0.15)) line.note = `${tag} ${random.int(5)}`
    if (random.chance(0.1)) line.places = [...(line.places ?? []), `${tag[0]}${random.int(5)}`]
  }
  for (let more = random.int(3); more > 0; more--)
    list.splice(random.int(list.length + 1), 0, { name: `${tag} part ${more}`, quantity: 1 })
  return list
}

test('R50 merging parts lists loses nothing, gives the other side if one is unchanged, and agrees from both sides', (t) => {
  const seed = 'merge-lines-1'
  const random = seeded(seed)
  let conflicts = 0
  for (let round = 0; round < 500; round++) {
    const base = Array.from({ length: random.int(12) }, (_, at): PartLine => ({
      name: `Part ${at}`,
      quantity: 2,
    }))
    const [ours, theirs] = [edited(random, base, 'ours'), edited(random, base, 'theirs')]
    const told = `seed ${seed}, round ${round}`
    if (!sameValue(mergeLines(base, base, theirs).lines, theirs)) t.fail(`${told}: theirs`)
    if (!sameValue(mergeLines(base, ours, base).lines, ours)) t.fail(`${told}: ours`)
    const merged = mergeLines(base, ours, theirs)
    conflicts += merged.conflicts.length
    for (const side of [ours, theirs]) {
      for (const line of side) {
        const before = base.find(({ name }) => name === line.name)
        if (before && sameValue(before, line)) continue
        const after = merged.lines.find(({ name }) => name === line.name)
        const kept = merged.conflicts.some((one) => sameValue(one.ours, line) || sameValue(one.theirs, line))
        if (!after) t.fail(`${told}: ${line.name} is lost`)
        else if (!kept && !changesOf(before, line).every((name) => has(after, name, line, before)))
          t.fail(`${told}: a change of ${line.name} is lost`)
      }
    }
    const mirrored = mergeLines(base, theirs, ours)
    if (mirrored.conflicts.length !== merged.conflicts.length) t.fail(`${told}: conflicts`)
    const sorted = (lines: readonly PartLine[]) =>
      lines
        .filter(({ name }) => ![...merged.conflicts].some(({ ours: one }) => one?.name === name))
        .map((line) => JSON.stringify({ ...line, places: [...(line.places ?? [])].sort() }, [...KEYS]))
        .sort()
    if (!sameValue(sorted(mirrored.lines), sorted(merged.lines)))
      t.fail(`${told}: not the same from the other side`)
  }
  t.ok(conflicts > 50, `${conflicts} conflicts on the way`)
  t.end()
})

const KEYS = ['name', 'quantity', 'note', 'places'] as const

function changesOf(before: PartLine | undefined, after: PartLine): (typeof KEYS)[number][] {
  return KEYS.filter((name) => !sameValue(before?.[name], after[name]))
}

function has(after: PartLine, name: (typeof KEYS)[number], line: PartLine, before?: PartLine): boolean {
  if (name !== 'places') return sameValue(after[name], line[name])
  return line.places!.every((place) => before?.places?.includes(place) || after.places?.includes(place))
}

test('R51 the fields of a good and its fork are merged: maps entry by entry, lists as sets, long texts line by line', (t) => {
  const base: Fields = {
    title: 'Lamp',
    licence: 'CERN-OHL-S-2.0',
    description: 'A lamp.\n\nFor the desk.\n',
    tags: ['lamp', 'desk'],
    design: { function: 'Gives light.', mass: 300, tools: ['Drill'] },
    files: { count: 1 },
    maintainers: ['x'],
  }
  const ours: Fields = {
    ...base,
    title: 'Desk lamp',
    description: 'A lamp!\n\nFor the desk.\n',
    tags: ['lamp', 'light'],
    design: { function: 'Gives light.', mass: 280, tools: ['Drill', 'Saw'] },
    files: { count: 2 },
  }
  const theirs: Fields = {
    ...base,
    description: 'A lamp.\n\nFor the desk and the bed.\n',
    tags: ['lamp', 'desk', 'bed'],
    design: { function: 'Gives light.', mass: 300, tools: ['Drill', 'Lathe'], material: 'Wood' },
    foreign: { 'okh-1': JSON.parse('{"__proto__": 1}') as unknown },
    version: 'bed',
  }
  const merged = mergeFields(base, ours, theirs)
  t.deepEqual(merged.conflicts, [])
  t.deepEqual(
    { ...merged.fields },
    {
      title: 'Desk lamp',
      licence: 'CERN-OHL-S-2.0',
      description: 'A lamp!\n\nFor the desk and the bed.\n',
      tags: ['lamp', 'light', 'bed'],
      design: { function: 'Gives light.', mass: 280, tools: ['Drill', 'Saw', 'Lathe'], material: 'Wood' },
      foreign: theirs['foreign'],
    },
    'and what belongs to one good alone is left out',
  )
  t.end()
})

test('R52 where both sides set a field otherwise ours stays, a text has both, and both are told', (t) => {
  const base: Fields = { title: 'Lamp', description: 'A lamp.\n', design: { mass: 1 }, tags: ['a'] }
  const ours: Fields = {
    title: 'Our lamp',
    description: 'Ours.\n',
    design: { mass: 2 },
    tags: ['a', ...many('o')],
  }
  const theirs: Fields = {
    title: 'Their lamp',
    description: 'Theirs.\n',
    design: {},
    tags: ['a', ...many('t')],
  }
  const { fields, conflicts } = mergeFields(base, ours, theirs, { ours: 'Lamp', theirs: 'Fork' })
  t.equal(fields['title'], 'Our lamp')
  t.equal(fields['description'], '<<<<<<< Lamp\nOurs.\n=======\nTheirs.\n>>>>>>> Fork\n')
  t.deepEqual(fields['design'], { mass: 2 }, 'against a change, removing loses')
  t.deepEqual(fields['tags'], ours['tags'], 'a list that would grow too long is left to a person')
  t.deepEqual(
    conflicts.map(({ field, ours: here, theirs: there }) => [field, here, there]),
    [
      ['title', 'Our lamp', 'Their lamp'],
      ['description', 'Ours.\n', 'Theirs.\n'],
      ['design.mass', 2, undefined],
      ['tags', ours['tags'], theirs['tags']],
    ],
  )
  const unchanged = mergeFields(base, base, theirs)
  t.deepEqual([{ ...unchanged.fields }, unchanged.conflicts], [theirs, []])
  t.deepEqual({ ...mergeFields(base, ours, base).fields }, ours)
  t.end()
})

function many(tag: string): string[] {
  return Array.from({ length: MAX_TAGS - 2 }, (_, at) => `${tag}${at}`)
}
