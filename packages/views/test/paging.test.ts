import test from 'tape'
import { seeded } from '@allmende/testkit'
import { type AboutList, pageBehind, pageOf } from '../src/index.ts'
import { AT, blocks, good, idOf, log, record, temporaryViews } from './records.ts'

const anna = log(1)
const bert = log(2)

const codeOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    return (error as { code: string }).code
  }
  return 'nothing was thrown'
}

type Entry = { at: number; name: string }

const LIST = { of: ['entries'], otherwise: 5, most: 50, key: ({ at, name }: Entry) => [at, name] }

for (const seed of ['pages 1', 'pages 2', 'pages 3', 'pages 4']) {
  test(`W64 a list goes on page by page, each entry once and none left out, whatever comes and goes meanwhile (seed ${seed})`, (t) => {
    const random = seeded(seed)
    let made = 0
    const entry = (): Entry => ({ at: random.int(20), name: `${made++}` })
    let all = Array.from({ length: 60 }, entry)
    const stays = new Set(all.filter(() => random.chance(0.8)).map(({ name }) => name))
    const found: string[] = []
    let after: string | undefined
    do {
      const { items, next } = pageOf(random.shuffle(all), { limit: 1 + random.int(7), after }, LIST)
      found.push(...items.map(({ name }) => name))
      after = next
      all.push(...Array.from({ length: random.int(4) }, entry))
      all = all.filter(({ name }) => stays.has(name) || Number(name) >= 60 || random.chance(0.9))
    } while (after !== undefined)
    t.equal(new Set(found).size, found.length, 'none twice')
    t.deepEqual(
      [...stays].filter((name) => !found.includes(name)),
      [],
      'none left out',
    )
    t.end()
  })
}

test('W64 pages go on behind an entry by its name where only the maker of a list knows its order', (t) => {
  const list = { of: ['history', 1], otherwise: 10, most: 10, name: (text: string) => text }
  const first = pageBehind(['b', 'c', 'd'], { limit: 2 }, list)
  t.deepEqual(first.items, ['b', 'c'])
  const after = first.next
  t.deepEqual(pageBehind(['a', 'b', 'bb', 'c', 'cc', 'd'], { after }, list), { items: ['cc', 'd'] })
  t.equal(
    codeOf(() => pageBehind(['a', 'd'], { after }, list)),
    'VIEWS_CURSOR',
    'that one is gone',
  )
  t.equal(
    codeOf(() => pageBehind(['c', 'd'], { after }, { ...list, of: ['history', 2] })),
    'VIEWS_CURSOR',
  )
  t.end()
})

test('W65 a cursor is of one list, and judged at the door; so is how many are asked for', (t) => {
  const entries = Array.from({ length: 60 }, (_, at) => ({ at, name: `${at}` }))
  const { next = '', items } = pageOf(entries, {}, LIST)
  t.equal(items.length, 5, 'so many come unasked')
  t.equal(pageOf(entries, { limit: 50 }, LIST).items.length, 50)
  t.equal(
    codeOf(() => pageOf(entries, { limit: 51 }, LIST)),
    'VIEWS_PAGE',
  )
  t.equal(
    codeOf(() => pageOf(entries, { limit: 0 }, LIST)),
    'VIEWS_PAGE',
  )
  t.equal(
    codeOf(() => pageOf(entries, { after: next }, { ...LIST, of: ['others'] })),
    'VIEWS_CURSOR',
  )
  const forged = (place: unknown) => Buffer.from(JSON.stringify(place)).toString('base64url')
  const [mark] = JSON.parse(Buffer.from(next, 'base64url').toString()) as unknown[]
  for (const bad of [
    '',
    'nonsense',
    next.slice(0, -4),
    next.repeat(1_000),
    forged(null),
    forged({ 0: mark }),
    forged([mark]),
    forged([mark, null]),
    forged([mark, [1]]),
    forged([1, 2]),
  ])
    t.equal(
      codeOf(() => pageOf(entries, { after: bad }, LIST)),
      'VIEWS_CURSOR',
      bad.slice(0, 40),
    )
  t.end()
})

const LISTS: readonly AboutList[] = ['builds', 'suggestions', 'outsideUses', 'forks', 'usedIn', 'comments']

test('W66 what others wrote about a thing and made of it comes page by page, each once and none left out, while more arrives', async (t) => {
  const { views } = await temporaryViews(t)
  const thing = idOf(anna, 0)
  await views.ingest({ ...anna, blocks: blocks([[good('Lamp')]]) })
  const clock = (at: number) => ({ clock: [AT + at, 0] as [number, number] })
  /** One of each list, as of a moment. */
  const ofAll = (at: number): Uint8Array[] => [
    record('build', { about: thing, outcome: 'works' }, clock(at)),
    record('suggestion', { about: thing, title: `Suggestion ${at}` }, clock(at)),
    record('outside-use', { about: thing, by: `${at}`, how: 'sold', returned: 'nothing' }, clock(at)),
    good(`Fork ${at}`, { derivedFrom: thing }, clock(at)),
    good(`Table ${at}`, { parts: { lines: [{ name: 'Lamp', good: thing }] } }, clock(at)),
    record('comment', { about: thing, text: `Comment ${at}` }, clock(at)),
  ]
  await views.ingest({ ...bert, blocks: blocks([10, 20, 30, 40, 50].map(ofAll)) })
  let came = 5
  for (const list of LISTS) {
    const whole = (await views.aboutPage(thing, list))!
    t.equal(whole.next, undefined, `${list}: all of them without being asked for few`)
    const first = whole.items.map(({ id }) => id)
    t.ok(first.length >= 5, list)
    const found: string[] = []
    let cursor: string | undefined
    do {
      const page = (await views.aboutPage(thing, list, { limit: 2, cursor }))!
      found.push(...page.items.map(({ id }) => id))
      cursor = page.next
      await views.ingest({ ...bert, blocks: blocks([ofAll(came++ % 2 === 0 ? 5 : 99)], came - 1) })
    } while (cursor !== undefined)
    t.equal(new Set(found).size, found.length, `${list}: none twice`)
    t.deepEqual(
      found.filter((id) => first.includes(id as never)),
      first,
      `${list}: none left out, in the same order`,
    )
  }
  const { comments, commentCount } = (await views.show(thing))!
  t.equal(comments.length, commentCount)
  const { next } = (await views.aboutPage(thing, 'builds', { limit: 1 }))!
  await views.aboutPage(thing, 'forks', { cursor: next }).then(
    () => t.fail('a cursor of another list'),
    ({ code }: { code: string }) => t.equal(code, 'VIEWS_CURSOR'),
  )
  t.equal(await views.aboutPage(idOf(bert, 999), 'builds'), null)
})
