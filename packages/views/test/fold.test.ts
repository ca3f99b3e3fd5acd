import { encodeCbor, nodeIdOf } from '@allmende/vocabulary'
import test from 'tape'
import { AT, blocks, commons, good, idOf, log, record, temporaryViews } from './records.ts'

const anna = log(1)
const bert = log(2)
const annasPhone = log(3, 1)

test('W1 the first record makes the thing, later ones change the fields they carry', async (t) => {
  const { views } = await temporaryViews(t)
  const thing = idOf(anna, 0)
  await views.ingest({
    ...anna,
    blocks: blocks([
      [good('Lamp', { description: 'lights', tags: ['home'] })],
      [record('good', { title: 'Better lamp' }, { of: thing, after: [thing], clock: [AT + 5, 0] })],
    ]),
  })
  const shown = await views.show(thing)
  t.equal(shown?.title, 'Better lamp')
  t.equal(shown?.fields['description'], 'lights', 'a field that was not carried stays')
  t.equal(shown?.at, AT)
  t.equal(shown?.changedAt, AT + 5)
  t.deepEqual(shown?.heads, [idOf(anna, 1)])
  t.equal((await views.find({ words: 'better' })).total, 1, 'the new title is found')
  t.equal((await views.find({ words: 'lights' })).total, 1, 'and what stayed')
})

test('W2 a change that comes before the thing waits for it', async (t) => {
  const { views } = await temporaryViews(t)
  const thing = idOf(anna, 0)
  const change = record('good', { title: 'Later' }, { of: thing, after: [thing] })
  await views.ingest({ ...annasPhone, blocks: blocks([[change]]) })
  t.equal(await views.show(thing), null, 'nothing to show yet')
  t.equal((await views.find({ words: 'later' })).total, 0)
  await views.ingest({ ...anna, blocks: blocks([[good('Sooner')]]) })
  t.equal((await views.show(thing))?.title, 'Later')
  t.equal((await views.find({ words: 'sooner' })).total, 0, 'the old title is not found any more')
})

test('W3 a change to somebody else’s good is kept and not folded', async (t) => {
  const { views } = await temporaryViews(t)
  const thing = idOf(anna, 0)
  await views.ingest({ ...anna, blocks: blocks([[good('Lamp')]]) })
  const forged = record('good', { title: 'Stolen' }, { of: thing, after: [thing] })
  await views.ingest({ ...bert, blocks: blocks([[forged]]) })
  const shown = await views.show(thing)
  t.equal(shown?.title, 'Lamp')
  t.equal(shown?.ignoredChanges, 1)
  t.deepEqual(shown?.heads, [thing])
  t.equal(await views.show(idOf(bert, 0)), null, 'and it is no other name for the thing')
  t.deepEqual(
    Buffer.from((await views.record(idOf(bert, 0)))!.bytes),
    Buffer.from(forged),
    'the bytes are kept',
  )
  t.equal((await views.find({ words: 'stolen' })).total, 0)
  await views.ingest({
    ...annasPhone,
    blocks: blocks([[record('good', { title: 'Lamp 2' }, { of: thing, after: [thing] })]]),
  })
  t.equal((await views.show(thing))?.title, 'Lamp 2', 'another device of the author may')
})

test('W4 concurrent changes are both kept; the thing is shown as diverged until somebody chooses', async (t) => {
  const { views } = await temporaryViews(t)
  const thing = idOf(anna, 0)
  const rename = (title: string, after = [thing]) => record('good', { title }, { of: thing, after })
  await views.ingest({ ...anna, blocks: blocks([[good('Lamp')], [rename('Red lamp')]]) })
  await views.ingest({ ...annasPhone, blocks: blocks([[rename('Blue lamp')]]) })
  const shown = await views.show(thing)
  t.equal(shown?.diverged, true)
  t.equal(shown?.heads.length, 2)
  t.deepEqual(
    shown?.divergences.map(({ field, choices }) => [field, choices.length]),
    [['title', 2]],
  )
  await views.ingest({ ...anna, blocks: blocks([[rename('Violet lamp', shown!.heads)]], 2) })
  const chosen = await views.show(thing)
  t.deepEqual([chosen?.title, chosen?.diverged], ['Violet lamp', false])
})

test('W5 a record with files is a version, and its id names exactly that one', async (t) => {
  const { views } = await temporaryViews(t)
  const thing = idOf(anna, 0)
  const files = (path: string) => ({
    count: 1,
    bytes: 3,
    cores: [anna.log],
    entries: [{ path, bytes: 3, hash: new Uint8Array(32), blob: [0, 0, 1, 0, 3] }],
  })
  await views.ingest({
    ...anna,
    blocks: blocks([
      [good('Lamp', { files: files('lamp/Sockel.stl') })],
      [record('good', { description: 'no files' }, { of: thing, after: [thing] })],
      [
        record(
          'good',
          { files: files('lamp/base.step'), version: '2' },
          { of: thing, after: [idOf(anna, 1)] },
        ),
      ],
    ]),
  })
  const shown = await views.show(idOf(anna, 2))
  t.equal(shown?.id, thing, 'the thing is shown by the id of its version too')
  t.deepEqual(
    shown?.versions.map(({ id, label }) => [id, label]),
    [
      [thing, undefined],
      [idOf(anna, 2), '2'],
    ],
  )
  t.equal(shown?.versions[1]?.files?.entries?.[0]?.path, 'lamp/base.step')
  t.equal((await views.find({ words: 'step' })).total, 1, 'file names are found')
  t.equal((await views.find({ words: 'sockel' })).total, 0, 'those of the newest version')
})

test('W6 anybody may comment, on a thing, a version or a comment, and only its author changes a comment', async (t) => {
  const { views } = await temporaryViews(t)
  const thing = idOf(anna, 0)
  const comment = (text: string, about = thing, at = 0) =>
    record('comment', { text, about }, { clock: [AT + at, 0] })
  await views.ingest({
    ...bert,
    blocks: blocks([[comment('does it dim?', thing, 1), record('profile', { name: 'Bert' })]]),
  })
  await views.ingest({
    ...anna,
    blocks: blocks([
      [good('Lamp')],
      [comment('yes', idOf(bert, 0), 2)],
      [record('comment', { text: 'forged' }, { of: idOf(bert, 0), after: [idOf(bert, 0)] })],
    ]),
  })
  const shown = await views.show(thing)
  t.deepEqual(
    shown?.comments.map(({ text, authorName }) => [text, authorName]),
    [
      ['does it dim?', 'Bert'],
      ['yes', undefined],
    ],
  )
  t.equal(shown?.commentCount, 2)
  const { results } = await views.find({ words: 'dim' })
  t.deepEqual(
    results.map(({ kind, title, about }) => [kind, title, about]),
    [['comment', 'Lamp', thing]],
  )
})

test('W7 a profile is of the person who wrote it, whatever it names; the last one counts', async (t) => {
  const { views } = await temporaryViews(t)
  await views.ingest({
    ...anna,
    blocks: blocks([[record('profile', { name: 'Anna' }, { clock: [AT + 9e9, 0] })]]),
  })
  await views.ingest({ ...bert, blocks: blocks([[record('profile', { name: 'Bert' })]]) })
  await views.ingest({
    ...anna,
    blocks: blocks([[record('profile', { name: 'Anna B.', about: 'builds lamps' }, { clock: [AT, 0] })]], 1),
  })
  const people = await views.people(commons)
  t.deepEqual(
    people.map(({ name }) => name ?? '').sort(),
    ['Anna B.', 'Bert'],
    'later in the log is later, whatever the clock says',
  )
  t.equal(people.find(({ person }) => person === anna.person)?.about, 'builds lamps')
})

test('W8 vouches are listed with giver and receiver, and people with those who vouch for them', async (t) => {
  const { views } = await temporaryViews(t)
  await views.ingest({ ...bert, blocks: blocks([[good('x')]]) })
  await views.ingest({
    ...anna,
    blocks: blocks([[record('vouch', { person: bert.person, note: 'neighbour' })]]),
  })
  t.deepEqual(await views.vouches(commons), [
    { id: idOf(anna, 0), from: anna.person, to: bert.person, note: 'neighbour', at: AT },
  ])
  t.deepEqual((await views.people(commons)).find(({ person }) => person === bert.person)?.vouchedBy, [
    anna.person,
  ])
})

test('W42 the things that somebody’s records change are told, whoever made them', async (t) => {
  const { views } = await temporaryViews(t)
  await views.ingest({ ...anna, blocks: blocks([[good('x')], [good('y')]]) })
  const later = record('good', { title: 'another' }, { of: idOf(anna, 1), after: [idOf(anna, 1)] })
  await views.ingest({ ...bert, blocks: blocks([[good('z')], [later, later]]) })
  t.deepEqual(await views.changedBy(commons, bert.person), [idOf(anna, 1)])
  t.deepEqual(await views.changedBy(commons, anna.person), [])
})

test('W8 statements about devices and nodes are listed in the order in which each log has them', async (t) => {
  const { views } = await temporaryViews(t)
  const node = (first: number) => nodeIdOf(new Uint8Array(32).fill(first))
  const said = (first: number) => record('node', { node: node(first), proof: new Uint8Array(64) })
  await views.ingest({ ...bert, blocks: blocks([[said(3)]]) })
  await views.ingest({ ...anna, blocks: blocks([[said(1), record('profile', { name: 'Anna' })], [said(2)]]) })
  const found = await views.statements(commons, ['node', 'keeper'])
  const order = [anna, bert].toSorted((a, b) => (a.log < b.log ? -1 : 1))
  t.deepEqual(
    found.map(({ id }) => id),
    order.flatMap((of) => (of === anna ? [idOf(anna, 0), idOf(anna, 1)] : [idOf(bert, 0)])),
  )
  t.deepEqual(
    found.filter(({ author }) => author === anna.person).map(({ record: { body } }) => body['node']),
    [node(1), node(2)],
  )
  t.deepEqual(await views.statements(commons, ['vouch']), [], 'only kinds that are marked so')
})

test('W9 records of unknown kinds and with unknown fields are kept and exported byte for byte', async (t) => {
  const { views } = await temporaryViews(t)
  const records = [
    record('seed-swap', { what: 'beans', nested: { deep: [1, 2, new Uint8Array([3])] } }),
    good('Lamp', { colour: 'red' }),
    record('good', { anything: true }, { v: 99 }),
  ]
  await views.ingest({ ...anna, blocks: blocks([records.slice(0, 2), records.slice(2)]) })
  const exported: [string, string][] = []
  for await (const { id, bytes } of views.exportRecords(commons))
    exported.push([id, Buffer.from(bytes).toString('hex')])
  t.deepEqual(
    exported,
    [idOf(anna, 0), idOf(anna, 0, 1), idOf(anna, 1)].map((id, at) => [
      id,
      Buffer.from(records[at]!).toString('hex'),
    ]),
  )
  t.equal((await views.record(idOf(anna, 0)))?.known, false)
  t.equal((await views.show(idOf(anna, 0, 1)))?.fields['colour'], 'red')
  const { unknown, refused, things } = await views.counts(commons)
  t.deepEqual({ unknown, refused, things }, { unknown: 2, refused: 0, things: { good: 1 } })
})

test('W10 a record that breaks a rule is skipped, counted and told of; the others of its block are folded', async (t) => {
  const { views } = await temporaryViews(t)
  const told: unknown[] = []
  views.on('refused', ({ id, code, count }) => told.push([id, code, count]))
  const untitled = encodeCbor({ kind: 'good', v: 1, clock: [AT, 0], body: {} })
  await views.ingest({ ...anna, blocks: blocks([[new Uint8Array([0xff, 1, 2]), good('Lamp'), untitled]]) })
  const counts = await views.counts(commons)
  t.deepEqual([counts.records, counts.refused, counts.things], [3, 2, { good: 1 }])
  t.equal(told.length, 1, 'once for the log, not once for each record')
  t.deepEqual(told[0], [idOf(anna, 0), 'CBOR_UNSUPPORTED', 2])
  t.equal((await views.record(idOf(anna, 0)))?.refused, 'CBOR_UNSUPPORTED')
  const exported: string[] = []
  for await (const { id } of views.exportRecords(commons)) exported.push(id)
  t.deepEqual(exported, [idOf(anna, 0, 1)])
})
