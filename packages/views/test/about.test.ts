import test from 'tape'
import type { RecordId } from '@allmende/vocabulary'
import { blocks, commons, good, idOf, log, record, temporaryViews } from './records.ts'

const anna = log(1)
const bert = log(2)
const cleo = log(3)
const elsewhere = { ...log(4), commons: anna.log as unknown as typeof commons }

const build = (about: RecordId, outcome: string, more: object = {}) =>
  record('build', { about, outcome, ...more })

test('W28 a build is found from the good whichever version it names, whatever came first, and changed by its author only', async (t) => {
  const { views } = await temporaryViews(t)
  const thing = idOf(anna, 0)
  const second = idOf(anna, 1)
  const made = build(second, 'partly', {
    problems: [{ part: 'Arm', text: 'too weak' }],
    ease: 4,
    text: 'it glows',
    amount: 2,
    unit: 'one',
  })
  await views.ingest({ ...bert, blocks: blocks([[made, build(idOf(bert, 0), 'works')]]) })
  await views.ingest({
    ...cleo,
    blocks: blocks([[record('build', { outcome: 'failed' }, { of: idOf(bert, 0), after: [] })]]),
  })
  await views.ingest({ ...elsewhere, blocks: blocks([[build(thing, 'works')]]) })
  t.equal(await views.about(thing), null, 'the good isn’t here yet')
  await views.ingest({
    ...anna,
    blocks: blocks([[good('Lamp')], [record('good', { version: '2' }, { of: thing, after: [thing] })]]),
  })
  const about = await views.about(thing)
  const { authorName: _, fields: __, at: ___, author: ____, files: _____, ...told } = about!.builds[0]!
  t.deepEqual(told, {
    id: idOf(bert, 0),
    version: second,
    outcome: 'partly',
    byOther: true,
    amount: 2,
    unit: 'one',
    text: 'it glows',
    problems: [{ part: 'Arm', text: 'too weak' }],
    ratings: { ease: 4 },
  })
  t.equal(about?.builds.length, 1, 'none from another commons')
  t.equal(about?.counts.partly, 1)
  t.deepEqual((await views.show(thing))?.built, { works: 0, partly: 1, failed: 0, byOthers: 1 })
  const repaired = record('build', { outcome: 'works' }, { of: idOf(bert, 0), after: [idOf(bert, 0)] })
  await views.ingest({ ...bert, blocks: blocks([[repaired]], 1) })
  t.deepEqual((await views.show(thing))?.built, { works: 1, partly: 0, failed: 0, byOthers: 1 })
  t.equal((await views.find({ words: 'glows' })).results[0]?.title, 'Lamp', 'it is found by its text')
})

test('W29 a build is by others if its author neither made nor tends the good, and it didn’t fail', async (t) => {
  const { views } = await temporaryViews(t)
  const thing = idOf(anna, 0)
  await views.ingest({ ...anna, blocks: blocks([[good('Lamp'), build(thing, 'works')]]) })
  await views.ingest({ ...bert, blocks: blocks([[build(thing, 'works')]]) })
  await views.ingest({ ...cleo, blocks: blocks([[build(thing, 'failed')]]) })
  t.deepEqual((await views.show(thing))?.built, { works: 2, partly: 0, failed: 1, byOthers: 1 })
  t.deepEqual((await views.list({ kind: 'good' })).items[0]?.built, { works: 2, byOthers: 1 })
  const tended = record('good', { maintainers: [bert.person] }, { of: thing, after: [thing] })
  await views.ingest({ ...anna, blocks: blocks([[tended]], 1) })
  const shown = await views.show(thing)
  t.deepEqual([shown?.built.byOthers, shown?.maintainers], [0, [bert.person]])
})

test('W30 a suggestion is answered by records of the thing that count, the last of them; else it is open or taken back', async (t) => {
  const { views } = await temporaryViews(t)
  const thing = idOf(anna, 0)
  const suggest = (title: string, more: object = {}) => record('suggestion', { about: thing, title, ...more })
  const taken = record('suggestion', { withdrawn: true }, { of: idOf(bert, 0, 2), after: [] })
  const fork = good('Lamp with a longer arm', { derivedFrom: thing })
  const offers = idOf(bert, 1)
  await views.ingest({
    ...bert,
    blocks: blocks([[suggest('a'), suggest('b', { offers }), suggest('c'), suggest('d'), taken], [fork]]),
  })
  const settle = (settles: object[], more: object = {}) =>
    record('good', { settles, ...more }, { of: thing, after: [thing] })
  await views.ingest({
    ...cleo,
    blocks: blocks([[settle([{ suggestion: idOf(bert, 0, 3), accepted: true }])]]),
  })
  await views.ingest({
    ...anna,
    blocks: blocks([
      [good('Lamp')],
      [settle([{ suggestion: idOf(bert, 0), accepted: true }])],
      [
        settle([
          { suggestion: idOf(bert, 0), accepted: false, reason: 'It tips over.' },
          { suggestion: idOf(bert, 0, 1), accepted: true },
        ]),
      ],
    ]),
  })
  const about = await views.about(thing)
  const states = about!.suggestions.map(({ title, state, reason, offersThing }) => [
    title,
    state,
    reason,
    offersThing,
  ])
  t.deepEqual(
    states.sort(([a], [b]) => (a! < b! ? -1 : 1)),
    [
      ['a', 'declined', 'It tips over.', undefined],
      ['b', 'accepted', undefined, offers],
      ['c', 'withdrawn', undefined, undefined],
      ['d', 'open', undefined, undefined],
    ],
  )
  t.equal(about?.suggestions.find(({ title }) => title === 'a')?.settledBy, anna.person)
  t.deepEqual([about?.counts.suggestions, about?.counts.open, about?.counts.forks], [4, 1, 1])
})

test('W31 forks and uses are those that name the thing now; those in other commons only if asked for', async (t) => {
  const { views } = await temporaryViews(t)
  const screw = idOf(anna, 0)
  const list = (...goods: RecordId[]) => ({ lines: goods.map((each) => ({ name: 'x', good: each })) })
  await views.ingest({ ...anna, blocks: blocks([[good('Screw')]]) })
  await views.ingest({
    ...bert,
    blocks: blocks([
      [good('Chair', { parts: list(screw, screw) }), good('Table', { parts: list(screw) })],
      [good('Bolt', { derivedFrom: screw, derivation: 'changed' })],
      [record('good', { parts: list() }, { of: idOf(bert, 0, 1), after: [] })],
      [good('Rivet', { merges: [screw] })],
      [record('outside-use', { about: screw, by: 'ACME', how: 'sold', returned: 'nothing' })],
    ]),
  })
  await views.ingest({ ...elsewhere, blocks: blocks([[good('Secret screw', { derivedFrom: screw })]]) })
  const about = await views.about(screw)
  const titles = (list: { title: string }[] | undefined) => list?.map(({ title }) => title)
  t.deepEqual(titles(about?.usedIn), ['Chair'], 'the table needs none any more')
  t.deepEqual(titles(about?.forks), ['Bolt'])
  t.deepEqual(titles(about?.mergedInto), ['Rivet'])
  t.deepEqual(
    about?.outsideUses.map(({ by, how }) => [by, how]),
    [['ACME', 'sold']],
  )
  t.deepEqual(titles((await views.about(screw, { everywhere: true }))?.forks)?.sort(), [
    'Bolt',
    'Secret screw',
  ])
  const fork = await views.show(idOf(bert, 1))
  t.deepEqual([fork?.derivedFrom, fork?.derivation], [screw, 'changed'])
  const few = await views.about(screw, { limit: 1 })
  t.equal(few?.counts.usedIn, 1)
})

test('W32 a parts list is that of the version, joined with the records it names; what isn’t here is told', async (t) => {
  const { views } = await temporaryViews(t)
  const thing = idOf(anna, 1)
  const lines = (...names: string[]) => names.map((name) => ({ name }))
  const more = [idOf(anna, 0), idOf(bert, 0), idOf(elsewhere, 0), idOf(anna, 1)]
  await views.ingest({ ...elsewhere, blocks: blocks([[record('parts', { lines: lines('spy') })]]) })
  await views.ingest({
    ...anna,
    blocks: blocks([
      [record('parts', { lines: lines('b', 'c') })],
      [good('Lamp', { parts: { lines: lines('a'), more } })],
      [record('good', { version: '2' }, { of: thing, after: [thing] })],
      [record('good', { parts: { lines: lines('z') } }, { of: thing, after: [thing] })],
    ]),
  })
  const names = async (id: RecordId) => (await views.parts(id))?.lines.map(({ name }) => name)
  t.deepEqual(await names(thing), ['a', 'b', 'c'])
  t.deepEqual((await views.parts(thing))?.missing, more.slice(1), 'of another commons, or no parts')
  await views.ingest({ ...bert, blocks: blocks([[record('parts', { lines: lines('d') })]]) })
  t.deepEqual(
    await names(idOf(anna, 2)),
    ['a', 'b', 'c', 'd'],
    'a version without a list has the one before it',
  )
  t.deepEqual(await names(idOf(anna, 3)), ['z'])
  t.equal(await views.parts(idOf(bert, 0)), null, 'no good')
})

test('W33 a lineage has all versions of a thing and of what it came from, each with its parents', async (t) => {
  const { views } = await temporaryViews(t)
  const lamp = idOf(anna, 0)
  const fork = idOf(bert, 0)
  const away = idOf(log(9), 7)
  const change = (of: RecordId, body: Record<string, unknown>, after: RecordId[] = [of]) =>
    record('good', body, { of, after })
  await views.ingest({
    ...anna,
    blocks: blocks([
      [good('Lamp')],
      [change(lamp, { description: 'no version' })],
      [change(lamp, { version: '2' })],
      [change(lamp, { version: '3', merges: [idOf(bert, 1)] })],
    ]),
  })
  await views.ingest({
    ...bert,
    blocks: blocks([
      [good('Fork', { derivedFrom: idOf(anna, 1) })],
      [change(fork, { version: 'b' })],
      [change(fork, { version: 'c', merges: [idOf(anna, 2), away] })],
    ]),
  })
  const lineage = await views.lineage(fork)
  t.equal(lineage?.thing, fork)
  t.deepEqual(
    lineage?.versions.map(({ id, parents, here }) => [id, parents, here]),
    [
      [fork, [lamp], true],
      [idOf(bert, 1), [fork], true],
      [idOf(bert, 2), [idOf(bert, 1), idOf(anna, 2), away], true],
      [lamp, [], true],
      [idOf(anna, 2), [lamp], true],
      [idOf(anna, 3), [idOf(anna, 2), idOf(bert, 1)], true],
      [away, [], false],
    ],
    'what was derived from a record that is no version came from the version before it',
  )
  t.equal((await views.lineage(lamp))?.versions.length, 7)
  const shown = await views.show(fork)
  t.deepEqual(
    shown?.versions.map(({ number, label, merges }) => [number, label, merges.length]),
    [
      [1, undefined, 0],
      [2, 'b', 0],
      [3, 'c', 2],
    ],
  )
})
