import test from 'tape'
import { type Seeded, seeded } from '@allmende/testkit'
import { type RecordId, compareRecordIds } from '@allmende/vocabulary'
import { type FileState, mergeBase, mergeText, threeWayFiles } from '../src/index.ts'
import { ada, device, write } from './graphs.ts'

const NAMES = { ours: 'Lamp 2.0', theirs: 'Ben’s fork' }
const swapped = { ours: NAMES.theirs, theirs: NAMES.ours }

test('R40 the base of a merge is the newest version that both come from', (t) => {
  const desk = device(ada, 1)
  const [a, b, c, d, e, f] = Array.from({ length: 6 }, () => write(desk, {}).id) as [
    RecordId,
    RecordId,
    RecordId,
    RecordId,
    RecordId,
    RecordId,
  ]
  const lookup = (parents: Record<string, RecordId[]>) => (version: RecordId) => parents[version] ?? []
  const fork = lookup({ [b]: [a], [c]: [b], [d]: [b], [e]: [d] })
  t.equal(mergeBase(c, e, fork), b)
  t.equal(mergeBase(b, e, fork), b, 'one is the past of the other')
  t.equal(mergeBase(c, c, fork), c)
  t.equal(mergeBase(c, f, fork), null, 'nothing in common')
  const pulled = lookup({ [b]: [a], [c]: [b], [d]: [b], [e]: [d, c], [f]: [c] })
  t.equal(mergeBase(f, e, pulled), c, 'what was taken in counts')
  const crossed = lookup({ [c]: [a, b], [d]: [b, a] })
  t.equal(mergeBase(c, d, crossed), b, 'of several the later id')
  t.equal(mergeBase(d, c, crossed), b, 'from both sides')
  const circle = lookup({ [a]: [b], [b]: [a], [c]: [a], [d]: [b] })
  t.ok([a, b].includes(mergeBase(c, d, circle)!), 'a circle ends')
  t.equal(mergeBase(c, d, circle), mergeBase(d, c, circle))
  t.end()
})

test('R40 the base is the same from both sides, and no newer one is in common', (t) => {
  const seed = 'merge-base-1'
  const random = seeded(seed)
  let found = 0
  for (let round = 0; round < 200; round++) {
    const desk = device(ada, 1)
    const ids = Array.from({ length: 12 }, () => write(desk, {}).id)
    const parents = new Map(
      ids.map((id, at) => [
        id,
        at === 0 ? [] : Array.from({ length: random.int(3) }, () => ids[random.int(at)]!),
      ]),
    )
    const parentsOf = (id: RecordId) => parents.get(id)!
    const past = (id: RecordId): Set<RecordId> =>
      new Set([id, ...parentsOf(id).flatMap((parent) => [...past(parent)])])
    const [a, b] = [random.pick(ids), random.pick(ids)]
    const base = mergeBase(a, b, parentsOf)
    if (base !== mergeBase(b, a, parentsOf)) t.fail(`seed ${seed}, round ${round}: not the same`)
    const common = [...past(a)].filter((id) => past(b).has(id))
    if ((base === null) !== (common.length === 0)) t.fail(`seed ${seed}, round ${round}: null`)
    if (base === null) continue
    found++
    const newer = common.filter((id) => id !== base && past(id).has(base))
    if (newer.length > 0 || !common.includes(base)) t.fail(`seed ${seed}, round ${round}: a newer one`)
    const newest = common.filter((id) => !common.some((other) => other !== id && past(other).has(id)))
    if (newest.sort(compareRecordIds).at(-1) !== base) t.fail(`seed ${seed}, round ${round}: another`)
  }
  t.ok(found > 60, `${found} bases`)
  t.end()
})

test('R41 a file that one side changed is taken from there; what both changed is merged; against a change removing loses', (t) => {
  const file = (path: string, hash: string, executable = false): FileState => ({ path, hash, executable })
  const cases: [FileState | null, FileState | null, FileState | null, string][] = [
    [file('a', '1'), file('a', '1'), file('a', '1'), 'ours unchanged'],
    [file('a', '1'), file('a', '2'), file('a', '1'), 'ours changed-here'],
    [file('a', '1'), file('a', '1'), file('a', '2'), 'theirs changed-there'],
    [file('a', '1'), file('a', '2'), file('a', '2'), 'ours changed-alike'],
    [file('a', '1'), file('a', '2'), file('a', '3'), 'merge changed-on-both-sides'],
    [null, file('a', '1'), null, 'ours added-here'],
    [null, null, file('a', '1'), 'theirs added-there'],
    [null, file('a', '1'), file('a', '1'), 'ours added-alike'],
    [null, file('a', '1'), file('a', '2'), 'merge added-on-both-sides'],
    [file('a', '1'), null, file('a', '1'), 'none removed-here'],
    [file('a', '1'), file('a', '1'), null, 'none removed-there'],
    [file('a', '1'), null, null, 'none removed-alike'],
    [file('a', '1'), file('a', '2'), null, 'ours changed-here-removed-there conflict'],
    [file('a', '1'), null, file('a', '2'), 'theirs removed-here-changed-there conflict'],
    [file('a', '1'), file('a', '1', true), file('a', '2'), 'theirs changed-there executable'],
    [file('a', '1', true), file('a', '2', true), file('a', '1'), 'ours changed-here'],
    [null, file('a', '1', true), file('a', '1'), 'ours added-alike executable'],
    [
      file('a', '1', true),
      file('a', '2', true),
      file('a', '3', true),
      'merge changed-on-both-sides executable',
    ],
  ]
  for (const [base, ours, theirs, expected] of cases) {
    const lists = [base, ours, theirs].map((one) => (one ? [one] : []))
    const [found] = threeWayFiles(lists[0]!, lists[1]!, lists[2]!)
    const { take, why, conflict, executable } = found!
    const told = [take, why, ...(conflict ? ['conflict'] : []), ...(executable ? ['executable'] : [])]
    t.equal(told.join(' '), expected, `${base?.hash ?? '–'} → ${ours?.hash ?? '–'}, ${theirs?.hash ?? '–'}`)
  }
  t.end()
})

test('R42 paths that cannot lie beside each other are told', (t) => {
  const file = (path: string): FileState => ({ path, hash: path })
  const decisions = threeWayFiles(
    [file('old')],
    [file('docs'), file('README.md')],
    [file('docs/a.md'), file('readme.md'), file('old')],
  )
  const clashes = Object.fromEntries(
    decisions.map(({ path, clashes, conflict }) => [path, conflict && clashes]),
  )
  t.deepEqual(clashes, {
    docs: 'docs/a.md',
    'docs/a.md': 'docs',
    'README.md': 'readme.md',
    'readme.md': 'README.md',
    old: false,
  })
  t.end()
})

test('R43 changes to different lines of a text combine; where both changed the same the result has both, with their names', (t) => {
  const base = 'one\ntwo\nthree\nfour\nfive\n'
  const merged = mergeText(base, 'ONE\ntwo\nthree\nfour\nfive\n', 'one\ntwo\nthree\nfour\nFIVE\nsix', NAMES)
  t.deepEqual(merged, { text: 'ONE\ntwo\nthree\nfour\nFIVE\nsix', conflicts: 0 })
  t.deepEqual(mergeText('a\nb\nc\n', 'a\nx\nc\n', 'a\ny\nc\n', NAMES), {
    text: 'a\n<<<<<<< Lamp 2.0\nx\n=======\ny\n>>>>>>> Ben’s fork\nc\n',
    conflicts: 1,
  })
  t.deepEqual(
    mergeText('', 'x', 'y', { ours: 'a\n>>>>>>> b', theirs: '\u0007' }).text,
    '<<<<<<< a >>>>>>> b\nx\n=======\ny\n>>>>>>> \n',
    'a name ends no line, and a last line without end gets one',
  )
  const heading = 'Lamp\n=======\n\n'
  t.ok(
    mergeText(heading, `${heading}x\n`, `${heading}y\n`, NAMES).text.includes('\n========\n'),
    'marks are longer than what the text has itself',
  )
  t.equal(
    mergeText('a\n', 'a\nsame\nx\n', 'a\nsame\ny\n', NAMES).text.split('same').length,
    2,
    'alike is no conflict',
  )
  t.end()
})

test('R44 line ends stay, and where one side turned those of the whole text the result has the turned ones', (t) => {
  const base = 'one\ntwo\nthree\n'
  const windows = (text: string) => text.replaceAll('\n', '\r\n')
  const changed = 'one\ntwo\nTHREE\n'
  t.equal(mergeText(base, windows(base), changed, NAMES).text, windows(changed))
  t.equal(mergeText(windows(base), base, windows(changed), NAMES).text, changed)
  t.equal(
    mergeText(windows(base), windows('ONE\ntwo\nthree\n'), windows(changed), NAMES).text,
    'ONE\r\ntwo\r\nTHREE\r\n',
  )
  const mixed = 'one\r\ntwo\nthree\n'
  t.equal(
    mergeText(mixed, 'ONE\r\ntwo\nthree\n', `${mixed}four\r\n`, NAMES).text,
    'ONE\r\ntwo\nthree\nfour\r\n',
  )
  t.end()
})

/** Edits a text: lines removed, changed, added; each new line is unlike any other. */
function edited(random: Seeded, text: string, tag: string): string {
  const lines = text.split('\n')
  for (let edit = random.int(4); edit >= 0; edit--) {
    const at = random.int(lines.length + 1)
    lines.splice(at, random.int(3), ...Array.from({ length: random.int(3) }, (_, n) => `${tag} ${edit} ${n}`))
  }
  const joined = lines.join('\n')
  return random.chance(0.2) ? joined.replaceAll('\n', '\r\n') : joined
}

test('R45 a merge with a side that changed nothing gives the other; both sides get the same but for names; nothing written is lost', (t) => {
  const seed = 'merge-text-1'
  const random = seeded(seed)
  let conflicts = 0
  for (let round = 0; round < 600; round++) {
    const size = random.int(30)
    const base = Array.from({ length: size }, () => random.pick(['', 'a', 'b', `c${random.int(30)}`])).join(
      '\n',
    )
    const [ours, theirs] = [edited(random, base, 'ours'), edited(random, base, 'theirs')]
    const merged = mergeText(base, ours, theirs, NAMES)
    conflicts += merged.conflicts
    const told = `seed ${seed}, round ${round}`
    if (mergeText(base, base, theirs, NAMES).text !== theirs) t.fail(`${told}: theirs`)
    if (mergeText(base, ours, base, NAMES).text !== ours) t.fail(`${told}: ours`)
    const lines = merged.text.split(/\r?\n/)
    for (const side of [ours, theirs]) {
      for (const line of side.split(/\r?\n/))
        if (/^(ours|theirs)/.test(line) && lines.filter((found) => found === line).length !== 1)
          t.fail(`${told}: "${line}" is lost or there twice`)
    }
    const mirrored = mergeText(base, theirs, ours, swapped)
    if (mirrored.conflicts !== merged.conflicts) t.fail(`${told}: not as many conflicts from the other side`)
    if (mirrorOf(mirrored.text) !== merged.text) t.fail(`${told}: not the same from the other side`)
  }
  t.ok(conflicts > 200, `${conflicts} conflicts on the way`)
  t.end()
})

/** Turns the two sides of every conflict round. */
function mirrorOf(text: string): string {
  return text.replaceAll(
    /^<<<<<<< Ben’s fork(\r?\n)([^]*?)^=======\r?\n([^]*?)^>>>>>>> Lamp 2\.0\r?\n/gm,
    (_, end: string, first: string, second: string) =>
      `<<<<<<< Lamp 2.0${end}${second}=======${end}${first}>>>>>>> Ben’s fork${end}`,
  )
}

test('R46 a long text with many equal lines is merged in little time', (t) => {
  const lines = Array.from({ length: 20_000 }, (_, at) => (at % 3 === 0 ? '' : `line ${at}`))
  const blank = Array.from({ length: 5_000 }, () => '')
  for (const [name, base] of [
    ['text', lines],
    ['blank', blank],
  ] as const) {
    const [ours, theirs] = [[...base], [...base]]
    ours.splice(10, 1, 'ours')
    ours.splice(3_000, 0, 'ours too')
    theirs.splice(-10, 2, 'theirs')
    const start = process.cpuUsage()
    const { text } = mergeText(base.join('\n'), ours.join('\n'), theirs.join('\n'), NAMES)
    const { user } = process.cpuUsage(start)
    t.ok(user < 2_000_000, `${name}: ${Math.round(user / 1000)} ms`)
    for (const wanted of ['ours', 'ours too', 'theirs'])
      t.ok(text.includes(`\n${wanted}\n`), `${name} has "${wanted}"`)
  }
  t.end()
})
