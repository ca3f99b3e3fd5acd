import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright-core'
import test, { type Test } from 'tape'
import type { AllmendeNode } from '@allmende/node'
import { serve } from '@allmende/api'
import { silentLogger, until } from '@allmende/testkit'
import { connect, PATIENCE_MS, scene } from '../scene.ts'

const CHROMIUM = '/usr/bin/chromium'
const skip = existsSync(CHROMIUM) ? false : 'there is no chromium here'
const EVIL = '<img src=x onerror=alert(1)>'

test(
  'the page shows goods and drafts of others live, and never runs what they wrote',
  { skip },
  async (t) => {
    const { anna, ben, page, alerts, files } = await twoNodesAndAPage(t)
    await page.getByRole('heading', { name: 'Repair Café' }).waitFor()
    t.pass('the commons is shown')
    const folder = files('planter', { 'README.md': 'Saw, glue, drill.', '<b>bold.txt': EVIL })
    await anna.share({
      path: folder,
      title: EVIL,
      licence: 'CERN-OHL-S-2.0',
      type: 'design',
      description: EVIL,
    })
    await page.getByRole('link', { name: EVIL }).waitFor()
    t.pass('a good that another node shares comes up without a reload, its title as it was written')
    await anna.createDraft({ title: 'Opening hours', text: 'Saturdays from two.' })
    await page.getByRole('link', { name: 'Opening hours' }).waitFor()
    t.pass('so does a draft')
    await page.getByRole('link', { name: EVIL }).click()
    await page.getByText('CERN Open Hardware').first().waitFor()
    const { results } = await ben.find({ words: 'onerror' })
    await anna.comment({ on: results[0]?.id ?? '', text: `${EVIL} well done` })
    await page.getByText('well done').waitFor()
    t.pass('a comment comes up in the open good')
    t.equal(await page.locator('img').count(), 0, 'nothing of it became an element')
    t.deepEqual(alerts, [], 'and nothing ran')
  },
)

test('a draft is written by the page and by another node at once', { skip }, async (t) => {
  const { anna, page } = await twoNodesAndAPage(t)
  const draft = await anna.createDraft({ title: 'Opening hours', text: 'Saturdays from two.\n' })
  await page.getByRole('link', { name: 'Opening hours' }).click()
  const area = page.getByLabel('Text of the draft')
  const shows = (text: string): Promise<unknown> =>
    until(async () => (await area.inputValue()) === text, { deadlineMs: PATIENCE_MS, what: `"${text}"` })
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
})

test('both write for a while, and nothing is lost or doubled', { skip }, async (t) => {
  const { anna, page } = await twoNodesAndAPage(t)
  const draft = await anna.createDraft({ title: 'List', text: 'A\n\nB\n' })
  await page.getByRole('link', { name: 'List' }).click()
  const area = page.getByLabel('Text of the draft')
  await until(async () => (await area.inputValue()) === 'A\n\nB\n', {
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
    (await anna.draftText(draft.id)).text === all && (await area.inputValue()) === all
  await until(both, { deadlineMs: PATIENCE_MS, what: 'both texts' }).catch(async (error: unknown) => {
    t.comment(`page: ${JSON.stringify(await area.inputValue())}`)
    t.comment(`node: ${JSON.stringify((await anna.draftText(draft.id)).text)}`)
    throw error
  })
  t.pass('both have everything once')
})

test(
  'an empty node offers the starter commons, and the 24 words stay until they are written down',
  { skip },
  async (t) => {
    const { open, home } = scene(t)
    const page = await pageOf(t, await open('anna'), home('anna'))
    await page.getByRole('button', { name: 'Make the starter commons' }).click()
    await page.locator('#words li').first().waitFor()
    await page.getByRole('link', { name: 'Manual' }).click()
    await page.getByLabel('Text of the draft').waitFor()
    t.equal(await page.locator('#words li').count(), 24, 'the words are still there on another page')
    await page.getByRole('button', { name: 'I have written them down' }).click()
    t.equal(await page.locator('#words li').count(), 0, 'then they are gone')
  },
)

async function twoNodesAndAPage(t: Test) {
  const { open, home, files } = scene(t)
  const [anna, ben] = [await open('anna'), await open('ben')]
  const { link } = await anna.createCommons({ name: 'Repair Café', public: true })
  await ben.joinCommons({ link })
  await connect(ben, anna)
  const alerts: string[] = []
  const page = await pageOf(t, ben, home('ben'))
  page.on('dialog', (dialog) => {
    alerts.push(dialog.message())
    void dialog.dismiss()
  })
  return { anna, ben, page, alerts, files }
}

async function pageOf(t: Test, node: AllmendeNode, home: string): Promise<Page> {
  const server = await serve({ node, home, port: 0, logger: silentLogger })
  t.teardown(() => server.close())
  const browser: Browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--headless', '--no-sandbox'],
  })
  t.teardown(() => browser.close())
  const page = await browser.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  page.on('pageerror', (error) => t.fail(`the page failed: ${error.message}`))
  await page.goto(server.pageUrl)
  return page
}
