import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'tape'
import type { Teardown } from '@allmende/testkit'
import { personIdOf } from '@allmende/vocabulary'
import type { PageRequest, ThingListName } from '../src/client/index.ts'
import { everyPage } from '../src/client/every-page.ts'
import { ROUTES } from '../src/routes/index.ts'
import { openGarden } from './garden.ts'

const FIRST = 4
const LICENCE = 'CC-BY-SA-4.0'

type Answer = { readonly ids: readonly string[]; readonly next?: string }

/** A list: how a page of it is asked for, and how it gets one entry more. */
type List = {
  readonly operation: string
  readonly ask: (page: PageRequest) => Promise<Answer>
  /** Absent where only others make it longer, which is tested in `node`. */
  readonly add?: (number: number) => Promise<unknown>
}

async function gardenOf(t: Teardown) {
  const { client, home } = await openGarden(t)
  const path = join(home, 'bench')
  mkdirSync(path)
  writeFileSync(join(path, 'plan.txt'), 'plan')
  const share = (title: string) => client.share({ path, title, licence: LICENCE })
  const good = (await share('Bench')).id
  const draft = (await client.createDraft({ title: 'Plan', text: 'Two nails.\n' })).id
  return { client, share, good, draft }
}

type Garden = Awaited<ReturnType<typeof gardenOf>>

const answer = (entries: readonly { readonly id: string }[], { next }: { next?: string }): Answer => ({
  ids: entries.map(({ id }) => id),
  ...(next !== undefined && { next }),
})

function aboutLists({ client, good }: Garden): List[] {
  const about = (list: ThingListName, add: (number: number) => Promise<unknown>): List => ({
    operation: 'listAbout',
    add,
    ask: async (page) => {
      const found = await client.listAbout({ thing: good, list, ...page })
      return answer(found.entries, found)
    },
  })
  const forked = (number: number) => client.fork({ good, title: `Fork ${number}` })
  return [
    about('builds', () => client.reportBuild({ good, outcome: 'works' })),
    about('comments', (number) => client.comment({ on: good, text: `Comment ${number}` })),
    about('outsideUses', () =>
      client.reportUse({ good, by: 'Benches Ltd', how: 'sold', returned: 'nothing' }),
    ),
    about('forks', forked),
    about('suggestions', async (number) =>
      client.suggest({ fork: (await forked(number)).id, title: `Suggestion ${number}` }),
    ),
    { operation: 'listAbout', ask: about('usedIn', forked).ask },
  ]
}

function draftLists({ client, draft }: Garden): List[] {
  return [
    {
      operation: 'listDrafts',
      ask: async (page) => {
        const found = await client.listDrafts(page)
        return answer(found.drafts, found)
      },
      add: (number) => client.createDraft({ title: `Draft ${number}` }),
    },
    {
      operation: 'draftHistory',
      ask: async (page) => {
        const found = await client.draftHistory(draft, page)
        return answer(
          found.changes.map(({ change }) => ({ id: change })),
          found,
        )
      },
      add: (number) => client.editDraft({ draft, text: `Two nails.\n${number}\n` }),
    },
    {
      operation: 'draftComments',
      ask: async (page) => {
        const found = await client.draftComments(draft, page)
        return answer(found.comments, found)
      },
      add: (number) => client.draftComment({ draft, text: `Comment ${number}`, quote: 'Two' }),
    },
    {
      operation: 'draftSuggestions',
      ask: async (page) => {
        const found = await client.draftSuggestions(draft, page)
        return answer(found.suggestions, found)
      },
      add: async (number) => {
        const { text } = await client.draftText(draft)
        return client.draftSuggest({ draft, text: `${text}And glue ${number}.\n`, title: `${number}` })
      },
    },
  ]
}

/** Somebody whom nobody has met can be blocked, and is then listed among the members. */
const stranger = (number: number) => personIdOf(new Uint8Array(32).fill(number + 1))

function ownLists({ client, share }: Garden): List[] {
  const block = (number: number) => client.block({ person: stranger(number) })
  const people = (some: readonly { person: string }[]) => some.map(({ person }) => ({ id: person }))
  return [
    {
      operation: 'find',
      ask: async (page) => {
        const found = await client.find({ kind: 'good', order: 'newest', ...page })
        return answer(found.results, found)
      },
      add: (number) => share(`Bench ${number}`),
    },
    {
      operation: 'listBlocks',
      ask: async (page) => {
        const found = await client.listBlocks(page)
        return answer(people(found.blocks), found)
      },
      add: block,
    },
    {
      operation: 'members',
      ask: async (page) => {
        const found = await client.members(page)
        return answer(people(found.members), found)
      },
      add: (number) => block(100 + number),
    },
    {
      operation: 'listPins',
      ask: async (page) => {
        const found = await client.listPins(page)
        return answer(
          found.pins.map(({ name }) => ({ id: name })),
          found,
        )
      },
      add: (number) => client.pin({ tag: `tag${number}`, background: true }),
    },
    {
      operation: 'listKeepers',
      ask: async (page) => {
        const found = await client.listKeepers(page)
        return answer(people(found.keeping), found)
      },
    },
  ]
}

async function codeOf(asked: Promise<unknown>): Promise<string> {
  return asked.then(
    () => 'answered',
    ({ code }: { code: string }) => code,
  )
}

test('AP45 every list that can grow goes on from a cursor, also while it grows: each entry once, none left out, in the order of the whole list', async (t) => {
  const garden = await gardenOf(t)
  const lists = [...aboutLists(garden), ...draftLists(garden), ...ownLists(garden)]
  const paged = ROUTES.filter(({ query }) => query?.['properties' as never]?.['after'] !== undefined)
  t.deepEqual(
    paged.map(({ operation }) => operation).toSorted(),
    [...new Set(['events', ...lists.map(({ operation }) => operation)])].toSorted(),
    'all of them are walked; events are no list',
  )
  let foreign: string | undefined
  for (const { operation, ask, add } of lists) {
    for (let number = 0; add && number < FIRST; number++) await add(number)
    const whole = await ask({})
    t.equal(whole.next, undefined, `${operation}: asked for nothing, it is whole`)
    if (!add) t.deepEqual(await ask({ limit: 1 }), whole, `${operation} is empty here`)
    if (!add) continue
    t.ok(whole.ids.length >= FIRST, `${operation}: ${whole.ids.length} entries`)
    const pages: number[] = []
    let number = FIRST
    const found = await everyPage(
      async (page) => {
        const { ids, next } = await ask({ limit: 1, ...page })
        pages.push(ids.length)
        if (number < 2 * FIRST) await add(number++)
        return { ids, ...(next !== undefined && { next }) }
      },
      ({ ids }) => ids,
    )
    t.ok(
      pages.every((length) => length === 1),
      `${operation}: one at a time`,
    )
    t.equal(new Set(found).size, found.length, `${operation}: none twice`)
    t.deepEqual(
      found.filter((id) => whole.ids.includes(id)),
      whole.ids,
      `${operation}: none left out`,
    )
    const { next } = await ask({ limit: 1 })
    for (const after of ['nonsense', foreign ?? '', `${next}x`.slice(3)])
      t.equal(
        await codeOf(ask({ after })),
        'VIEWS_CURSOR',
        `${operation}: ${after.slice(0, 12)} is none of its cursors`,
      )
    for (const limit of [0, 999_999])
      t.equal(await codeOf(ask({ limit })), 'VIEWS_PAGE', `${operation}: a page of ${limit}`)
    foreign = next
  }
})

test('AP46 what is shown of a good tells of each list how long it is, and where it goes on', async (t) => {
  const { client, good } = await gardenOf(t)
  await client.comment({ on: good, text: 'Lovely.' })
  const few = await client.show(good)
  t.deepEqual(few.lists.comments, { total: 1 })
  for (let number = 0; number < 101; number++)
    await client.reportUse({ good, by: `${number}`, how: 'sold', returned: 'nothing' })
  const { lists, outsideUses } = await client.show(good)
  t.equal(outsideUses.length, 100)
  t.equal(lists.outsideUses.total, 101)
  const { next = '' } = lists.outsideUses
  const rest = await client.listAbout({ thing: good, list: 'outsideUses', after: next })
  t.equal(rest.list, 'outsideUses')
  t.deepEqual(rest.list === 'outsideUses' && rest.entries.map(({ by }) => by), ['0'], 'and no other')
  t.equal(rest.next, undefined)
})

/** Names of what is a list in an answer. */
function listsIn(schema: unknown): string[] {
  const { type, anyOf, properties } = schema as {
    type?: string
    anyOf?: unknown[]
    properties?: Record<string, unknown>
  }
  if (anyOf) return anyOf.flatMap(listsIn)
  return Object.entries(properties ?? {})
    .flatMap(([name, value]) => ((value as { type?: string }).type === 'array' ? [name] : listsIn(value)))
    .concat(type === 'array' ? ['answer'] : [])
}

test('AP47 of every route that answers with a list README.md says whether it comes in pages, or by what else it is bounded', (t) => {
  const text = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const section = text.slice(text.indexOf('### Lists'), text.indexOf('Actions (`POST`)'))
  const [paged, bounded] = section
    .split('All other answers')
    .map((part) =>
      [...part.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell = '']) =>
        [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name),
      ),
    )
  const lists = ROUTES.filter(
    ({ method, operation, result }) =>
      (method === 'GET' || operation === 'findCommons') && listsIn(result).length > 0,
  )
  const isPaged = ({ result }: (typeof lists)[number]) => JSON.stringify(result).includes('"next"')
  const withPages = lists.filter((route) => isPaged(route) && route.operation !== 'show')
  t.deepEqual(withPages.map(({ operation }) => operation).toSorted(), paged?.toSorted(), 'in pages')
  const others = lists.filter((route) => !withPages.includes(route))
  t.deepEqual(others.map(({ operation }) => operation).toSorted(), bounded?.toSorted(), 'otherwise bounded')
  t.end()
})

test('AP45 drafts of several commons are one list: a page goes on into the next commons, past those without any', async (t) => {
  const { client } = await gardenOf(t)
  for (const name of ['Empty', 'Shed']) await client.createCommons({ name, public: false })
  for (const title of ['Roof', 'Door']) await client.createDraft({ title, commons: 'Shed' })
  await client.createCommons({ name: 'Last', public: false })
  const whole = await client.listDrafts({})
  t.deepEqual(new Set(whole.drafts.map(({ title }) => title)), new Set(['Plan', 'Roof', 'Door']))
  for (const limit of [1, 2, 3]) {
    const found = await everyPage(
      (page) => client.listDrafts({ limit, ...page }),
      ({ drafts }) => drafts,
    )
    t.deepEqual(found, whole.drafts, `in pages of ${limit}`)
  }
  const { next = '' } = await client.listDrafts({ limit: 1 })
  t.equal(await codeOf(client.listDrafts({ commons: 'Shed', after: next })), 'VIEWS_CURSOR')
})
