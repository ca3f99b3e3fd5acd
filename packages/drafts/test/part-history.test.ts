import { seeded, until } from '@allmende/testkit'
import test from 'tape'
import type { DraftHandle, DraftPartEdit, DraftScalar } from '../src/contract.ts'
import { connect, node } from './node.ts'

async function codeOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  )
}

/** Whose hand is in which place, as one line of text each. */
async function handsIn(handle: DraftHandle, names: ReadonlyMap<string, string>): Promise<string[]> {
  const places = await handle.partsBlame()
  const told = places.map(({ of, gone, author, guest }) => {
    const place = 'line' in of ? `${of.line}.${of.field ?? ''}` : 'file' in of ? `/${of.file}` : of.field
    return `${place} ${gone ? 'out by ' : ''}${guest ?? names.get(author)}`
  })
  return told.filter((place) => !place.includes('.order ')).toSorted()
}

test('D53 fields, lines, files and marks can be had as they were at any change, what two set apart then among them', async (t) => {
  const [anna, ben] = [await node(t, 'anna'), await node(t, 'ben')]
  const apart = connect(anna, ben)
  const [a, b] = [await anna.open(), await ben.open()]
  t.deepEqual(await a.partsAt([]), { fields: {}, lines: [], files: [], marks: [], conflicts: [] })
  a.splice(0, 0, 'A chair')
  await a.editParts([
    { set: 'title', value: 'Chair' },
    { addLine: 'l1', after: null, fields: { amount: 1 } },
    { addLine: 'l2', after: 'l1', fields: { amount: 2 } },
    { file: 'front.jpg', content: 'ref 1' },
    { mark: 'bold', from: 2, to: 7, value: true },
  ])
  await a.flush()
  const [first, firstHeads] = [await a.parts(), await a.heads()]
  await until(async () => (await b.parts()).lines.length === 2, { what: 'both begin alike' })
  apart(true)
  await a.editParts([
    { set: 'title', value: 'Stool' },
    { moveLine: 'l2', after: null },
  ])
  await b.editParts([
    { set: 'title', value: 'Bench' },
    { dropLine: 'l1' },
    { file: 'front.jpg', content: null },
  ])
  await Promise.all([a.flush(), b.flush()])
  apart(false)
  await until(async () => (await a.parts()).conflicts.length === 1, { what: 'both meet' })
  const [both, bothHeads] = [await a.parts(), await a.heads()]
  await a.editParts([
    { set: 'title', value: 'Sofa' },
    { addLine: 'l1', after: null, fields: { amount: 9 } },
    { mark: 'bold', from: 2, to: 7, value: null },
  ])
  a.splice(0, 1, 'The')
  await a.flush()
  t.deepEqual((await a.parts()).conflicts, [])
  t.deepEqual(await a.partsAt(firstHeads), first)
  t.deepEqual(await a.partsAt(bothHeads), both, 'a conflict that is settled by now is told as it was')
  t.deepEqual(await a.partsAt(await a.heads()), await a.parts())
  t.equal(await codeOf(a.partsAt(['ab'.repeat(32)])), 'DRAFT_HEADS_UNKNOWN')
  t.equal(await codeOf(a.partsAt(['no hash'])), 'DRAFT_HEADS_UNKNOWN')
  await a.close()
  t.equal(await codeOf(a.partsAt(firstHeads)), 'DRAFT_CLOSED')
  await anna.drafts.close()
  const again = await node(t, 'anna', { logs: anna.logs, dir: anna.dir })
  t.deepEqual(await (await again.open()).partsAt(bothHeads), both, 'from the snapshot, too')
})

test('D54 of each field, line and file it is told who set what is shown there, and who took it out', async (t) => {
  const [anna, ben] = [await node(t, 'anna'), await node(t, 'ben')]
  const apart = connect(anna, ben)
  const [a, b] = [await anna.open(), await ben.open()]
  await a.editParts([
    { set: 'title', value: 'Chair' },
    { set: 'weight', value: 4 },
    { addLine: 'l1', after: null, fields: { name: 'Bolt', amount: 1 } },
    { addLine: 'l2', after: 'l1', fields: { name: 'Seat' } },
    { file: 'front.jpg', content: 'ref 1' },
  ])
  await a.flush()
  const names = new Map((await a.history()).map(({ author }) => [author as string, 'anna']))
  await until(async () => (await b.parts()).lines.length === 2, { what: 'both begin alike' })
  apart(true)
  await a.editParts([{ set: 'title', value: 'Stool' }])
  await b.editParts([
    { set: 'title', value: 'Bench' },
    { set: 'weight', value: null },
    { line: 'l1', set: 'amount', value: 8 },
    { dropLine: 'l2' },
    { file: 'front.jpg', content: 'ref 2' },
  ])
  await Promise.all([a.flush(), b.flush()])
  apart(false)
  await until(async () => (await a.parts()).conflicts.length === 1, { what: 'both meet' })
  await until(async () => (await b.parts()).conflicts.length === 1, { what: 'both meet' })
  for (const { author } of await a.history()) if (!names.has(author)) names.set(author, 'ben')
  const shown = (await a.parts()).fields['title'] === 'Stool' ? 'anna' : 'ben'
  const expected = [
    '/front.jpg ben',
    'l1. anna',
    'l1.amount ben',
    'l1.name anna',
    'l2. out by ben',
    `title ${shown}`,
    'weight out by ben',
  ]
  t.deepEqual(await handsIn(a, names), expected)
  t.deepEqual(await handsIn(b, names), expected, 'on every node the same')
  const guest = await anna.drafts.open(a.commons, a.draft, { guest: 'Ina' })
  await guest.editParts([{ set: 'weight', value: 5 }])
  await guest.close()
  t.ok((await handsIn(a, names)).includes('weight Ina'), 'a guest by the name they gave')
  await a.close()
  await anna.drafts.close()
  const again = await node(t, 'anna', { logs: anna.logs, dir: anna.dir })
  const reopened = await handsIn(await again.open(), names)
  t.deepEqual(
    reopened,
    expected.map((place) => (place.startsWith('weight') ? 'weight Ina' : place)),
    'from the snapshot, too',
  )
})

test('D54 whoever is told for a place is the author of the value that Automerge shows there, in any order of edits', async (t) => {
  const seed = 20261122
  t.comment(`seed ${seed}`)
  const random = seeded(seed)
  const below = (count: number): number => random.int(count)
  const [anna, ben] = [await node(t, 'anna'), await node(t, 'ben')]
  const apart = connect(anna, ben)
  const handles = [await anna.open(), await ben.open()] as const
  let written = 0
  /** Every value names who set it. */
  const edit = (who: string): DraftPartEdit => {
    const value = below(5) === 0 ? null : `${who} ${written++}`
    return below(2) === 0 ? { set: `f${below(4)}`, value } : { file: `p${below(4)}`, content: value }
  }
  const past: { heads: string[]; parts: unknown }[] = []
  for (let round = 0; round < 12; round++) {
    apart(true)
    for (const [at, who] of [
      [0, 'anna'],
      [1, 'ben'],
    ] as const)
      for (let count = 0; count <= below(3); count++) {
        await handles[at].editParts(Array.from({ length: 1 + below(3) }, () => edit(who)))
        await handles[at].flush()
      }
    apart(false)
    await until(
      async () => {
        for (const handle of handles) await handle.text()
        const [mine, other] = [await handles[0].read(), await handles[1].read()]
        return mine.heads.toSorted().join() === other.heads.toSorted().join()
      },
      { what: 'both to have all' },
    )
    past.push({ heads: (await handles[0].read()).heads, parts: await handles[0].parts() })
  }
  const { fields, files } = await handles[0].parts()
  const values = new Map<string, DraftScalar>([
    ...Object.entries(fields),
    ...files.map(({ path, content }): [string, DraftScalar] => [path, content]),
  ])
  const own = anna.logs.own.person
  const told = await handles[1].partsBlame()
  for (const { of, gone, author } of told) {
    const place = 'file' in of ? of.file : 'line' in of ? of.line : of.field
    const by = gone ? undefined : author === own ? 'anna' : 'ben'
    t.equal(String(values.get(place) ?? 'undefined').split(' ')[0], String(by), place)
  }
  t.ok(told.filter(({ gone }) => !gone).length === values.size, 'every place that is shown is told')
  for (const { heads, parts } of past) t.deepEqual(await handles[1].partsAt(heads), parts)
})
