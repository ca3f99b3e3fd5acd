import { encodeBlock } from '@allmende/vocabulary'
import { seeded, type Seeded, type Teardown } from '@allmende/testkit'
import test from 'tape'
import type { Engine } from '../src/engine.ts'
import { openEngine } from '../src/engine-holder.ts'
import type { Ingest } from '../src/index.ts'
import { ROLE } from '../src/links.ts'
import { type Written, write } from './random-records.ts'
import { AT, temporaryViews } from './records.ts'

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
function fold(
  t: Teardown,
  batches: readonly Ingest[],
): { tables: string; again: string; problems: string[] } {
  const { engine, questions } = openEngine(':memory:')
  t.teardown(() => engine.parts.db.close())
  for (const { blocks, ...owner } of batches) {
    const numbers = blocks.map(({ block }) => block)
    engine.ingest({ ...owner, numbers, blocks: blocks.map(({ records }) => encodeBlock(records)), now: AT })
  }
  engine.commit()
  const tables = questions.dump() + places(engine)
  const problems = questions.check()
  const steps = engine.refold(AT)
  while (steps.next().done !== true);
  engine.commit()
  return { tables, again: questions.dump() + places(engine), problems }
}

/** The places of things in lists. A dump lacks them, as they go by our clock: here all have the same. */
function places({ parts }: Engine): string {
  const rows = parts.db.prepare('SELECT id, listed, alive FROM things').all()
  const lines = rows.map(
    ({ id, ...row }) => `place ${parts.places.idOf(Number(id))} ${JSON.stringify(row)}\n`,
  )
  return lines.sort().join('')
}

const SECTIONS = [
  'thing',
  'change',
  'person',
  'vouch',
  'statement',
  'refused',
  'term',
  'build',
  'tool',
].concat(Object.keys(ROLE).map((role) => `link ["${role}",`))

for (const seed of ['order 1', 'order 2', 'order 3', 'order 4']) {
  test(`W11 the tables don’t depend on the order of arrival (seed ${seed})`, (t) => {
    const random = seeded(seed)
    const logs = write(random)
    const straight = logs.map(({ of, blocks }) => ({ ...of, blocks }))
    const { tables } = fold(t, straight)
    for (const section of SECTIONS) {
      t.ok(tables.includes(`\n${section}`), `the records make rows of ${section}`)
    }
    t.ok(
      /"diverged":1/.test(tables) && /"ignored":[1-9]/.test(tables),
      'some are diverged, some changes ignored',
    )
    t.ok(
      /"works":[1-9]/.test(tables) && /"others":[1-9]/.test(tables),
      'some goods were built, also by others',
    )
    t.ok(/"alive":[1-9]/.test(tables), 'and stand higher for it')
    for (let round = 0; round < 6; round++) {
      const other = fold(t, arrivals(random, logs))
      t.equal(firstDifference(other.tables, tables), null, 'another order')
      t.equal(firstDifference(other.again, tables), null, 'folded again from the kept blocks')
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
  const { tables } = fold(
    t,
    logs.map(({ of, blocks }) => ({ ...of, blocks })),
  )
  const dump = await views.dump()
  t.equal(firstDifference(dump, tables.slice(0, dump.length)), null)
})

/** The first line that differs: a whole dump in a failure could not be read. */
function firstDifference(found: string, expected: string): string | null {
  const [left, right] = [found.split('\n'), expected.split('\n')]
  const at = left.findIndex((line, index) => line !== right[index])
  return at === -1 && left.length === right.length ? null : `${left[at]} <> ${right[at]}`
}

for (const seed of ['cut 1', 'cut 2', 'cut 3']) {
  test(`W41 what is cut is as if it had never come, and may come again (seed ${seed})`, (t) => {
    const random = seeded(seed)
    const logs = write(random)
    const all = logs.map(({ of, blocks }) => ({ ...of, blocks }))
    const limits = logs.map(({ blocks }) =>
      random.chance(0.5) ? random.int(blocks.length + 1) : blocks.length + 5,
    )
    const kept = all.map((one, at) => ({
      ...one,
      blocks: one.blocks.filter(({ block }) => block < limits[at]!),
    }))
    const { engine, questions } = openEngine(':memory:')
    t.teardown(() => engine.parts.db.close())
    const ingest = (batches: readonly Ingest[]) => {
      for (const { blocks, ...owner } of batches) {
        const numbers = blocks.map(({ block }) => block)
        const bytes = blocks.map(({ records }) => encodeBlock(records))
        engine.ingest({ ...owner, numbers, blocks: bytes, now: AT })
      }
      engine.commit()
    }
    ingest(all)
    const cut = engine.cut(all.map(({ log }, at) => ({ log, blocks: limits[at]! })))
    const steps = engine.refold(AT)
    while (steps.next().done !== true);
    engine.commit()
    const expected = fold(
      t,
      kept.filter(({ blocks }) => blocks.length > 0),
    ).tables
    t.equal(questions.dump() + places(engine), expected)
    t.deepEqual(questions.check(), [])
    t.equal(engine.cut(all.map(({ log }, at) => ({ log, blocks: limits[at]! }))), false, 'once is enough')
    ingest(all)
    t.equal(questions.dump() + places(engine), fold(t, all).tables)
    t.ok(cut || limits.every((limit, at) => limit >= logs[at]!.blocks.length))
    t.end()
  })
}
