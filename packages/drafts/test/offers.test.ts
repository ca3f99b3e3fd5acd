import { Buffer } from 'node:buffer'
import { seeded, type Seeded, until } from '@allmende/testkit'
import { recordId } from '@allmende/vocabulary'
import test from 'tape'
import type { DraftHandle } from '../src/contract.ts'
import { encodeChange } from '../src/change/encode.ts'
import { encodeEntry } from '../src/entry.ts'
import { Judge, type Submission } from '../src/judge.ts'
import { OFFERED_CHANGES } from '../src/limits.ts'
import { author, COMMONS, DRAFT, MemoryRecords, person } from './memory-logs.ts'
import { connect, node, type Node } from './node.ts'
import { hashOf, Writer } from './writer.ts'

const SEED = 'offers 1'

const INVITED = { author: person('anna'), editors: 'invited' as const, invited: [], closed: false }

/** Anna's draft, for invited people only, and Ben, who isn't. */
async function annaAndBen(
  t: test.Test,
  text: string,
): Promise<{ anna: Node; ben: Node; a: DraftHandle; b: DraftHandle }> {
  const anna = await node(t, 'anna', { records: new MemoryRecords(INVITED) })
  const ben = await node(t, 'ben', { records: new MemoryRecords(INVITED) })
  connect(anna, ben)
  const [a, b] = [await anna.open(), await ben.open()]
  a.splice(0, 0, text)
  await a.flush()
  await until(async () => (await b.text()) === text)
  return { anna, ben, a, b }
}

async function accept(nodes: Node[], ...hashes: string[]): Promise<void> {
  for (const { records, drafts } of nodes) {
    records.offers.push(...hashes)
    await drafts.recordsChanged(COMMONS, DRAFT)
  }
}

test('D42 an offered change is shown in no text until a record accepts it; then it is its author’s, on every node', async (t) => {
  const { anna, ben, a, b } = await annaAndBen(t, 'The quick brown fox jumps over the lazy dog.')
  b.splice(0, 0, 'x')
  await b.flush().then(
    () => t.fail('who may not edit edited'),
    (error: { code?: string }) => t.equal(error.code, 'EDIT_RIGHT'),
  )
  const { text, heads } = await b.read()
  const hashes = await b.offer(text.replace('quick', 'slow').replace('dog', 'cat'), heads)
  t.equal(hashes.length, 2, 'two passages, two pieces')
  await until(async () => (await a.offers()).length === 2, { what: 'Anna holds them' })
  for (const handle of [a, b]) {
    t.equal(await handle.text(), text, 'nothing is shown')
    t.equal((await handle.history()).length, 1)
    t.deepEqual(
      (await handle.offers()).map(({ takes, puts, author: by, changed }) => [takes, puts, by, changed]),
      [
        ['quick', 'slow', person('ben'), false],
        ['dog', 'cat', person('ben'), false],
      ],
    )
  }
  await accept([anna, ben], hashes[1]!)
  const expected = text.replace('dog', 'cat')
  for (const handle of [a, b]) {
    await until(async () => (await handle.text()) === expected, { what: 'the accepted piece is shown' })
    t.equal((await handle.offers()).length, 1, 'the other is still offered')
    const [, passage] = await handle.blame()
    t.deepEqual([passage?.text, passage?.author], ['cat', person('ben')], 'whoever offered it wrote it')
  }
  await a.close()
  await b.close()
  const again = await anna.open()
  t.equal(await again.text(), expected, 'after opening anew')
  t.equal((await again.offers()).length, 1)
  await again.close()
  t.equal(anna.refused.length + ben.refused.length, 0)
})

test('D42 what is accepted before it arrives counts when it does; where it stands follows the text', async (t) => {
  const { anna, ben, a, b } = await annaAndBen(t, 'one two three four')
  const other = await node(t, 'carla', { records: new MemoryRecords(INVITED) })
  const { text, heads } = await b.read()
  const [first, second] = await b.offer(text.replace('two', '2').replace('four', '4'), heads)
  await accept([anna, ben, other], first!)
  const carla = await other.open()
  for (const log of [ben, anna])
    for (const entries of log.logs.blocks.get(log.logs.own.log)!) other.logs.put(log.logs.own, entries)
  await until(async () => (await carla.text()) === 'one 2 three four')
  a.splice(0, 0, 'zero ')
  await a.flush()
  await until(async () => (await b.text()).startsWith('zero one 2'))
  const [offer] = await b.offers()
  t.deepEqual([offer?.hash, offer?.from, offer?.to, offer?.changed], [second, 17, 21, false], 'moved along')
  const at = (await a.text()).indexOf('four')
  a.splice(at + 1, 2, 'i')
  await a.flush()
  await until(async () => (await b.text()).includes('fir'))
  t.equal((await b.offers())[0]?.changed, true, 'the passage was changed meanwhile')
  for (const handle of [a, b, carla]) await handle.close()
})

test('D43 any order of arrival of changes, offers and acceptances gives the same text and the same refusals', (t) => {
  const random = seeded(SEED)
  for (let run = 0; run < 25; run++) {
    const { logs, accepted } = crowd(random)
    const outcomes = Array.from({ length: 4 }, () => replay(random, logs, accepted))
    for (const outcome of outcomes) t.deepEqual(outcome, outcomes[0], `run ${run} of ${SEED}`)
  }
  t.end()
})

/** Writers whose changes rest on each other, some offered, some good for nothing; and which offered ones are accepted. */
function crowd(random: Seeded): { logs: Submission[][]; accepted: string[] } {
  const writers = ['anna', 'ben', 'carla'].map((name) => new Writer(name))
  const all: { by: number; change: Uint8Array; offered: boolean }[] = []
  const logs: Submission[][] = writers.map(() => [])
  const accepted: string[] = []
  for (let step = 0; step < 24; step++) {
    const by = random.int(writers.length)
    const offered = random.chance(0.4)
    // Each offered change is of a session of its own; now and then of one that goes on.
    const writer = offered ? new Writer(['anna', 'ben', 'carla'][by]!, `offer ${step}`) : writers[by]!
    const seen = all.slice(0, random.int(all.length + 1))
    for (const one of seen)
      if (offered || (one.by !== by && random.chance(0.7)) || one.offered) tryReceive(writer, one.change)
    const rounds = offered && random.chance(0.3) ? 2 : 1
    for (let round = 0; round < rounds; round++) {
      const change = writer.write({ at: 0, del: 0, ins: `${step}.${round} ` })
      const submission = { ...writer.log.at(-1)!, block: logs[by]!.length + 1 }
      if (random.chance(0.1)) submission.allowed = false
      logs[by]!.push(offered ? { ...submission, offered: true } : submission)
      all.push({ by, change, offered })
      if (offered && random.chance(0.6)) accepted.push(hashOf(change))
    }
  }
  return { logs, accepted: [...accepted, 'ff'.repeat(32)] }
}

function tryReceive(writer: Writer, change: Uint8Array): void {
  writer.receive(change)
}

function replay(random: Seeded, logs: Submission[][], accepted: string[]): unknown {
  let judge = new Judge()
  const refused: string[] = []
  const applied: string[] = []
  const left = logs.map((log) => [...log])
  const accepts = random.shuffle([...accepted])
  while (accepts.length > 0 || left.some((log) => log.length > 0)) {
    const at = random.int(left.length + 1)
    const submission = left[at]?.shift()
    const verdicts = submission ? judge.judge(submission) : judge.accept(accepts.splice(0, 1))
    refused.push(...verdicts.refused.map(({ log, block, code }) => `${log} ${block} ${code}`))
    applied.push(...verdicts.accepted.map(({ hash }) => hash))
    // As if closed and opened: acceptances are told again then.
    if (random.chance(0.1)) {
      const again = Judge.from(structuredClone(judge.state()))
      applied.push(
        ...again.accept(accepted.filter((hash) => !accepts.includes(hash))).accepted.map(({ hash }) => hash),
      )
      judge = again
    }
  }
  return {
    changes: judge.graph.changes().map(({ hash }) => hash),
    applied: applied.toSorted(),
    refused: refused.toSorted(),
    held: judge
      .held()
      .map(({ change }) => change.hash)
      .toSorted(),
  }
}

test('D57 what whoever may edit built on counts, though nobody’s acceptance of it counts any more, in every order', (t) => {
  const random = seeded(`${SEED} built on`)
  const ben = new Writer('ben', 'offer')
  const offers = [ben.write({ at: 0, del: 0, ins: 'one ' }), ben.write({ at: 4, del: 0, ins: 'two' })]
  const anna = new Writer('anna')
  const carla = new Writer('carla')
  const mallory = new Writer('mallory')
  anna.receive(offers[0]!)
  const built = anna.write({ at: 4, del: 0, ins: 'more ' })
  mallory.receive(...offers)
  mallory.write({ at: 0, del: 0, ins: 'no ' })
  const dave = new Writer('dave', 'offer')
  carla.receive(dave.write({ at: 0, del: 0, ins: 'dave ' }), mallory.log[0]!.change, ...offers)
  carla.write({ at: 0, del: 0, ins: 'on what is refused ' })
  const offered = (writer: Writer): Submission[] =>
    writer.log.map((one) => ({ ...one, offered: true as const }))
  for (let round = 0; round < 30; round++) {
    const barred = mallory.log.map((one) => ({ ...one, allowed: false }))
    const lanes = [offered(ben), offered(dave), [...anna.log], [...carla.log], barred]
    let judge = new Judge()
    while (lanes.some((lane) => lane.length > 0)) {
      judge.judge(random.pick(lanes.filter((lane) => lane.length > 0)).shift()!)
      if (random.chance(0.3)) judge = Judge.from(structuredClone(judge.state()))
    }
    t.deepEqual(
      judge.graph
        .changes()
        .map(({ hash }) => hash)
        .toSorted(),
      [offers[0]!, built, dave.log[0]!.change].map(hashOf).toSorted(),
    )
    t.equal(judge.parked, 0, 'nothing waits')
  }
  t.end()
})

test('D44 an offered change that rests on another offered one waits for that, accepted or not; one that is no good stays out', (t) => {
  const ben = new Writer('ben', 'offer')
  const first = ben.write({ at: 0, del: 0, ins: 'one ' })
  const second = ben.write({ at: 4, del: 0, ins: 'two' })
  const [one, two] = ben.log.map((submission) => ({ ...submission, offered: true as const }))
  const judge = new Judge()
  judge.judge(one!)
  judge.judge(two!)
  t.deepEqual(
    judge.held().map(({ change }) => change.hash),
    [hashOf(first)],
    'what rests on something held is not offered yet',
  )
  t.equal(judge.accept([hashOf(second)]).accepted.length, 0)
  t.deepEqual(
    judge.accept([hashOf(first)]).accepted.map(({ hash }) => hash),
    [hashOf(first), hashOf(second)],
  )
  t.deepEqual(judge.accept([hashOf(first)]).accepted, [], 'accepted twice it counts once')
  const barred = new Judge()
  barred.accept([hashOf(first)])
  t.equal(
    barred.judge({ ...one!, allowed: false }).refused[0]?.code,
    'EDIT_RIGHT',
    'a closed draft takes no offers',
  )
  t.equal(
    barred.judge(two!).refused.length + barred.accept([hashOf(second)]).refused.length,
    1,
    'and what rests on such a one',
  )
  t.end()
})

test('D45 of a log only so many offered changes are held in one draft; the rest is refused, accepted or not', (t) => {
  const base = new Writer('ben', 'offers')
  const judge = new Judge()
  judge.accept([])
  const codes: (string | undefined)[] = []
  const changes: string[] = []
  for (let count = 0; count < OFFERED_CHANGES + 2; count++) {
    const change = base.write({ at: 0, del: 0, ins: 'x' })
    changes.push(hashOf(change))
    if (count === OFFERED_CHANGES) judge.accept([hashOf(change)])
    codes.push(judge.judge({ ...base.log[count]!, offered: true }).refused[0]?.code)
  }
  t.equal(codes.filter((code) => code === undefined).length, OFFERED_CHANGES)
  t.deepEqual(codes.slice(-2), ['CHANGE_OFFERS', 'CHANGE_OFFERS'])
  t.deepEqual(judge.accept(changes.slice(-2)).accepted, [])
  t.end()
})

test('D46 an edited text is offered in pieces that each stand alone: any of them accepted gives just that', async (t) => {
  const random = seeded(SEED)
  const words = Array.from({ length: 60 }, (_, at) => `word${at} 😀é`)
  const { anna, ben, a, b } = await annaAndBen(t, words.join(' '))
  const edited = words.map((word, at) => (at % 9 === 4 ? `new${at}` : at % 9 === 8 ? '' : word)).join(' ')
  const { text, heads } = await b.read()
  const hashes = await b.offer(edited, heads)
  t.ok(hashes.length > 5, `${hashes.length} pieces`)
  await until(async () => (await a.offers()).length === hashes.length)
  const offers = await a.offers()
  const some = offers.filter(() => random.chance(0.5))
  await accept([anna, ben], ...some.map(({ hash }) => hash))
  let expected = text
  for (const { from, to, puts } of some.toReversed())
    expected = expected.slice(0, from) + puts + expected.slice(to)
  for (const handle of [a, b])
    await until(async () => (await handle.text()) === expected, { what: 'just these' })
  await accept([anna, ben], ...offers.map(({ hash }) => hash))
  for (const handle of [a, b])
    await until(async () => (await handle.text()) === edited, { what: 'all of it' })
  const far = await b.read()
  const many = await b.offer(
    Array.from(far.text, (char, at) => (at % 12 === 0 ? `${char}#` : char)).join(''),
    far.heads,
  )
  t.ok(many.length <= 64, `${many.length} pieces at most`)
  for (const handle of [a, b]) await handle.close()
})

test('D46 of two pieces that overlap both can be accepted: what either takes out goes, what both put in stays', async (t) => {
  const { anna, ben, a, b } = await annaAndBen(t, 'alpha beta gamma')
  const { heads } = await b.read()
  const [first] = await b.offer('alpha BETA gamma', heads)
  const guest = await ben.drafts.open(COMMONS, DRAFT, { guest: 'Ina', offers: true })
  const [second] = await guest.offer('alpha gamma', heads)
  await until(async () => (await a.offers()).length === 2)
  t.ok(
    (await a.offers()).some((offer) => offer.guest === 'Ina'),
    'a guest can offer, too',
  )
  t.throws(() => guest.splice(0, 0, 'x'), /only offers/)
  await accept([anna, ben], first!, second!)
  for (const handle of [a, b]) await until(async () => (await handle.text()) === 'alpha BETAgamma')
  for (const handle of [a, b, guest]) await handle.close()
})

test('D47 an offer that is made by hand is told truly: what it takes out and puts in, wherever it does', async (t) => {
  const { anna, a } = await annaAndBen(t, 'abcdefghij')
  const mallory = new Writer('mallory')
  for (const entry of anna.logs.blocks.get(anna.logs.own.log)!.flat())
    mallory.receive(Buffer.from(entry.subarray(Buffer.from(entry).indexOf('856f4a83', 0, 'hex'))))
  const change = mallory.write(
    { at: 8, del: 1, ins: '' },
    { at: 2, del: 0, ins: 'XY' },
    { at: 3, del: 0, ins: '-' },
    { at: 0, del: 1, ins: '' },
  )
  const { nonce } = mallory
  anna.logs.put(author('mallory'), [
    encodeEntry({ kind: 'opening', draft: DRAFT, nonce, heads: [DRAFT], change, offers: true }),
  ])
  await until(async () => (await a.offers()).length === 1)
  const [offer] = await a.offers()
  t.deepEqual([offer?.takes, offer?.puts, offer?.from, offer?.to], ['abcdefghij', 'bX-Ycdefghj', 0, 10])
  await accept([anna], offer!.hash)
  await until(async () => (await a.text()) === 'bX-Ycdefghj', { what: 'it does what was told' })
  t.equal(recordId(author('anna').log, 1, 0), DRAFT)
  await a.close()
})

test('D47 an offer behind a character that was gone when it was made is not shown: its place could not be told truly', async (t) => {
  const { anna, a } = await annaAndBen(t, 'abc')
  const gone = await a.anchor(2)
  a.splice(1, 1, '')
  await a.flush()
  const mallory = new Writer('mallory')
  const [counter, actor] = gone.split('@')
  const change = encodeChange({
    actor: mallory.actor,
    seq: 1,
    startOp: 100,
    time: 1,
    deps: await a.heads(),
    operations: [{ key: { actor: actor!, counter: Number(counter) }, text: 'X' }],
  })
  const startOp = Number(/begin at (\d+)/.exec(await refusalOf(anna, mallory, change))![1])
  const operations = [{ key: { actor: actor!, counter: Number(counter) }, text: 'X' }]
  const late = new Writer('mallory', 'again')
  const right = encodeChange({
    actor: late.actor,
    seq: 1,
    startOp,
    time: 1,
    deps: await a.heads(),
    operations,
  })
  anna.logs.put(late.author, [
    encodeEntry({
      kind: 'opening',
      draft: DRAFT,
      nonce: late.nonce,
      heads: [DRAFT],
      change: right,
      offers: true,
    }),
  ])
  t.deepEqual(await a.offers(), [])
  await a.close()
})

/** Why a change that is offered and accepted is refused. */
async function refusalOf(anna: Node, writer: Writer, change: Uint8Array): Promise<string> {
  anna.logs.put(writer.author, [
    encodeEntry({ kind: 'opening', draft: DRAFT, nonce: writer.nonce, heads: [DRAFT], change, offers: true }),
  ])
  await accept([anna], hashOf(change))
  await until(() => anna.refused.length > 0)
  return anna.refused[0]!.message
}
