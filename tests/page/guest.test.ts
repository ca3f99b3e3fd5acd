import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright-core'
import test, { type Test } from 'tape'
import { serve } from '@allmende/api'
import { createClient, httpTransport } from '@allmende/api/client'
import { readToken } from '@allmende/api'
import type { AllmendeNode } from '@allmende/node'
import { silentLogger, until } from '@allmende/testkit'
import { PATIENCE_MS, scene } from '../scene.ts'

const CHROMIUM = '/usr/bin/chromium'
const skip = existsSync(CHROMIUM) ? false : 'there is no chromium here'
const EVIL = '<img src=x onerror=alert(1)>'

/** A phone: 360 px wide, as narrow as they come. */
const PHONE = { viewport: { width: 360, height: 720 }, hasTouch: true, isMobile: true }

/** One for all of these: starting it takes longer than most of what it is asked. */
let launched: Promise<Browser> | null = null
function theBrowser(): Promise<Browser> {
  launched ??= chromium.launch({ executablePath: CHROMIUM, args: ['--headless', '--no-sandbox'] })
  return launched
}
test.onFinish(() => void launched?.then((browser) => browser.close()))

async function stage(t: Test) {
  const { open, home, files } = scene(t)
  const anna = await open('anna')
  await anna.profile({ name: 'Anna' })
  await anna.createCommons({ name: 'Repair Café', public: true })
  const server = await serve({ node: anna, home: home('anna'), port: 0, logger: silentLogger })
  t.teardown(() => server.close())
  const client = createClient(
    httpTransport({ url: server.url, token: (await readToken(home('anna'))) ?? '' }),
  )
  const openDoor = (thing: string, right: 'view' | 'suggest' | 'edit' = 'edit') =>
    client.openGuest({ thing, right, hosts: ['127.0.0.1'], port: 0 })
  const browser = await theBrowser()
  const phone = async (link: string, scheme: 'light' | 'dark' = 'light'): Promise<Page> => {
    const context = await browser.newContext({
      ...PHONE,
      colorScheme: scheme,
      locale: 'en-GB',
      acceptDownloads: true,
    })
    t.teardown(() => context.close())
    const page = await context.newPage()
    page.setDefaultTimeout(PATIENCE_MS)
    page.on('pageerror', (error) => t.fail(`the page failed: ${error.message}`))
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) t.fail(message.text())
    })
    page.on('dialog', (dialog) => {
      t.fail('something ran')
      void dialog.dismiss()
    })
    await page.goto(link)
    return page
  }
  return { anna, client, openDoor, phone, files }
}

async function enter(page: Page, name: string): Promise<void> {
  await page.getByLabel('Your name').fill(name)
  await page.getByRole('button', { name: 'Go in' }).click()
  await page.getByLabel('Text of the draft').waitFor()
}

function reads(node: AllmendeNode, draft: string, words: string): Promise<unknown> {
  return until(async () => (await node.draftText(draft)).text.includes(words), {
    deadlineMs: PATIENCE_MS,
    what: `"${words}" in the draft`,
  })
}

/** The text in the editor of a page. */
async function shown(page: Page): Promise<string> {
  return (await page.locator('.cm-line').allTextContents()).join('\n')
}

test(
  'GU6, GU7, GU8, GU11 a guest writes and marks on a phone’s page live with the host, named in the history, until the door is closed',
  { skip },
  async (t) => {
    const { anna, client, openDoor, phone } = await stage(t)
    const { id } = await anna.createDraft({
      editors: 'commons',
      title: 'Opening hours',
      text: `Saturdays from two.\n${EVIL}\n`,
    })
    const door = await openDoor(id)
    const page = await phone(door.links[0] ?? '')
    await enter(page, `Ina ${EVIL}`.slice(0, 40))
    const area = page.getByLabel('Text of the draft')
    await until(async () => (await shown(page)).startsWith('Saturdays'), {
      deadlineMs: PATIENCE_MS,
      what: 'the text',
    })
    t.equal(await page.locator('main img').count(), 0, 'what others wrote is text')
    await area.press('Control+End')
    await area.pressSequentially('Bring cake.', { delay: 15 })
    await reads(anna, id, 'Bring cake.')
    t.pass('what the guest types is in the draft')
    await anna.spliceDraft({ draft: id, splices: [{ at: 15, remove: 3, insert: 'one' }] })
    await until(async () => (await shown(page)).includes('from one'), {
      deadlineMs: PATIENCE_MS,
      what: 'the host’s words',
    })
    t.pass('what the host writes is on the phone')
    const { passages } = await anna.draftBlame(id)
    // What is typed may go in several changes.
    const typed = passages.filter(({ guest }) => guest !== undefined)
    t.equal(
      typed
        .map(({ text }) => text)
        .join('')
        .trim(),
      'Bring cake.',
    )
    t.deepEqual(
      [...new Set(typed.map(({ authorName, guest }) => `${authorName} ${guest?.slice(0, 3)}`))],
      ['Anna Ina'],
      'it is Anna’s edit, and names the guest',
    )
    t.deepEqual(
      (await client.listGuests()).doors[0]?.guests.map(({ here }) => here),
      [true],
      'the host sees who is there',
    )
    // Marked before the host has the words.
    await page.context().setOffline(true)
    await area.pressSequentially(' Yes!')
    await area.press('Shift+Home')
    await page.getByRole('button', { name: 'Bold' }).click()
    await page.context().setOffline(false)
    await page.locator('.cm-style-strong', { hasText: 'Bring cake. Yes!' }).waitFor()
    const [mark] = (await anna.draftMarks(id)).marks
    t.deepEqual(
      [mark?.name, mark?.now.text],
      ['strong', 'Bring cake. Yes!'],
      'what the guest selects is bold',
    )
    await page.getByRole('button', { name: 'Link to …' }).click()
    await page.getByLabel('Where does it lead to?').fill('javascript:alert(1)')
    await page.getByRole('button', { name: 'Set the link' }).click()
    await page.getByText('https:, http: or mailto:').waitFor()
    await page.getByLabel('Where does it lead to?').fill('https://cake.example/')
    await page.getByRole('button', { name: 'Set the link' }).click()
    await page.locator('.cm-style-link', { hasText: 'Bring cake.' }).waitFor()
    await page.getByRole('button', { name: 'Bold', pressed: true }).click()
    await page.getByRole('button', { name: 'Bold', pressed: false }).waitFor()
    t.deepEqual(
      (await anna.draftMarks(id)).marks.map(({ name }) => name),
      ['link'],
      'pressed again it is off, the link stays',
    )
    t.deepEqual(
      [...new Set((await anna.draftHistory(id)).changes.slice(-3).map(({ guest }) => guest?.slice(0, 3)))],
      ['Ina'],
    )
    const wide = await page.evaluate(() => document.documentElement.scrollWidth)
    t.ok(wide <= 360, `nothing reaches beyond the screen (${wide})`)
    await client.closeGuest({ door: door.id })
    await page.getByText('It is closed. Nothing more').waitFor()
    t.pass('closed, the phone is told at once')
    await area.pressSequentially('Too late.').catch(() => undefined)
    t.equal(
      (await anna.draftText(id)).text,
      `Saturdays from one.\n${EVIL}\nBring cake. Yes!`,
      'what was acknowledged stays, nothing comes after',
    )
  },
)

test('GU8 a phone that loses its network and comes back loses and doubles nothing', { skip }, async (t) => {
  const { anna, openDoor, phone } = await stage(t)
  const { id } = await anna.createDraft({ editors: 'commons', title: 'List', text: 'A\n\nB\n' })
  const page = await phone((await openDoor(id)).links[0] ?? '')
  await enter(page, 'Ina')
  const area = page.getByLabel('Text of the draft')
  await until(async () => (await shown(page)).startsWith('A'), { deadlineMs: PATIENCE_MS, what: 'the text' })
  await area.press('Control+End')
  const typed = 'Everybody writes here at the same time.'
  await Promise.all([
    (async () => {
      for (const [index, letter] of typed.split('').entries()) {
        if (index === 10) await page.context().setOffline(true)
        if (index === 20) await page.context().setOffline(false)
        await area.pressSequentially(letter, { delay: 15 })
      }
    })(),
    (async () => {
      for (let index = 0; index < 15; index++)
        await anna.spliceDraft({
          draft: id,
          splices: [{ at: 1 + index, remove: 0, insert: String(index % 10) }],
        })
    })(),
  ])
  const all = `A012345678901234\n\nB\n${typed}`
  await until(async () => (await shown(page)) === all && (await anna.draftText(id)).text === all, {
    deadlineMs: PATIENCE_MS,
    what: 'the same text on both sides',
  }).catch(async (error: unknown) => {
    t.comment(`page: ${JSON.stringify(await shown(page))}`)
    t.comment(`node: ${JSON.stringify((await anna.draftText(id)).text)}`)
    throw error
  })
  t.pass('both have everything once')
})

test('GU8 a good shows itself with its pictures, and its files can be downloaded', { skip }, async (t) => {
  const { anna, openDoor, phone, files } = await stage(t)
  const PIXEL =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
  const folder = files('planter', {
    'plan.png': Buffer.from(PIXEL, 'base64'),
    'drawing.svg': '<svg onload="alert(1)"/>',
  })
  const { id } = await anna.share({
    path: folder,
    title: `Planter ${EVIL}`,
    licence: 'CERN-OHL-S-2.0',
    type: 'design',
    description: EVIL,
  })
  const page = await phone((await openDoor(id)).links[0] ?? '', 'dark')
  await page.getByRole('heading', { name: 'Planter' }).waitFor()
  const picture = page.getByAltText('Picture: plan.png')
  await until(() => picture.evaluate((element) => (element as HTMLImageElement).naturalWidth === 1), {
    deadlineMs: PATIENCE_MS,
    what: 'the picture',
  })
  t.equal(await page.locator('main img').count(), 1, 'a drawing that could hold a script is a download only')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByLabel('Download: drawing.svg').click(),
  ])
  t.equal(download.suggestedFilename(), 'drawing.svg')
  t.equal(await download.failure(), null)
})

test(
  'GU9 a guest suggests from a phone, the host accepts a piece, and it stands there as the guest’s',
  { skip },
  async (t) => {
    const { anna, openDoor, phone } = await stage(t)
    const text = 'Saturdays from two.\n\nBring tools.\n\nCome by bike.\n'
    const { id } = await anna.createDraft({ title: 'Opening hours', text })
    const page = await phone((await openDoor(id, 'suggest')).links[0] ?? '')
    await enter(page, 'Ina')
    const area = page.getByLabel('Text of the draft')
    await page.getByText('This is a copy of yours').waitFor()
    await area.press('Control+Home')
    await area.pressSequentially('Open on ', { delay: 10 })
    await area.press('Control+End')
    await area.pressSequentially('Cake is welcome.', { delay: 10 })
    await anna.spliceDraft({ draft: id, splices: [{ at: 27, remove: 5, insert: 'your own tools' }] })
    await page.getByText('Others have changed the text meanwhile').waitFor()
    t.notOk((await anna.draftText(id)).text.includes('Cake'), 'before it is sent nobody has it')
    await page.getByLabel('Why?').fill('So that nobody is hungry.')
    const button = page.getByRole('button', { name: 'Suggest' })
    await button.click()
    await page.getByText('waits for an answer').waitFor()
    const wide = await page.evaluate(() => document.documentElement.scrollWidth)
    t.ok(wide <= 360, `nothing reaches beyond the screen (${wide})`)
    t.ok(await button.isDisabled(), 'there is nothing left to send')
    const [made] = (await anna.draftSuggestions(id)).suggestions
    t.deepEqual([made?.guest, made?.title, made?.pieces.length], ['Ina', 'So that nobody is hungry.', 2])
    const cakeAt = made?.pieces.find(({ change }) => change?.puts.includes('Cake'))?.number ?? 0
    await anna.accept({ reference: made?.id ?? '', pieces: [cakeAt] })
    await page.getByText('1 of 2 accepted, 0 declined').waitFor()
    const now = 'Saturdays from two.\n\nBring your own tools.\n\nCome by bike.\nCake is welcome.'
    t.equal((await anna.draftText(id)).text, now, 'both stand there, the other piece waits')
    await until(async () => (await shown(page)) === now, { deadlineMs: PATIENCE_MS, what: 'it on the phone' })
    const { passages } = await anna.draftBlame(id)
    const cake = passages.find(({ text: said }) => said.includes('Cake'))
    t.deepEqual([cake?.authorName, cake?.guest], ['Anna', 'Ina'], 'Ina, guest of Anna')
    await anna.draftAccess({ draft: id, closed: true })
    const refused = await openDoor(id, 'suggest').catch((error: { code: string }) => error.code)
    t.equal(refused, 'GUEST_SHUT', 'closed, it is opened for reading only')
    t.equal((await openDoor(id, 'view')).right, 'view')
  },
)
