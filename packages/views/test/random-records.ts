import { type AnyRecord, encodeCbor, nodeIdOf, type RecordId } from '@allmende/vocabulary'
import type { Seeded } from '@allmende/testkit'
import type { IngestBlock } from '../src/index.ts'
import { AT, good, idOf, log, record } from './records.ts'

export type Written = { of: ReturnType<typeof log>; blocks: IngestBlock[] }

/** Random records of several people, some with two devices; each cites some of what was written before. */
export function write(random: Seeded): Written[] {
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

const OUTCOMES = ['works', 'partly', 'failed']

/** How many goods stand at the beginning. */
const GOODS = 4

function one(random: Seeded, written: readonly RecordId[]): Uint8Array {
  const clock: AnyRecord['clock'] = [AT + random.int(50), random.int(2)]
  // Mostly about the few goods that come first, so that changes meet.
  const early = written.slice(0, GOODS)
  const of = written.length < GOODS ? undefined : random.pick(random.int(3) === 0 ? written : early)
  const after = of === undefined || random.int(2) === 0 ? [] : [of, random.pick(written)]
  const said = (who: number) =>
    who === 4
      ? record('node', { node: nodeIdOf(new Uint8Array(32).fill(who)), proof: new Uint8Array(64) }, { clock })
      : record('vouch', { person: log(who).person }, { clock })
  const make: (() => Uint8Array)[] = [
    () =>
      good(`${word(random)} ${word(random)}`, { description: word(random), tags: [word(random)] }, { clock }),
    () => record('draft', { title: word(random), editors: random.pick(['commons', 'invited']) }, { clock }),
    () => record('profile', { name: word(random) }, { clock }),
    () => said(1 + random.int(4)),
    () => record('unheard-of', { x: random.int(9) }, { clock, ...(of ? { of } : {}) }),
    () => encodeCbor({ kind: 'good', v: 1, clock, body: { title: random.int(9) } }),
    () => random.bytes(1 + random.int(20)),
  ]
  if (of === undefined) return make[0]!()
  const change = () =>
    record('good', { [random.pick(['title', 'description'])]: word(random) }, { clock, of, after })
  const about = () => record('comment', { text: word(random), about: of }, { clock })
  const rewritten = () => record('comment', { text: word(random) }, { clock, of, after })
  const draft = () => record('draft', { title: word(random) }, { clock, of, after })
  return random.pick([
    ...make,
    make[0]!,
    change,
    change,
    change,
    about,
    rewritten,
    draft,
    ...aboutGoods(random, written, { of, after, clock }),
    ...ofGoods(random, written, { of, after, clock }),
  ])()
}

type Place = { of: RecordId; after: RecordId[]; clock: AnyRecord['clock'] }
type Make = () => Uint8Array

const word = (random: Seeded) => random.pick(['lamp', 'Öl', 'bike', 'red', 'frame', 'Straße'])

/** What others write about goods, and change afterwards. */
function aboutGoods(random: Seeded, written: readonly RecordId[], { of, after, clock }: Place): Make[] {
  const version = () => random.pick(written)
  const build = () =>
    record(
      'build',
      { about: random.pick([of, version()]), outcome: random.pick(OUTCOMES), place: word(random) },
      { clock },
    )
  const rebuilt = () =>
    record('build', random.int(2) === 0 ? { about: version() } : { outcome: random.pick(OUTCOMES) }, {
      clock,
      of,
      after,
    })
  const suggestion = () =>
    record('suggestion', { about: of, title: word(random), offers: version() }, { clock })
  const outsideUse = () =>
    record('outside-use', { about: of, by: word(random), how: word(random), returned: 'nothing' }, { clock })
  return [build, build, rebuilt, suggestion, outsideUse]
}

/** What goods say of other goods, of answers, and of who tends them. */
function ofGoods(random: Seeded, written: readonly RecordId[], { of, after, clock }: Place): Make[] {
  const version = () => random.pick(written)
  const lines = () =>
    Array.from({ length: random.int(4) }, () => ({
      name: word(random),
      ...(random.int(2) === 0 ? { good: version() } : { action: 'use' }),
    }))
  const parts = () => record('parts', { lines: lines() }, { clock })
  const list = () => ({ lines: lines(), more: [version(), version()] })
  const fork = () =>
    good(
      word(random),
      { derivedFrom: version(), parts: list(), design: { tools: [word(random)] } },
      { clock },
    )
  const listed = () =>
    record('good', { parts: list(), roles: [{ role: 'image', at: word(random) }] }, { clock, of, after })
  const settled = () =>
    record(
      'good',
      { settles: [{ suggestion: version(), accepted: true }], merges: [version()] },
      { clock, of, after },
    )
  const tended = () =>
    record('good', { maintainers: [log(random.pick([1, 2, 3])).person] }, { clock, of, after })
  return [parts, fork, listed, settled, tended]
}
