import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'tape'
import { openGarden } from './garden.ts'

const GOODS = 5

test('AP40 a search goes on page by page, each good once, with how many there are in all; a cursor of another search is refused', async (t) => {
  const { client, home } = await openGarden(t)
  for (let at = 0; at < GOODS; at++) {
    const path = join(home, `bench-${at}`)
    mkdirSync(path)
    writeFileSync(join(path, 'plan.txt'), `plan ${at}`)
    await client.share({ path, title: `Bench ${at}`, licence: 'CC-BY-SA-4.0' })
  }
  for (const request of [{ words: 'ben' }, { kind: 'good', order: 'alive' }] as const) {
    const found: string[] = []
    let after: string | undefined
    do {
      const page = await client.find({ ...request, limit: 2, ...(after !== undefined && { after }) })
      t.equal(page.total, GOODS)
      found.push(...page.results.map(({ title }) => title))
      after = page.next
    } while (after !== undefined)
    t.deepEqual(
      found.toSorted(),
      Array.from({ length: GOODS }, (_, at) => `Bench ${at}`),
    )
  }
  const { next = '' } = await client.find({ words: 'ben', limit: 2 })
  for (const [what, request] of [
    ['of other words', { words: 'bench', after: next }],
    ['of nobody', { words: 'ben', after: 'nonsense' }],
  ] as const) {
    await client.find(request).then(
      () => t.fail(what),
      ({ code }: { code: string }) => t.equal(code, 'VIEWS_CURSOR', what),
    )
  }
  await client.find({ words: 'ben' }, { signal: AbortSignal.abort() }).then(
    () => t.fail('called off'),
    ({ code }: { code: string }) => t.equal(code, 'CANCELLED', 'a search that was called off says so'),
  )
})
