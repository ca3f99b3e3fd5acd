import type { DraftHandle, DraftMeasure } from '@allmende/drafts'
import test from 'tape'
import type { DraftEvent } from '../../src/contract.ts'
import { nearOf } from '../../src/drafts/near.ts'
import { eventually, scene } from '../nodes.ts'

function sized(sizes: DraftMeasure[]): DraftHandle {
  return { size: () => Promise.resolve(sizes) } as unknown as DraftHandle
}

test('DG13 from 80 % of a limit on it is told how little is left, of what is beside the text as well', async (t) => {
  const lines = (now: number): DraftMeasure => ({ what: 'lines', now, limit: 5_000 })
  t.deepEqual(await nearOf(sized([lines(3_999)])), {}, 'nothing while there is room')
  t.deepEqual(await nearOf(sized([lines(4_000)])), { near: [lines(4_000)] })
  const all: DraftMeasure[] = [
    { what: 'characters', now: 10, limit: 1_000_000 },
    { what: 'fields', now: 800, limit: 1_000 },
    lines(4_999),
    { what: 'files', now: 10_000, limit: 10_000 },
  ]
  t.deepEqual((await nearOf(sized(all))).near, all.slice(1))
  const closed = { size: () => Promise.reject(new Error('closed')) } as unknown as DraftHandle
  t.deepEqual(await nearOf(closed), {}, 'an edit that was made has not failed for it')
})

test('DG14 many who follow a draft at once listen to it, and nothing of theirs is left when they go', async (t) => {
  const node = await scene(t).open('anna')
  await node.createCommons({ name: 'Garden', public: true })
  const { id } = await node.createDraft({ title: 'Notes', text: 'a' })
  const warnings: string[] = []
  const onWarning = ({ name }: Error): number => warnings.push(name)
  process.on('warning', onWarning)
  t.teardown(() => process.off('warning', onWarning))
  const ending = new AbortController()
  const events: DraftEvent[][] = Array.from({ length: 20 }, () => [])
  const following = events.map((told) =>
    node.followDraft(id, { onEvent: (event) => told.push(event), signal: ending.signal }),
  )
  await eventually('all to have the text', async () => events.every((told) => told.length > 0))
  await node.spliceDraft({ draft: id, splices: [{ at: 1, remove: 0, insert: 'b' }] })
  await eventually('all to see the edit', async () =>
    events.every((told) => told.some(({ type }) => type === 'change')),
  )
  ending.abort()
  await Promise.all(following)
  t.notOk(warnings.includes('MaxListenersExceededWarning'), 'nothing looks like a leak')
})
