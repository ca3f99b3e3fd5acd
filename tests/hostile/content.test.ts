import test, { type Test } from 'tape'
import type { AllmendeNode } from '@allmende/node'
import { until } from '@allmende/testkit'
import { encodeCbor, encodeRecord } from '@allmende/vocabulary'
import { deriveActor } from '../../packages/drafts/src/actor.ts'
import { encodeEntry, tagOf } from '../../packages/drafts/src/entry.ts'
import { TextEngine } from '../../packages/drafts/src/worker/engine.ts'
import { bomb } from '../../packages/drafts/test/chunk.ts'
import { addressOf, connect, findingsOf, PATIENCE_MS, type Scene, scene, shown } from '../scene.ts'
import { type Member, member } from './member.ts'

type Cast = Scene & { ada: AllmendeNode; bo: AllmendeNode; eve: Member; link: string; commons: string }

/** Ada and Bo, connected, and Eve, whom both let in. */
async function begin(t: Test): Promise<Cast> {
  const place = scene(t)
  const ada = await place.open('ada')
  const bo = await place.open('bo')
  const { link, id: commons } = await ada.createCommons({ name: 'Workshop', public: false })
  await bo.joinCommons({ link })
  await connect(bo, ada)
  const eve = await member(t, place, 'eve', link)
  return { ...place, ada, bo, eve, link, commons }
}

/** Both live, agree, and go on. */
async function stillWell(t: Test, { ada, bo, files }: Cast): Promise<void> {
  const path = files('after', { 'a.txt': 'after all' })
  const { id } = await ada.share({ path, licence: 'CC0-1.0', title: 'After all' })
  await shown(bo, id)
  const [first, second] = await Promise.all([ada, bo].map((node) => node.find({ limit: 100 })))
  t.same(
    second?.results.map((found) => found.id).toSorted(),
    first?.results.map((found) => found.id).toSorted(),
    'both find the same',
  )
  for (const node of [ada, bo]) t.ok((await node.check({})).ok, 'the store is sound')
}

async function findings(node: AllmendeNode, ...codes: string[]): Promise<unknown> {
  return until(
    async () => {
      const said = await findingsOf(node)
      return codes.every((code) => said.includes(code))
    },
    { what: `findings ${codes.join(', ')}`, deadlineMs: PATIENCE_MS, everyMs: 50 },
  )
}

/** As CBOR, without looking whether it is right. */
function raw(
  kind: string,
  body: Record<string, unknown>,
  clock: [number, number] = [Date.now(), 0],
): Uint8Array {
  return encodeCbor({ kind, v: 1, clock, body })
}

test('S11 records that are huge, broken or not records are refused one by one; what is good beside them counts', async (t) => {
  const cast = await begin(t)
  const { ada, bo, eve, logger } = cast
  const clock: [number, number] = [Date.now(), 0]
  const good = encodeRecord({
    kind: 'good',
    v: 1,
    clock,
    body: { title: 'Honest', licence: 'CC0-1.0', type: 'text' },
  })
  const bad = [
    Buffer.alloc(60_000, 7),
    Buffer.from('no record at all'),
    Buffer.concat([good, Buffer.from([0])]),
    Buffer.from('a1'.repeat(4_000), 'hex'),
    raw('good', { title: 'x'.repeat(5_000), licence: 'CC0-1.0', type: 'text' }),
    raw('good', { title: 'No such type', licence: 'CC0-1.0', type: 'gun' }),
    raw('profile', { name: 'From far ahead' }, [2 ** 50, 0]),
    raw('good', { title: 'Proto', licence: 'CC0-1.0', type: 'text', ['__proto__']: { polluted: true } }),
    raw('device', { purpose: 'allmende/log/1', person: Buffer.alloc(32, 1) }),
  ]
  for (const record of bad) await eve.commons.append([record])
  const { ids } = await eve.commons.append([good])
  await eve.connect(await addressOf(ada))
  for (const node of [ada, bo]) await shown(node, ids[0] as string)
  t.equal(({} as { polluted?: unknown }).polluted, undefined, 'nothing was polluted')
  t.ok(
    logger.entries.some(({ message }) => message === 'records were refused'),
    'it is said that records were refused',
  )
  await stillWell(t, cast)
})

test('D6 an inflating change and a sequence number used twice are kept out on every node alike; the draft goes on', async (t) => {
  const cast = await begin(t)
  const { ada, bo, eve } = cast
  const { id: draft } = await ada.createDraft({ editors: 'commons', title: 'Rules', text: 'begun\n' })
  await eve.connect(await addressOf(ada))
  await until(() => eve.commons.logs().length > 0, { what: 'Eve to have Ada’s log', deadlineMs: PATIENCE_MS })
  await (await eve.commons.filesWriter()).close()
  const edits = eve.commons.own!.edits
  const sessions = [1, 2].map((fill) => Buffer.alloc(16, fill))
  const [first, second] = sessions as [Buffer, Buffer]
  const engine = (): TextEngine => TextEngine.empty(deriveActor(edits, second))
  const change = (words: string): Uint8Array => {
    const one = engine()
    one.splice({ at: 0, del: 0, ins: words })
    return one.commit(1_700_000_000)!
  }
  const opening = (nonce: Uint8Array, bytes: Uint8Array): Uint8Array =>
    encodeEntry({ kind: 'opening', draft: draft as never, nonce, heads: [draft as never], change: bytes })
  await eve.commons.appendEdits([
    opening(first, bomb()),
    opening(second, change('the first of Eve\n')),
    encodeEntry({ kind: 'edit', tag: tagOf(second), change: change('the other first of Eve\n') }),
    Buffer.from([9, 9, 9]),
  ])
  // An edit is judged where its draft is open.
  await until(() => bo.draftText(draft).catch(() => null), {
    what: 'Bo to have the draft',
    deadlineMs: PATIENCE_MS,
  })
  for (const node of [ada, bo]) await findings(node, 'CHANGE_INFLATES', 'CHANGE_REPEATED', 'EDIT_KIND')
  const before = await bo.draftText(draft)
  await bo.editDraft({ draft, text: `${before.text}Bo goes on\n`, heads: before.heads })
  const agree = async (): Promise<boolean> => {
    const [one, other] = [await ada.draftText(draft), await bo.draftText(draft)]
    return one.text === other.text && one.text.includes('Bo goes on')
  }
  await until(agree, { what: 'both to have the same text', deadlineMs: PATIENCE_MS, everyMs: 50 })
  const { text } = await ada.draftText(draft)
  t.same(
    ['begun', 'the first of Eve', 'the other first of Eve'].map((line) => text.includes(`${line}\n`)),
    [true, true, false],
    text,
  )
  await stillWell(t, cast)
})
