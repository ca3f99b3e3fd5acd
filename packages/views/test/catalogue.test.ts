import test from 'tape'
import { encodeBlock, GOOD_TYPES, type RecordId } from '@allmende/vocabulary'
import { completeness } from '@allmende/rules'
import { seeded } from '@allmende/testkit'
import { createScores } from '../src/completeness.ts'
import { editDistance } from '../src/edit-distance.ts'
import { openEngine } from '../src/engine-holder.ts'
import type { FindQuery, Views } from '../src/index.ts'
import { conditionsOf } from '../src/questions/narrowing.ts'
import { createScan, START } from '../src/questions/scan.ts'
import { AT, blocks, commons, good, idOf, log, record, temporaryViews } from './records.ts'

const anna = log(1)
const bert = log(2)
const DAY = 24 * 60 * 60 * 1000

const titlesOf = async (views: Views, query: FindQuery) =>
  (await views.find({ kind: 'good', ...query })).results
    .map(({ title }) => title)
    .sort((a, b) => (a < b ? -1 : 1))

const image = { roles: [{ role: 'image', at: 'lamp.jpg' }] }
const at = (days: number) => ({ clock: [AT + days * DAY, 0] as [number, number] })

test('W36 a search is narrowed by type, whole tag, author, licence, place of builds and builds by others', async (t) => {
  const { views } = await temporaryViews(t)
  await views.ingest({
    ...anna,
    blocks: blocks([
      [
        good('Lamp', { tags: ['Énergie solaire', 'desk'], ...image }),
        good('Poem', { type: 'text', licence: 'CC-BY-SA-4.0', tags: ['energie'] }),
        good('Sun', { tags: ['solaire energie'] }),
        record('build', { about: idOf(anna, 0, 2), outcome: 'works', place: 'Köln, Dingfabrik' }),
      ],
    ]),
  })
  await views.ingest({
    ...bert,
    blocks: blocks([
      [good('Bike'), record('build', { about: idOf(anna, 0), outcome: 'partly', place: 'c-base, Berlin' })],
    ]),
  })
  t.deepEqual(await titlesOf(views, { type: 'text' }), ['Poem'])
  t.deepEqual(await titlesOf(views, { tag: 'energie SOLAIRE' }), ['Lamp'], 'without accents and case')
  t.deepEqual(await titlesOf(views, { tag: 'energie' }), ['Poem'], 'a part of a tag is no tag')
  t.deepEqual(await titlesOf(views, { tag: 'energie solaire desk' }), [], 'nor are two')
  t.deepEqual(await titlesOf(views, { words: 'desk', tag: 'énergie solaire' }), ['Lamp'], 'with words')
  t.deepEqual(await titlesOf(views, { author: bert.person }), ['Bike'])
  t.deepEqual(await titlesOf(views, { licence: 'CC-BY-SA-4.0' }), ['Poem'])
  t.deepEqual(await titlesOf(views, { place: 'berlin' }), ['Lamp'])
  t.deepEqual(await titlesOf(views, { place: 'koln' }), ['Sun'])
  t.deepEqual(await titlesOf(views, { builtByOthers: true }), ['Lamp'])
  t.deepEqual(await titlesOf(views, { builtByOthers: true, words: 'sun' }), [])
  t.equal((await views.find({ kind: 'good', type: 'design' })).total, 3, 'the total is of what fits')
  t.deepEqual(
    (await views.list({ kind: 'good', tag: 'desk' })).items.map(({ title, tags, image: path, type }) => [
      title,
      tags,
      path,
      type,
    ]),
    [['Lamp', ['Énergie solaire', 'desk'], 'lamp.jpg', 'design']],
    'lists are narrowed alike, and tell what is shown of a good',
  )
})

test('W36 completeness is that of rules, and can be asked for', async (t) => {
  const { views } = await temporaryViews(t)
  const full = {
    description: 'Shines.',
    version: '1',
    design: { function: 'Gives light', tools: ['saw'], made: true },
    parts: { lines: [{ name: 'Tube', number: '7' }] },
  }
  await views.ingest({ ...anna, blocks: blocks([[good('Lamp', full), good('Idea')]]) })
  const lamp = await views.show(idOf(anna, 0))
  t.ok(
    lamp!.completeness!.score >= 50 && lamp!.completeness!.missing.length > 0,
    'show tells what is missing',
  )
  t.equal((await views.find({ words: 'lamp' })).results[0]?.completeness, lamp!.completeness!.score)
  t.deepEqual(await titlesOf(views, { complete: lamp!.completeness!.score }), ['Lamp'], 'at least')
  t.deepEqual(await titlesOf(views, { complete: lamp!.completeness!.score + 1 }), [])
})

test('W36 a score that is remembered is the one that rules would give', (t) => {
  const random = seeded('scores')
  const scoreOf = createScores()
  const maybe = (field: string, values: readonly unknown[]) =>
    random.int(2) === 0 ? {} : { [field]: random.pick(values) }
  let differ = 0
  for (let round = 0; round < 2_000; round++) {
    const fields = {
      title: 'Lamp',
      licence: random.pick(['CC0-1.0', 'CERN-OHL-S-2.0', 'MIT', 'nothing', 'CC-BY-NC-4.0']),
      type: random.pick(GOOD_TYPES),
      ...maybe('description', ['Shines.', '', '  ']),
      ...maybe('tags', [[], ['lamp']]),
      ...maybe('language', ['de', '']),
      ...maybe('version', ['1']),
      ...(random.int(4) > 0 ? {} : maybe('credits', [[{ name: 'Ada', roles: ['author'] }]])),
    }
    if (scoreOf(fields, []) !== completeness(fields, []).score) differ++
  }
  t.equal(differ, 0)
  t.end()
})

test('W37 “buildable with” gives the goods that say how they are made and need nothing that isn’t in the list', async (t) => {
  const { views } = await temporaryViews(t)
  const use = (name: string) => ({ name, action: 'use' })
  await views.ingest({
    ...anna,
    blocks: blocks([
      [
        record('parts', { lines: [use('Schweißgerät')] }),
        good('Stool', { parts: { lines: [{ name: 'Plank' }, use('Säge')] } }),
        good('Shelf', { design: { tools: ['saw', 'Drill  press'] } }),
        good('Frame', { parts: { lines: [use('saw')], more: [idOf(anna, 0)] } }),
        good('Rope', { parts: { lines: [{ name: 'Hemp' }] } }),
        good('Idea'),
      ],
    ]),
  })
  t.deepEqual(await titlesOf(views, { needs: [] }), ['Rope'], 'who has nothing can still build this')
  t.deepEqual(await titlesOf(views, { needs: ['SAGE'] }), ['Rope', 'Stool'])
  t.deepEqual(await titlesOf(views, { needs: ['saw', 'drill press'] }), ['Rope', 'Shelf'])
  t.deepEqual(await titlesOf(views, { needs: ['Saw', 'schweissgerat'] }), ['Rope'], 'ß is no ss')
  t.deepEqual(await titlesOf(views, { needs: ['Saw', 'schweißgerat'] }), ['Frame', 'Rope'])
  const simpler = record('good', { design: { tools: [] } }, { of: idOf(anna, 0, 2), after: [] })
  await views.ingest({ ...anna, blocks: blocks([[simpler]], 1) })
  t.deepEqual(await titlesOf(views, { needs: ['hammer'] }), ['Rope'], 'who doesn’t say any more isn’t found')
})

test('W38 what is alive stands first: changed or built lately, with a picture, with builds by others', async (t) => {
  const { views } = await temporaryViews(t)
  const build = (about: RecordId, outcome: string, days: number) =>
    record('build', { about, outcome }, at(days))
  await views.ingest({
    ...anna,
    blocks: blocks([
      [
        good('new', {}, at(100)),
        good('older', {}, at(90)),
        good('old with a picture', image, at(71)),
        good('ancient', image, at(1)),
        good('built', {}, at(2)),
        good('built by its author', {}, at(3)),
        build(idOf(anna, 0, 5), 'works', 80),
      ],
    ]),
  })
  await views.ingest({
    ...bert,
    blocks: blocks([[build(idOf(anna, 0, 4), 'works', 50), build(idOf(anna, 0, 1), 'failed', 99)]]),
  })
  const order = ['built', 'built by its author', 'old with a picture', 'new', 'older', 'ancient']
  const { results } = await views.find({ kind: 'good', order: 'alive' })
  t.deepEqual(
    results.map(({ title }) => title),
    order,
  )
  const newest = ['new', 'older', 'old with a picture', 'built by its author', 'built', 'ancient']
  t.deepEqual(
    (await views.find({ kind: 'good' })).results.map(({ title }) => title),
    newest,
  )
  for (const [by, expected] of [
    ['alive', order],
    ['newest', newest],
  ] as const) {
    const titles: string[] = []
    let cursor: string | undefined
    do {
      const page = await views.list({ commons, kind: 'good', order: by, limit: 2, cursor })
      titles.push(...page.items.map(({ title }) => title))
      cursor = page.next
    } while (cursor !== undefined)
    t.deepEqual(titles, expected, `a list goes the same way, page by page (${by})`)
  }
  t.deepEqual(
    (await views.find({ words: 'built', kind: 'good', order: 'newest' })).results.map(({ title }) => title),
    ['built by its author', 'built'],
    'words can be ordered so too',
  )
})

test('W40 a page of a list begins at its place in an index, and sorts nothing but what stands at one place', (t) => {
  const { engine, questions } = openEngine(':memory:')
  const { db } = engine.parts
  t.teardown(() => db.close())
  const goods = [good('Lamp'), good('Bike', image), good('Stool', {}, at(1))]
  engine.ingest({ ...anna, numbers: [0], blocks: [encodeBlock(goods)], now: AT + DAY })
  engine.commit()
  const asked: string[] = []
  const scan = createScan(engine.parts, (sql) => {
    asked.push(sql)
    return db.prepare(sql)
  })
  const of = { commons: null, kind: null, conditions: conditionsOf(engine.parts, { type: 'design' }) }
  for (const order of ['newest', 'alive'] as const) t.equal(scan({ ...of, order }, START, 9).length, 3)
  t.equal(asked.length, 4, 'what has a mark and what has none, in each order')
  for (const sql of asked) {
    const plan = db
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map(({ detail }) => String(detail))
    t.ok(plan[0]?.startsWith('SEARCH t USING'), plan[0])
    t.deepEqual(
      plan.slice(1).filter((step) => !step.includes('LAST TERM')),
      [],
    )
  }
  t.equal(questions.list({ kind: 'good', limit: 1 }).items.length, 1)
  t.end()
})

test('W39 when nothing is found, words spelt nearly alike are tried, and told', async (t) => {
  const { views } = await temporaryViews(t)
  await views.ingest({
    ...anna,
    blocks: blocks([[good('Wärmepumpe'), good('Laser cutter'), good('Later'), good('Laser engraver')]]),
  })
  const tried = async (words: string) => {
    const { results, near, searchedFor } = await views.find({ words })
    return [results.map(({ title }) => title).sort((a, b) => (a < b ? -1 : 1)), searchedFor, near]
  }
  t.deepEqual(await tried('warmepunpe'), [['Wärmepumpe'], 'warmepumpe', ['warmepumpe']])
  t.deepEqual(await tried('lsaer cutter'), [['Laser cutter'], 'laser cutter', ['laser']], 'swapped letters')
  t.deepEqual(await tried('cutter lader'), [['Laser cutter'], 'cutter laser', ['laser', 'later']])
  t.deepEqual(await tried('engraver lader'), [['Laser engraver'], 'engraver laser', ['laser', 'later']])
  t.deepEqual(await tried('lad'), [[], undefined, undefined], 'a short word is taken at its word')
  t.deepEqual(await tried('"lader"'), [[], undefined, undefined], 'and so is one in quotes')
  t.deepEqual(await tried('cutter engraver'), [[], undefined, undefined], 'and what is spelt right')
  t.deepEqual(
    await tried('lazer'),
    [['Laser cutter', 'Laser engraver'], 'laser', ['laser', 'later']],
    'the more frequent first',
  )
})

test('W39 mistakes are counted letter by letter', (t) => {
  const distance = (from: string, to: string, limit = 3) =>
    editDistance(Array.from(from), Array.from(to), limit)
  t.equal(distance('laser', 'laser'), 0)
  t.equal(distance('laser', 'lsaer'), 1, 'swapped')
  t.equal(distance('laser', 'lasser'), 1, 'one too many')
  t.equal(distance('laser', 'lser'), 1, 'one too few')
  t.equal(distance('laser', 'lazar'), 2)
  t.equal(distance('laser', 'bicycle', 2), 3, 'beyond the limit is all one')
  t.equal(distance('', 'ab'), 2)
  t.end()
})
