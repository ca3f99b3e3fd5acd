import { existsSync, readFileSync } from 'node:fs'
import test from 'tape'
import type { Views } from '../src/index.ts'
import { plainWords, searchParts } from '../src/search-words.ts'
import { snippet } from '../src/snippet.ts'
import { AT, blocks, commons, good, idOf, log, record, temporaryViews } from './records.ts'

const anna = log(1)

test('W12 words are found without accents and case, the last one by its beginning, phrases in quotes', async (t) => {
  const { views } = await temporaryViews(t)
  await views.ingest({
    ...anna,
    blocks: blocks([
      [good('Wärmepumpe für Räume', { description: 'a heat pump', tags: ['Énergie'] })],
      [good('Pump for heat', { description: 'not that one' })],
    ]),
  })
  const titles = async (words: string) => (await views.find({ words })).results.map(({ title }) => title)
  t.deepEqual(await titles('warmepumpe'), ['Wärmepumpe für Räume'])
  t.deepEqual(await titles('ENERGIE'), ['Wärmepumpe für Räume'])
  t.deepEqual(await titles('wärmep'), ['Wärmepumpe für Räume'], 'a beginning')
  t.deepEqual(await titles('wärmep räume'), [], 'only of the last word')
  t.deepEqual(await titles('"heat pump"'), ['Wärmepumpe für Räume'], 'a phrase')
  t.deepEqual(await titles('"heat pum"'), [], 'in quotes nothing is a beginning')
  t.equal((await titles('heat pump')).length, 2)
  t.deepEqual(await titles('heat nothing'), [], 'all words must be there')
})

test('W13 a word in the title counts more than one in the text', async (t) => {
  const { views } = await temporaryViews(t)
  const texts = Array.from({ length: 5 }, (_, at) => [
    good(`Thing ${at}`, { description: 'a lathe and a lathe' }),
  ])
  await views.ingest({
    ...anna,
    blocks: blocks([...texts, [good('Lathe', { description: 'turns wood and metal' })]]),
  })
  t.equal((await views.find({ words: 'lathe' })).results[0]?.title, 'Lathe')
})

test('W14 whatever is typed is only ever looked for', async (t) => {
  const { views } = await temporaryViews(t)
  await views.ingest({ ...anna, blocks: blocks([[good('AND the NEAR')]]) })
  const nasty = [
    'title:x',
    'a AND',
    'NEAR(a b)',
    '"',
    '""',
    '"a',
    'a"b',
    '*',
    '^a',
    'a*b',
    '-a',
    '{a b}:c',
    '\0',
    'a\0b',
    '\ud800',
    '()',
  ]
  t.equal(await howManyFail(t, views, nasty), 0, `${nasty.length} strings`)
  t.equal((await views.find({ words: 'and THE near' })).total, 1, 'an operator is a word like others')
  t.equal((await views.find({ words: '?!' })).total, 1, 'nothing to look for means everything')
})

async function howManyFail(t: test.Test, views: Views, all: readonly string[]): Promise<number> {
  let failed = 0
  for (const words of all) {
    await views.find({ words }).catch((error: Error) => {
      failed++
      t.fail(`${JSON.stringify(words)}: ${error.message}`)
    })
  }
  return failed
}

/** The Big List of Naughty Strings, each in base64 so that no tool stumbles over the file itself. */
const naughty = new URL('../../../../shared/data/hostile/blns/blns.base64.json', import.meta.url)
const skip = existsSync(naughty) ? false : `the Big List of Naughty Strings isn’t at ${naughty.pathname}`

test('W14 no naughty string breaks the search', { skip }, async (t) => {
  const { views } = await temporaryViews(t)
  await views.ingest({ ...anna, blocks: blocks([[good('AND the NEAR')]]) })
  const all = (JSON.parse(readFileSync(naughty, 'utf8')) as string[]).map((text) =>
    Buffer.from(text, 'base64').toString(),
  )
  t.ok(all.length > 400, 'the list was read')
  t.equal(await howManyFail(t, views, all), 0, `${all.length} strings`)
})

test('W15 results can be narrowed and paged, and say how many there are in all', async (t) => {
  const { views } = await temporaryViews(t)
  const other = { ...log(2), commons: anna.log as unknown as typeof commons }
  const goods = Array.from({ length: 25 }, (_, at) => good(`Lamp ${at}`, {}, { clock: [AT + at, 0] }))
  await views.ingest({
    ...anna,
    blocks: blocks([goods, [record('draft', { title: 'Lamp draft', editors: 'commons' })]]),
  })
  await views.ingest({ ...other, blocks: blocks([[good('Lamp elsewhere', { licence: 'CC0-1.0' })]]) })
  t.equal((await views.find({ words: 'lamp' })).total, 27)
  t.equal((await views.find({ words: 'lamp' })).results.length, 20)
  t.equal((await views.find({ words: 'lamp', kind: 'draft' })).total, 1)
  t.equal((await views.find({ words: 'lamp', commons })).total, 26)
  t.equal((await views.find({ words: 'lamp', licence: 'CC0-1.0' })).total, 1)
  t.equal((await views.find({ words: 'lamp', kind: 'nothing' })).total, 0)
  const page = await views.find({ words: 'lamp', commons, kind: 'good', limit: 10, offset: 20 })
  t.deepEqual([page.results.length, page.total], [5, 25])
  t.equal((await views.find({ offset: 40, words: 'lamp' })).total, 27, 'behind the end the total stays')
  t.equal(
    (await views.find({ commons, kind: 'good' })).results[0]?.title,
    'Lamp 24',
    'without words: the newest',
  )
  for (const query of [{ limit: 0 }, { limit: 201 }, { offset: -1 }, { limit: 1.5 }]) {
    await views.find(query).then(
      () => t.fail(JSON.stringify(query)),
      (error: { code: string }) => t.equal(error.code, 'VIEWS_PAGE', JSON.stringify(query)),
    )
  }
})

test('W16 a list goes from the newest change on, page by page, and a date in the future leads nothing', async (t) => {
  const { views } = await temporaryViews(t)
  const now = Date.now()
  const goods = Array.from({ length: 7 }, (_, at) => good(`Lamp ${at}`, {}, { clock: [AT + at, 0] }))
  await views.ingest({
    ...anna,
    blocks: blocks([goods, [good('From 2300', {}, { clock: [Date.UTC(2300, 0), 0] })]]),
  })
  const titles: string[] = []
  let cursor: string | undefined
  do {
    const page = await views.list({ commons, kind: 'good', limit: 3, cursor })
    titles.push(...page.items.map(({ title }) => title))
    cursor = page.next
  } while (cursor !== undefined)
  t.deepEqual(titles, ['From 2300', ...[6, 5, 4, 3, 2, 1, 0].map((at) => `Lamp ${at}`)])
  const late = good('Just now', {}, { clock: [now + 11 * 60_000, 0] })
  await views.ingest({ ...anna, blocks: blocks([[late]], 2) })
  t.equal(
    (await views.list({ kind: 'good', limit: 1 })).items[0]?.title,
    'Just now',
    'it counts as of when it came',
  )
  await views.list({ kind: 'good', cursor: 'x y' }).then(
    () => t.fail('a wrong cursor'),
    (error: { code: string }) => t.equal(error.code, 'VIEWS_CURSOR'),
  )
})

test('W17 a snippet is plain text around the first word found', (t) => {
  const text = `${'before '.repeat(50)}the Wärme\n\n  pump ${'after '.repeat(100)}`
  const cut = snippet(text, plainWords(searchParts('warme')))
  t.ok(cut.startsWith('… ') && cut.endsWith(' …') && cut.includes('the Wärme pump after'), cut)
  t.ok(cut.length < 200)
  t.equal(snippet('short', ['nothing']), 'short')
  t.equal(snippet('', []), '')
  t.end()
})

test('W18 a comment is found by its text', async (t) => {
  const { views } = await temporaryViews(t)
  await views.ingest({
    ...anna,
    blocks: blocks([[good('Lamp')], [record('comment', { text: 'mine flickers', about: idOf(anna, 0) })]]),
  })
  const { results, total } = await views.find({ words: 'flick' })
  t.equal(total, 1)
  t.deepEqual(
    [results[0]?.kind, results[0]?.snippet, results[0]?.about],
    ['comment', 'mine flickers', idOf(anna, 0)],
  )
})
