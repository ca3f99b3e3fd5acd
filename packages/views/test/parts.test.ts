import test from 'tape'
import type { PartLine, RecordId } from '@allmende/vocabulary'
import { createDesignCache } from '../src/design-cache.ts'
import { blocks, good, idOf, log, record, temporaryViews } from './records.ts'

const anna = log(1)
const bert = log(2)

const [bike, wheel, spoke] = [idOf(anna, 0), idOf(anna, 0, 1), idOf(anna, 0, 2)]
const line = (name: string, quantity: number, made?: RecordId): PartLine => ({
  name,
  quantity,
  ...(made === undefined ? {} : { good: made }),
})
const lines = (...list: PartLine[]) => ({ parts: { lines: list } })

test('W34 a parts list is followed through what its lines name: the good as it is now, or the very version', async (t) => {
  const { views } = await temporaryViews(t)
  const change = (of: RecordId, body: object) => record('good', { ...body }, { of, after: [of] })
  await views.ingest({
    ...anna,
    blocks: blocks([
      [
        good('Bike', lines(line('wheel', 2, wheel), line('bell', 1, idOf(bert, 0)))),
        good('Wheel', lines(line('spoke', 36, spoke), line('rim', 1))),
        good('Spoke', lines(line('wire', 0.3))),
      ],
      [change(wheel, { ...lines(line('spoke', 32, spoke), line('rim', 1)), version: '2' })],
    ]),
  })
  const amounts = async (id: RecordId) => {
    const { parts, unknown } = await views.explode(id)
    return [Object.fromEntries(parts.map(({ name, quantity }) => [name, quantity])), unknown]
  }
  t.deepEqual(
    await amounts(bike),
    [{ bell: 1, rim: 2, wire: 19.2 }, [idOf(bert, 0)]],
    'the wheel as it is now',
  )
  t.deepEqual(await amounts(wheel), [{ rim: 1, wire: 10.8 }, []], 'what is asked for is the very version')
  t.deepEqual(await amounts(idOf(anna, 1)), [{ rim: 1, wire: 9.6 }, []])
  await views.ingest({
    ...anna,
    blocks: blocks(
      [[change(spoke, lines(line('wire', 0.25)))], [change(bike, lines(line('w', 1, wheel)))]],
      2,
    ),
  })
  t.deepEqual(
    await amounts(bike),
    [{ bell: 1, rim: 2, wire: 16 }, [idOf(bert, 0)]],
    'a change is seen at once',
  )
  t.deepEqual(await amounts(idOf(anna, 3)), [{ rim: 1, wire: 8 }, []])
  t.deepEqual(
    (await views.explode(idOf(bert, 3))).unknown,
    [idOf(bert, 3)],
    'a root that isn’t here is unknown',
  )
  await views.ingest({
    ...bert,
    blocks: blocks([[good('Bell', { parts: { lines: [line('brass', 2)], more: [idOf(bert, 9)] } })]]),
  })
  t.deepEqual(await amounts(bike), [{ brass: 2, rim: 2, wire: 16 }, []], 'what comes later is followed')
  t.deepEqual((await views.explode(bike)).missing, [idOf(bert, 9)], 'lines that aren’t here are told')
})

test('W34 goods that are parts of each other end, and are told as a circle', async (t) => {
  const { views } = await temporaryViews(t)
  await views.ingest({
    ...anna,
    blocks: blocks([
      [
        good('Lathe', lines(line('mill', 1, wheel), line('steel', 3))),
        good('Mill', lines(line('lathe', 1, bike), line('steel', 2))),
      ],
    ]),
  })
  const { parts, circles } = await views.explode(bike)
  t.equal(parts.find(({ name }) => name === 'steel')?.quantity, 5)
  t.deepEqual(circles[0]?.members.toSorted(), [bike, wheel].toSorted())
})

test('W35 a closure names what a design needs all the way down, and which of it has a free design here', async (t) => {
  const { views } = await temporaryViews(t)
  const tool = (name: string, equipment?: RecordId) => ({
    name,
    action: 'use' as const,
    ...(equipment === undefined ? {} : { equipment }),
  })
  await views.ingest({
    ...anna,
    blocks: blocks([
      [
        good('Bike', lines(line('wheel', 2, wheel), tool('press', spoke), tool('hands'))),
        good('Wheel', { ...lines(line('rim', 1)), licence: 'CC-BY-NC-4.0' }),
        good('Drill press', { design: { tools: ['Wrench'] } }),
      ],
    ]),
  })
  const { needs, closed } = await views.closure(bike)
  t.equal(closed, false)
  t.deepEqual(
    needs.map(({ name, kind, state, level }) => [name, kind, state, level]),
    [
      ['Wheel', 'part', 'not-free', 1],
      ['Drill press', 'tool', 'free-design', 1],
      ['hands', 'tool', 'no-design', 1],
      ['rim', 'part', 'no-design', 2],
      ['Wrench', 'tool', 'no-design', 2],
    ],
  )
})

test('W34 what is kept of parts lists is bounded, and what was asked for last stays', (t) => {
  const cache = createDesignCache()
  const many = Array.from({ length: 20_000 }, () => line('x', 1))
  const design = { version: bike, title: '', lines: many, missing: [], free: true }
  for (const number of [1, 2]) cache.set(number, design)
  t.ok(cache.get(1))
  cache.set(3, design)
  t.deepEqual(
    [1, 2, 3].map((number) => cache.get(number) !== undefined),
    [true, false, true],
  )
  cache.drop(1)
  cache.set(4, design)
  t.ok(cache.get(3), 'what was dropped takes no room')
  t.end()
})
