import { createHash } from 'node:crypto'
import { copyFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'tape'
import type { AllmendeNode } from '../src/index.ts'
import { connect, errorOf, eventually, scene } from './nodes.ts'

const DESIGN = { licence: 'CERN-OHL-S-2.0', type: 'design' }

test('N20 N22 N23 N25 a bundle carries a commons to a node that is never connected, and the answer carries only what is new', async (t) => {
  const { open, files, folder } = scene(t)
  const anna = await open('anna')
  const { link } = await anna.createCommons({ name: 'Workshop', public: true })
  await anna.profile({ name: 'Anna' })
  const lamp = await anna.share({
    path: files('lamp', { 'a.txt': 'a lamp\n', 'large.bin': new Uint8Array(3_000_000).fill(7) }),
    title: 'Lamp',
    ...DESIGN,
  })
  const draft = await anna.createDraft({ editors: 'commons', title: 'Plan', text: 'One line.\n' })
  const first = join(folder, 'first.bundle')
  const made = await anna.createBundle({ file: first })
  t.equal(made.bytes, statSync(first).size)
  t.same(
    made.commons[0]?.files.map(({ title }) => title),
    ['Lamp'],
  )

  const ben = await open('ben')
  t.equal((await errorOf(ben.openBundle({ file: first }))).code, 'BUNDLE_FOREIGN', 'not in the commons')
  await ben.joinCommons({ link })
  const opened = await ben.openBundle({ file: first })
  t.equal(opened.from.node, anna.id)
  t.equal(opened.from.name, 'Anna')
  t.same(
    opened.commons[0]?.files.map(({ title, bytes }) => ({ title, bytes })),
    [{ title: 'Lamp', bytes: 3_000_007 }],
  )
  t.same(opened.commons[0]?.notTaken, [])
  const copied = await ben.copy({ from: lamp.id, to: join(folder, 'lamp-of-ben') })
  t.equal(copied.fetched, 0, 'its files are here')
  await eventually('the draft is here', async () => (await ben.draftText(draft.id)).text === 'One line.\n')
  const again = await ben.openBundle({ file: first })
  t.same([again.commons[0]?.blocks, again.commons[0]?.files.length], [0, 0], 'again, and nothing is new')

  await ben.profile({ name: 'Ben' })
  await ben.comment({ on: lamp.id, text: 'The arm is too short.' })
  await ben.editDraft({ draft: draft.id, text: 'One line.\nAnother.\n' })
  await eventually('the edit is written', async () => (await ben.draftHistory(draft.id)).changes.length >= 2)
  const answer = join(folder, 'answer.bundle')
  const back = await ben.createBundle({ file: answer, for: anna.id.slice(0, 8) })
  t.ok(back.bytes < 20_000, `the answer is small: ${back.bytes} bytes`)
  t.same(
    back.for.map(({ name }) => name),
    ['Anna'],
  )
  const news = await anna.openBundle({ file: answer })
  t.equal(news.from.name, 'Ben')
  t.ok((news.commons[0]?.records ?? 0) >= 2)
  t.same(
    (await anna.show(lamp.id)).comments.map(({ text }) => text),
    ['The arm is too short.'],
  )
  await eventually(
    'the edit came',
    async () => (await anna.draftText(draft.id)).text === 'One line.\nAnother.\n',
  )
  t.ok((await anna.check({})).ok)
  t.ok((await ben.check({})).ok)
})

/** What a home holds and shows, to be compared before and after. */
async function stateOf(node: AllmendeNode): Promise<string> {
  const hash = createHash('sha256')
  for (const { id } of await node.listCommons())
    for await (const { id: record, bytes } of node.exportRecords(id)) hash.update(record).update(bytes)
  const { checked, ok } = await node.check({})
  return JSON.stringify([hash.digest('hex'), checked, ok])
}

test('N21 a bundle that was cut or altered is refused whole, and nothing is written', async (t) => {
  const { open, files, folder } = scene(t)
  const anna = await open('anna')
  const { link } = await anna.createCommons({ name: 'Workshop', public: true })
  await anna.share({ path: files('lamp', { 'a.txt': 'a lamp\n' }), title: 'Lamp', ...DESIGN })
  const whole = join(folder, 'whole.bundle')
  await anna.createBundle({ file: whole })
  t.equal((await errorOf(anna.createBundle({ file: whole }))).code, 'BUNDLE_EXISTS')
  const ben = await open('ben')
  await ben.joinCommons({ link })
  const before = await stateOf(ben)
  const bytes = readFileSync(whole)
  const bad = join(folder, 'bad.bundle')
  writeFileSync(bad, bytes.subarray(0, bytes.length - 1))
  t.equal((await errorOf(ben.openBundle({ file: bad }))).code, 'BUNDLE_CUT')
  writeFileSync(bad, bytes.subarray(0, 1_500))
  t.equal((await errorOf(ben.openBundle({ file: bad }))).code, 'BUNDLE_CUT')
  for (const at of [60, 1_000, bytes.length - 40]) {
    const altered = Buffer.from(bytes)
    altered[at]! ^= 1
    writeFileSync(bad, altered)
    const { code = '' } = await errorOf(ben.openBundle({ file: bad }))
    t.ok(['BUNDLE_ALTERED', 'BUNDLE_FOREIGN'].includes(code), `a bit at ${at}: ${code}`)
  }
  writeFileSync(bad, 'hello, I am a letter')
  t.equal((await errorOf(ben.openBundle({ file: bad }))).code, 'BUNDLE_UNKNOWN')
  t.equal(await stateOf(ben), before)
  copyFileSync(whole, bad)
  t.equal((await ben.openBundle({ file: bad })).commons.length, 1, 'a good copy works after')
})

test('N22 since a date or an earlier bundle, only what came later goes along', async (t) => {
  const { open, files, folder } = scene(t)
  let now = Date.now()
  const anna = await open('anna', { clock: { now: () => now } })
  const { link } = await anna.createCommons({ name: 'Workshop', public: false })
  const lamp = await anna.share({ path: files('lamp', { 'a.txt': 'a lamp\n' }), title: 'Lamp', ...DESIGN })
  const [first, second, third] = ['first', 'second', 'third'].map((name) =>
    join(folder, `${name}.bundle`),
  ) as [string, string, string]
  await anna.createBundle({ file: first })
  const since = new Date((now += 20)).toISOString()
  await anna.comment({ on: lamp.id, text: 'Later.' })
  const later = await anna.createBundle({ file: second, since: first })
  t.same([later.commons[0]?.blocks, later.commons[0]?.files.length], [1, 0])
  const dated = await anna.createBundle({ file: third, since })
  t.equal(dated.commons[0]?.blocks, 2, 'the comment; and edits, which say no time')
  const ben = await open('ben')
  await ben.joinCommons({ link })
  const early = await ben.openBundle({ file: second })
  t.same(early.commons[0]?.notTaken, [{ reason: 'gap', logs: 1 }], 'what comes before is missing')
  await ben.openBundle({ file: first })
  t.equal((await ben.openBundle({ file: second })).commons[0]?.blocks, 1)
  t.same(
    (await ben.show(lamp.id)).comments.map(({ text }) => text),
    ['Later.'],
  )
  for (const [request, code] of [
    [{ since: 'yesterday' }, 'BUNDLE_SINCE'],
    [{ for: 'nobody' }, 'BUNDLE_FOR'],
    [{ for: 'x', since }, 'BUNDLE_BOTH'],
  ] as const)
    t.equal((await errorOf(anna.createBundle({ file: third, replace: true, ...request }))).code, code)
  const { expected } = await errorOf(ben.createBundle({ file: third, replace: true, for: 'nobody' }))
  t.equal(expected, `node ${anna.id.slice(0, 8)}…`, 'who has no name is told by the id, as --for takes it')
})

test('N22 what a neighbour has when it leaves needs not go along', async (t) => {
  const { open, files, folder } = scene(t)
  const anna = await open('anna')
  const { link } = await anna.createCommons({ name: 'Workshop', public: true })
  const lamp = await anna.share({ path: files('lamp', { 'a.txt': 'a lamp\n' }), title: 'Lamp', ...DESIGN })
  const ben = await open('ben')
  await ben.joinCommons({ link })
  await connect(ben, anna)
  await eventually('the lamp is there', async () => (await ben.show(lamp.id)).title === 'Lamp')
  const file = join(folder, 'a.bundle')
  const live = async (): Promise<boolean> =>
    (await anna.createBundle({ file, for: ben.id, replace: true })).commons[0]?.blocks === 0
  await eventually('it is known what Ben has', live)
  const { id } = ben
  await ben.close()
  await eventually('he is gone', async () => (await anna.status()).peers.length === 0)
  await anna.comment({ on: lamp.id, text: 'Later.' })
  const made = await anna.createBundle({ file, for: id, replace: true })
  t.equal(made.commons[0]?.blocks, 1)
  t.ok(made.commons[0]?.known)
})

test('N26 commons that a node is not in are counted and left closed', async (t) => {
  const { open, folder } = scene(t)
  const anna = await open('anna')
  const { link } = await anna.createCommons({ name: 'Workshop', public: true })
  await anna.createCommons({ name: 'Family', public: false })
  await anna.profile({ name: 'Anna' })
  const file = join(folder, 'a.bundle')
  t.equal((await anna.createBundle({ file })).commons.length, 2)
  const ben = await open('ben')
  await ben.joinCommons({ link })
  const opened = await ben.openBundle({ file })
  t.same([opened.commons.map(({ name }) => name), opened.unopened], [['Workshop'], 1])
})

test('N24 who is not vouched for is carried up to the quota, by a bundle as by a connection; a vouch in it counts', async (t) => {
  const { open, folder } = scene(t)
  const anna = await open('anna')
  const { link } = await anna.createCommons({ name: 'Workshop', public: true })
  await anna.profile({ name: 'Anna' })
  const [greeting, stranger, vouched] = ['greeting', 'stranger', 'vouched'].map((name) =>
    join(folder, `${name}.bundle`),
  ) as [string, string, string]
  await anna.createBundle({ file: greeting })
  const ben = await open('ben')
  await ben.joinCommons({ link })
  await ben.openBundle({ file: greeting })
  for (let at = 0; at < 80; at++) await ben.profile({ name: `Ben ${at}` })
  await ben.createBundle({ file: stranger })
  const met = await anna.openBundle({ file: stranger })
  t.same(met.commons[0]?.notTaken, [{ reason: 'quota', logs: 1 }])
  t.ok(
    (met.commons[0]?.blocks ?? 0) > 60 && (met.commons[0]?.blocks ?? 0) < 72,
    `${met.commons[0]?.blocks} blocks`,
  )
  t.equal((await anna.openBundle({ file: stranger })).commons[0]?.blocks, 0)
  const { person } = await ben.profile({})
  await anna.vouch({ person: person ?? '' })
  await anna.openBundle({ file: stranger })
  await anna.createBundle({ file: vouched })
  const cleo = await open('cleo')
  await cleo.joinCommons({ link })
  const both = await cleo.openBundle({ file: vouched })
  t.same(both.commons[0]?.notTaken, [], 'the vouch is in the same bundle')
  t.equal((await cleo.check({})).checked.records, (await ben.check({})).checked.records + 1)
})

test('N27 cancelled, a bundle leaves no file, and opening it leaves nothing half', async (t) => {
  const { open, files, folder } = scene(t)
  const anna = await open('anna')
  const { link } = await anna.createCommons({ name: 'Workshop', public: true })
  await anna.share({
    path: files('lamp', { 'large.bin': new Uint8Array(20_000_000) }),
    title: 'Lamp',
    ...DESIGN,
  })
  const file = join(folder, 'a.bundle')
  const cut = new AbortController()
  const onProgress = ({ phase, done }: { phase: string; done: number }): void => {
    if (phase === 'writing' && done > 10) cut.abort(new Error('enough'))
  }
  t.equal((await errorOf(anna.createBundle({ file }, { onProgress, signal: cut.signal }))).message, 'enough')
  t.same(
    readdirSync(folder).filter((name) => name.includes('bundle')),
    [],
  )
  await anna.createBundle({ file })
  const ben = await open('ben')
  await ben.joinCommons({ link })
  const stop = new AbortController()
  const onTaking = ({ phase, done }: { phase: string; done: number }): void => {
    if (phase === 'taking in' && done > 9_000_000) stop.abort(new Error('enough'))
  }
  t.equal(
    (await errorOf(ben.openBundle({ file }, { onProgress: onTaking, signal: stop.signal }))).message,
    'enough',
  )
  t.ok((await ben.check({})).ok)
  t.equal((await ben.openBundle({ file })).commons[0]?.files.length, 1, 'and it goes on')
})

test('N37 N22 N49 bundles go over a change of the key: one made before it opens after it, one made after it brings both epochs and the key itself, and names the commons once', async (t) => {
  const { open, files, folder } = scene(t)
  const [anna, ben] = [await open('anna'), await open('ben')]
  const { link } = await anna.createCommons({ name: 'Workshop', public: false })
  await anna.profile({ name: 'Anna' })
  await ben.joinCommons({ link })
  await ben.profile({ name: 'Ben' })
  const file = (name: string) => join(folder, `${name}.bundle`)
  await ben.createBundle({ file: file('from ben') })
  await anna.openBundle({ file: file('from ben') })
  await anna.share({ path: files('lamp', { 'a.txt': 'a lamp\n' }), title: 'Lamp', ...DESIGN })
  await anna.createBundle({ file: file('before') })
  t.equal((await anna.changeKey({})).devices, 2)
  const bench = await anna.share({
    path: files('bench', { 'b.txt': 'a bench\n' }),
    title: 'Bench',
    ...DESIGN,
  })
  const made = await anna.createBundle({ file: file('after') })
  t.same(
    made.commons.map(({ name, logs, files: some }) => [name, logs, some.length]),
    [['Workshop', 3, 2]],
    'once, with the logs and the files of both epochs',
  )

  await ben.openBundle({ file: file('after') })
  const sees = async (node: typeof ben, words: string) => (await node.find({ words })).total === 1
  await eventually(
    'Ben to have the key, by the bundle alone',
    async () => (await ben.members({})).epoch === 1,
  )
  if (!(await sees(ben, 'bench'))) await ben.openBundle({ file: file('after') })
  t.ok((await sees(ben, 'lamp')) && (await sees(ben, 'bench')), 'both epochs')
  await ben.copy({ from: bench.id, to: join(folder, 'copied') })
  await ben.comment({ on: bench.id, text: 'Too high.' })
  await ben.createBundle({ file: file('back') })
  const records = async () => (await anna.status()).commons[0]?.records ?? 0
  const before = await records()
  const back = await anna.openBundle({ file: file('back') })
  const news = (await records()) - before
  t.same(
    back.commons.map((one) => one.records),
    [news],
    `${news} new records, counted once`,
  )
  await eventually('Anna to see it', async () => (await anna.show(bench.id)).comments.length === 1)

  const dora = await open('dora')
  await dora.joinCommons({ link: (await anna.listCommons())[0]?.link ?? '' })
  await dora.openBundle({ file: file('before') })
  t.ok(await sees(dora, 'lamp'), 'made under the old key, opened by somebody who came under the new one')
  const late = await open('late')
  await late.joinCommons({ link })
  await late.openBundle({ file: file('after') })
  t.ok(await sees(late, 'lamp'), 'with the old link what was before')
  t.notOk(await sees(late, 'bench'), 'and nothing of what came after')
})
