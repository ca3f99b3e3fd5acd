import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import type { Locator, Page } from 'playwright-core'
import test, { type Test } from 'tape'
import { serve } from '@allmende/api'
import { silentLogger, until } from '@allmende/testkit'
import type { AllmendeNode } from '@allmende/node'
import { connect, PATIENCE_MS, scene } from '../scene.ts'
import { closeBrowser, openPage, servePage, skip } from './browser.ts'

const EVIL = '<img src=x onerror=alert(1)>'
const EVIL_TEXT = `${EVIL}\n\n[a](javascript:alert(1)) ![b](http://example.org/p.png) <script>alert(1)</script>\n\n# One\n\n#### Four`

test(
  'WB7 WB8 the page shows goods and drafts of others live, and never runs what they wrote',
  { skip },
  async (t) => {
    const { anna, ben, page, forbidden, elsewhere, files } = await twoNodesAndAPage(t)
    await page.getByRole('heading', { name: 'Repair Café' }).waitFor()
    t.pass('who has one commons is there at once')
    const folder = files('planter', { 'README.md': EVIL_TEXT, '<b>bold.txt': EVIL, 'draw.svg': '<svg/>' })
    await anna.share({
      path: folder,
      title: EVIL,
      licence: 'CERN-OHL-S-2.0',
      type: 'design',
      description: EVIL_TEXT,
    })
    const card = page.getByRole('link', { name: EVIL }).first()
    await card.waitFor()
    t.pass('a good that another node shares comes up without a reload, its title as it was written')
    await anna.createDraft({ editors: 'commons', title: 'Opening hours', text: 'Saturdays from two.' })
    await page.getByRole('link', { name: 'Opening hours' }).waitFor()
    t.pass('so does a draft')
    await card.click()
    await page.getByText('CERN Open Hardware').first().waitFor()
    await page.getByText('<script>').first().waitFor()
    t.pass('HTML in a description is shown as the letters it is')
    const { results } = await ben.find({ words: 'onerror' })
    await page.getByRole('tab', { name: 'Talk' }).click()
    await anna.comment({ on: results[0]?.id ?? '', text: `${EVIL} well done` })
    await page.getByText('well done').waitFor()
    t.pass('a comment comes up in the open good')
    await page.getByRole('tab', { name: 'Files' }).click()
    await page.getByRole('button', { name: 'README.md', exact: true }).click()
    await page.getByRole('dialog').getByText('<script>').first().waitFor()
    const odd = await page.evaluate(() => ({
      pictures: document.querySelectorAll('img, iframe, object, embed').length,
      links: [...document.querySelectorAll('a')].filter(({ href }) => /^(?:javascript|data):/.test(href))
        .length,
    }))
    t.deepEqual(odd, { pictures: 0, links: 0 }, 'nothing of it became an element')
    t.deepEqual([...forbidden, ...elsewhere], [], 'nothing ran, nothing was fetched from elsewhere')
  },
)

test('WB16 a draft is written by the page and by another node at once', { skip }, async (t) => {
  const { anna, page, forbidden } = await twoNodesAndAPage(t)
  const draft = await anna.createDraft({
    editors: 'commons',
    title: 'Opening hours',
    text: 'Saturdays from two.\n',
  })
  await page.getByRole('link', { name: 'Opening hours' }).click()
  const area = page.getByLabel('Text of the draft')
  const shows = (text: string): Promise<unknown> =>
    until(async () => (await textIn(area)) === text, { deadlineMs: PATIENCE_MS, what: `"${text}"` })
  const has = (text: string): Promise<unknown> =>
    until(async () => (await anna.draftText(draft.id)).text === text, {
      deadlineMs: PATIENCE_MS,
      what: `"${text}" at the other node`,
    })
  await shows('Saturdays from two.\n')
  t.pass('the page shows the text')
  await area.press('Control+End')
  await area.pressSequentially('Bring cake.', { delay: 30 })
  await has('Saturdays from two.\nBring cake.')
  t.pass('what is typed in the page arrives at the other node')
  await anna.spliceDraft({ draft: draft.id, splices: [{ at: 15, remove: 3, insert: 'one' }] })
  await shows('Saturdays from one.\nBring cake.')
  t.pass('what the other node writes arrives in the page')
  t.deepEqual(forbidden, [], 'the editor keeps to the policy of the page')
})

test('WB16 both write for a while, and nothing is lost or doubled', { skip }, async (t) => {
  const { anna, page } = await twoNodesAndAPage(t)
  const draft = await anna.createDraft({ editors: 'commons', title: 'List', text: 'A\n\nB\n' })
  await page.getByRole('link', { name: 'List' }).click()
  const area = page.getByLabel('Text of the draft')
  await until(async () => (await textIn(area)) === 'A\n\nB\n', {
    deadlineMs: PATIENCE_MS,
    what: 'the text',
  })
  const typed = 'Everybody writes here at the same time.'
  const others = Array.from({ length: 20 }, (_, index) => String.fromCodePoint(97 + index))
  await area.press('Control+End')
  await Promise.all([
    area.pressSequentially(typed, { delay: 25 }),
    (async () => {
      for (const [index, insert] of others.entries())
        await anna.spliceDraft({ draft: draft.id, splices: [{ at: 1 + index, remove: 0, insert }] })
    })(),
  ])
  const all = `A${others.join('')}\n\nB\n${typed}`
  const both = async (): Promise<boolean> =>
    (await anna.draftText(draft.id)).text === all && (await textIn(area)) === all
  await until(both, { deadlineMs: PATIENCE_MS, what: 'both texts' }).catch(async (error: unknown) => {
    t.comment(`page: ${JSON.stringify(await textIn(area))}`)
    t.comment(`node: ${JSON.stringify((await anna.draftText(draft.id)).text)}`)
    throw error
  })
  t.pass('both have everything once')
})

test(
  'WB14 an empty node leads to first content, and the 24 words stay until they are written down',
  { skip },
  async (t) => {
    const { open, home } = scene(t)
    const node = await open('anna')
    const { pageUrl } = await servePage(t, node, home('anna'))
    const { page } = await openPage(t, pageUrl)
    await page.getByLabel('What shall others call you?').fill('Anna')
    await page.getByRole('button', { name: 'Make the starter commons' }).click()
    const words = page.locator('.words li')
    await words.first().waitFor()
    await page.getByRole('link', { name: 'Manual' }).click()
    await page.getByLabel('Text of the draft').waitFor()
    t.equal((await node.status()).name, 'Anna', 'the name is set')
    const all = await words.allTextContents()
    t.equal(all.length, 24, 'the words are still there on another screen')
    await page.getByRole('button', { name: 'I have written them down' }).click()
    const asked = await page.locator('.words label').allTextContents()
    t.equal(asked.length, 2, `asked for: ${asked.join(', ')}`)
    for (const label of asked) await page.getByLabel(label, { exact: true }).fill('zebra')
    await page.getByRole('button', { name: 'Done' }).click()
    await page.getByText('That isn’t the word').waitFor()
    for (const label of asked)
      await page.getByLabel(label, { exact: true }).fill(all[Number(/\d+/.exec(label)?.[0]) - 1] ?? '')
    await page.getByRole('button', { name: 'Done' }).click()
    await page.locator('.words').waitFor({ state: 'detached' })
    t.pass('then they are gone')
  },
)

test(
  'WB5 WB6 WB40 WB41 the code leaves the address, a reload needs none, and the page says when the node is gone and goes on when it is back',
  { skip },
  async (t) => {
    const { open, home } = scene(t)
    const node = await open('anna')
    await node.createCommons({ name: 'Garden', public: false })
    const server = await servePage(t, node, home('anna'))
    const { page } = await openPage(t, server.pageUrl)
    await page.getByRole('heading', { name: 'Garden' }).waitFor()
    t.notOk(page.url().includes('code'), `the address is ${new URL(page.url()).hash}`)
    t.equal(await page.evaluate(() => document.cookie), '', 'no cookie')
    await reloads(t, page)
    await otherTabs(t, page, server.url)
    await missesNothing(t, page, node)
    await page.route('**/v1/**', (route) => route.abort())
    await server.close()
    await page.getByRole('alert').getByText('The node doesn’t answer').first().waitFor()
    t.pass('the node is gone, and the page says so')
    const again = await serve({ node, home: home('anna'), port: server.port, logger: silentLogger })
    t.teardown(() => again.close())
    await page.unroute('**/v1/**')
    await page.getByRole('heading', { name: 'The node was started anew' }).waitFor()
    t.pass('another run knows no page of before: it says what to do')
    await page.reload()
    await page.getByRole('heading', { name: 'This address is no longer good' }).waitFor()
    t.pass('nor a reload of one')
    const { page: stranger } = await openPage(t, `${again.url}/`)
    await stranger.getByRole('heading', { name: 'This page needs a key' }).waitFor()
    t.pass('and a page without a code too')
    const address = again.pageUrl
    const [{ page: first }, { page: second }] = [
      await openPage(t, 'about:blank'),
      await openPage(t, 'about:blank'),
    ]
    await first.goto(address)
    await first.getByRole('heading', { name: 'Commons', level: 1 }).waitFor()
    await second.goto(address)
    await second.getByRole('heading', { name: 'This address was used already' }).waitFor()
    await second.getByText('allmende status').waitFor()
    t.pass('an address that was used opens no other window, and it is said what to do')
  },
)

test('the browser of these tests is closed', { skip }, async (t) => {
  await closeBrowser()
  t.pass('closed')
})

/** The bearer is nowhere but in the memory of the page, and reloading is as if nothing had been. */
async function reloads(t: Test, page: Page): Promise<void> {
  const sent = await bearersSent(page, () => page.reload())
  await page.getByRole('heading', { name: 'Garden' }).waitFor()
  t.pass('a reload needs no new address')
  // The second cuts off the first, whose code is used by then.
  await page.reload({ waitUntil: 'commit' })
  await until(() => reloadedIfAttached(page), { deadlineMs: PATIENCE_MS, what: 'the second reload' })
  await page.getByRole('heading', { name: 'Garden' }).waitFor()
  t.pass('nor do two at once')
  const stored = await page.evaluate(() =>
    JSON.stringify([Object.entries(sessionStorage), Object.entries(localStorage), name]),
  )
  t.ok(sent.length > 0 && !sent.some((bearer) => stored.includes(bearer)), 'no bearer is stored')
}

/** False in the moment in which one document takes the place of another: the browser is then asked in vain. */
function reloadedIfAttached(page: Page): Promise<boolean> {
  return page.reload().then(
    () => true,
    (error: unknown) => {
      if (String(error).includes('Not attached to an active page')) return false
      throw error
    },
  )
}

async function bearersSent(page: Page, work: () => Promise<unknown>): Promise<string[]> {
  const sent = new Set<string>()
  const hear = (request: { headers(): Record<string, string> }) => {
    const { authorization } = request.headers()
    if (authorization !== undefined) sent.add(authorization.replace('Bearer ', ''))
  }
  page.on('request', hear)
  await work()
  await page.getByRole('heading', { name: 'Garden' }).waitFor()
  page.off('request', hear)
  return [...sent]
}

/** A link that is opened in another tab works as in this one, and both can be reloaded. */
async function otherTabs(t: Test, page: Page, url: string): Promise<void> {
  const tab = await page.context().newPage()
  await tab.goto(`${url}/#/people`)
  await tab.getByRole('heading', { name: 'People', level: 1 }).waitFor()
  await tab.reload()
  await tab.getByRole('heading', { name: 'People', level: 1 }).waitFor()
  await tab.close()
  await page.reload()
  await page.getByRole('heading', { name: 'Garden' }).waitFor()
  t.pass('another tab gets a code of its own from this one')
}

/** What happens while the connection is cut comes up when it is back, and what didn't change isn't asked again. */
async function missesNothing(t: Test, page: Page, node: AllmendeNode): Promise<void> {
  const streams: IncomingMessage[] = []
  const hear = (message: unknown) => {
    const { request } = message as { request: IncomingMessage }
    if (request.url?.startsWith('/v1/events') === true) streams.push(request)
  }
  subscribe('http.server.request.start', hear)
  t.teardown(() => unsubscribe('http.server.request.start', hear))
  await page.reload()
  await until(() => streams.length > 0, { deadlineMs: PATIENCE_MS, what: 'the stream of events' })
  // The first may still be a part of what the page asks for as it opens. The second can only have come by the stream, and so the
  // page knows a place in it.
  for (const title of ['Where the beds are', 'Who waters when']) {
    await node.createDraft({ title })
    await page.getByText(title).first().waitFor()
  }
  // Being offline keeps the browser from new connections; the one it has is cut here.
  await page.context().setOffline(true)
  for (const { socket } of streams) socket.destroy()
  await page.getByRole('alert').getByText('The node doesn’t answer').first().waitFor()
  await node.createCommons({ name: 'Orchard', public: false })
  await page.context().setOffline(false)
  await page.waitForFunction(() => document.querySelector('[role=alert]') === null)
  await page.getByRole('link', { name: 'Commons', exact: true }).click()
  await page.getByRole('link', { name: 'Orchard' }).waitFor()
  t.match(streams.at(-1)?.url ?? '', /after=[0-9a-f]{16}\.\d+$/, 'it went on from the last place it knew')
  await page.goBack()
  await page.getByRole('heading', { name: 'Garden' }).waitFor()
}

/** What stands in the editor; without the names of others at their cursors. */
function textIn(area: Locator): Promise<string> {
  return area.evaluate((content) =>
    [...content.querySelectorAll('.cm-line')]
      .map((line) => {
        const copy = line.cloneNode(true) as HTMLElement
        for (const drawn of copy.querySelectorAll('.cm-person-caret, .cm-placeholder')) drawn.remove()
        return copy.textContent
      })
      .join('\n'),
  )
}

async function twoNodesAndAPage(t: Test) {
  const { open, home, files } = scene(t)
  const [anna, ben] = [await open('anna'), await open('ben')]
  const { link } = await anna.createCommons({ name: 'Repair Café', public: true })
  await ben.joinCommons({ link })
  await connect(ben, anna)
  const { pageUrl } = await servePage(t, ben, home('ben'))
  return { anna, ben, files, ...(await openPage(t, pageUrl)) }
}
