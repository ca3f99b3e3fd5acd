import test from 'tape'
import { scene } from '../scene.ts'
import { closeBrowser, openPage, servePage, skip } from './browser.ts'
import { arrived, goTo } from './walk.ts'

/** What comes with a good of its builds, and what is fetched at once of what somebody brought in. */
const BUILDS = 100
const BROUGHT = 20

test(
  'AP48 where there is more than a page fetches at once, a button gets what is behind it, and what comes meanwhile is shown too',
  { skip },
  async (t) => {
    const { open, home, files } = scene(t)
    const anna = await open('anna')
    await anna.createCommons({ name: 'Workshop', public: false })
    await anna.profile({ name: 'Anna' })
    const path = files('stool', { 'plan.txt': 'Four legs.' })
    const { id } = await anna.share({ path, title: 'Stool', licence: 'CC-BY-SA-4.0', type: 'design' })
    for (let number = 0; number <= BUILDS; number++)
      await anna.reportBuild({ good: id, outcome: 'works', text: `Stool number ${number}.` })
    const { page, forbidden } = await openPage(t, (await servePage(t, anna, home('anna'))).pageUrl)
    await arrived(page)
    await goTo(page, `/goods/${encodeURIComponent(id)}`)
    await page.getByRole('tab', { name: /^Builds/ }).press('Enter')
    const build = (number: number) => page.getByText(`Stool number ${number}.`, { exact: true })
    const more = page.getByRole('button', { name: 'Show more' })
    await build(BUILDS).waitFor()
    t.equal(await build(0).count(), 0, 'the first of all is behind the page')
    await more.press('Enter')
    await build(0).waitFor()
    await more.waitFor({ state: 'detached' })
    t.equal(await page.getByText(/^Stool number/).count(), BUILDS + 1, 'each is there once')
    await anna.reportBuild({ good: id, outcome: 'works', text: 'One that came meanwhile.' })
    await page.getByText('One that came meanwhile.').waitFor()
    t.equal(await page.getByText(/^Stool number/).count(), BUILDS + 1, 'and all others still')

    await page.getByRole('link', { name: 'People', exact: true }).press('Enter')
    await page.getByRole('button', { name: 'Anna', exact: true }).press('Enter')
    const brought = page.getByRole('dialog').getByRole('link', { name: 'Stool' })
    await brought.nth(BROUGHT - 1).waitFor()
    t.equal(await brought.count(), BROUGHT)
    await page.getByRole('dialog').getByRole('button', { name: 'Show more' }).press('Enter')
    await brought.nth(2 * BROUGHT - 1).waitFor()
    t.equal(await brought.count(), 2 * BROUGHT, 'what somebody brought in goes on too')
    t.deepEqual(forbidden, [])
  },
)

test('the browser of these tests is closed', { skip }, async (t) => {
  await closeBrowser()
  t.pass('closed')
})
