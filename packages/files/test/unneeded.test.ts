import { seeded } from '@allmende/testkit'
import { type CoreKey, coreKeyOf } from '@allmende/vocabulary'
import test from 'tape'
import { type Content, unneededBlocks } from '../src/index.ts'

const core = (n: number): CoreKey => coreKeyOf(new Uint8Array(32).fill(n))

function content(places: readonly (readonly [number, number, number])[], list?: [number, number]): Content {
  const entries = places.map(([n, blockOffset, blockLength]) => ({
    path: 'a',
    bytes: 1,
    hash: new Uint8Array(32),
    executable: false,
    core: core(n),
    blockOffset,
    blockLength,
    byteOffset: 0,
  }))
  const blob = list && { blob: [0, ...list, 0, 1] as [number, number, number, number, number] }
  return {
    entries,
    list: {
      count: entries.length,
      bytes: 1,
      cores: [core(1), core(2)],
      ...(blob && { list: { ...blob, hash: new Uint8Array(32), bytes: 1 } }),
    },
  }
}

test('F43 blocks are unneeded only where no other content lies in them, the list of the files among them', (t) => {
  const mine = content(
    [
      [1, 1, 4],
      [1, 10, 5],
      [2, 3, 2],
    ],
    [20, 1],
  )
  t.same(
    [...unneededBlocks([mine], [])],
    [
      [
        core(1),
        [
          { from: 1, to: 5 },
          { from: 10, to: 15 },
          { from: 20, to: 21 },
        ],
      ],
      [core(2), [{ from: 3, to: 5 }]],
    ],
  )
  const others = [
    content([[1, 1, 4]]),
    content([
      [1, 12, 1],
      [2, 0, 9],
    ]),
  ]
  t.same(
    [...unneededBlocks([mine], others)],
    [
      [
        core(1),
        [
          { from: 10, to: 12 },
          { from: 13, to: 15 },
          { from: 20, to: 21 },
        ],
      ],
    ],
  )
  t.end()
})

test('F43 the same as looking at every block by itself', (t) => {
  const seed = 43
  const random = seeded(seed)
  const some = () =>
    content(
      Array.from(
        { length: random.int(8) },
        () => [1 + random.int(2), random.int(30), random.int(6)] as const,
      ),
    )
  for (let round = 0; round < 300; round++) {
    const forgotten = [some(), some()]
    const needed = [some(), some(), some()]
    const found = unneededBlocks(forgotten, needed)
    const has = (all: Content[], key: CoreKey, block: number) =>
      all.some(({ entries }) =>
        entries.some(
          (one) => one.core === key && block >= one.blockOffset && block < one.blockOffset + one.blockLength,
        ),
      )
    for (const key of [core(1), core(2)]) {
      for (let block = 0; block < 40; block++) {
        const wanted = has(forgotten, key, block) && !has(needed, key, block)
        const is = (found.get(key) ?? []).some(({ from, to }) => block >= from && block < to)
        if (wanted !== is) t.fail(`seed ${seed}, round ${round}: block ${block} of ${key}`)
      }
    }
  }
  t.pass('300 rounds')
  t.end()
})
