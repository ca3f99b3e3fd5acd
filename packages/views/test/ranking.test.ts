import { DatabaseSync } from 'node:sqlite'
import { encodeBlock, GOOD_TYPES, type RecordId } from '@allmende/vocabulary'
import { seeded, type Seeded, type Teardown, until } from '@allmende/testkit'
import test from 'tape'
import { type EngineHolder, openEngine } from '../src/engine-holder.ts'
import type { FindQuery, FindResult, Order } from '../src/index.ts'
import { createPrepared } from '../src/prepared.ts'
import { Best } from '../src/ranking/best.ts'
import { isFormKnown, readSegments } from '../src/ranking/segments.ts'
import { searchText } from '../src/search-text.ts'
import { matchOf, searchParts } from '../src/search-words.ts'
import { createTurns } from '../src/turns.ts'
import { AT, commons, good, idOf, log, record } from './records.ts'

/** Words that begin alike, so that beginnings of one to three letters have many; some with accents, some not Latin. */
const WORDS =
  `lamp lamps lampshade lathe laser later late la l bike bicycle bird bir öl ol über uber straße strasse
  велосипед вело верстак 木工 機械 3d 3 30 300mm éclair e`.split(/\s+/)

/** Frequent ones first: some stand in nearly everything, others in a few. */
function word(random: Seeded): string {
  return WORDS[Math.floor(random.next() ** 3 * WORDS.length)]!
}

function words(random: Seeded, most: number): string {
  return Array.from({ length: 1 + random.int(most) }, () => word(random)).join(' ')
}

function randomGood(random: Seeded): Uint8Array {
  const tags = Array.from({ length: random.int(3) }, () => word(random))
  // Long texts, so that the places of one word in one good go on from one page of the index to the next.
  const description = random.chance(0.02) ? words(random, 4_000).slice(0, 9_000) : words(random, 12)
  return good(
    words(random, 4),
    { description, tags: [...new Set(tags)], type: random.pick(GOOD_TYPES) },
    { clock: [AT + random.int(1_000), 0] },
  )
}

type Filled = EngineHolder & { ids: RecordId[]; model: DatabaseSync; more: (count: number) => void }

const logs = [log(1), log(2), { ...log(3), commons: log(1).commons }]

/** Goods of several people in many transactions, some changed afterwards, and beside them a plain table with their texts. */
function fill(t: Teardown, random: Seeded, count: number): Filled {
  const holder = openEngine(':memory:')
  const { engine } = holder
  const model = new DatabaseSync(':memory:')
  t.teardown(() => {
    engine.parts.db.close()
    model.close()
  })
  const next = new Map(logs.map(({ log: key }) => [key, 0]))
  const ids: RecordId[] = []
  const one = (at: number, index: number, of: (typeof logs)[number]): Uint8Array => {
    if (ids.length > 20 && random.chance(0.1)) {
      return record('good', { description: words(random, 20) }, { of: random.pick(ids), after: [] })
    }
    if (ids.length > 20 && random.chance(0.1)) {
      return record('comment', { text: words(random, 9), about: random.pick(ids) })
    }
    ids.push(idOf(of, at, index))
    return randomGood(random)
  }
  const more = (wanted: number): void => {
    for (const until = ids.length + wanted; ids.length < until;) {
      const of = random.pick(logs)
      const at = next.get(of.log)!
      next.set(of.log, at + 1)
      const records = Array.from({ length: 1 + random.int(30) }, (_, index) => one(at, index, of))
      engine.ingest({ ...of, numbers: [at], blocks: [encodeBlock(records)], now: AT + 10_000 })
      if (random.chance(0.3)) engine.commit()
    }
    engine.flush()
  }
  more(count)
  return Object.assign(holder, { ids, model, more })
}

/** The slow way: every text in a table of its own that keeps everything, ranked by FTS5 itself, row by row. */
function fillModel({ engine, model }: Filled): void {
  const { db, records, places, names } = engine.parts
  model.exec(`DROP TABLE IF EXISTS plain; DROP TABLE IF EXISTS facts;
    CREATE VIRTUAL TABLE plain USING fts5(title, tags, body, files, tokenize='unicode61 remove_diacritics 2');
    CREATE TABLE facts(id INTEGER PRIMARY KEY, commons, kind, type, listed, alive)`)
  const insert = model.prepare('INSERT INTO plain(rowid, title, tags, body, files) VALUES(?, ?, ?, ?, ?)')
  const facts = model.prepare('INSERT INTO facts VALUES(?, ?, ?, ?, ?, ?)')
  for (const row of db.prepare('SELECT * FROM things').all()) {
    const number = Number(row['id'])
    const { merged } = records.gather(places.placeOf(number)!)!
    const { title, tags, body, files } = searchText(merged.kind, merged.fields)
    insert.run(number, title, tags, body, files)
    const name = (column: string) => (row[column] === null ? null : names.name(Number(row[column])))
    const { listed, alive } = row as { listed: number; alive: number | null }
    facts.run(number, name('commons'), name('kind'), name('type'), listed, alive ?? listed)
  }
}

const MODEL_VALUE: Record<Order, string> = {
  relevance: 'bm25(plain, 10.0, 5.0, 1.0, 2.0)',
  alive: '-f.alive',
  newest: '-f.listed',
}

function askModel({ engine, model }: Filled, query: FindQuery): { ids: RecordId[]; total: number } {
  const conditions = (['commons', 'kind', 'type'] as const).filter((name) => query[name] !== undefined)
  const rows = model
    .prepare(
      `SELECT plain.rowid AS id, ${MODEL_VALUE[query.order ?? 'relevance']} AS value
       FROM plain CROSS JOIN facts f ON f.id = plain.rowid
       WHERE ${['plain MATCH ?', ...conditions.map((name) => `f.${name} = ?`)].join(' AND ')}`,
    )
    .all(matchOf(searchParts(query.words!)), ...conditions.map((name) => query[name]!)) as Row[]
  rows.sort((a, b) => a.value - b.value || a.id - b.id)
  const page = rows.slice(query.offset ?? 0, (query.offset ?? 0) + (query.limit ?? 20))
  return { ids: page.map(({ id }) => engine.parts.places.idOf(id)), total: rows.length }
}

type Row = { id: number; value: number }

function randomQuery(random: Seeded): FindQuery {
  const typed = words(random, 3)
  const quoted = random.chance(0.15) ? `"${typed}"` : typed
  const letters = Array.from(typed)
  return {
    words: random.chance(0.5) ? letters.slice(0, 1 + random.int(letters.length)).join('') : quoted,
    limit: 1 + random.int(60),
    ...(random.chance(0.5) ? { kind: random.pick(['good', 'comment', 'draft']) } : {}),
    ...(random.chance(0.3) ? { type: random.pick(GOOD_TYPES) } : {}),
    ...(random.chance(0.3) ? { commons } : {}),
    ...(random.chance(0.3) ? { offset: random.int(200) } : {}),
    ...(random.chance(0.4) ? { order: random.pick(['relevance', 'alive', 'newest'] as const) } : {}),
  }
}

for (const seed of ['ranking 1', 'ranking 2']) {
  test(`W60 every search finds the same in the same order as a plain table ranked row by row (seed ${seed})`, (t) => {
    const random = seeded(seed)
    const filled = fill(t, random, 700)
    const { engine, questions, more } = filled
    const prepared = createPrepared(engine.parts.db)
    t.ok(isFormKnown(prepared), 'the pages of the index have the form that is read')
    let found = 0
    for (const change of ['as it came', 'with more, in an open transaction', 'with the index in one piece']) {
      if (change.startsWith('with more')) more(100)
      if (change.endsWith('one piece')) {
        engine.commit()
        engine.parts.db.exec(`INSERT INTO search(search) VALUES('optimize')`)
        t.equal(readSegments(prepared).length, 1)
      } else t.ok(readSegments(prepared).length > 1, 'the index has several segments')
      fillModel(filled)
      const differ: unknown[] = []
      for (let round = 0; round < 70; round++) {
        const query = randomQuery(random)
        const expected = askModel(filled, query)
        const answer = questions.find(query)
        // What was found under another spelling isn't looked for by the plain table.
        const ids = answer.searchedFor === undefined ? answer.results.map(({ id }) => id) : []
        const total = answer.searchedFor === undefined ? answer.total : 0
        // Phrases are ranked by FTS5, which goes on counting removed rows where it keeps no texts: only the plain table is right.
        const ordered = !query.words!.startsWith('"') || ids.length === 0
        if ((ordered && ids.join() !== expected.ids.join()) || total !== expected.total)
          differ.push([query, total, expected.total])
        if (ordered) found += ids.length
      }
      t.deepEqual(differ, [], `70 searches, ${change}`)
    }
    t.ok(found > 500, `${found} results compared`)
    t.equal(
      engine.parts.columns.length,
      Number(engine.parts.db.prepare('SELECT count(*) AS n FROM things').get()?.['n']),
    )
    t.end()
  })
}

test('W60 what is folded again, taken back or changed since is no longer found by its old words', (t) => {
  const { engine, questions } = openEngine(':memory:')
  t.teardown(() => engine.parts.db.close())
  const total = (typed: string) => questions.find({ words: typed, kind: 'good' }).total
  const ingest = (at: number, records: Uint8Array[]) =>
    engine.ingest({ ...log(1), numbers: [at], blocks: [encodeBlock(records)], now: AT })
  ingest(0, [good('Lamp'), good('Lathe')])
  engine.commit()
  t.equal(total('la'), 2)
  ingest(1, [good('Ladder')])
  t.equal(total('la'), 3, 'before anything is committed')
  engine.rollback()
  t.equal(total('la'), 2, 'and taken back')
  ingest(1, [record('good', { title: 'Saw' }, { of: idOf(log(1), 0), after: [] })])
  t.deepEqual([total('la'), total('saw')], [1, 1], 'a good that was changed')
  const steps = engine.refold(AT)
  while (steps.next().done !== true);
  t.deepEqual([total('la'), total('saw')], [1, 1], 'folded again')
  t.end()
})

/** All pages of a search, with whatever is to happen between them. */
function pagesOf(
  find: (query: FindQuery) => FindResult,
  query: FindQuery,
  between: () => void,
): { ids: RecordId[]; totals: number[] } {
  const ids: RecordId[] = []
  const totals: number[] = []
  let cursor: string | undefined
  do {
    const page = find({ ...query, cursor })
    ids.push(...page.results.map(({ id }) => id))
    totals.push(page.total)
    cursor = page.next
    if (cursor !== undefined) between()
  } while (cursor !== undefined)
  return { ids, totals }
}

for (const order of ['relevance', 'alive', 'newest'] as const) {
  test(`W61 pages go on from where the last one ended: nothing comes twice, nothing is left out, whatever arrives (${order})`, (t) => {
    const random = seeded(`pages ${order}`)
    const { engine, questions, more } = fill(t, random, 300)
    engine.commit()
    for (const typed of ['l', 'la', 'lamp l', 'bi lamp', undefined, '"lamp late"']) {
      const query: FindQuery = { words: typed, kind: 'good', order }
      const quiet = pagesOf(questions.find, { ...query, limit: 17 }, () => undefined)
      t.deepEqual(
        pagesOf(questions.find, { ...query, limit: 200 }, () => undefined).ids,
        quiet.ids,
        `“${typed}”: the same in pages of any size`,
      )
      t.equal(quiet.ids.length, quiet.totals[0], 'as many as were told')
      if (typed?.startsWith('"')) continue
      const before = new Set(quiet.ids)
      const changed = new Set<RecordId>()
      const change = () => {
        more(5)
        for (const { thing } of changesOf(engine)) changed.add(thing)
      }
      changesOf(engine)
      const { ids } = pagesOf(questions.find, { ...query, limit: 50 }, change)
      t.deepEqual(
        ids.filter((id, at) => ids.indexOf(id) !== at && !changed.has(id)),
        [],
        'none twice while others arrive',
      )
      const seen = new Set(ids)
      t.deepEqual(
        [...before].filter((id) => !seen.has(id) && !changed.has(id)),
        [],
        'none left out that was there throughout as it is',
      )
    }
    t.end()
  })
}

/** Things that were written since this was last asked. */
function changesOf({ parts }: EngineHolder['engine']): { thing: RecordId }[] {
  return [...parts.effects.takeChanges().values()].flatMap(({ things }) =>
    [...things].map((number) => ({ thing: parts.places.idOf(number) })),
  )
}

test('W61 what was searched for in place of a misspelt word goes on through the pages', (t) => {
  const { engine, questions } = openEngine(':memory:')
  t.teardown(() => engine.parts.db.close())
  const goods = Array.from({ length: 5 }, (_, at) => good(`Wheelbarrow ${at}`))
  engine.ingest({ ...log(1), numbers: [0], blocks: [encodeBlock(goods)], now: AT })
  const { ids } = pagesOf(questions.find, { words: 'wheelbarow', limit: 2 }, () => undefined)
  t.deepEqual(
    ids,
    goods.map((_, at) => idOf(log(1), 0, at)),
  )
  const first = questions.find({ words: 'wheelbarow', limit: 2 })
  t.equal(questions.find({ words: 'wheelbarow', limit: 2, cursor: first.next }).searchedFor, 'wheelbarrow')
  t.end()
})

test('W62 a cursor of another search, or none of ours, is refused; limit and what is left out may change', (t) => {
  const { engine, questions } = openEngine(':memory:')
  t.teardown(() => engine.parts.db.close())
  const goods = Array.from({ length: 9 }, (_, at) => good(`Lamp ${at}`))
  engine.ingest({ ...log(1), numbers: [0], blocks: [encodeBlock(goods)], now: AT })
  const { next } = questions.find({ words: 'lamp', limit: 3 })
  const rest = questions.find({ words: 'lamp', limit: 100, cursor: next, except: [idOf(log(1), 0, 3)] })
  t.deepEqual(
    rest.results.map(({ title }) => title),
    ['Lamp 4', 'Lamp 5', 'Lamp 6', 'Lamp 7', 'Lamp 8'],
  )
  t.equal(rest.next, undefined, 'behind the last page there is none')
  const form = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const [mark] = JSON.parse(Buffer.from(next!, 'base64url').toString()) as [string]
  const refused: [string, FindQuery][] = [
    ['of other words', { words: 'lamps', cursor: next }],
    ['of another order', { words: 'lamp', order: 'newest', cursor: next }],
    ['of another kind', { words: 'lamp', kind: 'good', cursor: next }],
    ...['', 'x', form(null), form([mark]), form([mark, 'x', 1, null, []]), form([mark, 1, 1, 7, []])]
      .concat(form([mark, 1, 1, null, ['x']]), form([mark, 1, null, null, []]), 'A'.repeat(9_000))
      .map((cursor): [string, FindQuery] => [`“${cursor.slice(0, 30)}”`, { words: 'lamp', cursor }]),
  ]
  for (const [what, query] of refused) {
    t.throws(() => questions.find(query), { code: 'VIEWS_CURSOR' }, what)
  }
  t.equal(
    questions.find({ words: 'lamp', cursor: form([mark, -1, 1, null, [9, 9, 9, 9, 9]]) }).results.length >= 0,
    true,
    'statistics of another number of words are not used',
  )
  t.end()
})

test('W63 a search that is called off rejects at once, and is never made if its turn had not come', async (t) => {
  const take = createTurns()
  const made: string[] = []
  const ends: (() => void)[] = []
  const ask = (what: string) => () =>
    new Promise<string>((resolve) => {
      made.push(what)
      ends.push(() => resolve(what))
    })
  const [first, second] = [new AbortController(), new AbortController()]
  const told: string[] = []
  const note = (answer: Promise<string>) =>
    answer.then(
      (what) => told.push(what),
      (error: Error) => told.push(error.name),
    )
  const all = [
    note(take(ask('b'), first.signal)),
    note(take(ask('bi'), second.signal)),
    note(take(ask('bik'))),
    note(take(ask('x'), AbortSignal.abort())),
  ]
  t.deepEqual(made, ['b'], 'one is under way')
  second.abort()
  first.abort()
  await Promise.all([all[0], all[1], all[3]])
  t.deepEqual(
    told,
    ['AbortError', 'AbortError', 'AbortError'],
    'all three are told, nothing was answered yet',
  )
  t.deepEqual(made, ['b'], 'the worker is still busy with the first')
  ends[0]!()
  await until(() => made.length === 2)
  ends[1]!()
  await all[2]
  t.deepEqual([made, told.at(-1)], [['b', 'bik'], 'bik'])
})

test('W60 the best of many are those that sorting all of them would give', (t) => {
  const random = seeded('best')
  let differ = 0
  for (let round = 0; round < 200; round++) {
    const all = Array.from({ length: random.int(60) }, (_, place) => ({ place, value: random.int(8) }))
    const most = random.int(20)
    const best = new Best(most)
    for (const { place, value } of random.shuffle(all)) best.add(place, value)
    const sorted = all.sort((a, b) => a.value - b.value || a.place - b.place).slice(0, most)
    if (JSON.stringify(best.sorted()) !== JSON.stringify(sorted)) differ++
  }
  t.equal(differ, 0)
  t.end()
})
