import { seeded } from '@allmende/testkit'
import test from 'tape'
import { changedPassages, compareFields, compareFiles, compareParts, type FileState } from '../src/index.ts'

test('R56 fields that differ are told by name, maps entry by entry, and history is none of it', (t) => {
  const before = {
    title: 'Bench',
    tags: ['wood'],
    design: { function: 'To sit', tools: ['saw'] },
    version: '1',
    maintainers: ['a'],
    files: { count: 1 },
  }
  const after = {
    title: 'Bench',
    tags: ['wood', 'oak'],
    design: { function: 'To sit', tools: ['saw', 'drill'], safety: 'Gloves' },
    version: '2',
    merges: ['x'],
    files: { count: 2 },
  }
  t.deepEqual(compareFields(before, after), [
    { name: 'design.safety', before: null, after: 'Gloves' },
    { name: 'design.tools', before: ['saw'], after: ['saw', 'drill'] },
    { name: 'tags', before: ['wood'], after: ['wood', 'oak'] },
  ])
  t.deepEqual(compareFields(after, after), [])
  t.deepEqual(
    compareFields({}, { publication: { doi: '10.1/x' } }),
    [{ name: 'publication.doi', before: null, after: '10.1/x' }],
    'a map that came is told by its entries',
  )
  t.deepEqual(
    compareFields({}, { title: 'x', constructor: 'y' }).length,
    2,
    'no name is taken from elsewhere',
  )
  t.end()
})

test('R57 lines of a parts list are found again, and their order alone is no difference', (t) => {
  const leg = { id: '1', name: 'Leg', quantity: 4 }
  const screw = { id: '2', name: 'Screw', quantity: 8 }
  t.deepEqual(compareParts([leg, screw], [screw, leg]), [])
  const found = compareParts(
    [leg, screw],
    [
      { ...leg, quantity: 3 },
      { id: '3', name: 'Glue', quantity: 1 },
    ],
  )
  t.deepEqual(
    found.map(({ what, name }) => `${what} ${name}`),
    ['changed Leg', 'added Glue', 'removed Screw'],
  )
  t.deepEqual(found[0]?.fields, [{ name: 'quantity', before: 4, after: 3 }])
  t.end()
})

test('R58 the differences laid over the older files give the newer, whatever the two are', (t) => {
  const seed = 'compare files 1'
  const random = seeded(seed)
  const some = (): FileState[] => {
    const paths = new Set(Array.from({ length: random.int(8) }, () => `f${random.int(8)}`))
    return [...paths].map((path) => ({ path, hash: `h${random.int(5)}`, executable: random.int(4) === 0 }))
  }
  let moves = 0
  for (let round = 0; round < 300; round++) {
    const [before, after] = [some(), some()]
    const found = compareFiles(before, after)
    const result = new Map(before.map((file) => [file.path, file]))
    const wanted = new Map(after.map((file) => [file.path, file]))
    const moved = new Map(
      found.flatMap(({ from, path }) => (from === null ? [] : [[path, result.get(from)]])),
    )
    for (const { path, what, from } of found) {
      if (what === 'removed') result.delete(path)
      if (from !== null) result.delete(from)
    }
    for (const { path, what } of found) {
      if (what === 'added' || what === 'changed') result.set(path, wanted.get(path)!)
      if (what === 'moved') {
        moves++
        result.set(path, { ...wanted.get(path)!, hash: moved.get(path)!.hash })
      }
    }
    const listed = (files: Iterable<FileState>) => [...files].map((file) => JSON.stringify(file)).toSorted()
    t.deepEqual(listed(result.values()), listed(wanted.values()), `round ${round} of seed "${seed}"`)
  }
  t.ok(moves > 20, `${moves} of them moved`)
  t.end()
})

test('R59 every line that differs is shown once with what is around it, and the rest is counted', (t) => {
  const lines = Array.from({ length: 40 }, (_, at) => `line ${at + 1}`)
  const after = lines.with(19, 'other').toSpliced(35, 1)
  const passages = changedPassages(lines.join('\n'), after.join('\n'))
  t.deepEqual(
    passages.map(({ skipped, lines: shown }) => [skipped, shown.length]),
    [
      [16, 8],
      [9, 7],
    ],
  )
  const differing = passages.flatMap(({ lines: shown }) => shown.filter(({ what }) => what !== 'same'))
  t.deepEqual(
    differing.map(({ what, text, before, after: at }) => [what, text, before ?? at]),
    [
      ['removed', 'line 20', 20],
      ['added', 'other', 20],
      ['removed', 'line 36', 36],
    ],
  )
  t.deepEqual(changedPassages('a\nb', 'a\nb'), [])
  t.end()
})
