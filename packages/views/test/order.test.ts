import { type AnyRecord, encodeBlock, encodeCbor, type RecordId } from '@allmende/vocabulary'
import { seeded, type Seeded, type Teardown } from '@allmende/testkit'
import test from 'tape'
import { openEngine } from '../src/engine-holder.ts'
import type { Ingest, IngestBlock } from '../src/index.ts'
import { AT, good, idOf, log, record, temporaryViews } from './records.ts'

type Written = { of: ReturnType<typeof log>; blocks: IngestBlock[] }

/** Random records of several people, some with two devices; each cites some of what was written before. */
function write(random: Seeded): Written[] {
  const logs: Written[] = [log(1), log(2), log(3, 1), log(4), log(5, 2)].map((of) => ({ of, blocks: [] }))
  const written: RecordId[] = []
  for (let step = 0; step < 150; step++) {
    const { of, blocks } = random.pick(logs)
    const records = Array.from({ length: 1 + random.int(3) }, () => one(random, written))
    const block = blocks.length
    blocks.push({ block, records })
    records.forEach((_, index) => written.push(idOf(of, block, index)))
  }
  return logs
}

/** How many goods stand at the beginning. */
const GOODS = 4

function one(random: Seeded, written: readonly RecordId[]): Uint8Array {
  const word = () => random.pick(['lamp', 'Öl', 'bike', 'red', 'frame', 'Straße'])
  const clock: AnyRecord['clock'] = [AT + random.int(50), random.int(2)]
  // Mostly about the few goods that come first, so that changes meet.
  const early = written.slice(0, GOODS)
  const of = written.length < GOODS ? undefined : random.pick(random.int(3) === 0 ? written : early)
  const after = of === undefined || random.int(2) === 0 ? [] : [of, random.pick(written)]
  const make: (() => Uint8Array)[] = [
    () => good(`${word()} ${word()}`, { description: word(), tags: [word()] }, { clock }),
    () => record('draft', { title: word(), editors: random.pick(['commons', 'invited']) }, { clock }),
    () => record('profile', { name: word() }, { clock }),
    () => record('vouch', { person: log(1 + random.int(4)).person }, { clock }),
    () => record('unheard-of', { x: random.int(9) }, { clock, ...(of ? { of } : {}) }),
    () => encodeCbor({ kind: 'good', v: 1, clock, body: { title: random.int(9) } }),
    () => random.bytes(1 + random.int(20)),
  ]
  if (of === undefined) return make[0]!()
  const change = () =>
    record('good', { [random.pick(['title', 'description'])]: word() }, { clock, of, after })
  const about = () => record('comment', { text: word(), about: of }, { clock })
  const rewritten = () => record('comment', { text: word() }, { clock, of, after })
  const draft = () => record('draft', { title: word() }, { clock, of, after })
  return random.pick([...make, make[0]!, change, change, change, about, rewritten, draft])()
}

/** The same blocks in another order: logs mixed, blocks of one log out of order, in batches of any size. */
function arrivals(random: Seeded, logs: readonly Written[]): Ingest[] {
  const all = random.shuffle(logs.flatMap(({ of, blocks }) => blocks.map((block) => ({ of, block }))))
  const batches: Ingest[] = []
  for (const { of, block } of all) {
    const last = batches.at(-1)
    if (last?.log === of.log && random.int(2) === 0) last.blocks.push(block)
    else batches.push({ ...of, blocks: [block] })
  }
  return batches
}

/** An engine without its thread: the fold is the same, and a hundred of them start in the time of one worker. */
function dumpOf(
  t: Teardown,
  batches: readonly Ingest[],
): { dump: string; again: string; problems: string[] } {
  const { engine, questions } = openEngine(':memory:')
  t.teardown(() => engine.parts.db.close())
  for (const { blocks, ...owner } of batches) {
    const numbers = blocks.map(({ block }) => block)
    engine.ingest({ ...owner, numbers, blocks: blocks.map(({ records }) => encodeBlock(records)), now: AT })
  }
  engine.commit()
  const dump = questions.dump()
  const problems = questions.check()
  const steps = engine.refold(AT)
  while (steps.next().done !== true);
  engine.commit()
  return { dump, again: questions.dump(), problems }
}

for (const seed of ['order 1', 'order 2', 'order 3', 'order 4']) {
  test(`W11 the tables don’t depend on the order of arrival (seed ${seed})`, (t) => {
    const random = seeded(seed)
    const logs = write(random)
    const straight = logs.map(({ of, blocks }) => ({ ...of, blocks }))
    const { dump } = dumpOf(t, straight)
    for (const section of ['thing', 'change', 'comment', 'person', 'vouch', 'refused', 'term']) {
      t.ok(dump.includes(`\n${section} `), `the records make rows of ${section}`)
    }
    t.ok(/"diverged":1/.test(dump) && /"ignored":[1-9]/.test(dump), 'some are diverged, some changes ignored')
    for (let round = 0; round < 6; round++) {
      const other = dumpOf(t, arrivals(random, logs))
      t.equal(firstDifference(other.dump, dump), null, 'another order')
      t.equal(firstDifference(other.again, dump), null, 'folded again from the kept blocks')
      t.deepEqual(other.problems, [])
    }
    t.end()
  })
}

test('W11 what is under way to the worker at once doesn’t matter either', async (t) => {
  const random = seeded('under way')
  const logs = write(random)
  const { views } = await temporaryViews(t)
  await Promise.all(arrivals(random, logs).map((batch) => views.ingest(batch)))
  const { dump } = dumpOf(
    t,
    logs.map(({ of, blocks }) => ({ ...of, blocks })),
  )
  t.equal(firstDifference(await views.dump(), dump), null)
})

/** The first line that differs: a whole dump in a failure could not be read. */
function firstDifference(found: string, expected: string): string | null {
  const [left, right] = [found.split('\n'), expected.split('\n')]
  const at = left.findIndex((line, index) => line !== right[index])
  return at === -1 && left.length === right.length ? null : `${left[at]} <> ${right[at]}`
}
