import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import test, { type Test } from 'tape'
import { readToken } from '@allmende/api'
import { createClient, httpTransport } from '@allmende/api/client'
import { until } from '@allmende/testkit'
import { encodeRecord } from '@allmende/vocabulary'
import { sharedData } from '../carry/shared-data.ts'
import { type Member, member } from '../hostile/member.ts'
import { addressOf, PATIENCE_MS, scene } from '../scene.ts'
import { closeBrowser, openPage, servePage, skip } from './browser.ts'

const THAI = `\u0E14${'\u0E49\u0E49\u0E49\u0E49\u0E49\u0E47\u0E47\u0E47\u0E47\u0E47'.repeat(9)}`

/** Each way in that is known to us; the collections beside the repository have hundreds more. */
const OWN = [
  '<script>ran()</script>',
  '<img src=x onerror=ran()>',
  '<svg onload=ran()><animate onbegin=ran() attributeName=x dur=1s>',
  '<iframe srcdoc="<script>parent.ran()</script>"></iframe>',
  '[click](javascript:ran())',
  '![x](javascript:ran())',
  '<a href="java&#10;script:ran()">x</a>',
  '[x](data:text/html,<script>ran()</script>)',
  '"><script>ran()</script><x y="',
  "'-ran()-'",
  '{{constructor.constructor("ran()")()}}',
  '<style>@import "http://evil.example/x.css"; body{display:none}</style>',
  '<form action="javascript:ran()"><button>x</button></form>',
  'W'.repeat(95),
  '\u202Ereversed\u202C \u0300\u0301\u0302\u0303'.repeat(4),
  THAI,
]
/** Written as names by people of flesh and blood: each has a device, and says so in a record of its own. */
const NAMES = ['<img src=x onerror=ran()>', 'W'.repeat(95), THAI]
/** So many entries of files fit into a record. */
const FILES_AT_ONCE = 120
const PHONE = { width: 360, height: 3_000 }

type Seen = { readonly ran: string[]; readonly violations: string[] }

test(
  'WB42 no payload runs or breaks the layout, as title, in Markdown, as a file’s name, comment, or person’s name',
  { skip },
  async (t) => {
    const payloads = [...OWN, ...collected(t)]
    const place = scene(t)
    const ada = await place.open('ada')
    await ada.profile({ name: 'Ada' })
    const { link } = await ada.createCommons({ name: 'Workshop', public: false })
    const people = await Promise.all(NAMES.map((_, at) => member(t, place, `eve${at}`, link)))
    const written = await write(t, people, payloads)
    for (const one of people) await one.connect(await addressOf(ada))
    await until(
      async () => {
        const [goods, said, known] = await Promise.all([
          ada.find({ kind: 'good', limit: 1 }),
          ada.show(written.talk).catch(() => null),
          ada.members({}),
        ])
        const names = new Set(known.members.map(({ name }) => name))
        return (
          goods.total === written.goods &&
          said?.comments.length === written.comments.length &&
          NAMES.every((name) => names.has(name))
        )
      },
      { what: 'all that they wrote', deadlineMs: 2 * PATIENCE_MS },
    )
    const { page, elsewhere, forbidden } = await openPage(t, 'about:blank', { viewport: PHONE })
    await page.addInitScript(listen)
    const server = await servePage(t, ada, place.home('ada'))
    await page.goto(server.pageUrl)
    await page.getByRole('heading', { name: 'Workshop', level: 1 }).waitFor()
    await everyTitle(t, page, written.goods)
    for (const id of written.books) {
      await go(page, `/goods/${encodeURIComponent(id)}`)
      await page.locator('.markdown').first().waitFor()
      await sound(t, page, 'Markdown')
    }
    t.pass(`${payloads.length} payloads were looked at as Markdown`)
    await everyFile(t, page, written)
    await everyComment(t, page, written)
    await everyName(t, page, payloads)
    await onAPhone(t, written, { url: server.url, token: (await readToken(place.home('ada'))) ?? '' })
    const own = (address: string) => address.startsWith(`${server.url}/`)
    t.deepEqual(
      [...elsewhere.filter((address) => !own(address)), ...forbidden],
      [],
      'nothing asked or forbidden',
    )
  },
)
// Also after a failure: it would keep the process.
test.onFinish(() => void closeBrowser())

/** Runs in the page before its own scripts. */
function listen(): void {
  const seen = { ran: [] as string[], violations: [] as string[] }
  const here = globalThis as unknown as Record<string, unknown>
  here['seen'] = seen
  for (const name of ['ran', 'alert', 'confirm', 'prompt', 'xss', 'print'])
    here[name] = () => void seen.ran.push(name)
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    seen.violations.push(`${violatedDirective} ${blockedURI}`),
  )
}

/** What the collections have; nothing where they aren't there. */
function collected(t: Test): string[] {
  const read = <T>(path: string): T[] => {
    const of = sharedData(path)
    if (of.skip === false) return JSON.parse(readFileSync(of.path, 'utf8')) as T[]
    t.comment(`left out: ${of.skip}`)
    return []
  }
  return [
    ...read<{ payload: string }>('hostile/dompurify-fixtures/payloads.json').map(({ payload }) => payload),
    ...read<string>('hostile/blns/blns.json'),
  ]
}

type Written = {
  readonly goods: number
  readonly books: readonly string[]
  readonly shelves: readonly { readonly id: string; readonly paths: readonly string[] }[]
  readonly talk: string
  readonly comments: readonly string[]
}

/** What somebody writes into their own log, as they please; the records that the vocabulary lets in at all. */
async function write(t: Test, people: readonly Member[], payloads: readonly string[]): Promise<Written> {
  const [eve] = people
  if (!eve) throw new Error('nobody is there to write')
  for (const [at, name] of NAMES.entries()) await people[at]?.commons.append(encoded('profile', [{ name }]))
  const titles = encoded(
    'good',
    payloads.map((payload) => good(start(payload, 200), { description: payload })),
  )
  await eve.commons.append(titles)
  const { ids: books } = await eve.commons.append(encoded('good', bound(payloads)))
  const { key } = await eve.commons.filesWriter()
  // A byte order mark before a text doesn't come along (V31), so a name of nothing else is none.
  const names = [...new Set(payloads.map((payload) => start(payload.replaceAll(/[/\0]/g, '_'), 200)))]
  const paths = names.filter(
    (path) => encoded('good', [good('x', { files: listOf([path], key) })]).length === 1,
  )
  const lists = Array.from({ length: Math.ceil(paths.length / FILES_AT_ONCE) }, (_, at) =>
    paths.slice(at * FILES_AT_ONCE, (at + 1) * FILES_AT_ONCE),
  )
  const shelved = lists.map((list, at) =>
    good(`Shelf ${at}`, { files: listOf(list, key), description: OWN.join('\n\n') }),
  )
  const { ids: shelves } = await eve.commons.append(encoded('good', shelved))
  const talk = books[0] ?? ''
  const said = payloads.filter((text) => text.trim() !== '' && text.isWellFormed())
  const comments = encoded(
    'comment',
    said.map((text) => ({ text, about: talk })),
  )
  await eve.commons.append(comments)
  for (const [what, { length }] of Object.entries({ titles, paths, comments }))
    t.ok(length > payloads.length * 0.9, `${length} of ${payloads.length} can be ${what}`)
  return {
    goods: titles.length + books.length + shelves.length,
    books,
    shelves: shelves.map((id, at) => ({ id, paths: lists[at] ?? [] })),
    talk,
    comments: said,
  }
}

const good = (title: string, more: Record<string, unknown>) => ({
  title,
  licence: 'CC0-1.0',
  type: 'text',
  ...more,
})

/** As records, without those that the vocabulary refuses: what is empty, or isn't Unicode. */
function encoded(kind: string, bodies: readonly Record<string, unknown>[]): Uint8Array[] {
  return bodies.flatMap((body) => {
    try {
      return [encodeRecord({ kind, v: 1, clock: [Date.now(), 0], body })]
    } catch {
      return []
    }
  })
}

function start(text: string, length: number): string {
  return Array.from(text).slice(0, length).join('')
}

/** All of them one after another, in as few goods as a description allows. */
function bound(payloads: readonly string[]) {
  const chunks: string[] = ['']
  for (const payload of payloads) {
    if ((chunks.at(-1)?.length ?? 0) + payload.length > 8_000) chunks.push('')
    chunks.push(`${chunks.pop()}\n\n${payload}`)
  }
  return chunks.map((text, at) => good(`Book ${at}`, { description: text.trim() }))
}

/** Empty files called so. */
function listOf(paths: readonly string[], core: string) {
  const entries = paths.map((path) => ({ path, bytes: 0, hash: Buffer.alloc(32), blob: [0, 0, 0, 0, 0] }))
  return { count: paths.length, bytes: 0, cores: [core], entries }
}

async function everyTitle(t: Test, page: Page, titles: number): Promise<void> {
  await go(page, '/goods')
  await page.locator('.virtual-card a').first().waitFor()
  for (;;) {
    await page.waitForFunction(() =>
      [...document.querySelectorAll('.virtual-card')].every((card) => card.querySelector('a') !== null),
    )
    await sound(t, page, 'titles')
    const last = await page.evaluate(() => {
      const cards = [...document.querySelectorAll('.virtual-card')]
      window.scrollBy(0, innerHeight)
      return Math.max(...cards.map((card) => Number(card.getAttribute('aria-posinset'))))
    })
    if (last === titles) return t.pass(`${titles} titles were looked at`)
    await page.waitForFunction((before) => {
      const cards = [...document.querySelectorAll('.virtual-card')]
      return Math.max(...cards.map((card) => Number(card.getAttribute('aria-posinset')))) > before
    }, last)
  }
}

async function everyFile(t: Test, page: Page, { shelves }: Written): Promise<void> {
  for (const [at, { id, paths }] of shelves.entries()) {
    await go(page, `/goods/${encodeURIComponent(id)}`)
    await page.getByRole('heading', { name: `Shelf ${at}`, level: 1 }).waitFor()
    await page.getByRole('tab', { name: /^Files/ }).click()
    await page.locator('.files .line').first().waitFor()
    t.deepEqual(await page.locator('.files .file-name').allTextContents(), paths, `${paths.length} files`)
    await sound(t, page, 'names of files')
  }
}

async function everyComment(t: Test, page: Page, { talk, comments }: Written): Promise<void> {
  await go(page, `/goods/${encodeURIComponent(talk)}`)
  await page.getByRole('heading', { name: 'Book 0', level: 1 }).waitFor()
  await page.getByRole('tab', { name: /^Talk/ }).click()
  await page.locator('.comments li').first().waitFor()
  const said = await page.locator('.comments .pre').allTextContents()
  t.deepEqual(said.toSorted(), comments.toSorted(), `${comments.length} comments`)
  await sound(t, page, 'comments')
}

async function everyName(t: Test, page: Page, payloads: readonly string[]): Promise<void> {
  await go(page, '/people')
  for (const name of NAMES) await page.getByRole('button', { name, exact: true }).waitFor()
  await sound(t, page, 'names of people')
  // Whoever of the members is called so; what the page makes of names doesn't depend on who told it.
  await page.route('**/v1/members*', async (route) => {
    const response = await route.fetch()
    // The last ones come while the node is being closed.
    if (!response.ok()) return route.fulfill({ response })
    const answer = (await response.json()) as { members: { person: string }[] }
    const members = payloads.map((name, at) => ({ ...answer.members[0], name, person: `person${at}` }))
    await route.fulfill({ response, json: { ...answer, members } })
  })
  await page.reload()
  await page.getByText('-ran()-').first().waitFor()
  await sound(t, page, 'names of people')
}

/** The same on the page for guests. */
async function onAPhone(t: Test, { shelves, books }: Written, access: { url: string; token: string }) {
  const client = createClient(httpTransport(access))
  for (const thing of [books[0], shelves[0]?.id]) {
    const door = await client.openGuest({ thing: thing ?? '', right: 'view', hosts: ['127.0.0.1'], port: 0 })
    const { page, elsewhere, forbidden } = await openPage(t, 'about:blank', { viewport: PHONE })
    await page.addInitScript(listen)
    await page.goto(door.links[0] ?? '')
    await page.locator('.description').waitFor()
    await sound(t, page, 'the page for guests')
    const own = new URL(door.links[0] ?? '').origin
    const others = elsewhere.filter((address) => !address.startsWith(`${own}/`))
    t.deepEqual([...others, ...forbidden], [], 'nothing asked or forbidden there')
  }
}

async function go(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => (location.hash = to), path)
}

/** Nothing ran or was forbidden, nothing is an element that could, and nothing is wider than the window. */
async function sound(t: Test, page: Page, what: string): Promise<void> {
  const found = await page.evaluate(() => {
    const { seen } = globalThis as unknown as { seen: Seen }
    const active =
      'iframe, object, embed, form[action], base, meta[http-equiv], body style, body script:not([src="/guest.js"])'
    const lead = [...document.querySelectorAll('[href], [src]')]
      .map((one) => one.getAttribute('href') ?? one.getAttribute('src') ?? '')
      .filter((address) => /^\s*(?:javascript|vbscript|data:text|file)/i.test(address))
    const handlers = [...document.querySelectorAll('*')].filter((one) =>
      one.getAttributeNames().some((name) => name.startsWith('on')),
    )
    const said = (elements: Element[]) => elements.map((one) => one.outerHTML.slice(0, 80))
    return {
      ...seen,
      elements: said([...document.querySelectorAll(active)]),
      handlers: said(handlers),
      lead,
      wider: Math.max(0, document.documentElement.scrollWidth - innerWidth),
    }
  })
  const right = { ran: [], violations: [], elements: [], handlers: [], lead: [], wider: 0 }
  if (JSON.stringify(found) !== JSON.stringify(right)) t.deepEqual(found, right, what)
}
