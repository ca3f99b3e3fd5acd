import test from 'tape'
import { until } from '@allmende/testkit'
import type { Talk } from '@allmende/sync'
import {
  commonsIdOf,
  decodeCbor,
  encodeCbor,
  type LogKey,
  type NodeId,
  nodeIdOf,
  recordId,
} from '@allmende/vocabulary'
import { Cursors, placesOf } from '../src/live/cursors.ts'
import type { PersonHere } from '../src/live/people-here.ts'
import { Presence } from '../src/live/presence.ts'
import { TestEditor } from './editor.ts'
import { connect, eventually, scene } from './nodes.ts'

/** Who the editor is told of, as "name@head". */
function seenBy({ here }: TestEditor): string[] {
  return here
    .map(({ name, guest, cursor }) => `${guest ?? name}@${(cursor as { head: number } | null)?.head ?? '-'}`)
    .toSorted()
}

test('PR1, PR2, PR3 three in a line see each other and their cursors, by name, until they leave', async (t) => {
  const it = scene(t)
  const [anna, ben, cem] = [await it.open('anna'), await it.open('ben'), await it.open('cem')]
  const { link } = await anna.createCommons({ name: 'Garden', public: true })
  await anna.profile({ name: 'Anna' })
  for (const [name, node] of [
    ['Ben', ben],
    ['Cem', cem],
  ] as const) {
    await node.joinCommons({ link })
    await node.profile({ name })
  }
  await connect(ben, anna)
  await connect(cem, ben)
  const { id } = await anna.createDraft({ editors: 'commons', title: 'Tale', text: 'Once upon a time\n' })
  for (const node of [ben, cem])
    await eventually('the draft', async () => (await node.draftText(id)).text.startsWith('Once'))
  const a = new TestEditor(anna, id, 'a')
  const c = new TestEditor(cem, id, 'c')
  a.connect()
  await eventually('the text', async () => a.text !== '')
  t.deepEqual(a.here, [], 'nobody else has it open')
  c.connect()
  await eventually('Cem at Anna', async () => seenBy(a).join() === 'Cem@-')
  await eventually('Anna at Cem', async () => seenBy(c).join() === 'Anna@-')
  t.pass('through Ben, who has not opened it')
  await c.point(5)
  await eventually('the cursor at Anna', async () => seenBy(a).join() === 'Cem@5')
  a.write(0, 0, 'Well. ')
  await a.push()
  await eventually('it moved along', async () => seenBy(a).join() === 'Cem@11')
  const b = new TestEditor(ben, id, 'b')
  b.connect()
  await eventually('all at Anna', async () => seenBy(a).join() === 'Ben@-,Cem@11')
  await eventually('all at Ben', async () => seenBy(b).join() === 'Anna@-,Cem@11')
  const via = a.here.map((one) => (one as { via?: string }).via)
  t.deepEqual(
    via.filter((name) => name !== undefined),
    ['Ben'],
    'it is told whose word it is',
  )
  await c.disconnect()
  await eventually('Cem gone', async () => seenBy(a).join() === 'Ben@-')
  await cem.close()
  await b.disconnect()
  await eventually('all gone', async () => a.here.length === 0)
  await a.disconnect()
})

const COMMONS = commonsIdOf(new Uint8Array(32).fill(1))
const OTHER = commonsIdOf(new Uint8Array(32).fill(2))

/** A presence with peers that say what a test lets them say. */
function alone(t: test.Test) {
  let now = 1_000
  const peers: { node: NodeId; commons: string[] }[] = []
  const sent: [string, unknown[]][] = []
  const opens: ((talk: Talk) => { onMessage(bytes: Uint8Array): void })[] = []
  const presence = new Presence({
    id: nodeIdOf(new Uint8Array(32).fill(9)),
    clock: { now: () => now },
    sync: {
      converse: (protocol) => {
        opens.push((talk) => protocol.open(talk))
        return () => undefined
      },
      peers: () => peers as never,
      on: () => undefined as never,
      off: () => undefined as never,
    },
    belongs: (commons) => commons === COMMONS,
  })
  presence.start()
  t.teardown(() => presence.close())
  const meet = (number: number, commons: string[], version: 1 | 2 = 1) => {
    const node = nodeIdOf(new Uint8Array(32).fill(number))
    peers.push({ node, commons })
    const send = (bytes: Uint8Array) => sent.push([node, [bytes]])
    const end = opens[version - 1]!({ node, send } as unknown as Talk)
    return { node, say: (message: unknown) => end.onMessage(encodeCbor(message)) }
  }
  const pass = (ms: number) => (now += ms)
  return { presence, meet, sent, pass }
}

const KEY = new Uint8Array(32).fill(1)
const LOG = nodeIdOf(new Uint8Array(32).fill(3)) as string as LogKey
const DRAFT = recordId(LOG, 0, 0)
const SPOT = { commons: COMMONS, draft: DRAFT }

test('PR1 nothing is told or taken where the commons is not proven, or one of both has not said that it has the draft open', (t) => {
  const { presence, meet, sent } = alone(t)
  const stranger = meet(4, [OTHER])
  const member = meet(5, [COMMONS])
  stranger.say(['open', KEY, DRAFT, true])
  stranger.say(['here', KEY, DRAFT, [[null, 'x', null, null]]])
  member.say(['here', KEY, DRAFT, [[null, 'x', null, null]]])
  presence.enter(SPOT, { id: 'me' })
  t.deepEqual(presence.seen(SPOT), [], 'nobody is seen')
  t.deepEqual(
    sent.map(([node]) => node),
    [member.node],
    'the member alone was told',
  )
  member.say(['open', KEY, DRAFT, true])
  member.say(['here', KEY, DRAFT, [[null, 'x', 'Ina', [1, 2]]]])
  t.deepEqual(
    presence.seen(SPOT).map(({ id, guest, cursor }) => [id, guest, cursor]),
    [['x', 'Ina', { head: 1, anchor: 2 }]],
  )
  t.end()
})

test('PR2 what a node says of itself goes before what others say of it, and what was passed on goes no further', (t) => {
  const { presence, meet } = alone(t)
  const [one, two] = [meet(4, [COMMONS]), meet(5, [COMMONS])]
  presence.enter(SPOT, { id: 'me' })
  for (const node of [one, two]) node.say(['open', KEY, DRAFT, true])
  two.say(['here', KEY, DRAFT, [[new Uint8Array(32).fill(4), 'lie', null, null]]])
  t.deepEqual(
    presence.seen(SPOT).map(({ id, via }) => [id, via]),
    [['lie', two.node]],
  )
  one.say(['here', KEY, DRAFT, [[null, 'true', null, null]]])
  two.say([
    'here',
    KEY,
    DRAFT,
    [
      [new Uint8Array(32).fill(4), 'lie', null, null],
      [new Uint8Array(32).fill(9), 'me', null, null],
    ],
  ])
  t.deepEqual(
    presence.seen(SPOT).map(({ id, via }) => [id, via]),
    [['true', null]],
    'nor is this node told of itself',
  )
  t.end()
})

test('PR3 who is silent for some seconds is gone', (t) => {
  const { presence, meet, pass } = alone(t)
  const one = meet(4, [COMMONS])
  presence.enter(SPOT, { id: 'me' })
  one.say(['open', KEY, DRAFT, true])
  one.say(['here', KEY, DRAFT, [[null, 'x', null, null]]])
  pass(6_000)
  t.equal(presence.seen(SPOT).length, 1)
  pass(1_000)
  t.equal(presence.seen(SPOT).length, 0)
  t.end()
})

test('PR4 whatever is sent, the outcome is a message or a refusal, and numbers are bounded', (t) => {
  const { presence, meet } = alone(t)
  const one = meet(4, [COMMONS])
  presence.enter(SPOT, { id: 'me' })
  const somebody = [null, 'x', null, null]
  const bad: unknown[] = [
    null,
    7,
    'open',
    [],
    ['what', KEY, DRAFT, true],
    ['open', KEY, DRAFT],
    ['open', new Uint8Array(31), DRAFT, true],
    ['open', KEY, 'no draft', true],
    ['open', KEY, 'x'.repeat(500), true],
    ['here', KEY, DRAFT, [somebody.slice(1)]],
    ['here', KEY, DRAFT, [[null, '', null, null]]],
    ['here', KEY, DRAFT, [[null, 'x'.repeat(33), null, null]]],
    ['here', KEY, DRAFT, [[null, 'x', 'y'.repeat(41), null]]],
    ['here', KEY, DRAFT, [[null, 'x', null, [1]]]],
    ['here', KEY, DRAFT, [[null, 'x', null, [-1, 2]]]],
    ['here', KEY, DRAFT, [[null, 'x', null, [0.5, 2]]]],
    ['here', KEY, DRAFT, [[new Uint8Array(5), 'x', null, null]]],
    ['here', KEY, DRAFT, Array.from({ length: 65 }, () => somebody)],
  ]
  for (const message of bad) t.throws(() => one.say(message), /./, JSON.stringify(message)?.slice(0, 60))
  one.say(['open', KEY, DRAFT, true])
  for (let block = 1; block < 100; block++) one.say(['open', KEY, recordId(LOG, block, 0), true])
  const last = {
    commons: COMMONS,
    draft: recordId(LOG, 99, 0),
  }
  presence.enter(last, { id: 'me' })
  one.say(['here', KEY, last.draft, [somebody]])
  t.deepEqual(presence.seen(last), [], 'of more than 32 drafts nothing is kept')
  t.end()
})

test('PR4 where a cursor stands by its characters is bounded too, and older nodes say and hear none of it', async (t) => {
  const { presence, meet, sent } = alone(t)
  const [old, both] = [meet(4, [COMMONS]), meet(5, [COMMONS])]
  const anew = meet(5, [COMMONS], 2)
  const ids = ['12@' + 'ab'.repeat(16), '']
  const { point } = presence.enter(SPOT, {
    id: 'me',
    name: async () => ({ head: '7@00', anchor: '' }),
  })
  for (const node of [old, both, anew]) node.say(['open', KEY, DRAFT, true])
  t.throws(() => old.say(['here', KEY, DRAFT, [[null, 'x', null, [1, 2, ...ids]]]]))
  for (const bad of [['x'.repeat(49), ''], [1, 2], ['a']])
    t.throws(() => anew.say(['here', KEY, DRAFT, [[null, 'x', null, [1, 2, ...bad]]]]), /./, String(bad))
  both.say(['here', KEY, DRAFT, [[null, 'who speaks both', null, [1, 2]]]])
  anew.say(['here', KEY, DRAFT, [[null, 'y', null, [1, 2, ...ids]]]])
  t.deepEqual(
    presence.seen(SPOT).map(({ id, cursor }) => [id, cursor]),
    [['y', { head: 1, anchor: 2, ids: { head: ids[0], anchor: '' } }]],
    'of one node the newer conversation counts',
  )
  sent.length = 0
  point({ head: 5, anchor: 5 })
  const cursors = await until(() => {
    const said = sent.map(([node, [bytes]]) => [node, decodeCbor(bytes as Uint8Array)] as const)
    const own = said.flatMap(([node, message]) => {
      const [type, , , entries] = message as [string, unknown, unknown, unknown[][]]
      const mine = type === 'here' ? entries.find(([, id]) => id === 'me') : undefined
      return mine?.[3] ? [[node, mine[3]] as const] : []
    })
    return own.length >= 2 ? own : null
  })
  t.deepEqual(
    cursors.slice(0, 2).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    [
      [old.node, [5, 5]],
      [anew.node, [5, 5, '7@00', '']],
    ].toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  )
})

test('DS12 a cursor that is told stands behind its character, whatever is written before it here and there at that moment', async (t) => {
  const it = scene(t)
  const [anna, ben] = [await it.open('anna'), await it.open('ben')]
  const { link } = await anna.createCommons({ name: 'Garden', public: true })
  await ben.joinCommons({ link })
  await connect(ben, anna)
  const { id } = await anna.createDraft({ editors: 'commons', title: 'Tale', text: 'Here: | and on.\n' })
  await eventually('the draft', async () => (await ben.draftText(id)).text.includes('|'))
  const a = new TestEditor(anna, id, 'a')
  const b = new TestEditor(ben, id, 'b')
  const told: string[] = []
  a.onHere = () => {
    const cursor = a.here[0]?.cursor as { head: number } | null | undefined
    if (cursor) told.push(a.text.slice(cursor.head - 1, cursor.head))
  }
  a.connect()
  b.connect()
  await eventually('both to be there', async () => a.here.length === 1 && b.text !== '')
  await b.point(b.text.indexOf('|') + 1)
  for (let turn = 0; turn < 40; turn++) {
    const insert = 'x'.repeat(1 + (turn % 7))
    await Promise.all([
      anna.spliceDraft({ draft: id, splices: [{ at: 0, remove: 0, insert: `a${insert} ` }] }),
      ben.spliceDraft({ draft: id, splices: [{ at: 0, remove: 0, insert: `b${insert} ` }] }),
    ])
  }
  await eventually('it was told several times', async () => told.length >= 5)
  t.deepEqual([...new Set(told)], ['|'], `${told.length} times`)
  await a.disconnect()
  await b.disconnect()
})

test('DS12 characters go before a position that was told with another text; what is not here yet stands where it was told', async (t) => {
  const at = (id: string, head: number, name?: string): PersonHere => {
    const cursor = { head, anchor: head, ...(name !== undefined && { ids: { head: name, anchor: name } }) }
    return { id, person: null, name: id, here: false, cursor }
  }
  const people = [at('known', 2, '1@aa'), at('not here yet', 3, '2@aa'), at('of an older node', 90)]
  const place = async (anchors: readonly string[]) => anchors.map((anchor) => (anchor === '1@aa' ? 9 : null))
  const found = await placesOf(people, { place })
  t.deepEqual(
    new Cursors().placed(people, found, 20).map(({ cursor }) => cursor),
    [9, 3, 20].map((head) => ({ head, anchor: head })),
  )
})
