import type { Page } from 'playwright-core'
import test, { type Test } from 'tape'
import { closeBrowser, openPage, servePage, skip } from './browser.ts'
import { furnished, type Furnished, mirrored } from './furnished.ts'
import { AXE, unreached, violations } from './looks.ts'
import { findings, inOtherWords, pathsOf, sizes, WINDOW } from './other-words.ts'
import { arrived, drawn, goTo, walk } from './walk.ts'

/** Screens that are there without an answer. */
const ASKS_NOTHING = new Set(['/share', '/nothing'])

test(
  'WB17 WB53 WB54 WB55 on every screen and in every dialog axe finds nothing in either theme, nothing is cut off at twice the size, and all is come by with the Tab key',
  { skip },
  async (t) => {
    const stage = await furnished(t)
    await mirrored(stage)
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
    for (const asked of ['Keep no longer: Board of Anna', 'Take it back: Board of Ben'])
      t.ok(
        places.some((place) => place.includes(asked)),
        `it is asked first: ${asked}`,
      )
    t.deepEqual(axe.all, [], 'WB17 axe finds nothing')
    t.deepEqual(fits.all, [], 'WB54 all of it can be read and hit')
    t.deepEqual(keys.all, [], 'WB55 all of it is come by with the Tab key')
    await inOtherWords(t, stage, pageUrl, { everywhere: false })
    await otherStates(t, stage, pageUrl)
  },
)

test('the browser of these tests is closed', { skip }, async (t) => {
  await closeBrowser()
  t.pass('closed')
})

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
      await withoutAnswers(
        page,
        pathsOf(stage).filter((one) => !ASKS_NOTHING.has(one)),
        how,
        look,
      )
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

/** Each screen whose questions to the node are answered by nothing, or by an error. */
async function withoutAnswers(
  page: Page,
  paths: readonly string[],
  how: 'waiting' | 'failed',
  look: Look,
): Promise<void> {
  const error = { code: 'INTERNAL', message: 'Something went wrong.', hint: 'Try it once more.' }
  await page.route('**/v1/**', async (route, request) => {
    if (request.method() !== 'GET') return route.continue()
    return how === 'failed' ? route.fulfill({ status: 500, json: { error } }) : undefined
  })
  // Loaded anew, the page knows no answer from before.
  await page.reload({ waitUntil: 'commit' })
  const sign = page.locator(how === 'failed' ? '.page [role=alert]' : '.page .loading').first()
  for (const path of paths) {
    await page.evaluate((to) => (location.hash = to), path)
    await page.waitForFunction((to) => location.hash === `#${to}`, path)
    await sign.waitFor()
    await page.evaluate(AXE)
    await drawn(page)
    await look(page, `${path}, ${how}`)
  }
  await page.unroute('**/v1/**')
  await page.reload()
  await arrived(page)
}
