import type { Page } from 'playwright-core'
import test, { type Test } from 'tape'
import { closeBrowser, openPage, servePage, skip } from './browser.ts'
import { furnished, type Furnished } from './furnished.ts'
import { AXE, misfits, unreached, violations } from './looks.ts'
import { arrived, drawn, goTo, walk } from './walk.ts'

const NARROW = { width: 360, height: 740 }
/** For axe, which takes what has been scrolled out of a dialog for something that stands before the page behind it. */
const TALL = { width: 360, height: 1_800 }
/** As a window of 1440 pixels is to the page when it is zoomed to 200 %. */
const ZOOMED = { width: 720, height: 450 }
const WIDE = { width: 1280, height: 800 }
const WINDOW = { viewport: TALL, bypassCSP: true, reducedMotion: 'reduce' } as const

/** Screens that are there without an answer. */
const ASKS_NOTHING = new Set(['/share', '/nothing'])

type Found = {
  readonly add: (place: string, what: Promise<string[]>) => Promise<void>
  readonly all: string[]
}

function findings(): Found {
  const all: string[] = []
  return {
    all,
    add: async (place, what) => void all.push(...(await what).map((one) => `${place}: ${one}`)),
  }
}

test(
  'WB17 WB53 WB54 WB55 on every screen and in every dialog axe finds nothing in either theme, nothing is cut off at twice the size, and all is come by with the Tab key',
  { skip },
  async (t) => {
    const stage = await furnished(t)
    const { pageUrl } = await servePage(t, stage.ben, stage.home('ben'))
    const { page } = await openPage(t, pageUrl, WINDOW)
    await arrived(page)
    await page.evaluate(AXE)
    const [axe, fits, keys] = [findings(), findings(), findings()]
    const places: string[] = []
    const seen = new Set<string>()
    for (const path of pathsOf(stage))
      await walk(page, path, seen, async (place) => {
        places.push(place)
        await axe.add(place, violations(page))
        await keys.add(place, unreached(page))
        await sizes(page, place, fits)
      })
    t.ok(
      places.filter((place) => place.includes(': ')).length > 20,
      `${places.length} screens, tabs and dialogs`,
    )
    t.deepEqual(axe.all, [], 'WB17 axe finds nothing')
    t.deepEqual(fits.all, [], 'WB54 all of it can be read and hit')
    t.deepEqual(keys.all, [], 'WB55 all of it is come by with the Tab key')
    await inOtherWords(t, stage, pageUrl)
    await otherStates(t, stage, pageUrl)
  },
)

test('the browser of these tests is closed', { skip }, async (t) => {
  await closeBrowser()
  t.pass('closed')
})

function pathsOf({ commons, good, fork, draft }: Furnished): string[] {
  const goods = [good, fork].map((id) => `/goods/${encodeURIComponent(id)}`)
  const one = `/drafts/${encodeURIComponent(draft)}`
  return [
    '/commons',
    `/commons/${commons}`,
    '/goods',
    ...goods,
    '/share',
    '/drafts',
    one,
    '/people',
    '/node',
    '/nothing',
  ]
}

/** In a narrow window, in one that is zoomed to 200 %, and in a wide one with letters twice as large. */
async function sizes(page: Page, place: string, fits: Found): Promise<void> {
  await page.setViewportSize(NARROW)
  await drawn(page)
  await fits.add(`${place}, narrow`, misfits(page))
  await page.setViewportSize(ZOOMED)
  await drawn(page)
  await fits.add(`${place}, zoomed`, misfits(page))
  await page.setViewportSize(WIDE)
  await page.evaluate(() => (document.documentElement.style.fontSize = '200%'))
  await drawn(page)
  await fits.add(`${place}, large letters`, misfits(page))
  await page.evaluate(() => (document.documentElement.style.fontSize = ''))
  await page.setViewportSize(TALL)
  await drawn(page)
}

/** German, which has the longest words, everywhere and in the dark theme, Spanish on the screens. The themes differ in nothing but their colours. */
async function inOtherWords(t: Test, stage: Furnished, pageUrl: string): Promise<void> {
  const [axe, fits] = [findings(), findings()]
  for (const locale of ['de-DE', 'es-ES']) {
    const { page } = await openPage(t, pageUrl, {
      ...WINDOW,
      locale,
      colorScheme: locale === 'de-DE' ? 'dark' : 'light',
    })
    await arrived(page)
    await page.evaluate(AXE)
    const seen = new Set<string>()
    for (const path of pathsOf(stage)) {
      if (locale === 'de-DE')
        await walk(page, path, seen, async (place) => {
          await axe.add(`${place}, dark`, violations(page, ['color-contrast']))
          await sizes(page, place, fits)
        })
      else {
        await goTo(page, path)
        await sizes(page, path, fits)
        await axe.add(path, violations(page))
      }
    }
    t.equal(await page.evaluate(() => document.documentElement.lang), locale.slice(0, 2))
    if (locale === 'de-DE') await leftOutInGerman(t, stage, page)
    await page.context().close()
  }
  t.deepEqual([...axe.all, ...fits.all], [], 'WB17 WB54 in German and Spanish and the dark theme too')
}

async function leftOutInGerman(t: Test, { files }: Furnished, page: Page): Promise<void> {
  await goTo(page, '/share')
  await page.getByText('Oder einen Ordner dieses Computers nennen').press('Enter')
  const path = files('shelf', {
    'plan.txt': 'Two boards.',
    '.env': 'KEY=1',
    '.git/HEAD': 'main',
    'b.tmp': '',
  })
  files('shelf', { '.allmendeignore': '*.tmp\n' })
  await page.getByLabel('Ordner oder Datei auf diesem Computer').fill(path)
  await page.getByRole('button', { name: 'Ansehen, was es wäre' }).press('Enter')
  await page.getByText('4 bleiben draußen').press('Enter')
  for (const why of [
    'darin könnte ein Passwort oder ein geheimer Schlüssel sein',
    'die Geschichte der Versionsverwaltung; keine Regel kann sie hereinholen',
    'steht in .allmendeignore',
  ])
    await page.getByText(why).waitFor()
  t.pass('WB53 why something is left out is said in German')
}

/** Empty, waiting, and failed; opened in each theme, as one that is changed meanwhile leaves some letters in their old colour for a moment. */
async function otherStates(t: Test, stage: Furnished, pageUrl: string): Promise<void> {
  const found = findings()
  const { pageUrl: emptyUrl } = await servePage(t, stage.fresh, stage.home('fresh'))
  for (const colorScheme of ['light', 'dark'] as const) {
    const look = async (page: Page, place: string): Promise<void> => {
      const rules = colorScheme === 'dark' ? ['color-contrast'] : null
      await found.add(`${place}, ${colorScheme}`, violations(page, rules))
      if (rules === null) await found.add(place, unreached(page))
    }
    const { page: empty } = await openPage(t, emptyUrl, { ...WINDOW, colorScheme })
    await lookAtEmpty(stage, empty, look)
    const { page } = await openPage(t, pageUrl, { ...WINDOW, colorScheme })
    await arrived(page)
    for (const how of ['waiting', 'failed'] as const)
      for (const path of pathsOf(stage).filter((one) => !ASKS_NOTHING.has(one)))
        await withoutAnswers(page, path, how, look)
  }
  t.deepEqual(
    found.all,
    [],
    'WB17 nor where there is nothing yet, where an answer is waited for, and where there is none',
  )
}

type Look = (page: Page, place: string) => Promise<void>

async function lookAtEmpty(stage: Furnished, page: Page, look: Look): Promise<void> {
  await arrived(page)
  await page.evaluate(AXE)
  for (const path of pathsOf(stage).filter((one) => !one.includes('/', 1))) {
    await goTo(page, path)
    await look(page, `${path}, empty`)
  }
  await goTo(page, '/welcome')
  for (const way of (await page.locator('.way button').all()).slice(1)) {
    await way.press('Enter')
    await look(page, '/welcome, a way')
  }
}

/** Loads a screen whose questions to the node are answered by nothing, or by an error. */
async function withoutAnswers(
  page: Page,
  path: string,
  how: 'waiting' | 'failed',
  look: Look,
): Promise<void> {
  const error = { code: 'INTERNAL', message: 'Something went wrong.', hint: 'Try it once more.' }
  await goTo(page, path)
  await page.route('**/v1/**', async (route, request) => {
    if (request.method() !== 'GET') return route.continue()
    return how === 'failed' ? route.fulfill({ status: 500, json: { error } }) : undefined
  })
  await page.reload({ waitUntil: 'commit' })
  await page
    .locator(how === 'failed' ? '.page [role=alert]' : '.page .loading')
    .first()
    .waitFor()
  await page.evaluate(AXE)
  await drawn(page)
  await look(page, `${path}, ${how}`)
  await page.unroute('**/v1/**')
  await page.reload()
  await arrived(page)
}
